/**
 * Protected parts of stored texts.
 *
 * 1. What is sealed comes back as it was, wherever it stands.
 * 2. A part is sealed where it stands, so that tools without the key still read everything around it: as an instance of a
 *    class that they do not know.
 */

import { sealedName } from '../../base/value/unread.ts';
import type { Change } from '../../base/change.ts';
import { writtenKey } from '../../base/value/key-text.ts';

/** Which keys are protected, and how. */
export interface Protection {
  /**
   * Names of state keys. What else an author gives one of these names is protected too: an event, a step, a question, and
   * any property of a payload, a result or a value.
   */
  readonly keys: readonly string[];
  /** Makes a text unreadable; left out, nothing is stored of it, and the text `[redacted]` comes back. */
  readonly seal?: (text: string) => string;
  /** Makes it readable again. */
  readonly open?: (sealed: string) => string;
}

export type Json = Readonly<Record<string, unknown>>;

/** Says what a value that is kept apart is to be called; `whole` where all of it is protected. */
export type Reference = (hash: string, whole: boolean) => string;

/** Says of a write that whoever made it has sealed its body, so that it is not sealed twice. */
export const sealedBefore: unique symbol = Symbol('sealed before');

/** Stands for what is not stored at all. */
const redacted = '[redacted]';

type Word = Change extends infer One ? (One extends unknown ? keyof One : never) : never;

/** How each part of a change is sealed, so that it can still be applied once it is opened. */
const words: Readonly<Record<Word, 'items' | 'value' | 'part' | 'amount' | 'plain'>> = {
  set: 'value',
  local: 'value',
  reduce: 'items',
  append: 'items',
  union: 'items',
  upsert: 'items',
  remove: 'items',
  merge: 'part',
  add: 'amount',
  by: 'plain',
};

/** Seals and unseals texts. */
export class Sealer {
  readonly #keys: ReadonlySet<string>;
  readonly #written: ReadonlySet<string>;
  readonly #seal: ((text: string) => string) | undefined;
  readonly #open: ((sealed: string) => string) | undefined;

  constructor({ keys, seal, open }: Protection) {
    this.#keys = new Set(keys);
    this.#written = new Set(keys.map(writtenKey));
    this.#seal = seal;
    this.#open = open;
  }

  /** Whether a name is protected. */
  readonly has = (name: unknown): boolean => typeof name === 'string' && this.#keys.has(name);

  /** Whether nothing is stored of what is protected. */
  get redacts(): boolean {
    return this.#seal === undefined;
  }

  /** Values by key, as stored. */
  values(json: unknown, reference: Reference): unknown {
    if (!isJson(json)) return json;
    return mapEntries(json, (part, key) =>
      this.#written.has(key) ? this.value(part, reference) : this.named(part, reference),
    );
  }

  /** Changes by key, as stored. */
  changes(json: unknown, reference: Reference): unknown {
    if (!isJson(json)) return json;
    const others = (part: unknown): unknown => this.named(part, reference);
    return mapEntries(json, (change, key) => {
      if (this.#written.has(key)) return this.#change(change, reference);
      if (!isJson(change)) return change;
      return mapEntries(change, (part, word) => (word === 'patch' ? this.#edits(part, reference) : others(part)));
    });
  }

  /** Edits, whose places are no values; of a protected name none is written. */
  #edits(json: unknown, reference: Reference): unknown {
    if (!Array.isArray(json)) return json;
    const list: readonly unknown[] = json;
    return list.map((edit) =>
      isJson(edit) ? mapEntries(edit, (part, word) => (word === 'at' ? part : this.named(part, reference))) : edit,
    );
  }

  #change(json: unknown, reference: Reference): unknown {
    if (!isJson(json)) return this.part(json, reference);
    return mapEntries(json, (part, word) => {
      const rule = words[word as Word] as (typeof words)[Word] | undefined;
      if (rule === 'plain') return part;
      if (rule === 'amount') return this.redacts ? 0 : this.part(part, reference);
      if (rule === 'part') return this.redacts ? { [redacted]: redacted } : this.part(part, reference);
      return rule === undefined ? this.part(part, reference) : this.value(part, reference);
    });
  }

  /** A protected value: the items of a list one by one, so that it can be added to, anything else as one. */
  value(json: unknown, reference: Reference): unknown {
    return Array.isArray(json) ? json.map((item) => this.part(item, reference)) : this.part(json, reference);
  }

  /** A protected part as one. */
  part(json: unknown, reference: Reference): unknown {
    const hash = isJson(json) ? json['$blob'] : undefined;
    if (typeof hash === 'string') return { $blob: reference(hash, true) };
    return this.#seal === undefined ? redacted : { $class: [sealedName, this.#seal(JSON.stringify(json))] };
  }

  /** An author's value, with the properties in it that have a protected name sealed. */
  named(json: unknown, reference: Reference): unknown {
    if (Array.isArray(json)) return json.map((part) => this.named(part, reference));
    if (!isJson(json)) return json;
    const [only] = Object.keys(json);
    if (only === '$blob') return { $blob: reference(json[only] as string, false) };
    if (only !== undefined && isTag(only)) return { [only]: this.#inTag(only, json[only], reference) };
    return this.values(json, reference);
  }

  #inTag(tag: string, json: unknown, reference: Reference): unknown {
    if (tag === '$map' || tag === '$set') return this.named(json, reference);
    if (tag === '$class' && Array.isArray(json) && json[0] !== sealedName) {
      return [json[0], this.named(json[1], reference), ...(json.slice(2) as unknown[])];
    }
    if (tag !== '$error' || !isJson(json)) return json;
    const { name, type, stack, ...parts } = json;
    const there = { ...(type !== undefined && { type }), name };
    return { ...there, ...(this.named(parts, reference) as Json), ...(stack !== undefined && { stack }) };
  }

  /** A text of no known form, sealed as one. */
  text(text: string): string {
    return JSON.stringify(this.part(text, (hash) => hash));
  }

  /** Such a text again; as it is where it was not sealed, or where there is no key. */
  textOf(sealed: string): string {
    if (!sealed.startsWith(`{"$class":["${sealedName}"`)) return sealed;
    const text = this.unsealed(sealed);
    return text === sealed ? sealed : (JSON.parse(text) as string);
  }

  /** A text with its sealed parts opened; as it is where there are none, or where there is no key. */
  unsealed(text: string): string {
    const open = this.#open;
    if (open === undefined || !text.includes(`"${sealedName}"`)) return text;
    return JSON.stringify(JSON.parse(text, (_key, part: unknown) => opened(part, open)));
  }
}

/** Whether a name in a text is a tag, and no key that starts as one. */
function isTag(name: string): boolean {
  return name.startsWith('$') && !name.startsWith('$$') && !name.startsWith('$~');
}

function opened(part: unknown, open: (sealed: string) => string): unknown {
  const stored = isJson(part) ? part['$class'] : undefined;
  if (!Array.isArray(stored) || stored[0] !== sealedName) return part;
  return JSON.parse(open(String(stored[1]))) as unknown;
}

/** Whether JSON is an object, and no list. */
export function isJson(json: unknown): json is Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** An object with other parts under the same names. */
export function mapEntries(json: Json, to: (part: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(json).map(([key, part]) => [key, to(part, key)]));
}
