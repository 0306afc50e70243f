import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory } from '@cairn/core';
import { hearing, text } from './hearing.ts';
import { opened } from './opened.ts';

describe('an answer', () => {
  const asksAge = hearing(async (ctx) => [String(await ctx.ask('age', { answer: z.coerce.number().int() }))]);

  test('that does not fit is refused, and nothing is stored', async () => {
    const thread = await opened(asksAge).start(asksAge, {});
    await thread.settled();
    const before = await thread.history();
    await expect(thread.answer('age', 'old')).rejects.toMatchObject({
      code: 'value/invalid',
      facts: { path: 'answer.age' },
    });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'age' }] });
    expect(await thread.history()).toEqual(before);
  });

  test('that does not fit is refused in a process that has never seen the question, and nothing is stored', async () => {
    const store = memory();
    const first = opened(asksAge, { store });
    await (await first.start(asksAge, {}, { id: 't' })).settled();
    await first.close();
    const thread = opened(asksAge, { store }).thread(asksAge, 't');
    const before = await thread.history();
    await expect(thread.answer('age', 'old')).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(thread.answer('age', 'older')).rejects.toMatchObject({ code: 'value/invalid' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'age' }] });
    expect(await thread.history()).toEqual(before);
    await thread.answer('age', '36');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['36'] } });
  });

  test('to a thread that is over is refused as that', async () => {
    const thread = await opened(asksAge).start(asksAge, {});
    await thread.settled();
    await thread.answer('age', '36');
    await thread.ended();
    await expect(thread.answer('age', '37')).rejects.toMatchObject({ code: 'thread/over' });
    await expect(thread.answer('name', 'ada')).rejects.toMatchObject({ code: 'thread/over' });
  });

  test('is what its schema makes of it', async () => {
    const thread = await opened(asksAge).start(asksAge, {});
    await thread.settled();
    await thread.answer('age', ' 36 ');
    expect(await thread.settled()).toMatchObject({ state: { heard: ['36'] } });
    expect(await thread.history()).toContainEqual(expect.objectContaining({ cause: 'answer', note: { value: 36 } }));
  });

  test('is checked by the schema that its own thread asked with', async () => {
    const choosing = graph({
      name: 'choosing',
      state: { options: z.array(z.string()), heard: append(z.string()) },
      start: 'work',
      nodes: {
        work: {
          run: async (s, ctx) => ({ heard: [await ctx.ask('pick', { answer: z.enum(s.options as [string]) })] }),
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = opened(choosing);
    const [one, two] = [
      await cairn.start(choosing, { options: ['x'] }),
      await cairn.start(choosing, { options: ['y'] }),
    ];
    await one.settled();
    await two.settled();
    await expect(one.answer('pick', 'y')).rejects.toMatchObject({ code: 'value/invalid' });
    await one.answer('pick', 'x');
    await two.answer('pick', 'y');
    expect([await one.settled(), await two.settled()]).toMatchObject([
      { state: { heard: ['x'] } },
      { state: { heard: ['y'] } },
    ]);
  });

  test('never goes to a question that was added before it: the thread asks that first', async () => {
    const store = memory();
    const before = hearing(async (ctx) => [await ctx.ask('name', text)]);
    const first = opened(before, { store });
    await (await first.start(before, {}, { id: 't' })).settled();
    await first.close();
    const after = hearing(async (ctx) => [await ctx.ask('title', text), await ctx.ask('name', text)]);
    const thread = opened(after, { store }).thread(after, 't');
    await expect(thread.answer('name', 'Ada')).rejects.toMatchObject({ code: 'answer/not-asked' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    await thread.answer('title', 'Countess');
    await thread.settled();
    await thread.answer('name', 'Ada');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['Countess', 'Ada'] } });
  });

  test('stays with its question where another was added before it', async () => {
    const store = memory();
    const before = hearing(async (ctx) => [await ctx.ask('name', text), await ctx.ask('age', text)]);
    const first = opened(before, { store });
    const thread = await first.start(before, {}, { id: 't' });
    await thread.settled();
    await thread.answer('name', 'Ada');
    await thread.settled();
    await first.close();
    const after = hearing(async (ctx) => [
      await ctx.ask('title', text),
      await ctx.ask('name', text),
      await ctx.ask('age', text),
    ]);
    const later = opened(after, { store }).thread(after, 't');
    await expect(later.answer('age', '36')).rejects.toMatchObject({ code: 'answer/not-asked' });
    await later.answer('title', 'Countess');
    await later.settled();
    await later.answer('age', '36');
    expect(await later.settled()).toMatchObject({ status: 'done', state: { heard: ['Countess', 'Ada', '36'] } });
  });

  test('to a question that the code no longer asks is refused, and the thread goes on without it', async () => {
    const store = memory();
    const before = hearing(async (ctx) => [await ctx.ask('name', text)]);
    const first = opened(before, { store });
    await (await first.start(before, {}, { id: 't' })).settled();
    await first.close();
    const after = hearing(async () => ['nobody']);
    const thread = opened(after, { store }).thread(after, 't');
    await expect(thread.answer('name', 'Ada')).rejects.toMatchObject({ code: 'answer/not-asked' });
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['nobody'] } });
  });
});
