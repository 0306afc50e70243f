import { HumanMessage } from '@langchain/core/messages';
import { FakeEmbeddings } from '@langchain/core/utils/testing';
import { Annotation, END, START, StateGraph, InMemoryStore, type LangGraphRunnableConfig } from '@langchain/langgraph';
import type { BaseStore, Operation } from '@langchain/langgraph-checkpoint';
import { graph, longTermMemory, memory, open } from '@cairn/core';
import { CairnSaver, CairnStore, fromLangGraph } from '@cairn/langgraph';
import { sqlite } from '@cairn/sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** Counts letters: texts with the same are alike. */
class Letters extends FakeEmbeddings {
  override embedQuery(text: string): Promise<number[]> {
    return Promise.resolve(Array.from('abcdefgh', (letter) => text.split(letter).length - 1 + 0.01));
  }

  override embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

const index = { dims: 8, embeddings: new Letters({}), fields: ['text'] };

const namespace = fc.constantFrom<string[]>(['a'], ['a', 'b'], ['a', 'c'], ['d', 'b'], ['ab']);
const key = fc.constantFrom('1', '2', 'x.y', 'z:z');
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', ' '),
  minLength: 1,
  maxLength: 8,
});
const value = fc.record({ text, n: fc.integer({ min: 0, max: 3 }), on: fc.boolean(), in: fc.record({ deep: text }) });
const bound = fc.integer({ min: 0, max: 3 });
const filter = fc.oneof(
  fc.record({ n: bound }),
  fc.record({
    on: fc.boolean(),
    n: fc.oneof(...['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'].map((word) => bound.map((n) => ({ [word]: n })))),
  }),
  fc.record({ n: fc.array(bound).chain((all) => fc.constantFrom({ $in: all }, { $nin: all })) }),
  fc.constantFrom({ none: undefined }, { in: { deep: 'a' } }, {}),
);
const label = fc.constantFrom('a', 'b', 'd', '*');

/** Of what is deleted, and of texts that an item no longer has, the store in memory still has a name or a vector: so each text has its item. */
const put = fc
  .tuple(namespace, key, value, fc.constantFrom(undefined, false as const, ['in.deep']))
  .map(([where, name, what, by]) => ({
    namespace: where,
    key: `${name} ${what.text} ${String(by)}`,
    value: what,
    ...(by !== undefined && { index: by }),
  }));
const operation = fc.oneof<fc.MaybeWeightedArbitrary<Operation>[]>(
  { weight: 4, arbitrary: put },
  fc.record({ namespace, key }),
  fc.record(
    {
      namespacePrefix: fc.constantFrom<string[]>([], ['a'], ['a', 'b'], ['d'], ['none']),
      limit: fc.constantFrom(99, 2),
      filter,
      query: text,
    },
    { requiredKeys: ['namespacePrefix', 'limit'] },
  ),
  fc.record(
    {
      matchConditions: fc.array(
        fc.record({
          matchType: fc.constantFrom('prefix' as const, 'suffix' as const),
          path: fc.array(label, { minLength: 1, maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
      maxDepth: fc.constantFrom(1, 2),
      limit: fc.constantFrom(2, 99),
      offset: fc.constantFrom(0, 1),
    },
    { requiredKeys: ['matchConditions', 'limit', 'offset'] },
  ),
);

/** Cairn keeps vectors in four bytes a number. */
const near = (score: unknown): unknown => (typeof score === 'number' ? expect.closeTo(score, 5) : score);

type Found = readonly { readonly namespace: readonly string[]; readonly key: string; readonly score?: number }[];

/** What answers say, but for when: of items that are as good as each other, stores choose others. */
function said(operations: readonly Operation[], answers: readonly unknown[], score = near): readonly unknown[] {
  return answers.map((answer, at) => {
    const asked = operations[at];
    if (asked === undefined || !('namespacePrefix' in asked))
      return Array.isArray(answer) ? answer : itemOf(answer ?? {});
    const found = (answer as Found).map((item) => ({ ...item, score: score(item.score) }));
    if ((asked.limit ?? 0) < 99) return found.map((item) => item.score);
    const name = (item: { readonly namespace: readonly string[]; readonly key: string }) =>
      `${item.namespace.join()} ${item.key}`;
    return found.toSorted((left, right) => (name(left) < name(right) ? -1 : 1)).map(itemOf);
  });
}

function itemOf(item: object): object {
  const { createdAt: _created, updatedAt: _updated, ...rest } = item as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(rest).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

test('a store gives what the one in memory gives, whatever is asked of it', async () => {
  const law = fc.asyncProperty(fc.array(fc.array(operation, { maxLength: 4 }), { maxLength: 8 }), async (batches) => {
    const file = sqlite(':memory:');
    const stores: readonly BaseStore[] = [
      new InMemoryStore({ index }),
      new CairnStore(file, { index }),
      new CairnStore(memory(), { index }),
    ];
    for (const batch of batches) {
      const [expected, ...found] = await Promise.all(stores.map((store) => store.batch(structuredClone(batch))));
      for (const each of found) expect(said(batch, each, (score) => score)).toEqual(said(batch, expected ?? []));
    }
    await file.close();
  });
  await fc.assert(law, { numRuns: 150 });
});

const stores = [
  ['in memory', () => new InMemoryStore({ index })],
  ['of Cairn, in memory', () => new CairnStore(memory(), { index })],
  ['of Cairn, in a file', () => new CairnStore(sqlite(':memory:'), { index })],
] as const;

test.each(stores)('items are put, got, found and deleted: %s', async (_, make) => {
  const store = make();
  await store.put(['users', 'ada'], 'p', { text: 'abc', n: 1 });
  const made = await store.get(['users', 'ada'], 'p');
  expect(made).toMatchObject({ namespace: ['users', 'ada'], key: 'p', value: { text: 'abc', n: 1 } });
  await store.put(['users', 'ada'], 'p', { text: 'abc', n: 2 });
  await store.put(['users', 'bob'], 'q', { text: 'ffff', n: 2 });
  await store.put(['users', 'bob'], 'silent', { text: 'abc', n: 9 }, false);
  const again = await store.get(['users', 'ada'], 'p');
  expect([again?.value, again?.createdAt]).toEqual([{ text: 'abc', n: 2 }, made?.createdAt]);
  const found = await store.search(['users'], { query: 'bca', filter: { n: { $lte: 2 } } });
  expect(found.map(({ key: name, score }) => [name, (score ?? 0) > 0.9])).toEqual([
    ['p', true],
    ['q', false],
  ]);
  const all = await store.search(['users'], { query: 'abc' });
  expect(all.map(({ key: name, score }) => [name, typeof score])).toEqual([
    ['p', 'number'],
    ['q', 'number'],
    ['silent', 'undefined'],
  ]);
  expect(await store.search(['users', 'ad'])).toEqual([]);
  expect(await store.listNamespaces({ prefix: ['users'], suffix: ['bob'] })).toEqual([['users', 'bob']]);
  expect(await store.listNamespaces({ maxDepth: 1 })).toEqual([['users']]);
  await store.delete(['users', 'ada'], 'p');
  expect(await store.get(['users', 'ada'], 'p')).toBeNull();
  await store.delete(['users', 'ada'], 'never');
  for (const wrong of [[], ['a.b'], ['']]) await expect(store.put(wrong, 'k', {})).rejects.toThrow(/namespace/iu);
  await expect(store.put(['langgraph'], 'k', {})).rejects.toThrow(/namespace/iu);
});

test('paths into values are read as by the store in memory', async () => {
  const what = { a: { b: ['abc', { c: 'ffd' }, 7, null] }, x: 'gg', list: [{ t: 'ab' }, { t: 'hh' }], on: true };
  const paths = [
    'a.b[0]',
    'a.b[-1]',
    'a.b[*]',
    'a.b[1].c',
    '*',
    '{x,a.b}',
    '$',
    'list[*].t',
    'none.at.all',
    'on',
    'a',
    'list[x]',
    'list[9]',
    'a.b[1]',
    'list[-2].t',
  ];
  const both = [new InMemoryStore({ index }), new CairnStore(memory(), { index })];
  for (const path of paths) {
    const scores = both.map(async (store) => {
      await store.put(['n', String(paths.indexOf(path))], 'k', what, [path]);
      const [item] = await store.search(['n', String(paths.indexOf(path))], { query: 'aabh' });
      return item?.score;
    });
    const [expected, found] = await Promise.all(scores);
    expect([path, found]).toEqual([path, near(expected)]);
  }
});

test('without embeddings items are found by their words, and the rest of them come after those', async () => {
  const store = new CairnStore(memory());
  for (const [at, about] of ['likes tea', 'likes coffee', 'lives in Paris'].entries())
    await store.put(['ada'], `${at}`, { about });
  const found = await store.search(['ada'], { query: 'tea' });
  expect(found.map(({ key: name, score }) => [name, score !== undefined])).toEqual([
    ['0', true],
    ['2', false],
    ['1', false],
  ]);
  expect((await store.search(['ada'], { query: 'tea', offset: 1, limit: 1 })).map(({ key: name }) => name)).toEqual([
    '2',
  ]);
});

test('what is put comes back as what it was, or is refused, and nothing of a batch is there then', async () => {
  const store = new CairnStore(memory());
  const messages = [new HumanMessage({ id: '1', content: 'hi' })];
  await store.put(['a'], 'k', { at: new Date(5), big: 7n, messages });
  const found = await store.get(['a'], 'k');
  expect(found?.value).toEqual({ at: new Date(5), big: 7n, messages });
  expect(found?.value['messages']).toEqual([expect.any(HumanMessage)]);
  const batch = [
    { namespace: ['b'], key: 'good', value: {} },
    { namespace: ['b'], key: 'bad', value: { run: () => 1 } },
  ];
  await expect(store.batch(batch)).rejects.toMatchObject({ code: 'value/refused' });
  expect(await store.search(['b'])).toEqual([]);
});

test('namespaces are told apart that read the same with colons between their labels', async () => {
  const kept = memory();
  // A store of LangGraph's takes no label with a colon; a memory on the same facts has whatever labels it likes.
  const facts = longTermMemory(kept);
  for (const each of [['a:b'], ['a', 'b'], ['a', 'b:c']]) await facts.remember(each, { text: 'k' });
  const store = new CairnStore(kept);
  const found = await store.listNamespaces();
  expect(found.map((each) => each.join('|')).toSorted()).toEqual(['a:b', 'a|b', 'a|b:c']);
  expect((await store.listNamespaces({ maxDepth: 1 })).map(String).toSorted()).toEqual(['a', 'a:b']);
});

const Notes = Annotation.Root({ said: Annotation<string>(), known: Annotation<string[]>() });

function notes() {
  return new StateGraph(Notes)
    .addNode('note', async ({ said: line }, { store }: LangGraphRunnableConfig) => {
      const found = await store?.search(['ada'], { query: line });
      await store?.put(['ada'], line, { text: line });
      return { known: (found ?? []).map((item) => String(item.value['text'])) };
    })
    .addEdge(START, 'note')
    .addEdge('note', END);
}

test('the nodes of a graph remember over its threads, beside their checkpoints and what Cairn remembers', async () => {
  const store = sqlite(':memory:');
  const app = notes().compile({ checkpointer: new CairnSaver(store), store: new CairnStore(store, { index }) });
  await app.invoke({ said: 'abc' }, { configurable: { thread_id: '1' } });
  const facts = longTermMemory(store, { embeddings: index.embeddings });
  await facts.remember(['ada'], { text: 'ab' });
  const { known } = await app.invoke({ said: 'abcd' }, { configurable: { thread_id: '2' } });
  expect(known).toEqual(['abc', 'ab']);
  const [fact] = await facts.recall(['ada'], { text: 'abcd', limit: 1 });
  expect(fact?.value).toEqual({ text: 'abcd' });

  const hosting = graph({
    name: 'hosting',
    state: { said: z.string(), known: z.array(z.string()).default([]) },
    start: 'note',
    nodes: {
      note: {
        run: fromLangGraph(notes().compile({ store: new CairnStore(store, { index }) }), {
          store,
          input: ({ said: line }: { readonly said: string }) => ({ said: line }),
          output: ({ known: all }: { known: string[] }) => ({ known: all }),
        }),
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store, graphs: [hosting] });
  const thread = await cairn.start(hosting, { said: 'abcd again' });
  expect((await thread.ended()).state.known[0]).toBe('abcd');
  await cairn.close();
});
