import { systemClock, type Clock } from '../base/clock.ts';
import { hashOf } from '../base/hash.ts';
import {
  callable,
  list,
  listOf,
  misfit,
  mustBe,
  mustFit,
  name,
  object,
  objectWith,
  oneOf,
  text,
} from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';
import { codecOf, type ClassCodec } from '../base/value/codec.ts';
import type { SideWrite } from '../definition/context.ts';
import {
  madeAt,
  type FoundItem,
  type Item,
  type ItemPut,
  type ItemSearch,
  type ItemTies,
  type ItemWrite,
  type ItemWriteAt,
} from './contract/item.ts';
import { findable, ranked, wordsOf } from './contract/likeness.ts';
import type { Store } from './contract/store.ts';
import { isAsAsked } from './recall/fact-filter.ts';
import { bodyText, factOf, formOf, type Fact, type FactBody, type ValueForm } from './recall/fact.ts';
import { keyOfFact, placeOfFact, prefixOf } from './recall/fact-place.ts';
import { fused } from './recall/fused.ts';
import type { Embeddings, FoundFact, NewFact, RecallQuery } from './recall/recalling.ts';
import { sealedItem } from './text/protected-store.ts';
import { protection } from './text/protection.ts';
import { sealedBefore, Sealer, type Protection } from './text/sealed-text.ts';

/** What a memory is opened with. */
export interface LongTermMemoryOptions {
  /** Has facts found by what they mean, and not only by their words. */
  readonly embeddings?: Embeddings;
  /** The side table that facts are in, `memory` by default. */
  readonly table?: string;
  /** How instances of classes are stored. */
  readonly codecs?: readonly ClassCodec[];
  /** In place of codecs, for adapters: how values stand in JSON. */
  readonly form?: ValueForm;
  /** As for `open()`; all of a fact is protected, its words and vectors too, and namespaces and ids are not. */
  readonly protect?: Protection;
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Facts beside threads, in namespaces. What it makes of a write is written by itself, or by an activity's `ctx.write`, with what that comes to.
 */
export interface LongTermMemory<Value = unknown> {
  get(namespace: readonly string[], id: string): Promise<Fact<Value> | undefined>;
  /** The best facts of a namespace, and of those within it. */
  recall(namespace: readonly string[], query?: RecallQuery): Promise<readonly FoundFact<Value>[]>;
  /** A write by which a fact is remembered; what is there already under its id is said anew. */
  remember(namespace: readonly string[], fact: NewFact<Value>): Promise<SideWrite>;
  /** A write by which a fact is forgotten, or all of a namespace and those within it; and whatever follows from it. */
  forget(namespace: readonly string[], id?: string): SideWrite;
  /** The namespaces that have facts and begin so. */
  namespaces(prefix?: readonly string[]): Promise<readonly (readonly string[])[]>;
  /** Writes all of it at once, or nothing. */
  write(...writes: readonly SideWrite[]): Promise<void>;
}

const label = {
  expected: 'a text that is not empty',
  fits: (value: unknown) => typeof value === 'string' && value !== '',
};
const amount = {
  expected: 'a number of at least 0',
  fits: (value: unknown) => typeof value === 'number' && value >= 0,
};
const queryShapes = { text, by: oneOf('words', 'meaning', 'both'), where: object, limit: amount, offset: amount };
const factShapes = { text, id: text, from: list, of: name, found: listOf(text), vectors: list };

/**
 * What is remembered over many threads, in a store.
 *
 * @example
 * const memory = longTermMemory(store);
 * await memory.write(await memory.remember(['ada'], { text: 'Ada likes tea.' }));
 * await memory.recall(['ada'], { text: 'What does she drink? Tea?' });
 */
export function longTermMemory<Value = unknown>(
  store: Store,
  options: LongTermMemoryOptions = {},
): LongTermMemory<Value> {
  return new Memory<Value>(store, options);
}

class Memory<Value> implements LongTermMemory<Value> {
  readonly #store: Store;
  readonly #table: string;
  readonly #embeddings: Embeddings | undefined;
  readonly #form: ValueForm;
  readonly #sealer: Sealer | undefined;
  readonly #now: () => number;

  constructor(store: Store, options: LongTermMemoryOptions) {
    mustFit('options', options, {
      table: text,
      codecs: list,
      protect: protection,
      embeddings: objectWith('embeddings', { embedDocuments: callable, embedQuery: callable }),
      clock: objectWith('a clock, with now()', { now: callable }),
    });
    const { table = 'memory', codecs = [], protect, clock = systemClock } = options;
    this.#store = store;
    this.#table = table;
    this.#embeddings = options.embeddings;
    this.#form = options.form ?? formOf(codecOf(codecs));
    this.#sealer = protect && new Sealer(protect);
    const now = (): number => Math.floor(clock.now());
    this.#now = now;
  }

  async get(namespace: readonly string[], id: string): Promise<Fact<Value> | undefined> {
    mustBeNamespace(namespace);
    mustBe('id', id, text);
    const place = { table: this.#table, thread: null, key: keyOfFact({ namespace, id }) };
    const item = await this.#store.item(place, this.#now());
    return item && factOf<Value>(item, this.#bodyOf(item), this.#form);
  }

  async recall(namespace: readonly string[], query: RecallQuery = {}): Promise<readonly FoundFact<Value>[]> {
    mustBeNamespace(namespace);
    mustFit('query', query, queryShapes);
    const { where, limit = 10, offset = 0 } = query;
    const found = await this.#found(prefixOf(namespace), query);
    const facts: FoundFact<Value>[] = [];
    for (const item of found) {
      if (facts.length >= offset + limit) break;
      const fact = { ...factOf<Value>(item, this.#bodyOf(item), this.#form), score: item.score };
      if (where === undefined || isAsAsked(fact.value, where)) facts.push(fact);
    }
    return facts.slice(offset);
  }

  /** What a query may find, the best first. What is left out for what it is has others come in its place. */
  async #found(
    prefix: string,
    { text: said, by, where, limit = 10, offset = 0 }: RecallQuery,
  ): Promise<readonly FoundItem[]> {
    const most = where === undefined ? offset + limit : Infinity;
    const search = { table: this.#table, prefix };
    if (said === undefined) return this.#search({ ...search, limit: most });
    const way = by ?? (this.#embeddings === undefined ? 'words' : 'both');
    const count = way === 'both' ? Math.max(most, mixed) : most;
    const lists = [
      ...(way === 'meaning'
        ? []
        : [this.#search({ ...search, words: wordsOf(said).slice(0, mostWords), limit: count })]),
      ...(way === 'words'
        ? []
        : [this.#vectorOf(said).then((vector) => this.#search({ ...search, vector, limit: count }))]),
    ];
    return fused(await Promise.all(lists));
  }

  async #vectorOf(said: string): Promise<readonly number[]> {
    if (this.#embeddings === undefined)
      throw misfit('query.by', 'meaning', { expected: 'words: there are no embeddings' });
    return this.#embeddings.embedQuery(said);
  }

  /** What is sealed no store can find: all of it is read, and found here. */
  async #search(search: ItemSearch): Promise<readonly FoundItem[]> {
    const now = this.#now();
    if (this.#sealer === undefined) return this.#store.findItems(search, now);
    const { table, prefix = '' } = search;
    const items = await this.#store.items({ table, thread: null, prefix }, now);
    const all = items.map((item) => {
      const { text: said, vectors, words = wordsIn([said]) } = this.#bodyOf(item);
      return findable(item, { words, ...(vectors && { vectors }) });
    });
    return ranked(all, all, search);
  }

  async remember(namespace: readonly string[], fact: NewFact<Value>): Promise<SideWrite> {
    mustBeNamespace(namespace);
    mustFit('fact', fact, factShapes);
    const { text: said, until, found = [said] } = fact;
    if (until !== undefined && !(until instanceof Date && Number.isFinite(until.getTime()))) {
      throw misfit('fact.until', until, { expected: 'a Date' });
    }
    const id = fact.id ?? hashOf(said).slice(0, 20);
    const there = await this.get(namespace, id);
    const body = this.#bodyFor(fact, there);
    const vectors =
      fact.vectors ?? (found.length === 0 ? undefined : await this.#embeddings?.embedDocuments([...found]));
    const words = wordsIn(found);
    const key = keyOfFact({ namespace, id });
    const end = until === undefined ? {} : { until: until.getTime() };
    const write = (from: readonly string[]): ItemWrite => ({
      table: this.#table,
      thread: null,
      key,
      ...end,
      ...this.#stored({ ...body, from }, { words, ...(vectors && { vectors }) }),
      ...(body.needs !== undefined && { needs: body.needs }),
      // Of those before it may be one that is gone by now: which are left, the store knows.
      ...(body.of !== undefined && fact.of !== undefined && { of: [fact.of], joins: there?.text === said }),
    });
    const from = body.from ?? [];
    const at: ItemWriteAt = { ...write(from), [madeAt]: (checkpoint) => write([...new Set([...from, checkpoint])]) };
    return at;
  }

  #bodyFor({ text: said, value, from = [], of }: NewFact<Value>, there: Fact<Value> | undefined): FactBody {
    const now = this.#now();
    // Who says the same again is one more who it comes from.
    const before = there?.text === said ? there : undefined;
    const checkpoints = from.filter((each) => typeof each === 'string');
    const needs = from.filter((each) => typeof each !== 'string').map(keyOfFact);
    const threads = of === undefined || before?.of.length === 0 ? [] : [...new Set([...(before?.of ?? []), of])];
    return {
      text: said,
      ...(value !== undefined && { value: this.#form.write(value) }),
      from: [...new Set([...(before?.from ?? []), ...checkpoints])],
      ...(needs.length > 0 && { needs }),
      ...(threads.length > 0 && { of: threads }),
      created: there?.created.getTime() ?? now,
      updated: now,
    };
  }

  /** The body as the store has it, and by what it is found; sealed here, whoever writes it. */
  #stored(body: FactBody, ties: ItemTies): Pick<Item, 'body'> & ItemTies {
    const sealer = this.#sealer;
    if (sealer === undefined) return { body: bodyText(body), ...ties };
    const whole = bodyText({ ...body, ...ties });
    return Object.assign({ body: sealedItem(this.#store, sealer, whole) }, { [sealedBefore]: true });
  }

  #bodyOf({ key, body }: Item): FactBody {
    const read = Object(JSON.parse(this.#sealer?.textOf(body) ?? body)) as FactBody;
    if (typeof read.text === 'string') return read;
    const found = 'it is no fact, or protected by a key that this memory does not have';
    throw problem('value/unreadable', { path: `${this.#table}.${key}`, found });
  }

  forget(namespace: readonly string[], id?: string): SideWrite {
    mustBeNamespace(namespace);
    const place = { table: this.#table, thread: null };
    if (id === undefined) return { ...place, prefix: prefixOf(namespace) } as SideWrite;
    mustBe('id', id, text);
    return { ...place, key: keyOfFact({ namespace, id }), body: null } as SideWrite;
  }

  async namespaces(prefix: readonly string[] = []): Promise<readonly (readonly string[])[]> {
    mustBeNamespace(prefix);
    const place = { table: this.#table, thread: null };
    const found: (readonly string[])[] = [];
    const query = { ...place, prefix: prefixOf(prefix), limit: 1 };
    // One look for each: what is in one stands together.
    for (let after = {}; ;) {
      const [item] = await this.#store.items({ ...query, ...after }, this.#now());
      if (item === undefined) return found;
      const { namespace } = placeOfFact(item.key);
      found.push(namespace);
      after = { after: { ...place, key: `${prefixOf(namespace)}${pastIds}` } };
    }
  }

  async write(...writes: readonly SideWrite[]): Promise<void> {
    mustBe('writes', writes, listOf(object));
    await this.#store.putItems(writes as readonly ItemPut[], this.#now());
  }
}

/** How many words of a text are looked for. */
const mostWords = 100;

/** How many of each way are mixed. */
const mixed = 50;

/** Comes right after the slash that ids stand behind: after all facts of a namespace, and no fact's key. */
const pastIds = '0';

function wordsIn(texts: readonly string[]): string {
  return texts.flatMap(wordsOf).join(' ');
}

function mustBeNamespace(namespace: readonly string[]): void {
  mustBe('namespace', namespace, listOf(label));
}
