// What is around activities, steps and commits surrounds them and decides nothing.

import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, run, type Around, type OpenOptions } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { opened } from './opened.ts';

const spans = new AsyncLocalStorage<readonly string[]>();

/** What is around where this is called, and in it. */
const inSpan = <Made>(name: string, work: () => Made): Made => spans.run([...(spans.getStore() ?? []), name], work);

const work = graph({
  name: 'work',
  state: { seen: append(z.string()) },
  start: 'work',
  nodes: {
    work: {
      run: async (_s, ctx) => {
        const outside = String(spans.getStore());
        const inside = await ctx.step('one', async () => {
          await Promise.resolve();
          return String(spans.getStore());
        });
        return { seen: [outside, inside] };
      },
      verify: () => spans.getStore() !== undefined || 'nothing is around it',
      next: 'end',
    },
    end: { final: true },
  },
});

const tracing = (name: string): Around => ({
  activity: ({ node }, next) => inSpan(`${name} ${node}`, next),
  step: ({ key }, next) => inSpan(`${name} ${key}`, next),
});

/** The problems that the process was warned of from here on. */
function warned(): readonly (Error & { readonly code?: string })[] {
  const heard: Error[] = [];
  const hear = (warning: Error): void => void heard.push(warning);
  process.on('warning', hear);
  onTestFinished(() => void process.removeListener('warning', hear));
  return heard;
}

/** What a thread comes to in a runtime with this around its work. */
async function endWith(around: NonNullable<OpenOptions['around']>) {
  const thread = await opened(work, { around }).start(work);
  return thread.ended();
}

test('async context that is set around an activity and around a step is what they see, the first outermost', async () => {
  const result = await endWith([tracing('a'), {}, tracing('b')]);
  expect(result.state?.seen).toEqual(['a work,b work', 'a work,b work,a one,b one']);
});

test('what is called because of a thread sees nothing of whoever called', async () => {
  const seeing = graph({
    name: 'seeing',
    state: { seen: append(z.string().optional()) },
    events: { go: z.undefined() },
    start: 'first',
    nodes: {
      first: { run: () => ({ seen: [spans.getStore()?.join()] }), next: 'wait' },
      wait: { on: { go: 'second' } },
      second: {
        run: async (_s, ctx) => {
          await ctx.ask('sure', { payload: {}, answer: z.boolean() });
          return { seen: [spans.getStore()?.join()] };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const committed: unknown[] = [];
  const around: Around = {
    commit: ({ creates }, next) => {
      if (!creates) committed.push(spans.getStore());
      return next();
    },
  };
  const cairn = opened(seeing, { around });
  const thread = await inSpan('start', () => cairn.start(seeing));
  await thread.settled();
  await inSpan('send', () => thread.send('go'));
  await thread.settled();
  await inSpan('answer', () => thread.answer('sure', true));
  expect((await thread.ended()).state?.seen).toEqual([undefined, undefined]);
  expect(new Set(committed)).toEqual(new Set([undefined]));
  const alone = await inSpan('run', () => run(work, {}));
  expect(alone.state?.seen).toEqual(['run', 'run']);
});

test('each is told what it is around', async () => {
  const told: object[] = [];
  const around: Around = {
    activity: ({ signal, ...activity }, next) => {
      told.push({ ...activity, isAborted: signal.aborted });
      return next();
    },
    step: ({ signal, ...step }, next) => {
      told.push({ ...step, isAborted: signal.aborted });
      return next();
    },
    commit: ({ rows, ...commit }, next) => {
      told.push({ ...commit, rows: rows.map(({ seq, cause }) => `${seq} ${cause}`) });
      return next();
    },
  };
  const context = { trace: 'x' };
  const cairn = opened(work, { around: [tracing('a'), around] });
  await (await cairn.start(work, {}, { id: 'a', context })).ended();
  const { owner } = cairn;
  const place = { thread: 'a', owner, graph: 'work', lane: '', node: 'work', visit: 1, attempt: 1, run: 1, context };
  const commit = { thread: 'a', owner, creates: false, bytes: expect.any(Number) as number };
  expect(told).toEqual([
    { ...commit, creates: true, rows: ['1 start'] },
    { ...place, isAborted: false },
    { ...place, key: 'one', isAborted: false },
    { ...commit, rows: ['2 step'] },
    { ...commit, rows: ['3 done'] },
  ]);
});

test('a step whose result is recorded has nothing around it, and a run that fails is told of as failed', async () => {
  const told: string[] = [];
  const failing = graph({
    name: 'failing',
    state: {},
    start: 'work',
    nodes: {
      work: {
        run: async (_s, ctx) => {
          await ctx.step('one', () => 1);
          if (ctx.attempt === 1) throw new Error('again');
        },
        retry: { attempts: 2 },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const around: Around = {
    activity: ({ attempt }, next) =>
      next().then(
        (how) => told.push(`${attempt} ${how}`),
        (error: unknown) => told.push(`${attempt} ${String(error)}`),
      ),
    step: ({ key, attempt }, next) => {
      told.push(`${key} ${attempt}`);
      return next();
    },
  };
  await (await opened(failing, { around }).start(failing)).ended();
  expect(told).toEqual(['one 1', '1 Error: again', '2 done']);
});

test('each run of an activity has it around, and it is told how each ended', async () => {
  const stages = graph({
    name: 'stages',
    state: {},
    events: { go: z.undefined() },
    start: 'late',
    nodes: {
      late: { run: () => new Promise<void>(() => undefined), timeout: '1s', onError: 'refused', next: 'end' },
      refused: { run: () => ({}), verify: () => 'not good', onError: 'unfit', next: 'end' },
      unfit: { run: () => ({ nobody: 'knows' }) as object, onError: 'asks', next: 'end' },
      asks: {
        run: async (_s, ctx) => void (await ctx.ask('sure', { payload: {}, answer: z.boolean() })),
        next: 'leaves',
      },
      leaves: { run: () => new Promise<void>(() => undefined), on: { go: 'stops' }, next: 'end' },
      stops: { run: () => new Promise<void>(() => undefined), next: 'end' },
      end: { final: true },
    },
  });
  const clock = virtualClock();
  const ends: string[] = [];
  const begun = { leaves: gate(), stops: gate() };
  // What it rejects with is no more than what it was told.
  const activity: Around['activity'] = async ({ node, run: count }, next) => {
    const ended = next();
    if (node === 'leaves' || node === 'stops') begun[node].open();
    await ended.then(
      (how) => ends.push(`${node} ${count} ${how}`),
      (error: { readonly code: string }) => ends.push(`${node} ${count} ${error.code}`),
    );
    return ended;
  };
  const warnings = warned();
  const cairn = opened(stages, { around: { activity }, clock });
  const thread = await cairn.start(stages);
  await clock.advance('1s');
  expect(await thread.settled()).toMatchObject({ status: 'waiting' });
  await thread.answer('sure', true);
  await begun.leaves.promise;
  await thread.send('go');
  await begun.stops.promise;
  await cairn.close();
  expect(ends).toEqual([
    'late 1 activity/timeout',
    'refused 1 activity/refused',
    'unfit 1 update/unknown-key',
    'asks 1 waiting',
    'asks 2 done',
    'leaves 1 left',
    'stops 1 released',
  ]);
  expect(warnings).toEqual([]);
});

/** How what is around something may go wrong: what it does, and what the process is warned of. */
const faults: Readonly<Record<string, readonly [does: (next: () => Promise<unknown>) => unknown, warning?: RegExp]>> = {
  'throws before next()': [
    () => {
      throw new Error('mine');
    },
    /threw: mine/u,
  ],
  'throws after next()': [
    (next) => {
      void next();
      throw new Error('mine');
    },
    /threw: mine/u,
  ],
  'rejects once next() is through': [
    async (next) => {
      await next();
      throw new Error('mine');
    },
    /threw: mine/u,
  ],
  'never calls next()': [() => undefined, /did not call next\(\)/u],
  'ends without next(), later': [() => Promise.resolve(), /did not call next\(\)/u],
  'calls next() twice': [(next) => Promise.all([next(), next()])],
  'returns something else': [(next) => next().then(() => ({ seen: ['forged'] }))],
  'never settles': [(next) => next().then(() => new Promise(() => undefined))],
  'returns what looks like a promise and throws': [
    (next) => {
      void next();
      return Object.defineProperty({}, 'then', {
        get: () => {
          throw new Error('mine');
        },
      });
    },
    /threw: mine/u,
  ],
};

describe.each(['activity', 'step', 'commit'] as const)('around.%s', (kind) => {
  test.each(Object.entries(faults))('that %s changes nothing', async (_name, [does, warning]) => {
    const warnings = warned();
    let calls = 0;
    const faulty: Around = {
      [kind]: (_of: object, next: () => Promise<unknown>) => {
        calls += 1;
        return does(next);
      },
    };
    const cairn = opened(work, { around: [tracing('a'), faulty, tracing('b')] });
    const thread = await cairn.start(work);
    const { status, state } = await thread.ended();
    expect({ status, state }).toEqual({
      status: 'done',
      state: { seen: ['a work,b work', 'a work,b work,a one,b one'] },
    });
    expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'step', 'done']);
    expect(calls).toBe(kind === 'commit' ? 3 : 1);
    await cairn.close();
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(warning && ['around/failed']));
    for (const { message } of warnings)
      expect(message).toMatch(new RegExp(`^around\\.${kind} ${warning?.source}`, 'u'));
  });
});

test('a commit waits for nobody: it is made before what is around it is through', async () => {
  const warnings = warned();
  const commit: Around['commit'] = async (_commit, next) => {
    await Promise.resolve();
    await next();
  };
  expect(await endWith([tracing('a'), { commit }])).toMatchObject({ status: 'done' });
  expect(warnings[0]?.message).toMatch(/^around\.commit did not call next\(\) before it returned\./u);
});

test('what a commit is told with is its own: whatever is done to it, the thread goes on as it would', async () => {
  const act = { run: (): object => ({}) };
  const nodes = { one: { ...act, next: 'two' }, two: { ...act, next: 'end' }, end: { final: true } } as const;
  const two = graph({ name: 'two', state: {}, start: 'one', nodes });
  const commit: Around['commit'] = ({ rows }, next) => {
    const end = next();
    (rows as unknown[]).length = 0;
    return end;
  };
  const thread = await opened(two, { around: { commit } }).start(two);
  expect(await thread.ended()).toMatchObject({ status: 'done', seq: 3 });
});

test('a commit that is refused, and an id that is taken, are told to what is around them', async () => {
  const told: string[] = [];
  const commit: Around['commit'] = ({ creates }, next) => next().then((end) => told.push(`${creates} ${end}`));
  const store = memory();
  await opened(work, { store }).start(work, {}, { id: 'a' });
  await opened(work, { store, around: { commit } }).start(work, {}, { id: 'a' });
  expect(told).toEqual(['true stale']);
});

describe('before an activity begins', () => {
  test("it may take its time, which counts as the attempt's", async () => {
    const clock = virtualClock();
    const asked: string[] = [];
    const timed = graph({
      name: 'timed',
      state: { began: z.number().optional() },
      start: 'work',
      nodes: {
        work: {
          run: (_s, ctx) => ({ began: ctx.attempt }),
          timeout: '1m',
          retry: { attempts: 2 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    // The first time it never lets it begin, and then too late: nothing runs beside the second attempt.
    const late = gate();
    const activity: Around['activity'] = async ({ attempt, signal }, next) => {
      if (attempt === 1) await late.promise;
      asked.push(`${attempt} ${signal.aborted ? 'too late' : 'begins'}`);
      await next();
    };
    const thread = await opened(timed, { clock, around: { activity } }).start(timed);
    await clock.advance('1m');
    expect(await thread.ended()).toMatchObject({ status: 'done', state: { began: 2 } });
    late.open();
    await late.promise;
    expect(asked).toEqual(['2 begins', '1 too late']);
    expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'attempt', 'done']);
  });

  test('a step that is held back does not begin once its thread is about to be let go of', async () => {
    const held = gate();
    const late = gate();
    const done: string[] = [];
    const ends: string[] = [];
    const stepping = graph({
      name: 'stepping',
      state: {},
      start: 'work',
      nodes: {
        work: { run: (_s, ctx) => ctx.step('one', () => void done.push('one')), next: 'end' },
        end: { final: true },
      },
    });
    const step: Around['step'] = async (_step, next) => {
      held.open();
      await late.promise;
      await next().catch((error: unknown) => ends.push((error as Error).message));
    };
    const cairn = opened(stepping, { around: { step } });
    await cairn.start(stepping);
    await held.promise;
    const closed = cairn.close();
    late.open();
    await closed;
    expect(done).toEqual([]);
    expect(ends).toEqual([expect.stringContaining('let go')]);
  });

  test('a step that is held back does not begin once its run is over', async () => {
    const clock = virtualClock();
    const late = gate();
    const stepped: number[] = [];
    const timed = graph({
      name: 'timed',
      state: {},
      start: 'work',
      nodes: {
        work: {
          run: (_s, ctx) => ctx.step('one', () => void stepped.push(ctx.attempt)),
          timeout: '1m',
          retry: { attempts: 2 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const through = gate();
    const step: Around['step'] = async ({ attempt }, next) => {
      if (attempt === 2) return next();
      await late.promise;
      await expect(next()).rejects.toMatchObject({ code: 'activity/timeout' });
      through.open();
    };
    const thread = await opened(timed, { clock, around: { step } }).start(timed);
    await clock.advance('1m');
    expect(await thread.ended()).toMatchObject({ status: 'done' });
    late.open();
    await through.promise;
    expect(stepped).toEqual([2]);
  });
});

test('methods of an object are called as its methods', async () => {
  class Counting implements Around {
    readonly nodes: string[] = [];
    activity({ node }: { readonly node: string }, next: () => Promise<unknown>): unknown {
      this.nodes.push(node);
      return next();
    }
  }
  const counting = new Counting();
  await endWith(counting);
  expect(counting.nodes).toEqual(['work']);
});
