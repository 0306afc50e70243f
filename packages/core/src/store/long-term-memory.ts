import { systemClock, type Clock } from '../base/clock.ts';
import { hashOf } from '../base/hash.ts';
import { callable, list, misfit, mustBe, mustChoose, mustFit, objectWith, text } from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';
import { codecOf, type ClassCodec } from '../base/value/codec.ts';
import type { SideWrite } from '../definition/context.ts';
import type { FoundItem, Item, ItemNeed, ItemPlace, ItemPut, ItemSearch, ItemTies } from './contract/item.ts';
import { findable, indexWordsOf, mustBeAsLong, ranked, wordsOf } from './contract/likeness.ts';
import type { Store } from './contract/store.ts';
import { isAsAsked, mustBeFilter } from './recall/fact-filter.ts';
import { bodyText, factOf, formOf, type Fact, type FactBody, type ValueForm } from './recall/fact.ts';
import { keyOfFact, placeOfFact, prefixOf } from './recall/fact-place.ts';
import { factWrite } from './recall/fact-write.ts';
import { fused } from './recall/fused.ts';
import { aVector, mustBeFact, mustBeNamespace, queryShapes, vectorsOf } from './recall/given-facts.ts';
import type { Embeddings, FactSource, FoundFact, NewFact, RecallQuery } from './recall/recalling.ts';
import { lackedBy, marked, mustBeWrites, noSource } from './side-write.ts';
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

/** Facts beside threads, in namespaces. */
export interface LongTermMemory<Value = unknown> {
  get(namespace: readonly string[], id: string): Promise<Fact<Value> | undefined>;
  /** The best facts of a namespace, and of those within it. */
  recall(namespace: readonly string[], query?: RecallQuery): Promise<readonly FoundFact<Value>[]>;
  /** Remembers a fact now. The same text under the same id is one saying more of the same fact; another text replaces it. */
  remember(namespace: readonly string[], fact: NewFact<Value>): Promise<void>;
  /** Forgets a fact now, or all of a namespace and those within it; and whatever follows from it. */
  forget(namespace: readonly string[], id?: string): Promise<void>;
  /** What {@link LongTermMemory.remember} does, as a write: for an activity's `ctx.write`, or to be written with others. */
  toRemember(namespace: readonly string[], fact: NewFact<Value>): Promise<SideWrite>;
  /** What {@link LongTermMemory.forget} does, as a write. */
  toForget(namespace: readonly string[], id?: string): SideWrite;
  /** The namespaces that have facts and begin so. */
  namespaces(prefix?: readonly string[]): Promise<readonly (readonly string[])[]>;
  /**
   * Writes all of it at once, in order, or nothing. A problem `fact/no-source` where a fact comes from one that is not there and is not written
   * before it, `store/another` where a write was made for another store.
   */
  write(...writes: readonly SideWrite[]): Promise<void>;
}

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
    const item = await this.#store.item(this.#at(keyOfFact({ namespace, id })), this.#now());
    return item && factOf<Value>(item, this.#bodyOf(item), this.#form);
  }

  async recall(namespace: readonly string[], query: RecallQuery = {}): Promise<readonly FoundFact<Value>[]> {
    mustBeNamespace(namespace);
    mustChoose('query', query, queryShapes);
    if (query.where !== undefined && this.#form.takesAnyFilter !== true) mustBeFilter(query.where);
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
    const count = way === 'both' ? Math.ceil(most / mixed) * mixed : most;
    const lists = [
      ...(way === 'meaning' ? [] : [this.#search({ ...search, words: wordsOf(said), limit: count })]),
      ...(way === 'words'
        ? []
        : [this.#vectorOf(said).then((vector) => this.#search({ ...search, vector, limit: count }))]),
    ];
    return fused(await Promise.all(lists), mixed);
  }

  async #vectorOf(said: string): Promise<readonly number[]> {
    if (this.#embeddings === undefined)
      throw misfit('query.by', 'meaning', { expected: 'words: there are no embeddings' });
    const vector: unknown = await this.#embeddings.embedQuery(said);
    mustBe('embeddings.embedQuery()', vector, aVector);
    return vector as readonly number[];
  }

  /** What is sealed no store can find: all of it is read, and found here. */
  async #search(search: ItemSearch): Promise<readonly FoundItem[]> {
    const now = this.#now();
    if (this.#sealer === undefined) return this.#store.findItems(search, now);
    const { table, prefix = '' } = search;
    const items = await this.#store.items({ table, thread: null, prefix }, now);
    const all = items.map((item) => {
      const { text: said, vectors, words = indexWordsOf([said]) } = this.#bodyOf(item);
      return findable(item, { words, ...(vectors && { vectors }) });
    });
    const lengths = all.flatMap(({ vectors }) => vectors.map(({ length }) => length));
    if (search.vector !== undefined) mustBeAsLong(this.#store.name, table, search.vector.length, lengths);
    return ranked(all, all, search);
  }

  async remember(namespace: readonly string[], fact: NewFact<Value>): Promise<void> {
    await this.write(await this.toRemember(namespace, fact));
  }

  async toRemember(namespace: readonly string[], fact: NewFact<Value>): Promise<SideWrite> {
    mustBeNamespace(namespace);
    mustBeFact(fact);
    const { text: said, value, until, found = [said], from = [], of } = fact;
    const id = fact.id ?? hashOf(said).slice(0, 20);
    const key = keyOfFact({ namespace, id });
    const there = await this.#store.item(this.#at(key), this.#now());
    // One that this memory cannot read is refused while the caller hears of it.
    if (there !== undefined) this.#bodyOf(there);
    const vectors = fact.vectors ?? (await this.#vectorsOf(found));
    const sources = await this.#sourcesOf(from.filter((each) => typeof each !== 'string'));
    const now = this.#now();
    const body: FactBody = {
      text: said,
      ...(value !== undefined && { value: this.#form.write(value) }),
      created: now,
      updated: now,
    };
    const ties = {
      needs: sources.map(({ key: needed, version }) => ({ key: needed, ...(version !== undefined && { version }) })),
      ...(of !== undefined && { of }),
      ...(until !== undefined && { until: until.getTime() }),
    };
    const words = indexWordsOf(found);
    const write = factWrite({
      place: this.#at(key),
      body,
      ties,
      from: [...new Set(from.filter((each) => typeof each === 'string'))],
      stored: (each) => this.#stored(each, { words, ...(vectors && { vectors }) }),
      read: (item) => this.#bodyOf(item),
    });
    const lacks = sources.filter(({ version }) => version === undefined).map((source) => source.key);
    return marked(write, { store: this.#store, lacks });
  }

  /** What a fact is to follow from, as it is now, or was when it was read. */
  async #sourcesOf(from: readonly FactSource[]): Promise<readonly ItemNeed[]> {
    const sources: ItemNeed[] = [];
    for (const source of from) {
      const key = keyOfFact(source);
      const version = source.version ?? (await this.#store.item(this.#at(key), this.#now()))?.version;
      sources.push({ key, ...(version !== undefined && { version }) });
    }
    return sources;
  }

  async #vectorsOf(found: readonly string[]): Promise<readonly (readonly number[])[] | undefined> {
    if (found.length === 0 || this.#embeddings === undefined) return undefined;
    const vectors: unknown = await this.#embeddings.embedDocuments([...found]);
    mustBe('embeddings.embedDocuments()', vectors, vectorsOf(found.length));
    return vectors as readonly (readonly number[])[];
  }

  #at(key: string): ItemPlace {
    return { table: this.#table, thread: null, key };
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

  async forget(namespace: readonly string[], id?: string): Promise<void> {
    await this.write(this.toForget(namespace, id));
  }

  toForget(namespace: readonly string[], id?: string): SideWrite {
    mustBeNamespace(namespace);
    const made = { store: this.#store };
    if (id === undefined) return marked({ table: this.#table, thread: null, prefix: prefixOf(namespace) }, made);
    mustBe('id', id, text);
    return marked({ ...this.#at(keyOfFact({ namespace, id })), body: null }, made);
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
    mustBeWrites(writes, this.#store);
    for (const place of lackedBy(writes)) {
      if ((await this.#store.item(place, this.#now())) === undefined) throw noSource(place);
    }
    await this.#store.putItems(writes as readonly ItemPut[], this.#now());
  }
}

/** How many of each way are mixed with each other. */
const mixed = 50;

/** Comes right after the slash that ids stand behind: after all facts of a namespace, and no fact's key. */
const pastIds = '0';
