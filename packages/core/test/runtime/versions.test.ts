import {
  append,
  compile,
  graph,
  isProblem,
  memory,
  merge,
  open,
  reduce,
  sum,
  union,
  type AnyGraph,
  type MigrationMoment,
} from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

const events = { go: z.object({}).optional() };

/** A graph that waits at one node and then ends, with these keys and this much of everything else. */
function waiting(state: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return graph({
    name: 'order',
    state: state as never,
    events,
    start: 'hold',
    nodes: { hold: { on: { go: 'end' } }, end: { final: true } },
    ...more,
  } as never) as ReturnType<typeof graph<'order', { id: z.ZodString }, string, typeof events, string, {}>>;
}

/** Starts a thread with one graph and comes back with another. */
async function changed(
  before: AnyGraph,
  after: AnyGraph,
  input: unknown = {},
  use?: (thread: Any) => Promise<unknown>,
) {
  const store = memory();
  const clock = virtualClock();
  const first = open({ store, graphs: [before], clock });
  const thread = await first.start(before, input, { id: 't' });
  await clock.advance(0);
  await use?.(thread as unknown as Any);
  await clock.advance(0);
  await first.close();
  const second = open({ store, graphs: [after], clock, recover: false });
  return { store, clock, cairn: second, thread: second.thread(after, 't') as unknown as Any };
}

/** A thread of a graph whose types do not matter here. */
interface Any {
  send(event: string, payload?: unknown, options?: object): Promise<void>;
  answer(key: string, value: unknown): Promise<void>;
  settled(): Promise<{ status: string; state: Record<string, unknown>; outcome?: string; events?: readonly string[] }>;
  history(): Promise<readonly { cause: string; seq: number; to?: string; note?: Record<string, unknown> }[]>;
  at(seq?: number): Promise<{
    state: Record<string, unknown>;
    lanes: readonly { lane: string; node: string; state: Record<string, unknown> }[];
  }>;
  fork(seq: number, options?: object): Promise<Any>;
  rewind(seq: number): Promise<void>;
  resume(): Promise<void>;
  record(): Promise<{ fingerprint: string; owner: string | null; status: string }>;
}

async function refusal(doing: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isProblem(error, 'thread/changed-graph'))
    throw error instanceof Error ? error : new Error(`it was ${String(error)}`);
  return error.facts.missing;
}

test('a thread goes on under a graph whose functions and labels changed, and its log says nothing of it', async () => {
  const before = waiting({ id: z.string() });
  const after = waiting(
    { id: z.string().describe('the order') },
    { description: 'another', limits: { transitions: 5 } },
  );
  const { thread } = await changed(before, after, { id: 'a' });
  await thread.send('go');
  expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'event']);
});

test('names of nodes and keys count for the fingerprint, whatever they are', () => {
  const one = waiting({ label: z.string().optional() });
  const two = waiting({ label: z.number().optional() });
  const three = waiting({ data: z.object({ timeout: z.string() }).optional() });
  const four = waiting({ data: z.object({ timeout: z.number() }).optional() });
  const prints = [one, two, three, four].map((each) => compile(each).fingerprint);
  expect(new Set(prints).size).toBe(4);
});

test('the order in which nodes and keys are declared does not count', () => {
  const one = waiting({ a: z.string(), b: z.number() });
  const two = waiting(
    { b: z.number(), a: z.string() },
    { nodes: { end: { final: true }, hold: { on: { go: 'end' } } } },
  );
  expect(compile(one).fingerprint).toBe(compile(two).fingerprint);
});

test('keys that were added have what they start with, and a row says that the graph changed', async () => {
  const before = waiting({ id: z.string() });
  const after = waiting({
    id: z.string(),
    tries: z.number().default(3),
    note: z.string().optional(),
    log: append(z.string()),
    total: sum(7),
    seen: union(z.string()),
    prices: merge(z.number()),
    most: reduce({ schema: z.number(), initial: 5, apply: Math.max }),
  });
  const { thread } = await changed(before, after, { id: 'a' });
  const { state } = await thread.settled();
  expect(state).toEqual({ id: 'a', tries: 3, log: [], total: 7, seen: [], prices: {}, most: 5 });
  expect((await thread.history()).at(-1)).toMatchObject({
    cause: 'migrate',
    note: { from: compile(before).fingerprint, fingerprint: compile(after).fingerprint },
  });
  await thread.send('go');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { tries: 3 } });
  expect((await thread.at(1)).state).toEqual({ id: 'a' });
});

test('everything in the way is named at once, and the thread is left as it was', async () => {
  const before = waiting({ id: z.string(), amount: z.number(), gone: z.string().optional() });
  const after = waiting(
    { id: z.string(), amount: z.string(), needed: z.string(), gonne: z.string().optional() },
    { nodes: { holds: { on: { go: 'end' } }, end: { final: true } }, start: 'holds' },
  );
  const { thread, store } = await changed(before, after, { id: 'a', amount: 1, gone: 'x' });
  const ofKeys = [
    expect.stringContaining('the value of "amount" does not fit its schema any more (state.amount:'),
    'key "gone" is gone. Did you mean "gonne"?',
    'key "needed" needs a value, and the thread has none',
  ];
  expect(await refusal(thread.send('go'))).toEqual(['node "hold" is gone. Did you mean "holds"?', ...ofKeys]);
  const kept = waiting({ id: z.string(), amount: z.string(), needed: z.string(), gonne: z.string().optional() });
  const again = open({ store, graphs: [kept], recover: false });
  expect(await refusal(again.thread(kept, 't').settled())).toEqual(ofKeys);
  expect(await thread.record()).toMatchObject({
    owner: null,
    status: 'waiting',
    fingerprint: compile(before).fingerprint,
  });
  expect((await thread.history()).length).toBe(1);
});

test('a node that is gone hides nothing else that is in the way, at any level, and lanes share what is in theirs', async () => {
  const order = (id: unknown, first: string, forks: readonly string[], inner: string, at: unknown) => {
    const wait = { on: { go: 'over' } };
    const rests = { [inner]: wait, over: { final: true } };
    const child = graph({ name: 'inner', state: { at }, events, start: inner, nodes: rests } as never);
    return waiting(
      { id },
      {
        start: first,
        nodes: {
          [first]: { next: { all: [...forks, 'sub'], then: 'over' } },
          ...Object.fromEntries(forks.map((lane) => [lane, wait])),
          sub: { graph: child, next: 'over' },
          over: { final: true },
        },
      },
    );
  };
  const before = order(z.string(), 'fan', ['one', 'two', 'three'], 'rest', z.string().default('noon'));
  const after = order(z.number(), 'opened', ['two', 'other'], 'asleep', z.number().default(12));
  const { thread } = await changed(before, after, { id: 'a' });
  const missing = (await refusal(thread.resume())).map((each) =>
    each.replace(/ (?:Known: [^(]*[.]|Did you mean [^(]*[?])/u, '').replace(/[(]state[^)]*[)]/u, '(…)'),
  );
  expect(missing).toEqual([
    'node "fan" is gone.',
    'the value of "id" does not fit its schema any more (…)',
    'node "one" is gone. (lane "fan.1/one")',
    'node "three" is gone. (lane "fan.1/three")',
    'node "rest" is gone. (lane "fan.1/sub/sub.1")',
    'the value of "at" does not fit its schema any more (…) (lane "fan.1/sub/sub.1")',
  ]);
});

test('a key that is gone and held nothing is not missed', async () => {
  const before = waiting({ id: z.string(), gone: z.string().optional() });
  const { thread } = await changed(before, waiting({ id: z.string() }), { id: 'a', gone: undefined });
  expect((await thread.settled()).state).toEqual({ id: 'a' });
});

test.each([
  ['a list', append(z.number()), z.number(), 5],
  ['a record', merge(z.number()), z.number(), 5],
  ['a number', sum(), z.string(), 'x'],
])('a value that is not %s is in the way of a key that holds one', async (what, now, then, value) => {
  const { thread } = await changed(waiting({ key: then }), waiting({ key: now }), { key: value });
  expect(await refusal(thread.settled())).toEqual([expect.stringContaining(`the value of "key" is not ${what}`)]);
});

test('what a changed schema makes of a value takes its place, unless it would make another each time', async () => {
  const was = z.object({ name: z.string() });
  const { thread } = await changed(
    waiting({ user: was }),
    waiting({ user: was.extend({ admin: z.boolean().default(false) }) }),
    { user: { name: 'Ada' } },
  );
  expect((await thread.settled()).state).toEqual({ user: { name: 'Ada', admin: false } });

  const doubled = z
    .number()
    .min(0)
    .transform((n) => n * 2);
  const other = await changed(waiting({ n: z.number() }), waiting({ n: doubled }), { n: 2 });
  expect(await refusal(other.thread.settled())).toEqual([
    expect.stringContaining('makes something else of the thread'),
  ]);
});

test('a schema that transforms is not asked again about what it gave, as long as it stays the same', async () => {
  const count = z.string().transform(Number);
  const { thread } = await changed(waiting({ n: count }), waiting({ n: count, more: z.number().default(1) }), {
    n: '4',
  });
  expect((await thread.settled()).state).toEqual({ n: 4, more: 1 });
});

test('migrate renames nodes and makes the state fit, and what came before stays as it was', async () => {
  const before = waiting({ id: z.string(), cents: z.number() }, { version: '1' });
  const after = waiting(
    { id: z.string(), euros: z.number() },
    {
      version: '2',
      start: 'wait',
      nodes: { wait: { on: { go: 'end' }, after: { '1h': 'end' } }, end: { final: true } },
      migrate: [
        {
          from: '1',
          nodes: { hold: 'wait' },
          state: ({ cents, ...rest }: { cents: number }) => ({ ...rest, euros: cents / 100 }),
        },
      ],
    },
  );
  const { thread, store, clock, cairn } = await changed(before, after, { id: 'a', cents: 250 });
  expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { id: 'a', euros: 2.5 }, events: ['go'] });
  expect((await thread.at()).lanes).toMatchObject([{ node: 'wait' }]);
  expect((await thread.at(1)).state).toEqual({ id: 'a', cents: 250 });
  open({ store, graphs: [after], clock });
  await clock.advance('1h');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { euros: 2.5 } });
  expect((await cairn.verify()).findings).toEqual([]);
});

test('a migration may name the fingerprint of the older graph', async () => {
  const before = waiting({ id: z.string(), old: z.string() });
  const after = waiting(
    { id: z.string() },
    { migrate: [{ from: compile(before).fingerprint, state: ({ id }: { id: string }) => ({ id }) }] },
  );
  const { thread } = await changed(before, after, { id: 'a', old: 'x' });
  expect((await thread.settled()).state).toEqual({ id: 'a' });
});

test('a node that has become another kind is entered anew where migrate lists it, and is in the way else', async () => {
  const before = waiting({ id: z.string() }, { version: '1' });
  const nodes = { hold: { run: () => ({ id: 'ran' }), next: 'end' }, end: { final: true } };
  const refused = await changed(before, waiting({ id: z.string() }, { nodes, version: '2' }), { id: 'a' });
  expect(await refusal(refused.thread.settled())).toEqual([
    `node "hold" was of the kind "wait" and is of the kind "run" now. List "hold: 'hold'" in "migrate" to have it entered anew`,
  ]);
  const migrate = [{ from: '1', nodes: { hold: 'hold' } }];
  const { thread, cairn } = await changed(before, waiting({ id: z.string() }, { nodes, version: '2', migrate }), {
    id: 'a',
  });
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { id: 'ran' } });
  expect((await thread.history()).map(({ cause, to }) => [cause, to])).toEqual([
    ['start', 'hold'],
    ['migrate', undefined],
    ['migrate', 'hold'],
    ['done', 'end'],
  ]);
  expect((await cairn.verify()).findings).toEqual([]);
});

/** Lanes that wait for an event each, after they have written. */
function lanes(names: { lane: string; meet: string; fan: string; log: string }, more: object = {}, write: object = {}) {
  return graph({
    name: 'lanes',
    state: { n: z.number().default(1), [names.log]: append(z.string()), total: sum(), ...write },
    events: { left: z.object({}).optional(), right: z.object({}).optional() },
    start: names.fan,
    nodes: {
      [names.fan]: { next: { all: [names.lane, 'other'], then: names.meet } },
      [names.lane]: { run: () => ({ [names.log]: ['one'], total: 1 }), next: 'leftHold' },
      leftHold: { on: { left: names.meet } },
      other: { run: () => ({ [names.log]: ['two'], total: 0.1 }), next: 'rightHold' },
      rightHold: { on: { right: names.meet } },
      [names.meet]: { final: true },
    },
    ...more,
  } as never) as AnyGraph;
}

const oldNames = { lane: 'lane', meet: 'meet', fan: 'fan', log: 'log' };

test('open lanes come along: renamed nodes, a renamed meeting, added keys and a state that was made anew', async () => {
  const before = lanes(oldNames, { version: '1' });
  const after = lanes(
    { lane: 'first', meet: 'join', fan: 'open', log: 'lines' },
    {
      version: '2',
      migrate: [
        {
          from: '1',
          nodes: { lane: 'first', meet: 'join', fan: 'open' },
          state: ({ log, ...rest }: { log: string[] }) => ({ ...rest, lines: log.map((line) => line.toUpperCase()) }),
        },
      ],
    },
    { extra: append(z.string()) },
  );
  const { thread, cairn } = await changed(before, after, {}, async (each) => each.send('left'));
  await thread.settled();
  expect((await thread.at()).lanes.map(({ lane, node, state }) => [lane, node, state['lines']])).toEqual([
    ['', 'open', []],
    ['fan.1/lane', 'join', ['ONE']],
    ['fan.1/other', 'rightHold', ['TWO']],
  ]);
  await cairn.close();
  await thread.send('right').catch(() => undefined);
});

test('lanes that were open when their graph changed meet with all that they changed', async () => {
  const before = lanes(oldNames, { version: '1' });
  const after = lanes(
    { ...oldNames, meet: 'join', log: 'lines' },
    {
      version: '2',
      migrate: [
        {
          from: '1',
          nodes: { meet: 'join' },
          state: ({ log, ...rest }: { log: string[] }) => ({ ...rest, lines: log }),
        },
      ],
    },
    { extra: append(z.string()) },
  );
  const { thread, cairn } = await changed(before, after, {}, async (each) => each.send('left'));
  await thread.send('right');
  expect(await thread.settled()).toMatchObject({
    status: 'done',
    outcome: 'join',
    state: { n: 1, lines: ['one', 'two'], total: 1.1, extra: [] },
  });
  expect((await cairn.verify()).findings).toEqual([]);
});

test('an open fork whose meeting is another now is in the way, and is opened anew where migrate lists its node', async () => {
  const before = lanes(oldNames, { version: '1' });
  const after = (migrate: object[]) =>
    graph({
      ...(lanes(oldNames).source as object),
      version: '2',
      migrate,
      nodes: {
        ...lanes(oldNames).source.nodes,
        fan: { next: { all: ['lane', 'other'], then: 'after' } },
        leftHold: { on: { left: 'after' } },
        rightHold: { on: { right: 'after' } },
        after: { next: 'meet' },
      },
    } as never) as AnyGraph;
  const refused = await changed(before, after([]), {});
  expect(await refusal(refused.thread.settled())).toEqual([
    expect.stringContaining('the lanes of node "fan" are open and meet at "meet", which its "next" says no more'),
  ]);
  const { thread } = await changed(before, after([{ from: '1', nodes: { fan: 'fan' } }]), {});
  await thread.settled();
  await thread.send('left');
  await thread.send('right');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { log: ['one', 'two'], total: 1.1 } });
});

/** A graph with a subgraph that waits. */
function nested(
  holder: string,
  hold: string,
  key: string,
  version: string,
  migrate: object[] = [],
  inner: object[] = [],
) {
  const child = graph({
    name: 'inner',
    version,
    state: { [key]: append(z.string()) },
    events,
    start: hold,
    nodes: { [hold]: { on: { go: { to: 'out', update: () => ({ [key]: ['went'] }) } } }, out: { final: true } },
    migrate: inner,
  } as never) as AnyGraph;
  return graph({
    name: 'outer',
    version,
    state: { got: z.array(z.string()).optional() },
    start: holder,
    nodes: {
      [holder]: {
        graph: child,
        input: () => ({ [key]: ['began'] }),
        output: ({ state }: { state: Record<string, string[]> }) => ({ got: state[key] }),
        next: 'end',
      },
      end: { final: true },
    },
    migrate,
  } as never) as AnyGraph;
}

test('a subgraph that is open migrates by its own entries, below a node that was renamed too', async () => {
  const before = nested('ask', 'hold', 'log', '1');
  const after = nested(
    'question',
    'wait',
    'lines',
    '2',
    [{ from: '1', nodes: { ask: 'question' } }],
    [{ from: '1', nodes: { hold: 'wait' }, state: ({ log }: { log: string[] }) => ({ lines: log }) }],
  );
  const { thread, cairn } = await changed(before, after);
  expect((await thread.settled()).events).toEqual(['go']);
  expect((await thread.at()).lanes).toMatchObject([
    { lane: '', node: 'question' },
    { lane: 'ask.1', node: 'wait', state: { lines: ['began'] } },
  ]);
  await thread.send('go');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { got: ['began', 'went'] } });
  expect((await cairn.verify()).findings).toEqual([]);
});

test('a subgraph may name the fingerprint that it has by itself', async () => {
  const before = nested('ask', 'hold', 'log', '1');
  const { fingerprint } = compile(before.source.nodes['ask']?.graph as AnyGraph);
  const after = nested('ask', 'wait', 'log', '2', [], [{ from: fingerprint, nodes: { hold: 'wait' } }]);
  const { thread } = await changed(before, after);
  await thread.send('go');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { got: ['began', 'went'] } });
});

test('a subgraph that is gone is named, and standing threads can still be read', async () => {
  const before = nested('ask', 'hold', 'log', '1');
  const plain = graph({
    name: 'outer',
    state: { got: z.array(z.string()).optional() },
    events,
    start: 'ask',
    nodes: { ask: { on: { go: 'end' } }, end: { final: true } },
  });
  const { thread, store } = await changed(before, plain);
  expect(await refusal(thread.settled())).toEqual([expect.stringContaining('node "ask" was of the kind "graph"')]);
  expect((await thread.at()).lanes).toMatchObject([{ node: 'ask' }, { node: 'hold' }]);
  const reader = open({ store, graphs: [plain], drive: false });
  expect(await reader.thread(plain, 't').status()).toBe('waiting');
});

test('a question that is open when its graph changes is still answered, with what was done before it kept', async () => {
  const asking = (extra: object, node = 'ask', more: object = {}) => {
    const steps: string[] = [];
    const made = graph({
      name: 'asks',
      state: { answer: z.string().optional(), ...extra },
      start: node,
      nodes: {
        [node]: {
          run: async (
            _s: unknown,
            ctx: { step(key: string, fn: () => string): Promise<string>; ask(key: string, q: object): Promise<string> },
          ) => {
            await ctx.step('once', () => (steps.push(node), 'kept'));
            return { answer: await ctx.ask('ok', { payload: 'sure?', answer: z.string() }) };
          },
          next: 'end',
        },
        end: { final: true },
      },
      ...more,
    } as never) as AnyGraph;
    return { made, steps };
  };
  const before = asking({}, 'ask', { version: '1' });
  const after = asking({ tries: sum() }, 'question', {
    version: '2',
    migrate: [{ from: '1', nodes: { ask: 'question' } }],
  });
  const { thread, clock } = await changed(before.made, after.made);
  await thread.answer('ok', 'yes');
  await clock.advance(0);
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { answer: 'yes', tries: 0 } });
  expect([...before.steps, ...after.steps]).toEqual(['ask']);
});

test('a fork and a rewind to before a migration are migrated as well', async () => {
  const before = waiting({ id: z.string(), cents: z.number() }, { version: '1' });
  const after = waiting(
    { id: z.string(), euros: z.number() },
    {
      version: '2',
      migrate: [{ from: '1', state: ({ id, cents }: { id: string; cents: number }) => ({ id, euros: cents / 100 }) }],
    },
  );
  const { thread, cairn } = await changed(before, after, { id: 'a', cents: 250 });
  await thread.send('go');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { euros: 2.5 } });

  const fork = await thread.fork(1, { id: 'fork', set: { id: 'b' } });
  expect((await fork.settled()).state).toEqual({ id: 'b', euros: 2.5 });
  expect((await fork.history()).map(({ cause }) => cause)).toEqual(['start', 'migrate', 'fork']);

  await thread.rewind(1);
  expect((await thread.settled()).state).toEqual({ id: 'a', euros: 2.5 });
  await thread.send('go');
  expect(await thread.settled()).toMatchObject({ status: 'done' });
  expect((await cairn.verify()).findings).toEqual([]);
});

test('a thread of another graph is refused with both names', async () => {
  const one = waiting({ id: z.string() });
  const two = graph({ name: 'other', state: {}, start: 'end', nodes: { end: { final: true } } });
  const cairn = open({ store: memory(), graphs: [one, two] });
  await cairn.start(one, { id: 'a' }, { id: 't' });
  await expect(cairn.thread(two, 't').settled()).rejects.toMatchObject({ code: 'thread/wrong-graph' });
  await expect(cairn.start(two, {}, { id: 't' })).rejects.toMatchObject({ code: 'thread/exists' });
  await cairn.close();
});

const broken = (): never => {
  throw new SyntaxError('no such thing');
};

test.each([
  ['throws for what the thread has', { lines: append(z.string()), id: z.string().min(0).transform(broken) }],
  ['throws where the thread has nothing', { id: z.string(), lines: append(z.string()), more: standard(broken) }],
  ['throws for an item', { id: z.string(), lines: append(standard(broken)) }],
  [
    'answers later',
    {
      lines: append(z.string()),
      id: z
        .string()
        .min(0)
        .refine(() => Promise.resolve(true)),
    },
  ],
])('a schema that %s is in the way, by name', async (_what, state) => {
  const { thread } = await changed(waiting({ id: z.string(), lines: append(z.string()) }), waiting(state), {
    id: 'a',
    lines: ['x'],
  });
  const key = Object.keys(state).at(-1);
  expect((await refusal(thread.settled())).join()).toContain(key);
  expect(await thread.record()).toMatchObject({ owner: null, status: 'waiting' });
});

/** A schema of no library. */
function standard(validate: () => never) {
  return { '~standard': { version: 1, vendor: 'own', validate } } as never;
}

test('an entry without "from" is for any version that no other names', async () => {
  const ways = {
    version: '3',
    migrate: [{ state: () => ({ by: 'any' }) }, { from: '1', state: () => ({ by: 'the first' }) }],
  };
  for (const [version, by] of [
    ['1', 'the first'],
    ['2', 'any'],
  ] as const) {
    const after = waiting({ by: z.string() }, ways);
    const { thread } = await changed(waiting({ id: z.string() }, { version }), after, { id: 'a' });
    await thread.send('go');
    expect((await thread.settled()).state).toEqual({ by });
  }
});

test('a migration is told the time of its row, and whether a lane holds a state or lanes were opened with it', async () => {
  const seen: unknown[] = [];
  const forked = (version: string, migrate: readonly object[]) =>
    graph({
      name: 'order',
      version,
      state: { n: z.number().default(0), [`of ${version}`]: z.string().optional() },
      events: { beside: z.object({}), go: z.object({}) },
      start: 'open',
      nodes: {
        open: {
          on: { beside: { update: () => ({ n: 1 }) } },
          next: { all: ['one', 'other'], then: 'end' },
        },
        one: { on: { go: 'end' } },
        other: { on: { go: 'end' } },
        end: { final: true },
      },
      migrate,
    } as never) as unknown as AnyGraph;
  const state = (old: { n: number }, { now, of }: MigrationMoment) => {
    seen.push({ of, n: old.n, now });
    return old;
  };
  const { thread, clock } = await changed(forked('1', []), forked('2', [{ from: '1', state }]), {}, (each) =>
    each.send('beside', {}),
  );
  await clock.advance(5);
  await thread.send('beside', {});
  const now = clock.now();
  expect(seen).toEqual([
    { of: 'lane', n: 1, now },
    { of: 'opening', n: 0, now },
    { of: 'lane', n: 0, now },
    { of: 'lane', n: 0, now },
  ]);
});

test('a "migrate" that throws is in the way', async () => {
  const after = waiting({ key: z.number() }, { migrate: [{ from: '1', state: broken }] });
  const { thread } = await changed(waiting({ id: z.string() }, { version: '1' }), after, { id: 'a' });
  expect(await refusal(thread.settled())).toEqual(['migrate.state threw: no such thing']);
});
