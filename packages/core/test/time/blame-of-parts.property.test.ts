import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, memory, merge, open, replace, upsert, type Thread } from '@cairn/core';

const item = z.object({ id: z.string(), v: z.unknown() });

/** An update; the keys in `whole` are replaced. */
type Written = { readonly update: Readonly<Record<string, unknown>>; readonly whole?: readonly string[] };

function updateOf({ update, whole = [] }: Written): Record<string, unknown> {
  const entries = Object.entries(update);
  return Object.fromEntries(entries.map(([key, part]) => [key, whole.includes(key) ? replace(part) : part]));
}

const branches = graph({
  name: 'branches',
  state: {
    doc: z.unknown().optional(),
    own: local(z.unknown()),
    by: merge(z.unknown()),
    rows: upsert(item, 'id'),
    list: append(z.unknown()),
    lanes: z.array(z.unknown()).default([]),
  },
  events: { write: z.unknown(), fan: z.array(z.unknown()) },
  start: 'wait',
  nodes: {
    wait: {
      on: {
        write: { update: (_s, written) => updateOf(written as Written) as never },
        fan: { to: 'fork', update: (_s, lanes) => ({ lanes }) },
      },
    },
    fork: { next: { all: ['left', 'right'], then: 'wait' } },
    left: { run: ({ lanes }) => lanes[0] as never, next: 'wait' },
    right: { run: ({ lanes }) => lanes[1] as never, next: 'wait' },
  },
});

type Path = readonly (string | number)[];

test('a part of a record that was set is blamed on the checkpoint that changed it, and not on one that set others', async () => {
  const cairn = open({ store: memory(), graphs: [branches] });
  const thread = await cairn.start(branches, {});
  await thread.settled();
  const write = async (update: Written['update']) => {
    await thread.send('write', { update });
    return (await thread.at()).seq;
  };
  const first = await write({ doc: { a: { x: 1, y: [1, 2] }, b: 1 } });
  const second = await write({ doc: { a: { x: 1, y: [1, 3] }, b: 1 } });
  const third = await write({ doc: { a: { x: 1, y: [1, 3] }, b: 2, c: new Map([['k', 1]]) } });
  const fourth = await write({ doc: { a: { x: 1, y: [1, 3] }, b: 2, c: new Map([['k', 1]]) } });
  const wrote = async (...path: Path) =>
    (await thread.blame('doc', { path })).parts.map(({ path: at, seq }) => [at, seq]);
  expect(await wrote('a', 'x')).toEqual([[['a', 'x'], first]]);
  expect(await wrote('a', 'y', 0)).toEqual([[['a', 'y', 0], first]]);
  expect(await wrote('a', 'y', 1)).toEqual([[['a', 'y', 1], second]]);
  expect(await wrote('a')).toEqual([[['a'], second]]);
  expect(await wrote('b')).toEqual([[['b'], third]]);
  expect(await wrote('c', 'k')).toEqual([[['c', 'k'], third]]);
  expect(await wrote()).toEqual([[[], third]]);
  expect(fourth).toBeGreaterThan(third);
  await cairn.close();
});

/** A value of few keys and few leaves, so that much of it comes again. */
const value = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: 0, max: 1 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('tree'), { maxKeys: 2 }),
    fc.array(tie('tree'), { maxLength: 2 }),
  ),
})).tree;
const id = fc.constantFrom('x', 'y', 'z');
const items = fc.uniqueArray(
  fc.tuple(id, value).map(([name, v]) => ({ id: name, v })),
  { selector: ({ id: name }) => name, maxLength: 2 },
);

const entries = fc.dictionary(fc.constantFrom('k', 'l'), value, { maxKeys: 2 });
const update: fc.Arbitrary<Written> = fc.oneof(
  value.map((doc) => ({ update: { doc } })),
  value.map((own) => ({ update: { own } })),
  entries.map((by) => ({ update: { by } })),
  entries.map((by) => ({ update: { by }, whole: ['by'] })),
  fc
    .tuple(items, fc.array(id, { maxLength: 1 }))
    .map(([all, remove]) => ({ update: { rows: { upsert: all, remove } } })),
  items.map((rows) => ({ update: { rows }, whole: ['rows'] })),
  value.map((added) => ({ update: { list: [added] } })),
  fc.array(value, { maxLength: 3 }).map((list) => ({ update: { list }, whole: ['list'] })),
);
/** What lanes write: no key is set by both. */
const lanes = fc.tuple(
  value.map((doc) => ({ doc })),
  fc.tuple(value, items).map(([k, rows]) => ({ by: { k }, rows })),
);
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: update.map((by) => ({ kind: 'write' as const, by })) },
    { weight: 2, arbitrary: update.map((by) => ({ kind: 'edit' as const, by })) },
    { weight: 2, arbitrary: lanes.map((by) => ({ kind: 'fan' as const, by })) },
  ),
  { minLength: 1, maxLength: 9 },
);

/** Where the leaves of a value are. */
function leavesOf(part: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(part) && part.length > 0) return part.flatMap((each, at) => leavesOf(each, [...path, at]));
  if (typeof part !== 'object' || part === null || Object.keys(part).length === 0) return [path];
  return Object.entries(part).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

const absent = Symbol('absent');

/** What is at a path; an item that has an id is found by that. */
function found(part: unknown, path: readonly unknown[]): unknown {
  const [first, ...below] = path;
  if (path.length === 0) return part;
  if (typeof part !== 'object' || part === null) return absent;
  if (typeof first === 'object') {
    const its = (part as readonly { readonly id: string }[]).find((each) => each.id === (first as { id: string }).id);
    return its === undefined ? absent : found(its, below);
  }
  if (Array.isArray(part) !== (typeof first === 'number')) return absent;
  return Object.hasOwn(part, first as string)
    ? found((part as Record<string, unknown>)[first as string], below)
    : absent;
}

/** The newest checkpoint at which what is at a path came to be what it is. */
function becameAt(states: readonly Readonly<Record<string, unknown>>[], path: readonly unknown[]): number {
  const said = (seq: number) => {
    const there = found(states[seq - 1], path);
    return there === absent ? 'absent' : JSON.stringify(there);
  };
  let seq = states.length;
  while (seq > 1 && said(seq - 1) === said(seq)) seq -= 1;
  return seq;
}

async function statesOf(thread: Thread, last: number): Promise<Readonly<Record<string, unknown>>[]> {
  const states: Readonly<Record<string, unknown>>[] = [];
  for (let seq = 1; seq <= last; seq += 1) states.push((await thread.at(seq)).lanes[0]?.state ?? {});
  return states;
}

test('every leaf of a state is blamed on the newest checkpoint at which it came to be what it is', async () => {
  let leaves = 0;
  let older = 0;
  const law = fc.asyncProperty(steps, fc.nat(), async (given, dice) => {
    const cairn = open({ store: memory(), graphs: [branches] });
    const thread = await cairn.start(branches, {});
    await thread.settled();
    for (const { kind, by } of given) {
      if (kind === 'edit') await thread.edit(updateOf(by));
      else if (kind === 'write') await thread.send('write', by);
      else await thread.send('fan', [...by]);
      await thread.settled();
    }
    const newest = (await thread.at()).seq;
    const states = await statesOf(thread, newest);
    const seq = dice % 3 === 0 ? 1 + (dice % newest) : newest;
    const state = states[seq - 1] ?? {};
    for (const key of ['doc', 'own', 'by', 'rows', 'list'].filter((each) => Object.hasOwn(state, each))) {
      for (const path of leavesOf(state[key]).filter((each) => !isEmptyPart(key, state[key], each))) {
        const place = key === 'rows' ? [{ id: found(state, ['rows', path[0], 'id']) }, ...path.slice(1)] : path;
        const { parts } = await thread.blame(key, { seq, path });
        const came = parts.map((part) => part.via.at(-1) ?? part.seq);
        expect({ key, path, came }).toEqual({ key, path, came: [becameAt(states.slice(0, seq), [key, ...place])] });
        leaves += 1;
        if (parts.some((part) => part.seq < seq)) older += 1;
      }
    }
    await cairn.close();
  });
  await fc.assert(law, { seed: 20_261_130, numRuns: 100 });
  expect(leaves).toBeGreaterThan(250);
  expect(older).toBeGreaterThan(100);
});

/** Whether a path stands for a list or a record as a whole in which there is nothing to be blamed. */
function isEmptyPart(key: string, whole: unknown, path: Path): boolean {
  return path.length === 0 && key !== 'doc' && key !== 'own' && typeof whole === 'object';
}
