import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  check,
  compile,
  graph,
  memory,
  replay,
  type AnyGraph,
  type Cairn,
  type Context,
  type Graph,
  type Thread,
} from '@cairn/core';
import { opened } from './opened.ts';

const age = z.coerce.number().int();

/** A graph that declares questions, and hears what its activity asks for. */
function asking(questions: Record<string, z.ZodType> | undefined, work: (context: Context) => Promise<unknown>) {
  return graph({
    name: 'asking',
    state: { heard: append(z.unknown()) },
    ...(questions && { questions }),
    start: 'work',
    nodes: {
      work: { run: async (_s, ctx) => ({ heard: [await work(ctx as Context)] }), next: 'end' },
      end: { final: true },
    },
  }) as unknown as Graph;
}

/** How an activity that types know nothing of asks. */
const ask = (context: Context, key: string, question?: object): Promise<unknown> =>
  (context.ask as (...given: unknown[]) => Promise<unknown>)(key, question);

async function waiting(cairn: Cairn, of: AnyGraph): Promise<Thread> {
  const thread = await cairn.start(of, {}, { id: 't' });
  expect(await thread.settled()).toMatchObject({ status: 'waiting' });
  return thread;
}

/** A thread that asks for a name of its own once its subgraph is done, and waits for what that asks. */
async function askingAfter(child: Graph): Promise<Thread> {
  const parent = graph({
    name: 'parent',
    state: { heard: append(z.unknown()) },
    questions: { name: z.boolean() },
    start: 'child',
    nodes: {
      child: { graph: child, output: ({ state }) => ({ heard: [state] }), next: 'ask' },
      ask: { run: async (_s, ctx) => ({ heard: [await ctx.ask('name')] }), next: 'end' },
      end: { final: true },
    },
  }) as unknown as Graph;
  const thread = await opened(parent).start(parent, {});
  await thread.settled();
  return thread;
}

describe('a question that its graph declares', () => {
  const asksAge = asking({ age }, (ctx) => ask(ctx, 'age', { payload: 'of the ship' }));

  test('is asked without a schema, and its answer is what the declared one makes of it', async () => {
    const thread = await waiting(opened(asksAge), asksAge);
    expect(await thread.now()).toMatchObject({ questions: [{ key: 'age', payload: 'of the ship' }] });
    await expect(thread.answer('age', 'old')).rejects.toMatchObject({
      code: 'value/invalid',
      facts: { path: 'answer.age' },
    });
    await thread.answer('age', ' 36 ');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: [36] } });
  });

  test('is answered in a process that has never seen it without its function being run for that', async () => {
    const store = memory();
    const first = opened(asksAge, { store });
    await waiting(first, asksAge);
    await first.close();
    let runs = 0;
    const counting = asking({ age }, (ctx) => {
      runs += 1;
      return ask(ctx, 'age');
    });
    const thread = opened(counting, { store, recover: false }).thread(counting, 't');
    await expect(thread.answer('age', 'old')).rejects.toMatchObject({ code: 'value/invalid' });
    expect(runs).toBe(0);
    await thread.answer('age', '36');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: [36] } });
    expect(runs).toBe(1);
  });

  test('is refused a schema of its own: there would be two', async () => {
    const twice = asking({ age }, (ctx) => ask(ctx, 'age', { answer: z.string() }));
    const thread = await opened(twice).start(twice, {});
    expect(await thread.settled()).toMatchObject({
      status: 'failed',
      failed: [{ message: expect.stringContaining('its graph declares what answers this question') }],
    });
  });

  test('may be declared by how its key begins', async () => {
    const votes = asking({ 'vote:*': age, sure: z.boolean() }, async (ctx) => [
      await ask(ctx, 'vote:1'),
      await ask(ctx, 'vote:ada'),
      await ask(ctx, 'sure'),
    ]);
    const thread = await waiting(opened(votes), votes);
    await expect(thread.answer('vote:1', 'many')).rejects.toMatchObject({ code: 'value/invalid' });
    await thread.answer('vote:1', '3');
    await thread.settled();
    await thread.answer('vote:ada', '4');
    await thread.settled();
    await thread.answer('sure', true);
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: [[3, 4, true]] } });
  });

  test('of a subgraph is answered through the thread, each graph asking by its own schema', async () => {
    const child = asking({ age, name: z.string() }, async (ctx) => [await ask(ctx, 'age'), await ask(ctx, 'name')]);
    const thread = await askingAfter(child);
    await thread.answer('age', '36');
    await thread.settled();
    // What none of its graphs takes never reaches it; what another graph takes is refused by the one that asks.
    await expect(thread.answer('name', 36)).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(thread.answer('name', true)).rejects.toMatchObject({ code: 'value/invalid' });
    await thread.answer('name', 'Ada');
    await thread.settled();
    await thread.answer('name', true);
    expect(await thread.settled()).toMatchObject({ state: { heard: [{ heard: [[36, 'Ada']] }, true] } });
  });

  test('is asked freely by a graph within that does not declare it, by the schema which that brings', async () => {
    const child = asking(undefined, (ctx) => ask(ctx, 'name', { answer: z.string() }));
    const thread = await askingAfter(child);
    await expect(thread.answer('name', true)).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(thread.answer('name', 7)).rejects.toMatchObject({ code: 'value/invalid' });
    await thread.answer('name', 'Ada');
    await thread.settled();
    await expect(thread.answer('name', 'Ada')).rejects.toMatchObject({ code: 'value/invalid' });
    await thread.answer('name', true);
    expect(await thread.settled()).toMatchObject({ state: { heard: [{ heard: ['Ada'] }, true] } });
  });

  test('is checked before an answer that is kept is left, or goes out with an activity', async () => {
    const teller = graph({
      name: 'teller',
      state: { to: z.string(), refused: z.string().optional() },
      start: 'tell',
      nodes: {
        tell: {
          run: (s, ctx) => {
            try {
              ctx.answer(asksAge, s.to, 'age', 'old');
            } catch (error) {
              return { refused: String((error as { code?: unknown }).code) };
            } finally {
              ctx.answer(asksAge, s.to, 'age', '36');
            }
            return {};
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = opened(asksAge, { graphs: [asksAge, teller] });
    const thread = await waiting(cairn, asksAge);
    await expect(thread.answer('age', 'old', { queue: true })).rejects.toMatchObject({ code: 'value/invalid' });
    const told = await cairn.start(teller, { to: thread.id });
    expect(await told.ended()).toMatchObject({ state: { refused: 'value/invalid' } });
    expect(await thread.ended()).toMatchObject({ state: { heard: [36] } });
  });
});

describe('a graph that declares questions', () => {
  const free = asking(undefined, (ctx) => ask(ctx, 'age', { answer: age }));
  const declares = asking({ age }, (ctx) => ask(ctx, 'age'));

  test('is the same graph: threads that asked before go on', async () => {
    expect(compile(declares).fingerprint).toBe(compile(free).fingerprint);
    const store = memory();
    const before = opened(free, { store });
    await waiting(before, free);
    await before.close();
    const thread = opened(declares, { store }).thread(declares, 't');
    await thread.answer('age', '36');
    expect(await thread.ended()).toMatchObject({ state: { heard: [36] } });
    expect((await replay(thread, declares)).divergence).toBeUndefined();
  });

  test('may ask others freely, and is told what it declares where it names no schema', async () => {
    const both = asking({ age, 'vote:*': age }, async (ctx) => {
      const refused: unknown = await ask(ctx, 'nmae').catch((error: unknown) => (error as Error).message);
      return [refused, await ask(ctx, 'name', { answer: z.string() })];
    });
    const thread = await waiting(opened(both), both);
    await thread.answer('name', 'Ada');
    const ended = await thread.ended();
    expect(ended).toMatchObject({ state: { heard: [[expect.stringContaining('"age", "vote:*"'), 'Ada']] } });
  });

  test('beside a child leaves it to be answered in its place, whatever declares its key', async () => {
    const job = graph({
      name: 'job',
      state: {},
      events: { finish: z.undefined() },
      start: 'wait',
      nodes: { wait: { on: { finish: 'over' } }, over: { final: true } },
    });
    const both = asking({ 'age*': age }, (ctx) => ctx.child('age of the ship', job, {}, { id: 'j' }));
    const thread = await waiting(opened(both, { graphs: [both, job] }), both);
    expect(await thread.now()).toMatchObject({ questions: [{ key: 'age of the ship', child: 'j' }] });
    const end = { status: 'done', thread: 'j', outcome: 'over', state: {} } as const;
    await thread.answer('age of the ship', end);
    expect(await thread.ended()).toMatchObject({ state: { heard: [end] } });
  });

  test('is held by a replay to what was answered', async () => {
    const cairn = opened(declares);
    const thread = await waiting(cairn, declares);
    await thread.answer('age', '36');
    await thread.ended();
    const named = asking({ age: z.enum(['young', 'old']) }, (ctx) => ask(ctx, 'age'));
    expect((await replay(thread, named)).divergence).toMatchObject({
      kind: 'schema',
      how: expect.stringContaining('The answer to "age" does not fit its schema any more'),
    });
  });

  test('is told what is wrong with them', () => {
    const wrong = asking({ age: 'a text' as never, '': age, 'vote:*': age, 'vote:last': age }, async () => undefined);
    expect(check(wrong)).toMatchObject([
      { path: 'questions.age', code: 'wrong-shape' },
      { path: 'questions[""]', code: 'invalid-name' },
      { path: 'questions["vote:last"]', message: expect.stringContaining('"vote:*" declares what "vote:last" does') },
    ]);
  });
});
