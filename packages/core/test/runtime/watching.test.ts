import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, type Thread, type ThreadEvent } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { opened } from './opened.ts';

const work = graph({
  name: 'work',
  state: { seen: append(z.string()) },
  events: { go: z.undefined() },
  start: 'fork',
  nodes: {
    fork: { next: { all: ['a', 'b'], then: 'wait' } },
    a: {
      run: async (_s, ctx) => {
        ctx.emit({ token: 'x' });
        await ctx.step('one', () => 1);
        return { seen: ['a'] };
      },
      next: 'wait',
    },
    b: { run: () => ({ seen: ['b'] }), next: 'wait' },
    wait: { on: { go: 'last' } },
    last: { run: () => ({}), next: 'end' },
    end: { final: true },
  },
});

async function all(events: AsyncIterable<ThreadEvent>): Promise<readonly ThreadEvent[]> {
  const heard: ThreadEvent[] = [];
  for await (const event of events) heard.push(event);
  return heard;
}

const seqs = (events: readonly ThreadEvent[]) =>
  events.flatMap((event) => (event.type === 'checkpoint' ? [event.seq] : []));

const heads = async (thread: Pick<Thread, 'history'>) => (await thread.history()).map(({ seq }) => seq);

describe('watch', () => {
  test('yields every checkpoint once, in order, and ends when somebody is waited for', async () => {
    const thread = await opened(work).start(work, {});
    const events = await all(thread.watch({ from: 1 }));
    expect(seqs(events)).toEqual(await heads(thread));
    expect(await thread.status()).toBe('waiting');
  });

  test('begins where it is told to, and by default with what happens from now on', async () => {
    const thread = await opened(work).start(work, {});
    await thread.settled();
    const { seq } = await thread.at();
    expect(seqs(await all(thread.watch({ from: seq })))).toEqual([seq]);
    expect(seqs(await all(thread.watch()))).toEqual([]);
  });

  test('yields what activities emit, in its place among the checkpoints', async () => {
    const heard = gate();
    const talking = graph({
      name: 'talking',
      state: {},
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            await heard.promise;
            ctx.emit({ token: 'x' });
            await ctx.step('one', () => 1);
            ctx.emit({ token: 'y' });
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await opened(talking).start(talking, {});
    const events: ThreadEvent[] = [];
    for await (const event of thread.watch({ from: 1 })) {
      events.push(event);
      heard.open();
    }
    expect(events).toMatchObject([
      { type: 'checkpoint', cause: 'start' },
      { type: 'output', lane: '', node: 'work', data: { token: 'x' } },
      { type: 'checkpoint', cause: 'step' },
      { type: 'output', data: { token: 'y' } },
      { type: 'checkpoint', cause: 'done' },
      { type: 'status', status: 'done' },
    ]);
  });

  test('serves any number of watchers with the same', async () => {
    const thread = await opened(work).start(work, {});
    const [one, two] = await Promise.all([all(thread.watch({ from: 1 })), all(thread.watch({ from: 1 }))]);
    expect(seqs(one)).toEqual(await heads(thread));
    expect(seqs(two)).toEqual(seqs(one));
  });

  test('goes on while only time is waited for, and ends with the thread', async () => {
    const clock = virtualClock(0);
    const timed = graph({
      name: 'timed',
      state: {},
      start: 'wait',
      nodes: { wait: { after: { '1h': 'end' } }, end: { final: true } },
    });
    const thread = await opened(timed, { clock }).start(timed, {});
    const watching = all(thread.watch({ from: 1 }));
    await clock.advance('1h');
    expect(seqs(await watching)).toEqual([1, 2]);
  });

  test('sees what another process does', async () => {
    const store = memory();
    const [mine, theirs] = [opened(work, { store }), opened(work, { store })];
    const thread = await theirs.start(work, {}, { id: 't' });
    const watching = all(mine.thread(work, 't').watch({ from: 1 }));
    expect(seqs(await watching)).toEqual(await heads(thread));
  });

  test('that is left early leaves nothing behind', async () => {
    const thread = await opened(work).start(work, {});
    for await (const event of thread.watch({ from: 1 })) if (event.type === 'checkpoint') break;
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
  });
});
