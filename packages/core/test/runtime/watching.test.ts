import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, type Thread, type ThreadEvent } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { collected } from './collected.ts';
import { later } from './counted.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
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

const seqs = (events: readonly ThreadEvent[]) =>
  events.flatMap((event) => (event.type === 'checkpoint' ? [event.seq] : []));

const heads = async (thread: Pick<Thread, 'history'>) => (await thread.history()).map(({ seq }) => seq);

describe('watch', () => {
  test('yields every checkpoint once, in order, and ends when somebody is waited for', async () => {
    const thread = await opened(work).start(work, {});
    const events = await collected(thread.watch({ from: 1 }));
    expect(seqs(events)).toEqual(await heads(thread));
    expect(await thread.status()).toBe('waiting');
  });

  test('begins where it is told to, and by default with what happens from now on', async () => {
    const thread = await opened(work).start(work, {});
    await thread.settled();
    const { seq } = await thread.at();
    expect(seqs(await collected(thread.watch({ from: seq })))).toEqual([seq]);
    expect(seqs(await collected(thread.watch()))).toEqual([]);
  });

  test('says that a thread was taken up before the run that looks at an answer', async () => {
    const asking = graph({
      name: 'asking',
      state: {},
      start: 'ask',
      nodes: {
        ask: { run: async (_s, ctx) => void (await ctx.ask('sure', { answer: z.boolean() })), next: 'end' },
        end: { final: true },
      },
    });
    const store = memory();
    const before = opened(asking, { store: keptOpen(store) });
    await (await before.start(asking, {}, { id: 'a' })).settled();
    await before.close();
    const thread = opened(asking, { store }).thread(asking, 'a');
    const watching = collected(thread.watch({ until: 'ended' }));
    await thread.answer('sure', true);
    expect((await watching).map(({ type }) => type)).toEqual(['status', 'run', 'checkpoint', 'checkpoint', 'status']);
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
    const [one, two] = await Promise.all([collected(thread.watch({ from: 1 })), collected(thread.watch({ from: 1 }))]);
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
    const watching = collected(thread.watch({ from: 1 }));
    await clock.advance('1h');
    expect(seqs(await watching)).toEqual([1, 2]);
  });

  test('sees what another process does', async () => {
    const store = memory();
    const [mine, theirs] = [opened(work, { store }), opened(work, { store })];
    const thread = await theirs.start(work, {}, { id: 't' });
    const watching = collected(mine.thread(work, 't').watch({ from: 1 }));
    expect(seqs(await watching)).toEqual(await heads(thread));
  });

  test('that is left early leaves nothing behind', async () => {
    const thread = await opened(work).start(work, {});
    for await (const event of thread.watch({ from: 1 })) if (event.type === 'checkpoint') break;
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
  });

  test('hears from the call on, whenever the first event is asked for', async () => {
    for (const store of [memory(), later(memory())]) {
      const thread = await opened(work, { store }).start(work, {});
      await thread.settled();
      const events = thread.watch();
      await thread.send('go');
      await thread.settled();
      const causes = (await collected(events)).flatMap((event) => (event.type === 'checkpoint' ? [event.cause] : []));
      expect(causes).toEqual(['event', 'done']);
    }
  });

  test('hears what a command leads to that is under way', async () => {
    const thread = await opened(work).start(work, {});
    await thread.settled();
    const sent = thread.send('go');
    expect(seqs(await collected(thread.watch())).length).toBe(2);
    await sent;
  });

  test('ends, though the command that was under way was refused', async () => {
    const thread = await opened(work).start(work, {});
    await thread.settled();
    const [answered, seen] = await Promise.allSettled([thread.answer('nothing', 1), collected(thread.watch())]);
    expect(answered).toMatchObject({ status: 'rejected', reason: { code: 'answer/not-asked' } });
    expect(seen).toMatchObject({ status: 'fulfilled', value: [] });
  });

  test('goes on over rests until the thread has ended, and says when it rests and when it goes on', async () => {
    for (const isElsewhere of [false, true]) {
      const store = memory();
      const thread = await opened(work, { store }).start(work, {}, { id: 't' });
      await thread.settled();
      const watcher = isElsewhere ? opened(work, { store, drive: false }).thread(work, 't') : thread;
      const events = watcher.watch({ from: 1, until: 'ended' });
      const told: string[] = [];
      for await (const event of events) {
        if (event.type === 'status') told.push(event.status);
        if (event.type === 'checkpoint' && event.cause === 'join') void thread.send('go');
        if (event.type === 'checkpoint' && event.cause === 'event') told.push('event');
      }
      expect(told).toEqual(['running', 'event', 'done']);
    }
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])('refuses to begin at %d', async (from) => {
    const thread = await opened(work).start(work, {});
    await expect(collected(thread.watch({ from }))).rejects.toMatchObject({
      code: 'checkpoint/not-found',
      facts: { seq: from },
    });
  });

  test('that begins with what is still to come ends with the thread all the same', async () => {
    const thread = await opened(work).start(work, {});
    await thread.settled();
    expect(await collected(thread.watch({ from: 1_000 }))).toEqual([]);
  });

  test('of a thread that is not there says so', async () => {
    const watching = opened(work).thread(work, 'nobody').watch();
    await expect(watching.next()).rejects.toMatchObject({ code: 'thread/not-found' });
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  test('of a thread that is deleted meanwhile says so', async () => {
    const store = memory();
    const thread = await opened(work, { store }).start(work, {}, { id: 't' });
    await thread.settled();
    const watching = opened(work, { store, drive: false }).thread(work, 't').watch({ until: 'ended' });
    const [next] = await Promise.allSettled([watching.next(), store.remove(['t'])]);
    expect(next).toMatchObject({ status: 'rejected', reason: { code: 'thread/not-found' } });
  });

  test('of a thread in whose place another is started meanwhile says so', async () => {
    const store = memory();
    const clock = virtualClock();
    const thread = await opened(work, { store, clock }).start(work, {}, { id: 't' });
    await thread.settled();
    await thread.edit({});
    const watching = opened(work, { store, clock, drive: false }).thread(work, 't').watch({ until: 'ended' });
    const first = watching.next();
    await clock.advance(0);
    await thread.cancel('enough');
    await store.remove(['t']);
    await clock.advance(1);
    const again = opened(work, { store, clock }).start(work, {}, { id: 't' });
    const events = (async () => {
      await first;
      for (let next = await watching.next(); next.done !== true;) next = await watching.next();
    })();
    const [ended] = await Promise.allSettled([events, again]);
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'thread/not-found' } });
  });

  test('that is left while an event is waited for ends at once', async () => {
    const thread = await opened(work).start(work, {});
    await thread.settled();
    const events = thread.watch({ until: 'ended' });
    const next = events.next();
    await events.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });
});

describe('a reader that is slow', () => {
  /** Says many words in one go, each a checkpoint and an output. */
  const talking = (words: number, each: number) =>
    graph({
      name: 'talking',
      state: { said: append(z.number()) },
      events: { go: z.undefined() },
      start: 'wait',
      nodes: {
        wait: { on: { go: 'talk' } },
        talk: {
          run: async (_s, ctx) => {
            for (let word = 0; word < words; word += 1) {
              for (let part = 0; part < each; part += 1) ctx.emit([word, part]);
              await ctx.step(`word ${word}`, () => word);
            }
          },
          next: 'end',
        },
        end: { final: true },
      },
    });

  test('is handed every checkpoint and every output, in order, while it is not far behind', async () => {
    const words = talking(100, 3);
    const thread = await opened(words).start(words, {});
    await thread.settled();
    const events = thread.watch();
    await thread.send('go');
    await thread.settled();
    const heard = await collected(events);
    const said = heard.flatMap((event) => (event.type === 'output' ? [event.data] : []));
    expect(said).toEqual(Array.from({ length: 300 }, (_, index) => [Math.floor(index / 3), index % 3]));
    const steps = heard.flatMap((event, index) =>
      event.type === 'checkpoint' && event.cause === 'step' ? [index] : [],
    );
    // Each word's checkpoint comes right after its outputs.
    expect(steps.every((at) => heard[at - 1]?.type === 'output' && heard[at - 4]?.type !== 'output')).toBe(true);
    expect(seqs(heard)).toEqual((await heads(thread)).slice(1));
  });

  test('is handed every checkpoint however far it is behind, and told how many outputs it missed', async () => {
    const words = talking(2_000, 1);
    const thread = await opened(words).start(words, {});
    await thread.settled();
    const events = thread.watch();
    await thread.send('go');
    await thread.settled();
    const heard = await collected(events);
    expect(seqs(heard)).toEqual((await heads(thread)).slice(1));
    const outputs = heard.filter(({ type }) => type === 'output').length;
    const missed = heard.flatMap((event) => (event.type === 'missed' ? [event.count] : []));
    expect(missed).toEqual([2_000 - outputs]);
    expect(outputs).toBeGreaterThan(100);
    expect(heard.at(-1)).toMatchObject({ type: 'status', status: 'done' });
  });

  test('of another runtime is handed every checkpoint', async () => {
    const store = memory();
    const words = talking(200, 0);
    const thread = await opened(words, { store }).start(words, {}, { id: 't' });
    await thread.settled();
    const events = opened(words, { store, drive: false }).thread(words, 't').watch({ from: 1, until: 'ended' });
    await thread.send('go');
    const seen: number[] = [];
    for await (const event of events) {
      if (event.type === 'checkpoint') seen.push(event.seq);
      // The thread goes on between two of its looks.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen).toEqual(await heads(thread));
  });
});
