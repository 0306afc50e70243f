import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type ThreadEvent } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import type { Store } from '../../src/store.ts';
import { collected } from './collected.ts';
import { later } from './counted.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

/** Says a word in each run, of which the first two never end, and the third asks. */
function speaking() {
  const began = { runs: 0 };
  const talk = graph({
    name: 'talk',
    state: {},
    start: 'speak',
    nodes: {
      speak: {
        run: async (_s, { emit, ask }) => {
          began.runs += 1;
          emit(`word ${began.runs}`);
          if (began.runs <= 2) await new Promise(() => {});
          await ask('right', { answer: z.boolean() });
          return {};
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  return { talk, began };
}

const numbers = (events: readonly ThreadEvent[]) =>
  events.flatMap((event) => {
    if (event.type === 'output') return [`${event.run}: ${String(event.data)}`];
    if (event.type === 'attempt') return ['attempt'];
    return event.type === 'run' ? [`run ${event.run}`] : [];
  });

test.each<[string, () => Store]>([
  ['memory', () => memory()],
  ['SQLite', () => sqlite(':memory:')],
  ['a store that answers later', () => later(memory())],
])(
  'a run after a death has another number than what died, to whoever watches elsewhere: on %s',
  async (_name, make) => {
    const { talk } = speaking();
    const store = make();
    let clock = virtualClock();
    // A process is dead whose time stands still.
    for (const shown of [1, 2]) {
      await open({ store: keptOpen(store), graphs: [talk], outputs: 'stored', clock }).start(talk, {}, { id: 'a' });
      await expect.poll(() => store.shown('a')).toBe(shown);
      clock = virtualClock(clock.now() + 60_000);
    }
    const theirs = opened(talk, { store: keptOpen(store), outputs: 'stored', clock });
    await theirs.thread(talk, 'a').settled();
    await theirs.thread(talk, 'a').answer('right', true);
    const mine = opened(talk, { store: keptOpen(store), drive: false, clock });
    expect(numbers(await collected(mine.thread(talk, 'a').watch({ from: '1.0', until: 'ended' })))).toEqual([
      'attempt',
      '1: word 1',
      'run 2',
      '2: word 2',
      'run 3',
      '3: word 3',
      'run 4',
      '4: word 4',
    ]);
  },
);

test('and to the process that goes on, where nothing that was shown is stored', async () => {
  const { talk, began } = speaking();
  const store = memory();
  const events: ThreadEvent[] = [];
  let clock = virtualClock();
  for (const runs of [1, 2, 3]) {
    const cairn = open({
      store: keptOpen(store),
      graphs: [talk],
      clock,
      onEvent: (event) => events.push(event as never),
    });
    await cairn.start(talk, {}, { id: 'a' });
    await expect.poll(() => began.runs).toBe(runs);
    clock = virtualClock(clock.now() + 60_000);
  }
  expect(numbers(events)).toEqual(['attempt', '1: word 1', 'run 2', '2: word 2', 'run 3', '3: word 3']);
});
