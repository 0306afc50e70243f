import { graph, isProblem, longTermMemory, memory, open, type LongTermMemory, type Protection } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { z } from 'zod';
import { expect, test } from 'vitest';

type Told = Parameters<LongTermMemory['remember']>[1];

async function remember(facts: LongTermMemory, namespace: readonly string[], ...all: readonly Told[]): Promise<void> {
  for (const fact of all) await facts.remember(namespace, fact);
}

const texts = async (facts: LongTermMemory, ...given: Parameters<LongTermMemory['recall']>) =>
  (await facts.recall(...given)).map(({ text }) => text);

/** Knows what some words are about. */
const topics = [/tea|coffee|drink/u, /paris|france|live/u, /cat|dog|animal/u];
const vectorOf = (said: string) => topics.map((topic) => (topic.test(said.toLowerCase()) ? 1 : 0));
const embeddings = {
  embedDocuments: (all: string[]) => Promise.resolve(all.map(vectorOf)),
  embedQuery: (said: string) => Promise.resolve(vectorOf(said)),
};

const reversed = (text: string): string => Array.from(text).toReversed().join('');
const protect: Protection = {
  keys: [],
  seal: (text) => `s:${reversed(text)}`,
  open: (text) => reversed(text.slice(2)),
};

const known: readonly Told[] = [
  { text: 'Ada drinks green tea', value: { cups: 3, at: new Date(5) } },
  { text: 'Ada lives in Paris', value: { cups: 1 } },
  { text: 'The cat is called Tea' },
  { text: 'Bo hates coffee', value: { cups: 0 } },
  { text: 'It was a long day' },
];

for (const [kind, options] of Object.entries({ plain: {}, protected: { protect } })) {
  test(`what was remembered is recalled by its words, or the newest of it: ${kind}`, async () => {
    const facts = longTermMemory(memory(), options);
    await remember(facts, ['us'], ...known);
    expect(await texts(facts, ['us'])).toEqual(known.map(({ text }) => text).toReversed());
    expect((await texts(facts, ['us'], { text: 'TEA?' })).toSorted()).toEqual([
      'Ada drinks green tea',
      'The cat is called Tea',
    ]);
    expect((await texts(facts, ['us'], { text: 'green TÉA!' }))[0]).toBe('Ada drinks green tea');
    expect(await texts(facts, ['us'], { text: 'nothing whatever' })).toEqual([]);
    expect(await texts(facts, ['us'], { limit: 2, offset: 1 })).toEqual(['Bo hates coffee', 'The cat is called Tea']);
    expect(await texts(facts, ['us'], { where: { cups: { $gt: 0, $ne: 3 } } })).toEqual(['Ada lives in Paris']);
    expect(await texts(facts, ['us'], { text: 'tea paris', where: { cups: 1 } })).toEqual(['Ada lives in Paris']);
    expect(await texts(facts, ['them'], { text: 'tea' })).toEqual([]);
    for (const where of [{ at: new Date(5) }, { at: { $in: [new Date(5)] } }, { cups: { $gt: 1 } }])
      expect(await texts(facts, [], { where })).toEqual(['Ada drinks green tea']);
    for (const where of [{ at: new Date(6) }, { cups: { $gt: 3 } }, { cups: { $in: [] } }, { cups: null }])
      expect(await texts(facts, [], { where })).toEqual([]);
    const [fact] = await facts.recall(['us'], { text: 'drinks' });
    expect(fact?.value).toEqual({ cups: 3, at: new Date(5) });
    expect(await facts.get(['us'], fact?.id ?? '')).toMatchObject({ text: 'Ada drinks green tea', namespace: ['us'] });
  });

  test(`what is meant finds what says it in other words: ${kind}`, async () => {
    const facts = longTermMemory(memory(), { ...options, embeddings });
    await remember(facts, [], ...known, { text: 'found by another text', found: ['a dog', 'in France'] });
    const asked = { text: 'which animal', limit: 2 };
    expect(await texts(facts, [], asked)).toEqual(['found by another text', 'The cat is called Tea']);
    expect(await texts(facts, [], { ...asked, by: 'words' })).toEqual([]);
    expect((await texts(facts, [], { text: 'drink', by: 'meaning', limit: 1 }))[0]).toBe('Bo hates coffee');
    // Both ways together: of three about drinks, the one with the very word.
    expect((await texts(facts, [], { text: 'coffee drinks' })).slice(0, 2)).toEqual([
      'Bo hates coffee',
      'Ada drinks green tea',
    ]);
  });
}

test('nothing of what is protected is in the store as it is', async () => {
  const store = memory();
  const facts = longTermMemory(store, { protect, embeddings });
  await remember(facts, ['us'], { text: 'Ada drinks tea', value: { secret: 'gin' } });
  const [item] = await store.items({}, 0);
  expect(JSON.stringify(item)).not.toMatch(/tea|gin|drinks/u);
  expect(await store.findItems({ table: 'memory', words: ['tea'] }, 0)).toEqual([]);
  expect(await store.findItems({ table: 'memory', vector: [1, 0, 0] }, 0)).toEqual([]);
  await expect(longTermMemory(store).recall(['us'])).rejects.toMatchObject({ code: 'value/unreadable' });
});

test('what is said twice is one fact, which comes from both', async () => {
  const clock = virtualClock();
  const facts = longTermMemory(memory(), { clock });
  await remember(facts, ['ada'], { text: 'likes tea', from: ['t@1'], value: 1 });
  await clock.advance(5);
  await remember(facts, ['ada'], { text: 'likes tea', from: ['u@7'], value: 2 }, { text: 'likes tea', from: ['t@1'] });
  const [fact, ...others] = await facts.recall(['ada']);
  expect(others).toEqual([]);
  expect(fact).toMatchObject({ from: ['t@1', 'u@7'], value: undefined });
  expect((fact?.updated.getTime() ?? 0) - (fact?.created.getTime() ?? 0)).toBe(5);
  await remember(facts, ['ada'], { id: fact?.id ?? '', text: 'likes coffee', from: ['u@9'] });
  expect(await facts.recall(['ada'])).toMatchObject([{ text: 'likes coffee', from: ['u@9'], created: fact?.created }]);
});

test('what is forgotten takes with it what followed from it, and all of a namespace goes at once', async () => {
  const clock = virtualClock();
  const facts = longTermMemory(memory(), { clock });
  const place = (id: string) => ({ namespace: ['ada'], id });
  await remember(facts, ['ada'], { id: 'a', text: 'drinks tea' }, { id: 'b', text: 'has a cup' });
  await remember(facts, ['sums'], { id: 's', text: 'a tea drinker', from: [place('a'), place('b'), 't@3'] });
  await remember(facts, ['sums'], { id: 'u', text: 'is British', from: [{ namespace: ['sums'], id: 's' }] });
  expect(await facts.get(['sums'], 's')).toMatchObject({ from: ['t@3'], needs: [place('a'), place('b')] });
  await facts.forget(['ada'], 'b');
  expect(await texts(facts, [])).toEqual(['drinks tea']);
  const until = new Date(clock.now() + 10);
  await remember(facts, ['ada', 'now'], { id: 'hungry', text: 'is hungry', until }, { text: 'is here' });
  await remember(facts, ['sums'], { text: 'wants cake', from: [{ namespace: ['ada', 'now'], id: 'hungry' }] });
  await clock.advance(10);
  expect(await texts(facts, [])).toEqual(['is here', 'drinks tea']);
  await facts.forget(['ada', 'now']);
  expect(await texts(facts, [])).toEqual(['drinks tea']);
});

test('namespaces are told apart, whatever is in their labels, and are found by what they begin with', async () => {
  const facts = longTermMemory(memory());
  const all = [[], ['a'], ['a', 'b'], ['a/b'], ['a%2Fb'], ['ab'], ['a', '/'], ['.', '\u{1f600}'], ['a', '0', '!']];
  for (const namespace of all)
    await remember(facts, namespace, { id: '/b//c', text: namespace.join('|') }, { id: '', text: '' });
  const found = await facts.namespaces();
  const sorted = (names: readonly (readonly string[])[]) => names.map((each) => JSON.stringify(each)).toSorted();
  expect(sorted(found)).toEqual(sorted(all));
  expect(sorted(await facts.namespaces(['a']))).toEqual(sorted(all.filter(([first]) => first === 'a')));
  for (const namespace of all) expect((await facts.get(namespace, '/b//c'))?.text).toBe(namespace.join('|'));
  const within = await facts.recall(['a'], { limit: 99 });
  expect(within.every(({ namespace }) => namespace[0] === 'a')).toBe(true);
  expect(within).toHaveLength(8);
});

const tellerOf = (facts: LongTermMemory) =>
  graph({
    name: 'teller',
    state: { said: z.string() },
    start: 'note',
    nodes: {
      note: {
        run: async ({ said }, ctx) => {
          const of = said.startsWith('secretly') ? { of: ctx.thread } : {};
          await ctx.step('first', async () =>
            ctx.write(await facts.toRemember(['steps'], { text: `${said} in a step` })),
          );
          ctx.write(
            await facts.toRemember(['ends'], { id: ctx.key(), text: `${said} in attempt ${ctx.attempt}`, ...of }),
          );
          if (ctx.attempt < 3) throw new Error('not yet');
        },
        retry: { attempts: 3, backoff: 0 },
        next: 'end',
      },
      end: { final: true },
    },
  });

test('an activity remembers with what it comes to, once, and the fact says which checkpoint that is', async () => {
  const store = memory();
  const facts = longTermMemory(store);
  const teller = tellerOf(facts);
  const cairn = open({ store, graphs: [teller] });
  await (await cairn.start(teller, { said: 'tea' }, { id: 'T' })).ended();
  await (await cairn.start(teller, { said: 'secretly gin' }, { id: 'U' })).ended();
  expect((await texts(facts, [])).toSorted()).toEqual([
    'secretly gin in a step',
    'secretly gin in attempt 3',
    'tea in a step',
    'tea in attempt 3',
  ]);
  for (const { text, from } of await facts.recall([])) {
    const [thread = '', seq = ''] = from[0]?.split('@') ?? [];
    expect([from.length, thread]).toEqual([1, text.startsWith('tea') ? 'T' : 'U']);
    const [row] = await store.rows(thread, { from: Number(seq), to: Number(seq) });
    expect(row?.cause).toBe(text.includes('step') ? 'step' : 'done');
    expect(row?.detail).toContain('"memory"');
  }
  await store.remove(['T', 'U']);
  expect((await texts(facts, [])).toSorted()).toEqual(['secretly gin in a step', 'tea in a step', 'tea in attempt 3']);
  await cairn.close();
});

test('one that several threads remembered, each for as long as it is there, goes with the last of them', async () => {
  const store = memory();
  const facts = longTermMemory(store);
  for (const of of ['t', 'u']) await remember(facts, ['us'], { text: 'tea', of });
  await remember(facts, ['us'], { text: 'gin' }, { text: 'gin', of: 'u' });
  await store.remove(['t']);
  expect(await texts(facts, ['us'])).toEqual(['gin', 'tea']);
  await store.remove(['u']);
  expect(await texts(facts, ['us'])).toEqual(['gin']);
});

test('what does not fit is refused by name, and nothing is written', async () => {
  const store = memory();
  const facts = longTermMemory(store);
  const calls: readonly (() => unknown)[] = [
    () => longTermMemory(store, { embeddings: {} as never }),
    () => longTermMemory(store, { table: 'No' }).recall([]),
    () => longTermMemory(store, { protect: { keys: ['a'] } }).remember([], { text: 'a' }),
    () => facts.remember('ada' as never, { text: 'a' }),
    () => facts.remember([''], { text: 'a' }),
    () => facts.remember([], { text: 7 as never }),
    () => facts.remember([], { text: 'a', until: 'tomorrow' as never }),
    () => facts.remember([], { text: 'a', value: () => undefined }),
    () => facts.recall([], { by: 'meaning', text: 'a' }),
    () => facts.recall([], { by: 'magic' as never }),
    () => facts.recall([], { limit: -1 }),
    () => facts.get([], 7 as never),
    () => facts.forget([7 as never]),
    () => facts.write(7 as never),
    () => facts.write(facts.toRemember([], { text: 'a' }) as never),
    () => facts.remember([], { text: 'a', metadata: {} } as never),
    () => facts.remember([], { text: 'a', from: ['garbage'] }),
    () => facts.remember([], { text: 'a', from: ['a@0'] }),
    () => facts.remember([], { text: 'a', from: [{ namespace: 'a', id: 'b' } as never] }),
    () => facts.remember([], undefined as never),
    () => facts.remember([], {} as never),
    () => facts.remember([], { text: 'a', vectors: [['a']] as never }),
    () => facts.remember([], { text: 'a', vectors: [[1e39]] }),
    () => facts.recall([], { query: 'a' } as never),
    ...[
      { a: {} },
      { a: [] },
      { a: { b: 1 } },
      { a: { $exists: true } },
      { $or: [] },
      { a: { $in: 1 } },
      { a: { $gt: 'x' } },
    ].map((where) => () => facts.recall([], { where })),
    ...[['text'], [[]], [[1], [2]], [], [['a']], [[1e39]], undefined].map((vectors) => () => {
      const embedding = { embedDocuments: () => Promise.resolve(vectors), embedQuery: () => Promise.resolve([1]) };
      return longTermMemory(store, { embeddings: embedding as never }).remember([], { text: 'a' });
    }),
    ...['text', [], [Number.NaN], undefined].map((vector) => () => {
      const embedding = { embedDocuments: () => Promise.resolve([]), embedQuery: () => Promise.resolve(vector) };
      return longTermMemory(store, { embeddings: embedding as never }).recall([], { text: 'a' });
    }),
  ];
  for (const call of calls) {
    const refused = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error);
    expect([String(call), isProblem(refused)]).toEqual([String(call), true]);
  }
  expect(await store.items({}, 0)).toEqual([]);
});
