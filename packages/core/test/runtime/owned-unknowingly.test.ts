import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';
import { opened } from './opened.ts';

const waiting = graph({
  name: 'waiting',
  state: { log: append(z.string()) },
  events: { go: z.string() },
  start: 'begin',
  nodes: {
    begin: { run: () => ({ log: ['begun'] }), next: 'wait' },
    wait: { on: { go: { to: 'end', update: (_state, by) => ({ log: [by] }) } }, after: { '1h': 'end' } },
    end: { final: true },
  },
});

/** What passes is waited for as long: a line that is cut for longer is told. */
const lease = '100ms';

/** A store whose line is cut after calls of one kind were done, for as long as it is said to be. */
function cutAfter(call: 'create' | 'take' | 'claim') {
  const store = memory();
  const line = { isCut: false };
  const done = store[call].bind(store) as (...given: unknown[]) => unknown;
  const answer = (...given: unknown[]): unknown => {
    const made = done(...given);
    if (line.isCut) throw problem('store/io', { store: 'memory', found: 'the line was cut' });
    return made;
  };
  return { store: Object.assign(store, { [call]: answer }) as Store, line };
}

test('a thread that was created though its store failed is driven, and starting it again gives it', async () => {
  const { store, line } = cutAfter('create');
  const clock = virtualClock();
  const cairn = opened(waiting, { store, clock, lease });
  line.isCut = true;
  await expect(cairn.start(waiting, {}, { id: 'a' })).rejects.toMatchObject({ code: 'store/io' });
  line.isCut = false;
  const thread = await cairn.start(waiting, {}, { id: 'a' });
  await clock.advance('10s');
  expect(await store.thread('a')).toMatchObject({ status: 'waiting', owner: null });
  expect(await thread.at()).toMatchObject({ state: { log: ['begun'] } });
});

test.each(['send', 'rewind'] as const)(
  'a thread that was claimed though its store failed is let go of, and its timers are kept: %s()',
  async (how) => {
    const { store, line } = cutAfter(how === 'send' ? 'take' : 'claim');
    const clock = virtualClock();
    await opened(waiting, { store, clock }).start(waiting, {}, { id: 'a' });
    await clock.advance(0);
    const thread = opened(waiting, { store, clock, lease }).thread(waiting, 'a');
    line.isCut = true;
    const call = how === 'send' ? thread.send('go', 'Ada') : thread.rewind(1);
    await expect(call).rejects.toMatchObject({ code: 'store/io' });
    line.isCut = false;
    await clock.advance('2h');
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  },
);

test('a thread that a drive lost to nobody is let go of, and taken up again', async () => {
  const store = memory();
  const clock = virtualClock();
  const commit = store.commit.bind(store);
  const cairn = opened(waiting, { store, clock });
  let isLost = false;
  store.commit = (given) => {
    if (isLost || given.rows.length === 0) return commit(given);
    isLost = true;
    return 'stale';
  };
  await cairn.start(waiting, {}, { id: 'a' });
  await clock.advance('10s');
  expect(isLost).toBe(true);
  expect(await store.thread('a')).toMatchObject({ status: 'waiting', owner: null });
});
