/**
 * Long texts of a thread, each kept once: a message is in an input, in what a task wrote, in a channel and in a subgraph's.
 *
 * Of a text that is kept, `{"$text":key}` stands in its place; a record of anybody's cannot look so, for its keys are escaped.
 */

import type { ItemPut } from '@cairn/core/store';
import { Missing } from './missing.ts';
import { tables, textKey, textNumber, textPlace } from './places.ts';
import type { SideStore } from './side-store.ts';

/** A text that is shorter stands where it is. */
const shortest = 128;

const references = /\{"\$text":"(?<key>[0-9a-z]+)"\}/gu;

/** The keys of the texts that a body names. */
export function textsIn(body: string): readonly string[] {
  return Array.from(body.matchAll(references), ({ groups }) => groups?.['key'] ?? '');
}

export class Texts {
  readonly #thread: string;
  readonly #textOf = new Map<string, string>();
  readonly #keyOf = new Map<string, string>();
  /** The number of the next one; undefined as long as nobody looked. */
  #next: number | undefined;
  /** The characters of all that is here. */
  weight = 0;

  constructor(thread: string) {
    this.#thread = thread;
  }

  /** Reads those that some bodies name. */
  async load(store: SideStore, bodies: readonly string[], now: number): Promise<void> {
    const missing = new Set<string>();
    for (const body of bodies) {
      for (const key of textsIn(body)) if (!this.#textOf.has(key)) missing.add(key);
    }
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

  #keep(key: string, text: string): void {
    if (this.#textOf.has(key)) return;
    this.#textOf.set(key, text);
    this.#keyOf.set(text, key);
    this.weight += text.length;
  }

  /** JSON of a body with its texts in their places; the JSON is changed. */
  brought(json: unknown): unknown {
    if (typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) {
      for (let at = 0; at < json.length; at++) if (typeof json[at] === 'object') json[at] = this.brought(json[at]);
      return json;
    }
    const record = json as Record<string, unknown>;
    const key = record['$text'];
    if (key !== undefined) {
      const text = this.#textOf.get(key as string);
      if (text === undefined) throw new Missing(`the text ${key as string}`);
      return text;
    }
    for (const name in record) if (typeof record[name] === 'object') record[name] = this.brought(record[name]);
    return json;
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
      body: (json) => JSON.stringify(shelved(json, keyOf)),
      puts: () => Array.from(added, ([text, key]) => ({ ...textPlace(this.#thread, key), body: text, was: 0 })),
      written: () => {
        for (const [text, key] of added) this.#keep(key, text);
        this.#next = (this.#next ?? 0) + added.size;
      },
    };
  }

  async #newest(store: SideStore, now: number): Promise<number> {
    const query = { table: tables.texts, thread: this.#thread, lastFirst: true, limit: 1 };
    const [last] = await store.items(query, now);
    return last === undefined ? 0 : textNumber(last.key) + 1;
  }
}

export interface TextWriting {
  /** The text of JSON whose long texts are kept apart. */
  readonly body: (json: unknown) => string;
  readonly puts: () => readonly ItemPut[];
  readonly written: () => void;
}

/** Copies no more than it has to. */
function shelved(json: unknown, keyOf: (text: string) => string): unknown {
  if (typeof json === 'string') {
    return json.length >= shortest && json.isWellFormed() ? { $text: keyOf(json) } : json;
  }
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item) => shelved(item, keyOf));
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(json)) copy[name] = shelved((json as Record<string, unknown>)[name], keyOf);
  return copy;
}
