import { systemClock, type Clock } from '../base/clock.ts';
import {
  callable,
  flag,
  list,
  misfit,
  mustBe,
  mustFit,
  name,
  number,
  objectWith,
  text,
} from '../base/problem/given.ts';
import { codecOf, type ClassCodec, type Codec } from '../base/value/codec.ts';
import { decode } from '../base/value/decode.ts';
import { encode } from '../base/value/encode.ts';
import type { SideCondition, SideItem, SideTable } from '../definition/context.ts';
import type { Item, ItemPlace, ItemPut } from './contract/item.ts';
import type { Store } from './contract/store.ts';
import { marked, mustBeWrites } from './side-write.ts';
import { sealedItem } from './text/protected-store.ts';
import { protection } from './text/protection.ts';
import { sealedBefore, Sealer, type Protection } from './text/sealed-text.ts';

/** What a side table is opened with. */
export interface SideTableOptions {
  /** The thread, by its id, with which all that is in it goes; nobody's by default. */
  readonly thread?: string;
  /** How instances of classes are stored. */
  readonly codecs?: readonly ClassCodec[];
  /** As for `open()`; all of a value is protected, and keys are not. */
  readonly protect?: Protection;
  readonly clock?: Pick<Clock, 'now'>;
}

const queryShapes = { prefix: text, after: text, before: text, lastFirst: flag, limit: number };

/**
 * A side table of a store, which threads of any runtime on that store share.
 *
 * @example
 * const notes = sideTable<string>(store, 'notes');
 * await notes.write(notes.set('ada/1', 'likes tea'), notes.drop('ada/0'));
 * await notes.list({ prefix: 'ada/' });
 */
export function sideTable<Value = unknown>(
  store: Store,
  table: string,
  options: SideTableOptions = {},
): SideTable<Value> {
  mustBe('table', table, text);
  mustFit('options', options, {
    thread: name,
    codecs: list,
    protect: protection,
    clock: objectWith('a clock, with now()', { now: callable }),
  });
  const { thread = null, codecs = [], protect, clock = systemClock } = options;
  const sealer = protect && new Sealer(protect);
  return tableIn({ store, codec: codecOf(codecs), clock, ...(sealer && { sealer }) }, table, thread);
}

/** By what a table reads and writes. */
interface Surroundings {
  readonly store: Store;
  readonly codec: Codec;
  readonly clock: Pick<Clock, 'now'>;
  readonly sealer?: Sealer;
}

/** A side table, of a thread or of none. */
export function tableIn<Value>(
  { store, codec, clock, sealer }: Surroundings,
  table: string,
  thread: string | null,
): SideTable<Value> {
  const now = (): number => Math.floor(clock.now());
  const made = { store };
  const at = (key: string): ItemPlace => ({ table, thread, key });
  const read = ({ key, body, version, until }: Item): SideItem<Value> => ({
    key,
    value: decode(sealer?.textOf(body) ?? body, codec, { path: `${table}.${key}` }) as Value,
    version,
    ...(until !== null && { until: new Date(until) }),
  });
  return {
    async get(key) {
      mustBe('key', key, text);
      const found = await store.item(at(key), now());
      return found && read(found);
    },
    async list(query = {}) {
      mustFit('query', query, queryShapes);
      const { after, before, ...rest } = query;
      const bounds = {
        ...(after !== undefined && { after: at(after) }),
        ...(before !== undefined && { before: at(before) }),
      };
      return (await store.items({ ...rest, table, thread, ...bounds }, now())).map(read);
    },
    set(key, value, { until, was } = {}) {
      mustBe('key', key, text);
      if (until !== undefined && !(until instanceof Date && Number.isFinite(until.getTime()))) {
        throw misfit('until', until, { expected: 'a Date' });
      }
      const end = until === undefined ? {} : { until: until.getTime() };
      const body = encode(value, codec);
      // Sealed here, whoever writes it: that may be a commit of a runtime that protects nothing, or by another key.
      const told = sealer === undefined ? { body } : { body: sealedItem(store, sealer, body), [sealedBefore]: true };
      return marked({ ...at(key), ...told, ...end, ...conditionOf(was) }, made);
    },
    drop(key, { was } = {}) {
      mustBe('key', key, text);
      return marked({ ...at(key), body: null, ...conditionOf(was) }, made);
    },
    clear: (prefix = '') => marked({ table, thread, prefix }, made),
    async write(...writes) {
      mustBeWrites(writes, store);
      return (await store.putItems(writes as readonly ItemPut[], now())) === 'ok';
    },
  };
}

function conditionOf(was: number | undefined): SideCondition {
  if (was === undefined) return {};
  mustBe('was', was, number);
  return { was };
}
