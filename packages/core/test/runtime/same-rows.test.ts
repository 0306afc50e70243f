import { append, graph, isProblem, memory, open } from '@cairn/core';
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

/** The same store, of which the first commit that takes a thread fails: after it is done, or after something else happened. */
function failingAfter(store: Store, happens: 'done' | (() => Promise<unknown>)): Store {
  let isFirst = true;
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const isTaking = name === 'commit' && (given[0] as Commit).takes !== undefined;
        if (!isTaking || !isFirst) return Reflect.apply(member, target, given) as unknown;
        isFirst = false;
        if (happens === 'done') await Reflect.apply(member, target, given);
        else await happens();
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

/** One commit that takes its thread and lets go of it at once, so that nobody is seen to have owned it. */
const book = graph({
  name: 'book',
  state: { log: append(z.string()) },
  events: { note: z.string(), shut: z.object({}) },
  start: 'wait',
  nodes: {
    wait: { on: { note: { update: (_s, line) => ({ log: [line] }) }, shut: 'shut' } },
    shut: { final: true },
  },
});

test.each([
  ['another', 1],
  ['the same', 1],
  ['the same', 2],
])(
  'what another process wrote and let go of in the same millisecond is not taken for what a failed commit was to write: %s note, %i times',
  async (theirs, times) => {
    const store = memory();
    const clock = virtualClock();
    const other = open({ store, graphs: [book], clock, recover: false });
    const mine = open({
      store: failingAfter(store, async () => {
        for (let at = 0; at < times; at += 1) await other.thread(book, 't').send('note', theirs);
      }),
      graphs: [book],
      clock,
      recover: false,
    });
    const thread = await mine.start(book, {}, { id: 't' });
    await clock.advance(0);
    await thread.settled();
    // Whose fence rose higher tells it, or leaves it open; it is never told as taken where it is not.
    const isTaken = await thread.send('note', 'the same').then(
      () => true,
      (error: unknown) => !isProblem(error, 'thread/outcome-unknown'),
    );
    const others = Array<string>(times).fill(theirs);
    expect((await other.thread(book, 't').settled()).state.log).toEqual(isTaken ? [...others, 'the same'] : others);
    await mine.close();
    await other.close();
  },
);

test('a commit that took its thread and let go of it is known to be there where its answer was lost', async () => {
  const store = memory();
  const clock = virtualClock();
  const lossy = open({ store: failingAfter(store, 'done'), graphs: [book], clock, recover: false });
  const thread = await lossy.start(book, {}, { id: 't' });
  await thread.settled();
  await thread.send('note', 'once');
  await thread.send('note', 'twice');
  expect((await thread.settled()).state.log).toEqual(['once', 'twice']);
  await lossy.close();
});
