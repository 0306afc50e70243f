import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  check,
  compile,
  diagram,
  fatal,
  graph,
  isProblem,
  local,
  memory,
  merge,
  open,
  reduce,
  replay,
  replayAll,
  run,
  sum,
  transient,
  union,
  upsert,
  type AnyGraph,
  type Cairn,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';

/** What somebody may give who has no types: each is wrong in most places, and right in some. */
const things: Readonly<Record<string, unknown>> = {
  null: null,
  'a number': 5,
  'no number': NaN,
  'a negative fraction': -1.5,
  'a bigint': 5n,
  true: true,
  'the empty text': '',
  'a huge text': 'x'.repeat(2_000_000),
  'half a character': '\ud800',
  'a symbol': Symbol('s'),
  'an object': {},
  'a bare object': Object.create(null) as unknown,
  'an object that is no text': { toString: null, valueOf: null },
  'a list': [],
  'a list of nothing': [undefined, null],
  'a function': () => 5,
  'a date': new Date(NaN),
  'a promise': Promise.resolve(5),
  'a proxy that refuses': unreadable(),
};

/** What a thing itself throws when it is looked at is its own. */
class HandsOff extends Error {}

function unreadable(): object {
  const refuse = (): never => {
    throw new HandsOff();
  };
  return new Proxy(
    {},
    { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse },
  );
}

/** The functions under test, as somebody without types has them. */
type Untyped = (...given: unknown[]) => unknown;
const untyped = (target: object, name: string): Untyped => {
  const method = Reflect.get(target, name) as Untyped;
  return (...values) => Reflect.apply(method, target, values);
};

const chat = graph({
  name: 'chat',
  state: { said: append(z.string()) },
  events: { say: z.string() },
  start: 'idle',
  nodes: { idle: { on: { say: { to: 'end', update: (_, said) => ({ said: [said] }) } } }, end: { final: true } },
});

const opened: Cairn[] = [];

afterEach(async () => {
  for (const cairn of opened.splice(0)) await cairn.close();
});

async function given(): Promise<{ cairn: Cairn; store: Store }> {
  const store = memory();
  const cairn = open({ store, graphs: [chat] });
  opened.push(cairn);
  await (await cairn.start(chat, {}, { id: 't' })).settled();
  return { cairn, store };
}

/** What a call comes to, at once or later; a list of what a walk gives. */
async function endOf(call: () => unknown): Promise<unknown> {
  try {
    const made = call();
    const isWalk = typeof made === 'object' && made !== null && Symbol.asyncIterator in made;
    if (!isWalk) return await made;
    const all: unknown[] = [];
    for await (const each of made as AsyncIterable<unknown>) all.push(each);
    return all;
  } catch (error) {
    return error;
  }
}

/** An end that whoever made the call can make something of. */
function isNamed(end: unknown): boolean {
  return !(end instanceof Error) || end instanceof HandsOff || isProblem(end);
}

/** The options of each call that takes some, and what else it is given. */
const calls: Readonly<Record<string, (cairn: Cairn, thing: unknown) => unknown>> = {
  'start(graph)': (cairn, thing) => untyped(cairn, 'start')(thing, {}),
  'start(input)': (cairn, thing) => untyped(cairn, 'start')(chat, thing),
  'start(options)': (cairn, thing) => untyped(cairn, 'start')(chat, {}, thing),
  'thread(graph)': (cairn, thing) => untyped(cairn, 'thread')(thing, 't'),
  'thread(id)': async (cairn, thing) => (untyped(cairn, 'thread')(chat, thing) as { record(): unknown }).record(),
  'threads(query)': (cairn, thing) => untyped(cairn, 'threads')(thing),
  'prune(options)': (cairn, thing) => untyped(cairn, 'prune')(thing),
  'verify(options)': (cairn, thing) => untyped(cairn, 'verify')(thing),
  'close(options)': (cairn, thing) => untyped(cairn, 'close')(thing),
  'replay(recording)': (_, thing) =>
    typeof thing === 'string' ? undefined : untyped({ replay }, 'replay')(thing, chat),
  'replay(graph)': (cairn, thing) => untyped({ replay }, 'replay')(cairn.thread(chat, 't'), thing),
  'replay(options)': (cairn, thing) => untyped({ replay }, 'replay')(cairn.thread(chat, 't'), chat, thing),
  'replayAll(store)': (_, thing) => untyped({ replayAll }, 'replayAll')(thing, [chat]),
  'replayAll(graphs)': (cairn, thing) => untyped({ replayAll }, 'replayAll')(cairn.thread(chat, 't').store, thing),
  'replayAll(options)': (cairn, thing) =>
    untyped({ replayAll }, 'replayAll')(cairn.thread(chat, 't').store, [chat], thing),
  'run(graph)': (_, thing) => untyped({ run }, 'run')(thing, {}),
  'run(input)': (_, thing) => untyped({ run }, 'run')(chat, thing),
  'open(options)': (_, thing) => untyped({ open }, 'open')(thing),
};

/** Calls of a thread: what comes before the thing, by place. */
const ofThread: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  send: [[], ['say'], ['say', 'a']],
  answer: [[], ['q'], ['q', 'a']],
  resume: [[]],
  cancel: [[], ['enough']],
  edit: [[], [{}]],
  rewind: [[]],
  fork: [[], [1]],
  history: [[]],
  states: [[]],
  at: [[]],
  why: [[]],
  blame: [[], ['said']],
  watch: [[]],
  settled: [[]],
};

/** Each option by itself. */
const options: readonly (readonly [of: string, before: readonly unknown[], option: string])[] = [
  ...['id', 'tags', 'signal'].map((option) => ['start', [chat, {}], option] as const),
  ...['status', 'graph', 'tags', 'createdAfter', 'updatedBefore', 'limit', 'cursor'].map(
    (each) => ['threads', [], each] as const,
  ),
  ...['olderThan', 'keep', 'status', 'graph', 'tags', 'threads', 'drop', 'dryRun', 'onProgress'].map(
    (option) => ['prune', [], option] as const,
  ),
  ['verify', [], 'onProgress'],
  ...['signal', 'budget', 'onBusy'].map((option) => ['drive', ['a'], option] as const),
  ...['signal', 'drain', 'concurrency'].map((option) => ['work', [], option] as const),
  ['close', [], 'drain'],
  ...['lane', 'onBusy', 'id', 'queue'].flatMap((option) => [
    ['thread.send', ['say', 'a'], option] as const,
    ['thread.answer', ['q', 'a'], option] as const,
    ['thread.resume', [], option] as const,
    ['thread.cancel', ['enough'], option] as const,
    ['thread.edit', [{}], option] as const,
  ]),
  ['thread.edit', [{}], 'as'],
  ...['id', 'set', 'recorded', 'results', 'signal'].map((option) => ['thread.fork', [1], option] as const),
  ...['from', 'to', 'limit', 'newestFirst'].map((option) => ['thread.history', [], option] as const),
  ...['seq', 'lane', 'path'].map((option) => ['thread.blame', ['said'], option] as const),
  ...['from', 'until', 'signal'].map((option) => ['thread.watch', [], option] as const),
  ['thread.settled', [], 'signal'],
  ...['onBusy', 'signal'].map((option) => ['thread.rewind', [1], option] as const),
  ...['from', 'to', 'limit', 'newestFirst'].map((option) => ['thread.states', [], option] as const),
];

const all = Object.entries(things);

describe('what is wrong for want of types is a problem by name, and whatever is right is taken', () => {
  test.each(Object.keys(calls))('%s', async (name) => {
    for (const [word, thing] of all) {
      const { cairn } = await given();
      expect([word, await endOf(() => calls[name]?.(cairn, thing))]).toSatisfy(([, end]: unknown[]) => isNamed(end));
    }
  });

  test.each(Object.entries(ofThread).flatMap(([name, places]) => places.map((before) => [name, before] as const)))(
    'thread.%s after %j',
    async (name, before) => {
      for (const [word, thing] of all) {
        const { cairn } = await given();
        const thread = cairn.thread(chat, 't');
        const { head } = await thread.record();
        const end = await endOf(() => untyped(thread, name)(...before, thing));
        expect([word, end]).toSatisfy(() => isNamed(end));
        const written = isProblem(end) ? (await thread.record()).head : head;
        expect([word, written]).toEqual([word, head]);
      }
    },
  );

  test.each(options)('%s after %j: %s', async (of, before, option) => {
    for (const [word, thing] of all) {
      const { cairn } = await given();
      const [first = '', method] = of.split('.');
      const target: object = method === undefined ? cairn : cairn.thread(chat, 't');
      const called = endOf(() => untyped(target, method ?? first)(...before, { [option]: thing }));
      // A worker works until it is stopped.
      const end = of === 'work' ? await Promise.race([called, cairn.close()]) : await called;
      expect([word, end]).toSatisfy(() => isNamed(end));
    }
  });

  test.each([
    'store',
    'graphs',
    'clock',
    'codecs',
    'protect',
    'lease',
    'takeovers',
    'concurrency',
    'recover',
    'drive',
    'onBusy',
  ])('open, with %s', async (option) => {
    for (const [word, thing] of all) {
      const end = await endOf(async () => {
        const cairn = untyped({ open }, 'open')({ store: memory(), graphs: [chat], [option]: thing }) as Cairn;
        await (await cairn.start(chat, {})).settled();
        await cairn.close();
      });
      expect([word, end]).toSatisfy(() => isNamed(end));
    }
  });
});

describe('what a function gives to its context for want of types', () => {
  const places: Readonly<Record<string, (ctx: Readonly<Record<string, Untyped>>, thing: unknown) => unknown>> = {
    'step(key)': (ctx, thing) => ctx['step']?.(thing, () => 1),
    'step(action)': (ctx, thing) => ctx['step']?.('k', thing),
    'step(options)': (ctx, thing) => ctx['step']?.('k', () => 1, thing),
    'ask(key)': (ctx, thing) => ctx['ask']?.(thing, { answer: z.string() }),
    'ask(question)': (ctx, thing) => ctx['ask']?.('q', thing),
    'ask(answer)': (ctx, thing) => ctx['ask']?.('q', { answer: thing }),
    'ask(payload)': (ctx, thing) => ctx['ask']?.('q', { answer: z.string(), payload: thing }),
    'sleep(key)': (ctx, thing) => ctx['sleep']?.(thing, 1),
    'sleep(duration)': (ctx, thing) => ctx['sleep']?.('k', thing),
    'spend(name)': (ctx, thing) => ctx['spend']?.(thing, 1),
    'spend(amount)': (ctx, thing) => ctx['spend']?.('calls', thing),
    'key(name)': (ctx, thing) => ctx['key']?.(thing),
    'emit(data)': (ctx, thing) => ctx['emit']?.(thing),
  };

  test.each(Object.keys(places))('is a problem by name: %s', async (name) => {
    for (const [word, thing] of all) {
      let end: unknown;
      const one = graph({
        name: 'one',
        state: {},
        limits: { calls: 10 },
        start: 'run',
        nodes: {
          run: {
            run: async (_, ctx) => {
              const began = endOf(() => places[name]?.(ctx as never, thing));
              void began.then((made) => (end = made));
              end = await began;
              if (isProblem(end)) throw end as Error;
              return {};
            },
            next: 'end',
          },
          end: { final: true },
        },
      });
      const cairn = open({ store: memory(), graphs: [one] });
      opened.push(cairn);
      const result = await (await cairn.start(one, {})).settled();
      expect([word, end]).toSatisfy(() => isNamed(end));
      expect([word, result.status, result.status === 'failed' ? result.failed[0]?.name : 'CairnProblem']).toEqual([
        word,
        result.status,
        'CairnProblem',
      ]);
    }
  });
});

describe('a definition that is wrong for want of types', () => {
  const right = {
    name: 'g',
    state: { n: sum() },
    events: { go: z.string() },
    start: 'a',
    limits: { calls: 1 },
    nodes: { a: { run: () => ({}), next: 'end' }, end: { final: true } },
  };
  const withNode = (node: object): object => ({
    ...right,
    nodes: { ...right.nodes, a: { ...right.nodes.a, ...node } },
  });
  const ofGraph = ['name', 'description', 'version', 'state', 'events', 'start', 'on', 'limits', 'nodes', 'migrate'];
  const ofNode = [
    'run',
    'graph',
    'input',
    'output',
    'verify',
    'cache',
    'timeout',
    'writes',
    'next',
    'on',
    'after',
    'onError',
    'retry',
    'final',
  ];
  const keys: Readonly<Record<string, (thing: unknown) => unknown>> = {
    append: (thing) => append(thing as never),
    sum: (thing) => sum(thing as never),
    union: (thing) => union(thing as never),
    merge: (thing) => merge(thing as never),
    upsert: (thing) => upsert(thing as never, 'id' as never),
    'upsert(id)': (thing) => upsert(z.object({ id: z.string() }), thing as never),
    reduce: (thing) => reduce(thing as never),
    'reduce(apply)': (thing) => reduce({ schema: z.number(), initial: 0, apply: thing as never }),
    local: (thing) => local(thing as never),
    transient: (thing) => transient(thing as never),
  };
  const places: Readonly<Record<string, (thing: unknown) => unknown>> = {
    'the whole': (thing) => thing,
    ...Object.fromEntries(ofGraph.map((part) => [part, (thing: unknown) => ({ ...right, [part]: thing })])),
    ...Object.fromEntries(ofNode.map((part) => [`nodes.a.${part}`, (thing: unknown) => withNode({ [part]: thing })])),
    ...Object.fromEntries(
      Object.entries(keys).map(([name, make]) => [
        `state.${name}`,
        (thing: unknown) => ({ ...right, state: { n: make(thing) } }),
      ]),
    ),
  };

  test.each(Object.keys(places))('is refused with all its mistakes when it is compiled: %s', async (place) => {
    for (const [word, thing] of all) {
      for (const use of [check, compile, diagram] as const) {
        const end = await endOf(() => {
          const made = untyped({ graph }, 'graph')(places[place]?.(thing)) as AnyGraph;
          return use(made);
        });
        expect([word, use.name, end]).toSatisfy(() => isNamed(end));
      }
    }
  });

  test.each([check, compile, diagram, fatal])('or is no graph at all: $name', async (use) => {
    for (const [word, thing] of all) {
      const end = await endOf(() => (use as Untyped)(thing));
      expect([word, end]).toSatisfy(() => isNamed(end) || use === fatal);
    }
  });
});

test.each<[string, (cairn: Cairn) => unknown]>([
  ['threads', (cairn) => untyped(cairn, 'threads')({ tag: 'x' })],
  ['prune', (cairn) => untyped(cairn, 'prune')({ tag: 'x' })],
  ['broadcast', (cairn) => untyped(cairn, 'broadcast')(chat, { event: 'say', payload: 'a', id: 'i' }, { tag: 'x' })],
])('%s by what there is not is refused, for it would choose everything', async (_name, call) => {
  const { cairn } = await given();
  await expect(async () => call(cairn)).rejects.toThrow('There is no such option. Did you mean "tags"?');
});
