import { MemorySaver, type BaseCheckpointSaver, type CheckpointTuple } from '@langchain/langgraph-checkpoint';
import { memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { at, idOf } from './checkpoint.ts';

type Values = Readonly<Record<string, unknown>>;

/** Ids of checkpoints; some are no UUIDs. */
const ids = ['a', 'b', ...[1, 2, 3, 4, 5].map(idOf), 'zz'];
const someId = fc.constantFrom(...ids);
const someThread = fc.constantFrom('t', 'u');
const someSpace = fc.constantFrom('', 'sub:1', 'sub:1|x');
const long = 'all that was said '.repeat(12);
const item = fc.oneof(
  fc.constantFrom(long, `${long}!`, null, 1),
  fc.record({ id: fc.nat(3), text: fc.constantFrom(long, 'a') }),
);

/** How a channel comes to its next value. */
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ push: item }) },
  fc.record({ set: fc.oneof(item, fc.array(item, { maxLength: 3 })) }),
  fc.record({ drop: fc.constant(true) }),
);
type Change = { readonly push?: unknown; readonly set?: unknown; readonly drop?: boolean };

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      thread: someThread,
      ns: someSpace,
      id: someId,
      after: fc.option(someId, { nil: undefined }),
      changes: fc.dictionary(fc.constantFrom('list', 'other', '$odd'), change, { maxKeys: 2, noNullPrototype: true }),
      source: fc.constantFrom('loop' as const, 'input' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      thread: someThread,
      ns: someSpace,
      id: someId,
      task: fc.constantFrom(idOf(99), 'task\tb'),
      path: fc.constantFrom('', '~1', '~2'),
      writes: fc.array(fc.tuple(fc.constantFrom('list', '__error__', '__resume__'), item), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('get' as const),
      thread: someThread,
      ns: someSpace,
      id: fc.option(someId, { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('list' as const),
      thread: someThread,
      ns: someSpace,
      limit: fc.option(fc.nat(3), { nil: undefined }),
      before: fc.option(someId, { nil: undefined }),
      filter: fc.constantFrom(undefined, {}, { source: 'loop' }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), thread: someThread }) },
);
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

/** Does a step, and says what is to be seen. A channel that did not change has the value and the version that the one before has. */
async function done(saver: BaseCheckpointSaver, given: Step, before: CheckpointTuple | undefined): Promise<unknown> {
  switch (given.do) {
    case 'put': {
      const { values, versions, news } = changed(before, given.changes);
      const checkpoint = {
        v: 4,
        id: given.id,
        ts: '2026-11-29T12:00:00.000Z',
        channel_values: values,
        channel_versions: versions,
      };
      const whole = { ...checkpoint, versions_seen: { node: versions } };
      return saver.put(
        at(given.thread, given.after, given.ns),
        whole,
        { source: given.source, step: 1, parents: {} },
        news,
      );
    }
    case 'write':
      return saver.putWrites(at(given.thread, given.id, given.ns), given.writes, given.task, given.path);
    case 'get':
      return saver.getTuple(at(given.thread, given.id, given.ns));
    case 'list':
      return gathered(saver, given);
    case 'delete':
      return saver.deleteThread(given.thread);
  }
}

async function gathered(
  saver: BaseCheckpointSaver,
  { thread, ns, before, ...options }: Step & { do: 'list' },
): Promise<unknown> {
  const all: CheckpointTuple[] = [];
  const bound = before === undefined ? {} : { before: at(thread, before, ns) };
  const { limit, filter } = options;
  const given = { ...bound, ...(limit !== undefined && { limit }), ...(filter !== undefined && { filter }) };
  for await (const each of saver.list(at(thread, undefined, ns), given)) all.push(each);
  return all;
}

function changed(before: CheckpointTuple | undefined, changes: Readonly<Record<string, Change>>) {
  const values: Record<string, unknown> = { ...before?.checkpoint.channel_values };
  const versions: Record<string, number> = { ...(before?.checkpoint.channel_versions as Record<string, number>) };
  const news: Record<string, number> = {};
  const next = Math.max(0, ...Object.values(versions)) + 1;
  for (const [name, { push, set, drop }] of Object.entries(changes)) {
    versions[name] = news[name] = next;
    const was = values[name];
    if (drop === true) delete values[name];
    else values[name] = push === undefined ? set : [...(Array.isArray(was) ? (was as unknown[]) : []), push];
  }
  return { values, versions, news };
}

/** A store that answers later. */
function late(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        await new Promise((resolve) => void setImmediate(resolve));
        return (member as (...all: unknown[]) => unknown).apply(target, given);
      };
    },
  });
}

/** Takes the same steps on LangGraph's own saver in memory and on ours; a saver is told by what it had before. */
async function isAsInMemory(
  steps: readonly Step[],
  savers: () => readonly [CairnSaver, () => CairnSaver],
): Promise<void> {
  const model = new MemorySaver();
  const [warm, cold] = savers();
  for (const [number, each] of steps.entries()) {
    const after = each.do === 'put' && each.after !== undefined ? each.after : undefined;
    const before =
      after === undefined || each.do !== 'put' ? undefined : await model.getTuple(at(each.thread, after, each.ns));
    const expected = await done(model, each, before);
    const does = each.do === 'put' || each.do === 'write' || each.do === 'delete';
    // What changes something is done once: now by the one that is warm, now by one that knows nothing.
    const who = !does ? [warm, cold()] : [number % 3 === 2 ? cold() : warm];
    for (const saver of who) expect(await done(saver, each, before)).toEqual(expected);
  }
  for (const name of ['t', 'u'] as const) {
    for (const space of ['', 'sub:1', 'sub:1|x'] as const) {
      const facts = { limit: undefined, before: undefined, filter: undefined };
      const list: Step = { do: 'list', thread: name, ns: space, ...facts };
      const expected = await done(model, list, undefined);
      for (const saver of [warm, cold()]) expect(await done(saver, list, undefined)).toEqual(expected);
    }
  }
}

const steps = fc.array(step, { maxLength: 40, size: 'max' });

test.each([
  ['in memory', () => memory()],
  ['in a file', () => sqlite(':memory:')],
  ['that answers later', () => late(memory())],
])('savers on a store %s, warm and cold, are as the one in memory', async (_, open) => {
  const savers = (): readonly [CairnSaver, () => CairnSaver] => {
    const store = open();
    return [new CairnSaver(store), () => new CairnSaver(store)];
  };
  await fc.assert(
    fc.asyncProperty(steps, (all) => isAsInMemory(all, savers)),
    { numRuns: 60 },
  );
});

test('what is read may be changed, and nobody else sees it', async () => {
  const saver = new CairnSaver(memory());
  const values: Values = { list: [{ a: [long] }] };
  const versions = { list: 1 };
  const whole = {
    v: 4,
    id: idOf(1),
    ts: '',
    channel_values: { ...values },
    channel_versions: versions,
    versions_seen: {},
  };
  await saver.put(at('t'), whole, { source: 'loop', step: 1, parents: {} }, versions);
  const first = (await saver.getTuple(at('t')))?.checkpoint.channel_values['list'] as { a: string[] }[];
  first[0]?.a.push('mine');
  expect((await saver.getTuple(at('t')))?.checkpoint.channel_values).toEqual(values);
});
