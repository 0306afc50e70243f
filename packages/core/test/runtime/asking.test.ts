import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local } from '@cairn/core';
import { gate } from './gate.ts';
import { hearing, text } from './hearing.ts';
import { opened } from './opened.ts';

describe('a question', () => {
  test('puts the thread aside until it is answered; the node runs again from its top, and its steps do not', async () => {
    const ran: string[] = [];
    const work = hearing(async (ctx) => {
      ran.push('top');
      await ctx.step('charge', () => ran.push('charge'));
      const name = await ctx.ask('name', { payload: { hint: 'yours' }, answer: z.string() });
      ran.push('after');
      return [name];
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({
      status: 'waiting',
      forSomebody: true,
      questions: [{ lane: '', node: 'work', key: 'name', payload: { hint: 'yours' } }],
    });
    await thread.answer('name', 'Ada');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['Ada'] } });
    expect(ran).toEqual(['top', 'charge', 'top', 'after']);
  });

  test('is no exception: a catch around it hears nothing, and a finally does not run', async () => {
    const heard: string[] = [];
    const work = hearing(async (ctx) => {
      try {
        return [await ctx.ask('name', text)];
      } catch (error) {
        heard.push(String(error));
        return ['swallowed'];
      } finally {
        heard.push('finally');
      }
    });
    const thread = await opened(work).start(work, {});
    await thread.settled();
    expect(heard).toEqual([]);
    await thread.answer('name', 'Ada');
    expect(await thread.settled()).toMatchObject({ state: { heard: ['Ada'] } });
    expect(heard).toEqual(['finally']);
  });

  test.each([[['name', 'age']], [['age', 'name']]])(
    'that is asked beside another is answered by its key, one right after the other: %j',
    async (order) => {
      const work = hearing(async (ctx) => Promise.all([ctx.ask('name', text), ctx.ask('age', text)]));
      const thread = await opened(work).start(work, {});
      expect(await thread.settled()).toMatchObject({ questions: [{ key: 'name' }, { key: 'age' }] });
      for (const key of order) await thread.answer(key, `the ${key}`);
      expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['the name', 'the age'] } });
    },
  );

  test('is answered by itself, in the lane that asks it', async () => {
    const asking = graph({
      name: 'asking',
      state: { who: local(z.string()), said: append(z.string()) },
      questions: { ready: z.enum(['yes', 'no']), 'rate:*': z.number() },
      start: 'spread',
      nodes: {
        spread: { next: { each: () => [{ who: 'ada' }, { who: 'bob' }], to: 'ask', then: 'end' } },
        ask: { run: async ({ who }, ctx) => ({ said: [`${who} ${await ctx.ask('ready')}`] }), next: 'end' },
        end: { final: true },
      },
    });
    const thread = await opened(asking).start(asking, {});
    const waiting = await thread.settled();
    const [first, second] = waiting.status === 'waiting' ? waiting.questions : [];
    if (first === undefined || second === undefined) throw new Error(waiting.status);
    await expect(thread.answer(first.key, 'yes' as never)).rejects.toMatchObject({ code: 'answer/ambiguous' });
    await expect(thread.answer(second, 5)).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(thread.answer({ key: 5 } as never, 'no')).rejects.toMatchObject({ code: 'value/invalid' });
    await thread.answer(second, 'no');
    await expect(thread.answer(second, 'no')).rejects.toMatchObject({ code: 'answer/not-asked' });
    await thread.answer(first, 'yes');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: ['ada yes', 'bob no'] } });
    // @ts-expect-error -- no question of the graph is answered so
    const wrong = (): Promise<void> => thread.answer(first, 'perhaps');
    expect(wrong).toBeTypeOf('function');
  });

  test('that is asked beside another may be answered at the same time', async () => {
    const work = hearing(async (ctx) => Promise.all([ctx.ask('name', text), ctx.ask('age', text)]));
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await Promise.all([thread.answer('age', '36'), thread.answer('name', 'Ada')]);
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['Ada', '36'] } });
  });

  test('that is open may be answered while its node runs again for another answer', async () => {
    let top = (): Promise<void> => Promise.resolve();
    const work = hearing(async (ctx) => {
      await top();
      return Promise.all([ctx.ask('name', text), ctx.ask('age', text)]);
    });
    const thread = await opened(work).start(work, {});
    await thread.settled();
    const busy = gate();
    top = () => busy.promise;
    await thread.answer('name', 'Ada');
    const answered = thread.answer('age', '36');
    busy.open();
    await answered;
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['Ada', '36'] } });
  });

  test('of a node that is left refuses the answer that was on its way', async () => {
    let top = (): Promise<void> => Promise.resolve();
    const leaving = graph({
      name: 'leaving',
      state: {},
      events: { leave: z.undefined() },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            await top();
            await Promise.all([ctx.ask('name', text), ctx.ask('age', text)]);
          },
          on: { leave: 'end' },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await opened(leaving).start(leaving, {});
    await thread.settled();
    top = () => new Promise(() => undefined);
    await thread.answer('name', 'Ada');
    const [answered] = await Promise.allSettled([thread.answer('age', '36'), thread.send('leave')]);
    expect(answered).toMatchObject({ status: 'rejected', reason: { code: 'thread/over' } });
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });

  test('takes one answer: a second to the same is refused', async () => {
    const work = hearing(async (ctx) => [await ctx.ask('name', text), await ctx.ask('age', text)]);
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await thread.answer('name', 'Ada');
    await expect(thread.answer('name', 'Bob')).rejects.toMatchObject({ code: 'answer/not-asked' });
    await thread.settled();
    await thread.answer('age', '36');
    expect(await thread.settled()).toMatchObject({ state: { heard: ['Ada', '36'] } });
  });

  test('that has the key of another in one visit is a problem: no answer reaches both', async () => {
    const work = hearing(async (ctx) => [await ctx.ask('name', text), await ctx.ask('name', text)]);
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await thread.answer('name', 'Ada');
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'step/repeated' }] });
  });

  test('that has the key of a step is a problem', async () => {
    const work = hearing(async (ctx) => [await ctx.step('name', () => 'x'), await ctx.ask('name', text)]);
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'step/repeated' }] });
  });

  test('of two lanes is answered by naming one, and is refused where none is named', async () => {
    const lanes = graph({
      name: 'lanes',
      state: { who: local(z.string()), heard: append(z.string()) },
      start: 'fork',
      nodes: {
        fork: { next: { each: () => [{ who: 'a' }, { who: 'b' }], to: 'ask', then: 'end' } },
        ask: { run: async (s, ctx) => ({ heard: [`${s.who}: ${await ctx.ask('name', text)}`] }), next: 'end' },
        end: { final: true },
      },
    });
    const thread = await opened(lanes).start(lanes, {});
    await thread.settled();
    await expect(thread.answer('name', 'Ada')).rejects.toMatchObject({
      code: 'answer/ambiguous',
      facts: { lanes: ['fork.1/0', 'fork.1/1'] },
    });
    await thread.answer('name', 'Bob', { lane: 'fork.1/1' });
    await thread.settled();
    await thread.answer('name', 'Ada');
    expect(await thread.settled()).toMatchObject({ state: { heard: ['a: Ada', 'b: Bob'] } });
  });

  test('that nobody asks is refused, and the open ones are named', async () => {
    const work = hearing(async (ctx) => [await ctx.ask('name', text)]);
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await expect(thread.answer('nmae', 'Ada')).rejects.toMatchObject({
      code: 'answer/not-asked',
      facts: { open: ['name'] },
    });
  });
});
