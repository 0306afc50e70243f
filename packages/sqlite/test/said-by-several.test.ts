import {
  graph,
  isProblem,
  longTermMemory,
  memory,
  open,
  sideTable,
  type Context,
  type LongTermMemory,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { expect, test } from 'vitest';
import { z } from 'zod';

const stores: readonly (readonly [name: string, make: () => Store])[] = [
  ['memory', () => memory()],
  ['sqlite', () => sqlite(':memory:')],
];

const texts = async (facts: LongTermMemory, namespace: readonly string[] = []): Promise<readonly string[]> =>
  (await facts.recall(namespace)).map(({ text }) => text);

/** A graph of one activity. */
function acting(run: (what: string, ctx: Context) => Promise<void>) {
  return graph({
    name: 'acting',
    state: { what: z.string() },
    start: 'act',
    nodes: { act: { run: async ({ what }, ctx) => run(what, ctx), next: 'end' }, end: { final: true } },
  });
}

test.each(stores)(
  'what two threads remember at once comes from both, and goes with the last of them: %s',
  async (_, make) => {
    const store = make();
    const facts = longTermMemory(store);
    let meet = (): void => undefined;
    const both = new Promise<void>((resolve) => (meet = resolve));
    let count = 0;
    const acted = acting(async (text, ctx) => {
      const write = await facts.toRemember(['n'], { text, of: ctx.thread });
      count += 1;
      if (count === 2) meet();
      await both;
      ctx.write(write);
    });
    const cairn = open({ store, graphs: [acted] });
    const threads = await Promise.all(['X', 'Y'].map((id) => cairn.start(acted, { what: 'Ada likes tea' }, { id })));
    for (const thread of threads) await thread.ended();
    const [fact] = await facts.recall(['n']);
    expect([fact?.from.toSorted(), fact?.of.toSorted()]).toEqual([
      ['X@2', 'Y@2'],
      ['X', 'Y'],
    ]);
    await store.remove(['Y']);
    expect(await facts.recall(['n'])).toMatchObject([{ from: ['X@2'], of: ['X'] }]);
    await store.remove(['X']);
    expect(await texts(facts)).toEqual([]);
    await cairn.close();
  },
);

test.each(stores)('what was made at the same time is united as it is written, sealed or not: %s', async (_, make) => {
  const reversed = (text: string): string => Array.from(text).toReversed().join('');
  const protect = { keys: [], seal: reversed, open: reversed };
  for (const facts of [longTermMemory(make()), longTermMemory(make(), { protect })]) {
    for (const id of [{}, { id: 'named' }]) {
      const made = ['t@1', 'u@1'].map((from) => facts.toRemember(['n'], { ...id, text: 'same', from: [from] }));
      for (const write of await Promise.all(made)) await facts.write(write);
      expect((await facts.recall(['n']))[0]).toMatchObject({
        from: ['t@1', 'u@1'],
        sayings: [{ from: ['t@1'] }, { from: ['u@1'] }],
      });
    }
    const other = await facts.toRemember(['n'], { id: 'named', text: 'other', from: ['v@1'] });
    await facts.remember(['n'], { id: 'named', text: 'same', from: ['w@1'] });
    await facts.write(other);
    expect(await facts.get(['n'], 'named')).toMatchObject({ text: 'other', from: ['v@1'] });
  }
});

test.each(stores)(
  'a summary of what was forgotten meanwhile is not written, though its id is used again: %s',
  async (_, make) => {
    const facts = longTermMemory(make());
    const address = { namespace: ['ada'], id: 'address' };
    await facts.remember(['ada'], { id: 'address', text: 'Ada lives in Secret Street 1.' });
    const [read] = await facts.recall(['ada']);
    const late = await facts.toRemember(['late'], { text: 'She has a secret.', from: [address] });
    await facts.remember(['ada'], { id: 'address', text: 'Ada lives in Secret Street 1.', from: ['t@1'] });
    if (read !== undefined) await facts.remember(['sums'], { text: 'Said twice, and the same.', from: [read] });
    expect(await texts(facts, ['sums'])).toEqual(['Said twice, and the same.']);
    await facts.forget(['ada'], 'address');
    await facts.remember(['ada'], { id: 'address', text: 'Ada lives in Oslo.' });
    if (read !== undefined) await facts.remember(['sums'], { text: `Sum: ${read.text}`, from: [read] });
    await facts.write(late);
    expect(await texts(facts)).toEqual(['Ada lives in Oslo.']);
  },
);

test.each(stores)('what follows from a text goes where another one takes its place: %s', async (_, make) => {
  const facts = longTermMemory(make());
  await facts.remember(['ada'], { id: 'home', text: 'Ada lives in Paris.' });
  const [home] = await facts.recall(['ada']);
  if (home !== undefined) await facts.remember(['sums'], { text: 'Ada is a Parisian.', from: [home] });
  await facts.remember(['ada'], { id: 'home', text: 'Ada lives in Oslo.' });
  expect(await texts(facts)).toEqual(['Ada lives in Oslo.']);
});

test.each(stores)('each saying has its own sources, and its own end: %s', async (_, make) => {
  const facts = longTermMemory(make());
  const source = { namespace: ['ada'], id: 'source' };
  await facts.remember(['ada'], { id: 'source', text: 'source' });
  await facts.remember(['d'], { text: 'derived', from: [source] });
  await facts.remember(['d'], { text: 'derived twice', from: [source, 't@1'] });
  await facts.remember(['d'], { text: 'derived twice', from: [source, 't@2'] });
  await facts.remember(['i'], { text: 'said by herself', from: ['t@1'] });
  await facts.remember(['i'], { text: 'said by herself', from: [source], until: new Date(Date.now() + 1e6) });
  expect(await facts.recall(['i'])).toMatchObject([{ from: ['t@1'], needs: [source] }]);
  expect((await facts.recall(['i']))[0]?.until).toBeUndefined();
  await facts.forget(['ada'], 'source');
  expect(await texts(facts)).toEqual(['said by herself']);
  expect(await facts.recall(['i'])).toMatchObject([{ from: ['t@1'], needs: [], sayings: [{ from: ['t@1'] }] }]);
});

test.each(stores)('a fact that comes from what is not there is refused, or written after that: %s', async (_, make) => {
  const store = make();
  const facts = longTermMemory(store);
  const source = { namespace: ['ada'], id: 'source' };
  const follower = await facts.toRemember(['ada'], { id: 'follower', text: 'follower', from: [source] });
  const first = await facts.toRemember(['ada'], { id: 'source', text: 'source' });
  const code = (error: unknown): unknown => isProblem(error) && error.code;
  expect(await facts.write(follower, first).catch(code)).toBe('fact/no-source');
  expect(await texts(facts)).toEqual([]);
  await facts.write(first, follower);
  expect(await texts(facts)).toEqual(['follower', 'source']);
  await facts.forget(['ada']);
  const acted = acting(async (what, ctx) => {
    const [one, two] = [
      await facts.toRemember(['ada'], { id: 'source', text: 'source' }),
      await facts.toRemember(['ada'], { id: 'follower', text: 'follower', from: [source] }),
    ];
    if (what === 'apart') ctx.write(one);
    ctx.write(...(what === 'apart' ? [two] : [two, one]));
  });
  const cairn = open({ store, graphs: [acted] });
  const wrong = await (await cairn.start(acted, { what: 'wrongly' })).ended();
  expect(wrong).toMatchObject({ status: 'failed', failed: [{ code: 'fact/no-source' }] });
  await (await cairn.start(acted, { what: 'apart' })).ended();
  expect(await texts(facts)).toEqual(['follower', 'source']);
  await cairn.close();
});

test.each(stores)('a write that was made for another store is refused: %s', async (_, make) => {
  const [store, other] = [make(), make()];
  const made = [await longTermMemory(other).toRemember([], { text: 'a' }), sideTable(other, 'notes').set('a', 1)];
  for (const write of made) {
    for (const table of [longTermMemory(store), sideTable(store, 'notes')]) {
      await expect(table.write(write)).rejects.toMatchObject({ code: 'store/another' });
    }
    const acted = acting(async (_what, ctx) => ctx.write(write));
    const cairn = open({ store: make(), graphs: [acted] });
    expect(await (await cairn.start(acted, { what: '' })).ended()).toMatchObject({
      failed: [{ code: 'store/another' }],
    });
    await cairn.close();
  }
  expect(await store.items({}, 0)).toEqual([]);
});

test.each(stores)('a promise is no write, and after its end an activity writes nothing: %s', async (_, make) => {
  const store = make();
  const facts = longTermMemory(store);
  let late: Context | undefined;
  const acted = acting(async (what, ctx) => {
    late = ctx;
    if (what === 'promise') ctx.write(facts.toRemember([], { text: 'a' }) as never);
  });
  const cairn = open({ store, graphs: [acted] });
  expect(await (await cairn.start(acted, { what: 'promise' })).ended()).toMatchObject({
    failed: [{ code: 'value/invalid' }],
  });
  await (await cairn.start(acted, { what: '' })).ended();
  const write = await facts.toRemember([], { text: 'a' });
  expect(() => late?.write(write)).toThrow(expect.objectContaining({ code: 'activity/over' }));
  expect(await texts(facts)).toEqual([]);
  await cairn.close();
});

test.each(stores)('pages of what is found both ways tell of each fact once: %s', async (_, make) => {
  let count = 0;
  const facts = longTermMemory(make(), {
    embeddings: {
      embedDocuments: (all: string[]) => Promise.resolve(all.map(() => [Math.cos(count / 100), Math.sin(count / 100)])),
      embedQuery: () => Promise.resolve([1, 0]),
    },
  });
  for (; count < 130; count++)
    await facts.remember(['p'], { text: `w${count} apple ${'pad '.repeat((count * 7) % 130)}` });
  const all = (await facts.recall(['p'], { text: 'apple', limit: 1_000 })).map(({ id }) => id);
  expect(new Set(all).size).toBe(130);
  for (const limit of [10, 33, 64]) {
    const pages: string[] = [];
    for (let offset = 0; offset < 130; offset += limit)
      pages.push(...(await facts.recall(['p'], { text: 'apple', limit, offset })).map(({ id }) => id));
    expect(pages).toEqual(all);
  }
  const scores = (await facts.recall(['p'], { text: 'apple', limit: 1_000 })).map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((left, right) => right - left));
});

test.each(stores)('every word of a query is looked for, and a character of its own too: %s', async (_, make) => {
  const facts = longTermMemory(make());
  await facts.remember(['q'], { text: 'Ada drinks tea' });
  await facts.remember(['q'], { text: '私は緑茶を飲みます' });
  const many = Array.from({ length: 400 }, (_each, at) => `w${at}`).join(' ');
  expect((await facts.recall(['q'], { text: `${many} tea` })).map(({ text }) => text)).toEqual(['Ada drinks tea']);
  const long =
    '今日は天気がとても良いので公園を散歩してから図書館へ行って本を三冊借りて帰り道に新しい喫茶店に寄って'.repeat(3);
  for (const text of [`${long}緑茶`, '茶', '緑茶'])
    expect((await facts.recall(['q'], { text })).map((fact) => fact.text)).toEqual(['私は緑茶を飲みます']);
});

test('vectors of another model are named, and made anew by remembering what was said', async () => {
  for (const [, make] of stores) {
    const store = make();
    const by = (size: number) => ({
      embedDocuments: (all: string[]) => Promise.resolve(all.map(({ length }) => [length, ...Array(size - 1).fill(1)])),
      embedQuery: ({ length }: string) => Promise.resolve([length, ...Array(size - 1).fill(1)]),
    });
    const before = longTermMemory(store, { embeddings: by(2) });
    await before.remember(['a'], { id: 'source', text: 'source', from: ['t@1'] });
    await before.remember(['a'], { text: 'follower', from: [{ namespace: ['a'], id: 'source' }, 't@2'], of: 't' });
    const facts = longTermMemory(store, { embeddings: by(3) });
    await expect(facts.recall(['a'], { text: 'source' })).rejects.toMatchObject({ code: 'fact/other-vectors' });
    const known = await facts.recall(['a'], { limit: Infinity });
    for (const { namespace, id, text, value, sayings } of known.toReversed()) {
      for (const { from, needs, ...rest } of sayings)
        await facts.remember(namespace, { id, text, value, from: [...from, ...needs], ...rest });
    }
    expect((await facts.recall(['a'], { text: 'source' })).map(({ text }) => text)).toEqual(['source', 'follower']);
    const now = await facts.recall(['a'], { limit: Infinity });
    expect(now.map(({ sayings }) => sayings)).toEqual(known.map(({ sayings }) => sayings));
    await store.remove(['t']);
    expect(await texts(facts)).toEqual(['source']);
  }
});
