import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, type Context } from '@cairn/core';
import { gate, type Gate } from './gate.ts';
import { opened } from './opened.ts';

/** Two lanes and a node after them; `work` says what each does. */
const forked = (work: (lane: string, context: Context) => unknown) =>
  graph({
    name: 'forked',
    state: { title: z.string().optional(), seen: append(z.string()) },
    events: { go: z.undefined() },
    start: 'fork',
    nodes: {
      fork: { next: { all: ['a', 'b'], then: 'wait' } },
      a: { run: async (_s, ctx) => ({ seen: [String(await work('a', ctx))] }), next: 'wait' },
      b: { run: async (_s, ctx) => ({ seen: [String(await work('b', ctx))] }), next: 'wait' },
      wait: { on: { go: 'end' } },
      end: { final: true },
    },
  });

describe('resume', () => {
  test('runs the failed lane alone; what others did is kept', async () => {
    const ran: string[] = [];
    const work = forked((lane) => {
      ran.push(lane);
      if (lane === 'a' && ran.length < 3) throw new Error('no');
      return lane;
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({
      status: 'failed',
      failed: [{ lane: 'fork.1/a', node: 'a', message: 'no' }],
    });
    await thread.resume();
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { seen: ['a', 'b'] } });
    expect(ran).toEqual(['a', 'b', 'a']);
  });

  test('of a thread that has not failed is a problem', async () => {
    const work = forked((lane) => lane);
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await expect(thread.resume()).rejects.toMatchObject({ code: 'thread/not-failed' });
  });
});

describe('edit', () => {
  test('changes what runs next, and the log says so', async () => {
    const work = forked((lane) => lane);
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await thread.edit({ title: 'by hand', seen: ['x'] });
    expect(await thread.settled()).toMatchObject({
      status: 'waiting',
      state: { title: 'by hand', seen: ['a', 'b', 'x'] },
    });
    expect((await thread.history()).at(-1)).toMatchObject({ cause: 'edit', from: 'wait' });
  });

  test('as a node aborts what ran, and goes on from that node', async () => {
    const reasons: unknown[] = [];
    const work = forked((_lane, { signal }) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason));
      return new Promise(() => undefined);
    });
    const thread = await opened(work).start(work, {});
    await thread.edit({ title: 'skipped' }, { as: 'wait' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['go'], state: { title: 'skipped' } });
    expect(reasons).toHaveLength(2);
  });

  test('mends a failed lane by its path, and resume takes it up', async () => {
    const work = graph({
      name: 'mended',
      state: { title: z.string().optional(), seen: append(z.string()) },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a', 'b'], then: 'end' } },
        a: {
          run: (s) => {
            if (s.title === undefined) throw new Error('no title');
            return { seen: [s.title] };
          },
          next: 'end',
        },
        b: { run: () => ({ seen: ['b'] }), next: 'end' },
        end: { final: true },
      },
    });
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await thread.edit({ title: 'given' }, { lane: 'fork.1/a' });
    await thread.resume();
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { title: 'given', seen: ['given', 'b'] } });
  });
});

describe('cancel', () => {
  test('reaches the signal of everything that runs, and what ends later is not heard', async () => {
    const signals: AbortSignal[] = [];
    const ends: Gate[] = [];
    const work = forked((_lane, { signal }) => {
      signals.push(signal);
      const end = gate();
      ends.push(end);
      return end.promise;
    });
    const thread = await opened(work).start(work, {});
    await thread.cancel('enough');
    expect(await thread.settled()).toMatchObject({ status: 'cancelled', reason: 'enough' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    for (const end of ends) end.open();
    expect(await thread.settled()).toMatchObject({ status: 'cancelled', state: { seen: [] } });
    expect((await thread.history()).at(-1)).toMatchObject({ cause: 'cancel' });
  });

  test('ends a thread that waits; nothing is taken after that', async () => {
    const work = forked((lane) => lane);
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await thread.cancel();
    const over = { code: 'thread/over', facts: { status: 'cancelled' } };
    await expect(thread.send('go')).rejects.toMatchObject(over);
    await expect(thread.edit({ title: 'x' })).rejects.toMatchObject(over);
    await expect(thread.cancel()).rejects.toMatchObject(over);
    await expect(thread.resume()).rejects.toMatchObject(over);
  });
});

describe('send', () => {
  test('of an event that no graph declares is refused with the nearest name', async () => {
    const work = forked((lane) => lane);
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await expect(thread.send('og' as 'go')).rejects.toMatchObject({ code: 'event/unknown' });
    await expect(thread.send('og' as 'go')).rejects.toThrow('Did you mean "go"?');
    await expect(thread.send('toString' as 'go')).rejects.toMatchObject({ code: 'event/unknown' });
  });

  test('of an event that nothing accepts now is refused, and lists what would be', async () => {
    const work = forked(() => new Promise(() => undefined));
    const thread = await opened(work).start(work, {});
    await expect(thread.send('go')).rejects.toMatchObject({
      code: 'event/not-accepted',
      facts: { event: 'go', accepted: [] },
    });
  });
});
