import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProblem, longTermMemory, memory, type LongTermMemory } from '@cairn/core';
import type { ItemWrite, Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ItemFinds } from '../src/tables/item-finds.ts';
import { folder } from './folder.ts';

const place = fc.record({
  namespace: fc.constantFrom([], ['a'], ['a', 'b'], ['ab'], ['a/b']),
  id: fc.constantFrom('1', '2', '3'),
});
const thread = fc.constantFrom('t', 'u');
const words = ['tea', 'green', 'milk', 'cup'];
const said = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((all) => all.join(' '));

interface Said {
  readonly needs: readonly string[];
  readonly of: string | undefined;
  readonly until: number;
}

interface Kept {
  readonly namespace: readonly string[];
  readonly id: string;
  readonly text: string;
  readonly sayings: readonly Said[];
}

const nameOf = ({ namespace, id }: Pick<Kept, 'namespace' | 'id'>): string => JSON.stringify([namespace, id]);
const isWithin = (namespace: readonly string[], outer: readonly string[]): boolean =>
  outer.every((label, at) => namespace[at] === label);
const endOf = ({ sayings }: Kept): number => Math.max(...sayings.map(({ until }) => until));

/** What a memory has to come to, told as simply as it can be. */
class Naive {
  facts: Kept[] = [];
  now = 0;

  /** Whether it can be remembered: what it comes from has to be there. */
  remember(
    fact: Pick<Kept, 'namespace' | 'id' | 'text'>,
    from: readonly Pick<Kept, 'namespace' | 'id'>[],
    of: string | undefined,
    until: number,
  ): boolean {
    const areThere = (): boolean => from.every((source) => this.#at(nameOf(source)) !== undefined);
    if (!areThere()) return false;
    const name = nameOf(fact);
    const ends = from.map((source) => endOf(this.#at(nameOf(source)) as Kept));
    const saying = { needs: from.map(nameOf), of, until: Math.min(until, ...ends) };
    const there = this.#at(name);
    const isJoined = there?.text === fact.text;
    if (!isJoined) {
      this.drop((each) => nameOf(each) === name);
      if (from.some((source) => nameOf(source) !== name && this.#at(nameOf(source)) === undefined)) return true;
    }
    const before = isJoined ? there.sayings : [];
    const at = before.findIndex(
      ({ needs, of: by }) => JSON.stringify([needs, by]) === JSON.stringify([saying.needs, of]),
    );
    const sayings = at === -1 ? [...before, saying] : before.with(at, saying);
    this.facts = [{ ...fact, sayings }, ...this.facts.filter((each) => nameOf(each) !== name)];
    this.#tidy();
    return true;
  }

  #at(name: string): Kept | undefined {
    return this.facts.find((each) => nameOf(each) === name);
  }

  drop(isGone: (fact: Kept) => boolean): void {
    for (let gone = this.facts.filter(isGone); gone.length > 0;) {
      const names = new Set(gone.map(nameOf));
      this.facts = this.facts.filter((each) => !gone.includes(each));
      gone = this.#unsay(({ needs }) => needs.some((name) => names.has(name)));
    }
  }

  /** Takes sayings away; gives the facts that have none left. */
  #unsay(isGone: (saying: Said) => boolean): Kept[] {
    this.facts = this.facts.map((fact) => ({ ...fact, sayings: fact.sayings.filter((each) => !isGone(each)) }));
    return this.facts.filter(({ sayings }) => sayings.length === 0);
  }

  remove(id: string): void {
    const gone = this.#unsay(({ of }) => of === id);
    this.drop((fact) => gone.includes(fact));
    this.#tidy();
  }

  wait(length: number): void {
    this.now += length;
    this.#tidy();
  }

  /** Has nothing outlast what it needs, or its end. */
  #tidy(): void {
    for (let before = ''; before !== JSON.stringify(this.facts);) {
      before = JSON.stringify(this.facts);
      const ends = new Map(this.facts.map((fact) => [nameOf(fact), endOf(fact)]));
      this.facts = this.facts.map((fact) => ({
        ...fact,
        sayings: fact.sayings.map((each) => ({
          ...each,
          until: Math.min(each.until, ...each.needs.map((name) => ends.get(name) ?? Infinity)),
        })),
      }));
    }
    this.facts = this.facts
      .map((fact) => ({ ...fact, sayings: fact.sayings.filter(({ until }) => until > this.now) }))
      .filter(({ sayings }) => sayings.length > 0);
  }
}

interface Trial {
  readonly naive: Naive;
  readonly stores: readonly Store[];
  readonly memories: readonly LongTermMemory[];
  readonly clock: ReturnType<typeof virtualClock>;
}

type Act = (trial: Trial) => Promise<unknown>;

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        place,
        said,
        fc.array(place, { maxLength: 2 }),
        fc.option(thread, { nil: undefined }),
        fc.option(fc.integer({ min: 1, max: 9 }), { freq: 3 }),
      )
      .map(([at, text, from, of, left]): Act => async ({ naive, memories, clock }) => {
        const until = left === null ? {} : { until: new Date(clock.now() + left) };
        const isSaid = naive.remember({ ...at, text }, from, of, naive.now + (left ?? Infinity));
        for (const each of memories) {
          const fact = {
            id: at.id,
            text,
            from,
            value: { length: text.length },
            ...until,
            ...(of !== undefined && { of }),
          };
          const refused = await each.remember(at.namespace, fact).catch((error: unknown) => error);
          if (isProblem(refused, 'fact/no-source') === isSaid)
            throw new Error(`${at.id} was ${isSaid ? 'refused' : 'written'}`);
        }
      }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, fc.boolean()).map(([{ namespace, id }, isOne]): Act => async ({ naive, memories }) => {
      naive.drop((fact) => (isOne ? nameOf(fact) === nameOf({ namespace, id }) : isWithin(fact.namespace, namespace)));
      for (const each of memories) await (isOne ? each.forget(namespace, id) : each.forget(namespace));
    }),
  },
  {
    weight: 1,
    arbitrary: thread.map((id): Act => async ({ naive, stores }) => {
      naive.remove(id);
      for (const store of stores) await store.remove([id]);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 4 }).map((length): Act => async ({ naive, clock }) => {
      naive.wait(length);
      await clock.advance(length);
    }),
  },
);

test('a memory has what a naive one has, in whichever store, and finds it alike', async () => {
  const law = fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 30 }), async (acts) => {
    const clock = virtualClock();
    const file = sqlite(':memory:');
    const stores = [memory(), file];
    const trial = {
      naive: new Naive(),
      stores,
      memories: stores.map((store) => longTermMemory(store, { clock })),
      clock,
    };
    for (const next of acts) {
      await next(trial);
      const there = trial.naive.facts;
      for (const remembering of trial.memories) {
        const facts = await remembering.recall([], { limit: 99 });
        const told = facts.map((fact) => [
          nameOf(fact),
          fact.text,
          fact.sayings.map(({ needs, of }) => [needs.map(nameOf), of]),
        ]);
        const all = there.map((fact) => [nameOf(fact), fact.text, fact.sayings.map(({ needs, of }) => [needs, of])]);
        expect(told).toEqual(all);
        const within = await remembering.recall(['a'], { text: 'green tea', where: { length: { $gt: 3 } } });
        const expected = there.filter(
          ({ namespace, text }) => isWithin(namespace, ['a']) && /green|tea/u.test(text) && text.length > 3,
        );
        expect(within.map(nameOf).toSorted()).toEqual(expected.map(nameOf).toSorted());
        const names = new Set(there.map(({ namespace }) => JSON.stringify(namespace)));
        expect((await remembering.namespaces()).map((name) => JSON.stringify(name)).toSorted()).toEqual(
          [...names].toSorted(),
        );
      }
      const [one, two] = await Promise.all(trial.memories.map((each) => each.recall([], { text: 'tea milk' })));
      expect(two?.map(nameOf)).toEqual(one?.map(nameOf));
    }
    expect(file.integrity()).toEqual([]);
    await file.close();
  });
  await fc.assert(law, { numRuns: 60 });
});

/** Facts about numbers: each has a word that no other has. */
function many(count: number): readonly ItemWrite[] {
  return Array.from({ length: count }, (_, at) => ({
    table: 'memory',
    thread: null,
    key: `user${at % 100}//${at}`,
    body: JSON.stringify({ text: `fact number n${at}`, created: 0, updated: 0 }),
    words: `fact number n${at}`,
    vectors: [[Math.cos(at), Math.sin(at)]],
  }));
}

test('of ten thousand facts the best are found by one call, and no others are read', async () => {
  for (const store of [memory(), sqlite(':memory:')]) {
    await store.putItems(many(10_000), 0);
    const calls: (readonly [string, number])[] = [];
    const counting = new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: readonly unknown[]) => {
          const found = Reflect.apply(member, target, given) as readonly unknown[];
          calls.push([String(name), found.length]);
          return found;
        };
      },
    });
    const embeddings = { embedDocuments: () => Promise.resolve([]), embedQuery: () => Promise.resolve([1, 0]) };
    const facts = longTermMemory(counting, { embeddings });
    const best = async (...given: Parameters<LongTermMemory['recall']>) =>
      (await facts.recall(...given)).map(({ id }) => id);
    expect(await best([], { text: 'number n4711', by: 'words', limit: 3 })).toEqual(['4711', '9999', '9998']);
    expect(await best(['user11'], { text: 'n11 n12 n111', by: 'words' })).toEqual(['111', '11']);
    expect(await best(['user10'], { text: '', by: 'meaning', limit: 2 })).toEqual(['710', '7810']);
    expect(await best(['user7'], { limit: 2 })).toEqual(['9907', '9807']);
    expect(calls).toEqual([
      ['findItems', 3],
      ['findItems', 2],
      ['findItems', 2],
      ['findItems', 2],
    ]);
    await store.close();
  }
});

test('facts that are as good as each other are found in one order, whichever way a store takes a logarithm', async () => {
  let last = 113;
  const below = (most: number): number => {
    last = (last * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((last / 2 ** 31) * most);
  };
  const word = (at: number): string => 'abcdefghijklmno'.charAt(at);
  const facts = Array.from({ length: 50 }, (_, at): ItemWrite => {
    const all = Array.from({ length: 1 + below(5) }, () => word(Math.min(below(15), below(15))));
    return { table: 'memory', thread: null, key: `u//${at}`, body: '', words: all.join(' ') };
  });
  const stores = [memory(), sqlite(':memory:')];
  for (const store of stores) await store.putItems(facts, 0);
  const search = { table: 'memory', words: ['o', 'j', 'a', 'd', 'c'] };
  const orders: (readonly string[])[] = [];
  for (const store of stores) orders.push((await store.findItems(search, 0)).map(({ key }) => key));
  expect(orders[1]).toEqual(orders[0]);
});

test('what is like a vector is found alike with sqlite-vec and without', async () => {
  const file = join(folder(), 'facts.db');
  const store = sqlite(file);
  const wave = (at: number): number[] => Array.from({ length: 24 }, (_, index) => Math.sin(at * (index + 1)));
  const vectors = (at: number): number[][] => (at === 7 ? [wave(0)] : [wave(at), wave(at / 3)].slice(at % 2));
  const facts = Array.from({ length: 300 }, (_, at) => ({ table: 'memory', thread: null, key: `u//${at}`, body: '' }));
  await store.putItems(
    facts.map((fact, at) => ({ ...fact, vectors: vectors(at) })),
    0,
  );
  await store.close();
  const found = [undefined, () => false].map((extend) => {
    const db = new Sqlite(file);
    const finds = new ItemFinds(db, 'facts', extend);
    const all = [wave(3), wave(17.5), wave(0)].flatMap((vector) =>
      [1, 9, Infinity].map((limit) =>
        finds.find({ table: 'memory', vector, limit }, ['', 'memory', '', '', 'memorz', ''], 0),
      ),
    );
    db.close();
    return all;
  });
  expect(found[0]?.map(({ length }) => length)).toEqual([1, 9, 300, 1, 9, 300, 1, 9, 300]);
  expect(found[0]).toEqual(found[1]);
});

test('what a disk did to the index of facts is found, and what is protected is not in the file', async () => {
  const file = join(folder(), 'facts.db');
  const key = {
    keys: [],
    seal: (text: string) => Buffer.from(text).toString('hex'),
    open: (text: string) => Buffer.from(text, 'hex').toString(),
  };
  const store = sqlite(file);
  const embeddings = {
    embedDocuments: (all: string[]) => Promise.resolve(all.map(() => [1, 2])),
    embedQuery: () => Promise.resolve([1, 2]),
  };
  const [open, sealed] = [
    longTermMemory(store, { embeddings }),
    longTermMemory(store, { embeddings, protect: key, table: 'secrets' }),
  ];
  await open.remember(['ada'], { text: 'likes chamomile', of: 't' });
  await sealed.remember(['ada'], { text: 'drinks absinthe' });
  expect((await sealed.recall(['ada'], { text: 'absinthe' })).length).toBe(1);
  expect(store.integrity()).toEqual([]);
  store.vacuum();
  const bytes = readFileSync(file);
  expect([bytes.includes('chamomile'), bytes.includes('absinthe')]).toEqual([true, false]);
  expect(await open.recall([], { text: 'chamomile', by: 'words' })).toHaveLength(1);
  await store.close();
  const tampered = (...statements: readonly string[]): readonly string[] => {
    const db = new Sqlite(file).unsafeMode();
    db.exec('BEGIN');
    for (const statement of statements) db.exec(statement);
    db.exec('COMMIT');
    db.close();
    const again = sqlite(file);
    const found = again.integrity();
    void again.close();
    return found;
  };
  expect(tampered(`UPDATE item_vector SET vector = x'0000803f00008040'`).join()).toContain(
    'vector that is not what was written',
  );
  expect(tampered(`UPDATE item_saying SET body = '{}'`).join()).toContain('saying that is not what was written');
  expect(tampered(`UPDATE item_words_content SET c0 = 'likes coffee'`).join()).toContain('item_words');
  expect(tampered('DROP TRIGGER item_gone', `DELETE FROM item WHERE name = 'memory'`).join()).toMatch(
    /index of words of no item.*vector of no item.*saying of no item/u,
  );
  expect(tampered('DROP TRIGGER saying_gone', 'DELETE FROM item_saying').join()).toContain('tie of no saying');
});
