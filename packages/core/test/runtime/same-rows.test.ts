import { append, graph, memory, open } from '@cairn/core';
import type { Commit, Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { problem } from '../../src/base/problem/problem.ts';

const desk = graph({
  name: 'desk',
  state: { log: append(z.string()) },
  events: { note: z.string() },
  start: 'wait',
  nodes: {
    wait: { on: { note: { to: 'work', update: (_s, line) => ({ log: [line] }) } } },
    work: { run: () => undefined, next: 'wait' },
  },
});

/** The same store, of which the first commit that takes a thread fails, and before that something happens. */
function failingAfter(store: Store, happens: () => Promise<unknown>): Store {
  let isFirst = true;
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const isTaking = name === 'commit' && (given[0] as Commit).takes !== undefined;
        if (!isTaking || !isFirst) return Reflect.apply(member, target, given) as unknown;
        isFirst = false;
        await happens();
        throw problem('store/io', { store: store.name, found: 'the line was cut' });
      };
    },
  });
}

test.each([['another'], ['the same']])(
  'rows that somebody else wrote in the same millisecond are not taken for what a failed commit was to write: %s note',
  async (theirs) => {
    const store = memory();
    const clock = virtualClock();
    const other = open({ store, graphs: [desk], clock, recover: false });
    const mine = open({
      store: failingAfter(store, () => other.thread(desk, 't').send('note', theirs)),
      graphs: [desk],
      clock,
      recover: false,
    });
    const thread = await mine.start(desk, {}, { id: 't' });
    await clock.advance(0);
    await thread.settled();
    await thread.send('note', 'the same');
    await clock.advance(0);
    await thread.settled();
    const notes = (await thread.history()).filter(({ cause }) => cause === 'event').map(({ note }) => note?.value);
    expect(notes).toEqual([theirs, 'the same']);
    await mine.close();
    await other.close();
  },
);
