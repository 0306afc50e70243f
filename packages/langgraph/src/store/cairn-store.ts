import {
  BaseStore,
  validateNamespace,
  type GetOperation,
  type IndexConfig,
  type Item,
  type ListNamespacesOperation,
  type Operation,
  type OperationResults,
  type PutOperation,
  type SearchItem,
  type SearchOperation,
} from '@langchain/langgraph-checkpoint';
import {
  codecOf,
  longTermMemory,
  type ClassCodec,
  type Clock,
  type Fact,
  type LongTermMemory,
  type Protection,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { knownClasses } from '../value/classes.ts';
import { fromStored } from '../value/from-stored.ts';
import { toStored } from '../value/to-stored.ts';
import { textsAt } from './texts-at.ts';

/** How a store of LangGraph keeps its items. */
export interface CairnStoreOptions {
  /** Has items found by what they mean, as with `InMemoryStore`; by their words otherwise. */
  readonly index?: IndexConfig;
  /** The side table that items are in, `memory` by default: facts of Cairn's long-term memory are in it too. */
  readonly table?: string;
  /** How instances of classes are stored, beside LangChain's messages and documents. */
  readonly codecs?: readonly ClassCodec[];
  /** As for `open()`; all of an item but its namespace and key. */
  readonly protect?: Protection;
  readonly clock?: Pick<Clock, 'now'>;
}

type Value = Readonly<Record<string, unknown>>;

/**
 * A `BaseStore` of LangGraph.js on a store of Cairn.
 *
 * @example
 * const app = graph.compile({ checkpointer: new CairnSaver(store), store: new CairnStore(store) });
 */
export class CairnStore extends BaseStore {
  readonly #memory: LongTermMemory;
  readonly #index: IndexConfig | undefined;

  constructor(store: Store, { index, codecs = [], ...options }: CairnStoreOptions = {}) {
    super();
    this.#index = index;
    const classes = { codec: codecOf([...codecs, ...knownClasses]), strict: true };
    const form = {
      write: (value: unknown) => toStored(value, 'value', classes),
      read: (json: unknown) => fromStored(json, classes.codec),
      // As in LangGraph's own stores.
      takesAnyFilter: true,
    };
    this.#memory = longTermMemory(store, { ...options, form, ...(index && { embeddings: index.embeddings }) });
  }

  /** Does them all: what is read is as it was before, and what is put is there with all else, or not at all. */
  async batch<Op extends Operation[]>(operations: Op): Promise<OperationResults<Op>> {
    const puts = new Map<string, PutOperation>();
    for (const operation of operations) {
      if ('namespace' in operation) validateNamespace(operation.namespace, { allowReservedRoot: true });
      if ('value' in operation) puts.set(JSON.stringify([operation.namespace, operation.key]), operation);
    }
    const results: unknown[] = [];
    for (const operation of operations) {
      if ('namespacePrefix' in operation) results.push(await this.#searched(operation));
      else if ('value' in operation) results.push(null);
      else if ('namespace' in operation) results.push(await this.#got(operation));
      else results.push(await this.#listed(operation));
    }
    if (puts.size > 0) await this.#put([...puts.values()]);
    return results as OperationResults<Op>;
  }

  async #got({ namespace, key }: GetOperation): Promise<Item | null> {
    const fact = await this.#memory.get(namespace, key);
    return fact === undefined ? null : itemOf(fact);
  }

  async #put(operations: readonly PutOperation[]): Promise<void> {
    const texts = operations.map(({ value, index }) => {
      const paths = index === false || value === null ? [] : (index ?? this.#index?.fields ?? ['$']);
      return paths.flatMap((path) => textsAt(value, path));
    });
    const all = [...new Set(texts.flat())];
    const vectors = all.length === 0 ? undefined : await this.#index?.embeddings.embedDocuments(all);
    const writes = operations.map(async ({ namespace, key, value }, at) => {
      if (value === null) return this.#memory.toForget(namespace, key);
      const found = texts[at] ?? [];
      const known = vectors && found.map((text) => vectors[all.indexOf(text)] ?? []);
      return this.#memory.toRemember(namespace, { id: key, text: '', value, found, vectors: known ?? [] });
    });
    await this.#memory.write(...(await Promise.all(writes)));
  }

  /** The best first, by what is asked; what nothing can be said of comes after that, the newest first. */
  async #searched({ namespacePrefix, filter, limit = 10, offset = 0, query }: SearchOperation): Promise<SearchItem[]> {
    validateNamespace(namespacePrefix, { allowEmpty: true, allowReservedRoot: true });
    const most = offset + limit;
    const where = filter === undefined ? {} : { where: filter };
    const asked = query === undefined || query === '' ? undefined : query;
    const by = this.#index === undefined ? 'words' : 'meaning';
    const recall = this.#memory.recall.bind(this.#memory, namespacePrefix);
    const best = asked === undefined ? [] : await recall({ text: asked, by, limit: most, ...where });
    const items: SearchItem[] = best.map((fact) => ({ ...itemOf(fact), score: fact.score }));
    if (items.length < most) {
      const known = new Set(best.map(({ version }) => version));
      const rest = await recall({ limit: most, ...where });
      for (const fact of rest) if (!known.has(fact.version)) items.push({ ...itemOf(fact), score: undefined as never });
    }
    return items.slice(offset, most);
  }

  async #listed({ matchConditions = [], maxDepth, limit, offset }: ListNamespacesOperation): Promise<string[][]> {
    const all = await this.#memory.namespaces();
    const fitting = all.filter((namespace) =>
      matchConditions.every(({ matchType, path }) => {
        const part = matchType === 'prefix' ? namespace.slice(0, path.length) : namespace.slice(-path.length);
        return path.length <= namespace.length && path.every((label, at) => label === '*' || label === part[at]);
      }),
    );
    const names = new Map(fitting.map((each) => each.slice(0, maxDepth)).map((each) => [JSON.stringify(each), each]));
    const sorted = [...names.values()].toSorted((left, right) => left.join(':').localeCompare(right.join(':')));
    return sorted.slice(offset, offset + limit).map((each) => [...each]);
  }
}

/** What Cairn remembers without a value is what it says. */
function itemOf({ namespace, id, text, value, created, updated }: Fact): Item {
  const isValue = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return {
    namespace: [...namespace],
    key: id,
    value: isValue ? (value as Value) : { text, ...(value !== undefined && { value }) },
    createdAt: created,
    updatedAt: updated,
  };
}
