/**
 * Long texts of a thread, each kept once: a message is in an input, in what a task wrote, in a channel and in a subgraph's. So are
 * shapes that come again.
 *
 * Of a text that is kept, `{"$text":key}` stands in its place, `{"$uuid":short}` for a UUID, and `{"$list":keys}` for a long list, see
 * `parts.ts`; a record of anybody's cannot look so, for its keys are escaped.
 */

import type { ItemPut } from '@cairn/core/store';
import { inParts } from '../value/parts.ts';
import { Missing } from './missing.ts';
import { isUuid, longId, shortId, tables, textKey, textNumber, textPlace } from './places.ts';
import { filled, packedBy, shapeKey, shapeOf, type Packed } from './shapes.ts';
import type { SideStore } from './side-store.ts';

/** A text that is shorter stands where it is. */
const shortest = 128;

/** How many shapes that were written once are remembered. */
const mostShapes = 256;

export class Texts {
  readonly #thread: string;
  readonly #textOf = new Map<string, string>();
  readonly #keyOf = new Map<string, string>();
  readonly #parts = new Map<string, readonly unknown[]>();
  /** Shapes of bodies that stand whole where they are. */
  readonly #shapes = new Set<string>();
  #isAll = false;
  /** The number of the next one; undefined as long as nobody looked. */
  #next: number | undefined;
  /** The characters of all that is here. */
  weight = 0;

  constructor(thread: string) {
    this.#thread = thread;
  }

  /** What some bodies stand for, as JSON that nobody else has. */
  async read(store: SideStore, all: readonly Packed[], now: number): Promise<readonly unknown[]> {
    const bodies = await this.#filled(store, all, now);
    await this.#loadNamed(store, bodies, now);
    return bodies.map((body) => this.#brought(body));
  }

  /** Loads what JSON names, and what that names; the keys of all of it. */
  async #loadNamed(store: SideStore, bodies: readonly unknown[], now: number): Promise<Set<string>> {
    const { texts, parts } = keysIn(bodies);
    await this.#load(store, [...texts, ...parts], now);
    if (parts.size === 0) return texts;
    const within = await this.#loadNamed(
      store,
      Array.from(parts, (key) => this.#part(key)),
      now,
    );
    return new Set([...texts, ...parts, ...within]);
  }

  /** The items of a part of a list, which nobody changes. */
  #part(key: string): readonly unknown[] {
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const items = JSON.parse(this.#text(key)) as readonly unknown[];
    this.#parts.set(key, items);
    return items;
  }

  /** The keys of the texts and shapes that some bodies name. */
  async namedBy(store: SideStore, all: readonly Packed[], now: number): Promise<ReadonlySet<string>> {
    const keys = await this.#loadNamed(store, await this.#filled(store, all, now), now);
    for (const packed of all) {
      const key = shapeKey(packed);
      if (key !== undefined) keys.add(key);
    }
    return keys;
  }

  async #filled(store: SideStore, all: readonly Packed[], now: number): Promise<readonly unknown[]> {
    await this.#loadShapes(store, all, now);
    return all.map((packed) => {
      const key = shapeKey(packed);
      return key === undefined ? packed[0] : filled(this.#text(key), packed.slice(1));
    });
  }

  async #load(store: SideStore, keys: Iterable<string>, now: number): Promise<void> {
    const missing = new Set<string>();
    for (const key of keys) if (!this.#textOf.has(key)) missing.add(key);
    if (missing.size === 0) return;
    const numbers = Array.from(missing, textNumber);
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    // Those of one state stand together, nearly always.
    if (last - first < missing.size * 4 + 16) {
      const query = { table: tables.texts, thread: this.#thread } as const;
      const before = textPlace(this.#thread, textKey(last + 1));
      const after = first === 0 ? {} : { after: textPlace(this.#thread, textKey(first - 1)) };
      for (const { key, body } of await store.items({ ...query, ...after, before }, now)) this.#keep(key, body);
    }
    for (const key of missing) {
      if (this.#textOf.has(key)) continue;
      const found = await store.item(textPlace(this.#thread, key), now);
      if (found === undefined) throw new Missing(`the text ${key}`);
      this.#keep(key, found.body);
    }
  }

  #text(key: string): string {
    const text = this.#textOf.get(key);
    if (text === undefined) throw new Missing(`the text ${key}`);
    return text;
  }

  #keep(key: string, text: string): void {
    if (this.#textOf.has(key)) return;
    this.#textOf.set(key, text);
    this.#keyOf.set(text, key);
    this.weight += text.length;
  }

  /** JSON with its texts in their places; what has none is the same. */
  #brought(json: unknown): unknown {
    if (typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) {
      let list: unknown[] | undefined;
      for (let at = 0; at < json.length; at++) {
        const item = this.#brought(json[at]);
        if (item !== json[at]) (list ??= [...(json as readonly unknown[])])[at] = item;
      }
      return list ?? json;
    }
    const { $text: key, $uuid: short, $list: list } = json as Named;
    if (list !== undefined) return list.flatMap((part) => this.#brought(this.#part(part)) as unknown[]);
    if (key !== undefined) return this.#text(key);
    if (short !== undefined) return longId(short);
    let record: Record<string, unknown> | undefined;
    for (const name in json) {
      const was = (json as Readonly<Record<string, unknown>>)[name];
      const part = this.#brought(was);
      if (part !== was) (record ??= { ...json })[name] = part;
    }
    return record ?? json;
  }

  /** Knows all that there is: who writes the same again, as a graph within whose parent was read, names what is there. */
  async loadAll(store: SideStore, now: number): Promise<void> {
    if (this.#isAll) return;
    this.#isAll = true;
    for (const { key, body } of await store.items({ table: tables.texts, thread: this.#thread }, now))
      this.#keep(key, body);
  }

  /** Learns what shapes there are of some bodies: whoever goes on writing begins with these. */
  async learn(store: SideStore, all: readonly Packed[], now: number): Promise<void> {
    await this.#loadShapes(store, all, now);
    for (const packed of all) {
      const shaped = shapeKey(packed) === undefined ? shapeOf(packed[0] as object) : undefined;
      if (shaped !== undefined) this.#shapes.add(shaped.shape);
    }
  }

  async #loadShapes(store: SideStore, all: readonly Packed[], now: number): Promise<void> {
    const keys = all.map(shapeKey).filter((key) => key !== undefined);
    await this.#load(store, keys, now);
  }

  /** Begins to write: what is new to the thread is gathered, and known once it is written. */
  async writing(store: SideStore, now: number): Promise<TextWriting> {
    this.#next ??= await this.#newest(store, now);
    const added = new Map<string, string>();
    const keyOf = (text: string): string => {
      const known = this.#keyOf.get(text) ?? added.get(text);
      if (known !== undefined) return known;
      const key = textKey((this.#next ?? 0) + added.size);
      added.set(text, key);
      return key;
    };
    return {
      packed: (body) => {
        const json = shelved(body, keyOf) as object;
        const shaped = shapeOf(json);
        // One that comes for the first time may be the last of its kind.
        return shaped !== undefined && this.#isAgain(shaped.shape) ? packedBy(keyOf(shaped.shape), shaped) : [json];
      },
      whole: (body) => [shelved(body, keyOf) as object],
      plain: (body) => [shelved(body, keyOf, (items) => items) as object],
      puts: () => Array.from(added, ([text, key]) => ({ ...textPlace(this.#thread, key), body: text, was: 0 })),
      written: () => {
        for (const [text, key] of added) this.#keep(key, text);
        this.#next = (this.#next ?? 0) + added.size;
      },
    };
  }

  #isAgain(shape: string): boolean {
    if (this.#keyOf.has(shape) || this.#shapes.has(shape)) return true;
    if (this.#shapes.size >= mostShapes) this.#shapes.clear();
    this.#shapes.add(shape);
    return false;
  }

  /** Somebody else wrote meanwhile. */
  lookAgain(): void {
    this.#next = undefined;
  }

  async #newest(store: SideStore, now: number): Promise<number> {
    const query = { table: tables.texts, thread: this.#thread, lastFirst: true, limit: 1 };
    const [last] = await store.items(query, now);
    return last === undefined ? 0 : textNumber(last.key) + 1;
  }
}

export interface TextWriting {
  /** What is written for a body: long texts are kept apart, and its shape where that came before. */
  readonly packed: (body: object) => Packed;
  /** All of a body, but for long texts. */
  readonly whole: (body: object) => readonly [json: object];
  /** The same, with all items of lists. */
  readonly plain: (body: object) => readonly [json: object];
  readonly puts: () => readonly ItemPut[];
  readonly written: () => void;
}

/** What stands for something else. */
interface Named {
  readonly $text?: string;
  readonly $uuid?: string;
  readonly $list?: readonly string[];
}

/** The keys of the texts that JSON names, and of parts of lists. */
function keysIn(bodies: readonly unknown[]): { readonly texts: Set<string>; readonly parts: Set<string> } {
  const keys = { texts: new Set<string>(), parts: new Set<string>() };
  for (const body of bodies) named(body, keys);
  return keys;
}

function named(json: unknown, keys: ReturnType<typeof keysIn>): void {
  if (typeof json !== 'object' || json === null) return;
  const { $text: key, $list: list } = json as Named;
  if (key !== undefined) keys.texts.add(key);
  else if (list !== undefined) for (const part of list) keys.parts.add(part);
  else for (const part of Array.isArray(json) ? json : Object.values(json)) named(part, keys);
}

/** Copies no more than it has to. */
function shelved(json: unknown, keyOf: (text: string) => string, asList: typeof inParts = inParts): unknown {
  if (typeof json === 'string') {
    if (json.length >= shortest && json.isWellFormed()) return { $text: keyOf(json) };
    return json.length === 36 && isUuid(json) ? { $uuid: shortId(json) } : json;
  }
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) {
    const items = json.map((item) => shelved(item, keyOf, asList));
    return asList(items, keyOf);
  }
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(json)) copy[name] = shelved((json as Part)[name], keyOf, asList);
  return copy;
}

type Part = Readonly<Record<string, unknown>>;
