import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, memory } from '@cairn/core';
import { ask, briefly } from '../../src/store/ask.ts';
import { opened } from './opened.ts';
import { overtaken } from './overtaken.ts';

/** What the outside world saw. */
const world = () => {
  const seen: string[] = [];
  const work = graph({
    name: 'work',
    state: { title: z.string().optional(), seen: append(z.string()), item: local(z.string()) },
    events: { go: z.string(), stop: z.undefined() },
    start: 'one',
    nodes: {
      one: {
        run: (s, ctx) => {
          seen.push(ctx.key('charge'));
          return { seen: [`one ${s.title ?? ''}`] };
        },
        next: 'wait',
      },
      wait: { on: { go: { to: 'fork', update: (_s, title) => ({ title }) }, stop: 'end' } },
      fork: { next: { each: () => [{ item: 'a' }, { item: 'b' }], to: 'lane', then: 'wait' } },
      lane: {
        run: (s, ctx) => {
          seen.push(ctx.key());
          return { seen: [`${s.item} ${s.title ?? ''}`] };
        },
        next: 'wait',
      },
      end: { final: true },
    },
  });
  return { seen, work };
};

describe('a fork', () => {
  test('is a thread that goes on from a checkpoint, and the original stays as it was', async () => {
    const { work } = world();
    const cairn = opened(work);
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    const before = await thread.history();
    const fork = await thread.fork(1, { id: 'f', set: { title: 'forked' } });
    expect(await fork.settled()).toMatchObject({ status: 'waiting', state: { title: 'forked', seen: ['one forked'] } });
    expect(await thread.history()).toEqual(before);
    expect(await thread.settled()).toMatchObject({ state: { seen: ['one '] } });
    expect(await fork.record()).toMatchObject({ origin: { thread: 't', seq: 1 } });
  });

  test('shares the past, and both go their own ways from there', async () => {
    const { work } = world();
    const cairn = opened(work);
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    const fork = await thread.fork(2, { id: 'f' });
    await fork.settled();
    await fork.send('go', 'x');
    await fork.settled();
    await thread.send('go', 'y');
    expect(await thread.settled()).toMatchObject({ state: { title: 'y', seen: ['one ', 'a y', 'b y'] } });
    expect(await fork.settled()).toMatchObject({ state: { title: 'x', seen: ['one ', 'a x', 'b x'] } });
    expect((await fork.history()).slice(0, 2)).toEqual((await thread.history()).slice(0, 2));
    expect(await fork.at(2)).toMatchObject({ state: { seen: ['one '] } });
  });

  test('from among lanes goes on with those lanes, by idempotency keys of its own', async () => {
    const { seen, work } = world();
    const cairn = opened(work);
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    await thread.send('go', 'x');
    await thread.settled();
    seen.length = 0;
    const opening = (await thread.history()).find((row) => row.opened !== undefined)?.seq ?? 0;
    const fork = await thread.fork(opening, { id: 'f' });
    expect(await fork.settled()).toMatchObject({ state: { seen: ['one ', 'a x', 'b x'] } });
    expect(seen).toEqual(['f/fork.1/0/lane.1', 'f/fork.1/1/lane.1']);
  });

  test('with an id that is taken, or with changes that do not fit, is a problem and leaves nothing', async () => {
    const { work } = world();
    const cairn = opened(work);
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    await expect(thread.fork(1, { id: 't' })).rejects.toMatchObject({ code: 'thread/exists' });
    await expect(thread.fork(1, { id: 'a b' })).rejects.toMatchObject({ code: 'thread/invalid-id' });
    await expect(thread.fork(1, { set: { title: 7 as never } })).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(thread.fork(1, { set: { titel: 'x' } as never })).rejects.toThrow('Did you mean "title"?');
    expect((await cairn.threads()).threads).toHaveLength(1);
  });
});

describe('a rewind', () => {
  test('sends a thread back to a checkpoint; nothing is deleted', async () => {
    const { work } = world();
    const thread = await opened(work).start(work, {}, { id: 't' });
    await thread.settled();
    await thread.send('go', 'x');
    await thread.settled();
    const before = await thread.history();
    await thread.rewind(2);
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { seen: ['one '] } });
    const after = await thread.history();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([{ cause: 'rewind', note: { at: 2 } }]);
    expect(await thread.at(before.length)).toMatchObject({ state: { seen: ['one ', 'a x', 'b x'] } });
  });

  test('makes new visits of what runs again: idempotency keys are others', async () => {
    const { seen, work } = world();
    const thread = await opened(work).start(work, {}, { id: 't' });
    await thread.settled();
    await thread.rewind(1);
    await thread.settled();
    await thread.rewind(1);
    await thread.settled();
    expect(seen).toEqual(['t/one.1#charge', 't/~1/one.1#charge', 't/~2/one.1#charge']);
    expect((await thread.settled()).state.seen).toEqual(['one ']);
  });

  test('to among lanes runs those lanes again', async () => {
    const { work } = world();
    const thread = await opened(work).start(work, {}, { id: 't' });
    await thread.settled();
    await thread.send('go', 'x');
    await thread.settled();
    const opening = (await thread.history()).find((row) => row.opened !== undefined)?.seq ?? 0;
    await thread.rewind(opening + 1);
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { seen: ['one ', 'a x', 'b x'] } });
  });

  test('takes up a thread that was over', async () => {
    const { work } = world();
    const thread = await opened(work).start(work, {}, { id: 't' });
    await thread.settled();
    await thread.send('stop');
    expect(await thread.settled()).toMatchObject({ status: 'done' });
    await thread.rewind(2);
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    await thread.cancel('enough');
    await thread.rewind(2);
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
  });

  test('that somebody else overtakes finds the thread busy, and it is theirs as it was', async () => {
    const { work } = world();
    const store = memory();
    await ask(briefly, () => store.heartbeat({ id: 'thief', pid: 1, host: 'elsewhere' }, 60_000, Date.now()));
    const thread = await opened(work, { store: overtaken(store, 'rewind', 't') }).start(work, {}, { id: 't' });
    await thread.settled();
    const before = await thread.history();
    await expect(thread.rewind(1, { onBusy: 'refuse' })).rejects.toMatchObject({ code: 'thread/busy' });
    expect(await thread.history()).toEqual(before);
    expect(await store.thread('t')).toMatchObject({ owner: 'thief' });
  });

  test('is still there in the next process', async () => {
    const { work } = world();
    const store = memory();
    const cairn = opened(work, { store });
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    await thread.send('go', 'x');
    await thread.settled();
    await thread.rewind(2);
    await cairn.close();
    const again = opened(work, { store }).thread(work, 't');
    await again.send('go', 'y');
    expect(await again.settled()).toMatchObject({ state: { title: 'y', seen: ['one ', 'a y', 'b y'] } });
  });
});
