import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, memory, merge, open, reduce, sum, union, upsert, type Thread } from '@cairn/core';
import { exportThread, importThread, type Blame, type BlameOptions } from '@cairn/core/inspect';

const item = z.object({ id: z.string(), v: z.number() });
type Items = readonly z.infer<typeof item>[];
const all = (items: Items, more: Items): Items => [...items, ...more];

/** Kinds of keys that hold values of one sort, what is written first, and what is added. */
const sorts = {
  lists: {
    kinds: {
      set: z.array(item).default([]),
      local: local(z.array(item)),
      append: append(item),
      union: union(item),
      upsert: upsert(item, 'id'),
      reduce: reduce({ schema: z.array(item), initial: [] as Items, apply: all }),
    },
    first: [
      { id: 'x', v: 1 },
      { id: 'y', v: 2 },
    ],
    more: [{ id: 'w', v: 3 }],
  },
  numbers: { kinds: { set: z.number().default(0), local: local(z.number()), sum: sum() }, first: 4, more: 3 },
  records: {
    kinds: { set: z.record(z.string(), z.number()).default({}), merge: merge(z.number()) },
    first: { a: 1 },
    more: { b: 2 },
  },
};

const pairs = Object.values(sorts).flatMap(({ kinds, first, more }) =>
  Object.entries(kinds).flatMap(([from, outer]) =>
    Object.entries(kinds).map(([to, inner]) => [from, to, { outer, inner, first, more }] as const),
  ),
);

const replaces = (kind: string): boolean => kind === 'set' || kind === 'local';

/** Somebody is blamed of every part, and what was added to a sum makes the sum. */
function isWhole({ value, parts }: Blame): boolean {
  if (parts.some(({ path, amount }) => path.length === 0 && amount === undefined)) return true;
  if (typeof value === 'number') return parts.reduce((total, { amount = 0 }) => total + amount, 0) === value;
  return Object.keys(value ?? {}).every((key) => parts.some(({ path }) => String(path[0]) === key));
}

/** What is said of a value where not all of it is blamed on somebody. */
async function unblamed(thread: Pick<Thread, 'blame'>, key: string, options: BlameOptions = {}): Promise<unknown> {
  const blame = await thread.blame(key, options);
  return isWhole(blame) ? undefined : blame;
}

describe.each(pairs)(
  'from a key that is written by %s to one that is written by %s',
  (from, to, { outer, inner, first, more }) => {
    test('every part of a value is blamed, through the input and the output of a subgraph', async () => {
      const child = graph({
        name: 'child',
        state: { i: inner as never },
        events: { go: z.unknown() },
        start: 'w',
        nodes: {
          w: { on: { go: 'r' } },
          r: { run: () => (replaces(to) ? {} : { i: more }) as never, next: 'w2' },
          w2: { on: { go: 'e' } },
          e: { final: true },
        },
      });
      const holder = graph({
        name: 'holder',
        state: { k: outer as never, out: outer as never },
        start: 'p',
        nodes: {
          p: { run: () => ({ k: first }) as never, next: 's' },
          s: {
            graph: child,
            input: (s: { readonly k?: unknown }) => ({ i: s.k }) as never,
            output: ({ state }: { readonly state: { readonly i?: unknown } }) => ({ out: state.i }) as never,
            next: 'q',
          },
          q: { run: () => (replaces(from) ? {} : { out: more }) as never, next: 'e' },
          e: { final: true },
        },
      });
      const cairn = open({ store: memory(), graphs: [holder] });
      const thread = await cairn.start(holder, {} as never);
      await thread.settled();
      await thread.send('go' as never, {} as never);
      await thread.settled();
      expect(await unblamed(thread, 'i', { lane: 's.1' })).toBeUndefined();
      await thread.send('go' as never, {} as never);
      await thread.ended();
      expect(await unblamed(thread, 'out')).toBeUndefined();
      await cairn.close();
    });

    test('every part of a value is blamed, when a deploy changes how its key is written', async () => {
      const version = (key: unknown) =>
        graph({
          name: 'deployed',
          state: { k: key as never },
          events: { go: z.unknown() },
          start: 'a',
          nodes: {
            a: { run: () => ({ k: first }) as never, next: 'w' },
            w: { on: { go: 'b' } },
            b: { run: () => ({ k: more }) as never, next: 'e' },
            e: { final: true },
          },
        });
      const [old, today] = [version(outer), version(inner)];
      const store = memory();
      const before = open({ store, graphs: [old] });
      const begun = await before.start(old, {} as never, { id: 't' });
      await begun.settled();
      const there = memory();
      await importThread(there, exportThread(store, 't'));
      await before.close();
      const cairn = open({ store: there, graphs: [today] });
      const thread = cairn.thread(today, 't');
      const sent = await thread.send('go' as never, {} as never).then(
        () => true,
        () => false,
      );
      if (sent) await thread.ended();
      expect(await unblamed(thread, 'k')).toBeUndefined();
      expect(await unblamed(thread, 'k', { seq: 2 })).toBeUndefined();
      await cairn.close();
    });
  },
);

test('what a fork shares with a thread whose fork between them was deleted is blamed on a thread that is there', async () => {
  const steps = graph({
    name: 'steps',
    state: { a: append(z.string()) },
    events: { go: z.unknown() },
    start: 'w',
    nodes: { w: { on: { go: { update: () => ({ a: ['x'] }) } } } },
  });
  const cairn = open({ store: memory(), graphs: [steps] });
  const thread = await cairn.start(steps, {}, { id: 't' });
  await thread.send('go', {});
  const between = await thread.fork(2, { id: 'between' });
  const last = await between.fork(3, { id: 'last' });
  const blamed = async () => (await last.blame('a')).parts.map(({ thread: of, seq }) => `${of}@${seq}`);
  expect(await blamed()).toEqual(['t@2']);
  await between.cancel('enough');
  await cairn.prune({ threads: ['between'] });
  expect(await blamed()).toEqual(['last@2']);
  await cairn.close();
});
