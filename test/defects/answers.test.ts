import { append, graph, local, type Context } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const text = { answer: z.string() };

/** A graph of one node that asks; its code may change while its threads wait. */
const asking = (ask: (context: Context) => Promise<readonly string[]>) =>
  graph({
    name: 'asking',
    state: { heard: append(z.string()) },
    start: 'ask',
    nodes: { ask: { run: async (_s, ctx) => ({ heard: [...(await ask(ctx))] }), next: 'end' }, end: { final: true } },
  });

describe.each(homes)('%s', (_name, home) => {
  test('one answer reaches one question, however many lanes ask the same', async () => {
    const parallel = graph({
      name: 'parallel',
      state: { who: local(z.string()), heard: append(z.string()) },
      start: 'fork',
      nodes: {
        fork: { next: { each: () => ['a', 'b', 'c'].map((who) => ({ who })), to: 'ask', then: 'end' } },
        ask: { run: async (s, ctx) => ({ heard: [`${s.who} ${await ctx.ask('sure', text)}`] }), next: 'end' },
        end: { final: true },
      },
    });
    const thread = await home()(parallel).start(parallel, {});
    await thread.settled();
    await expect(thread.answer('sure', 'yes')).rejects.toMatchObject({ code: 'answer/ambiguous' });
    await thread.answer('sure', 'yes', { lane: 'fork.1/1' });
    const waiting = await thread.settled();
    expect(waiting).toMatchObject({ questions: [{ lane: 'fork.1/0' }, { lane: 'fork.1/2' }] });
    await thread.answer('sure', 'no', { lane: 'fork.1/0' });
    await thread.answer('sure', 'maybe', { lane: 'fork.1/2' });
    expect(await thread.settled()).toMatchObject({ state: { heard: ['a no', 'b yes', 'c maybe'] } });
  });

  test('answers stay with their questions when code adds one before them', async () => {
    const open = home();
    const before = asking(async (ctx) => [await ctx.ask('name', text), await ctx.ask('age', text)]);
    const first = open(before);
    const thread = await first.start(before, {}, { id: 't' });
    await thread.settled();
    await thread.answer('name', 'Ada');
    expect(await thread.settled()).toMatchObject({ questions: [{ key: 'age' }] });
    await first.close();

    const after = asking(async (ctx) => [
      await ctx.ask('title', text),
      await ctx.ask('name', text),
      await ctx.ask('age', text),
    ]);
    const later = open(after).thread(after, 't');
    await expect(later.answer('age', '36')).rejects.toMatchObject({ code: 'answer/not-asked' });
    await later.answer('title', 'Countess');
    await later.settled();
    await later.answer('age', '36');
    expect(await later.settled()).toMatchObject({ status: 'done', state: { heard: ['Countess', 'Ada', '36'] } });
  });

  test('what was done before a question is done once, in however many processes it is waited for', async () => {
    const open = home();
    const effects: string[] = [];
    const work = asking(async (ctx) => {
      await ctx.step('one', () => effects.push('one'));
      const name = await ctx.ask('name', text);
      await ctx.step('two', () => effects.push('two'));
      const age = await ctx.ask('age', text);
      await ctx.step('three', () => effects.push('three'));
      return [name, age];
    });
    for (const [key, value] of [
      ['', ''],
      ['name', 'Ada'],
      ['age', '36'],
    ] as const) {
      const cairn = open(work);
      const thread = key === '' ? await cairn.start(work, {}, { id: 't' }) : cairn.thread(work, 't');
      if (key !== '') await thread.answer(key, value);
      await thread.settled();
      await cairn.close();
    }
    expect(effects).toEqual(['one', 'two', 'three']);
    expect(await open(work).thread(work, 't').settled()).toMatchObject({
      status: 'done',
      state: { heard: ['Ada', '36'] },
    });
  });
});
