import { asTooLong } from '../../base/problem/too-long.ts';
import { hashOf } from '../../base/hash.ts';
import type { Blob } from '../contract/store.ts';
import type { Rule } from './protected-shape.ts';
import { isJson, mapEntries, type Sealer } from './sealed-text.ts';
import { entryKey } from './snapshot-text.ts';

/** Texts of one commit, with the values that they keep apart. */
export class Writing {
  readonly #sealer: Sealer;
  readonly #given: ReadonlyMap<string, string>;
  readonly #blobs = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(sealer: Sealer, blobs: readonly Blob[] = []) {
    this.#sealer = sealer;
    this.#given = new Map(blobs.map(({ hash, body }) => [hash, body]));
  }

  get blobs(): readonly Blob[] {
    return Array.from(this.#blobs, ([hash, body]) => ({ hash, body }));
  }

  /** A text with the protected parts of its values sealed. */
  text<Text extends string | null>(text: Text, rule: Rule): Text {
    try {
      return text === null ? text : (JSON.stringify(this.by(rule, JSON.parse(text))) as Text);
    } catch (error) {
      throw asTooLong(error, 'state');
    }
  }

  /** JSON with the protected parts of its values sealed. */
  by(rule: Rule, json: unknown): unknown {
    if (typeof rule === 'object') return this.#within(rule, json);
    switch (rule) {
      case 'value':
        return this.#sealer.named(json, this.#reference);
      case 'values':
        return this.#sealer.values(json, this.#reference);
      case 'changes':
        return this.#sealer.changes(json, this.#reference);
      case 'journal':
        return isJson(json) ? mapEntries(json, (entry, key) => this.#entry(entry, entryKey(key))) : json;
      case 'refused':
        return this.#refused(json);
      case 'secret':
        return this.whole(json);
      default:
        return json;
    }
  }

  /** JSON sealed as one. */
  whole(json: unknown): unknown {
    return this.#sealer.part(json, this.#reference);
  }

  #within(rule: Extract<Rule, object>, json: unknown): unknown {
    if ('each' in rule) return this.#each(rule.each, json);
    if ('parts' in rule) return this.#parts(rule.parts, json);
    return isJson(json) ? mapEntries(json, (part) => this.by(rule.all, part)) : json;
  }

  #each(rule: Rule, json: unknown): unknown {
    return Array.isArray(json) ? json.map((part) => this.by(rule, part)) : json;
  }

  #parts(rules: Readonly<Record<string, Rule>>, json: unknown): unknown {
    return isJson(json) ? mapEntries(json, (part, name) => this.by(rules[name] ?? 'fact', part)) : json;
  }

  #refused(json: unknown): unknown {
    if (!isJson(json) || json['update'] === undefined) return json;
    const { update, ...facts } = json;
    return { ...facts, update: json['guarded'] === true ? this.whole(update) : this.by('value', update) };
  }

  /** What a step gave, a question showed or an answer said. */
  #entry(entry: unknown, key: string): unknown {
    if (!isJson(entry)) return entry;
    const hides = entry['guarded'] === true || this.#sealer.has(key);
    return mapEntries(entry, (part, name) => {
      if (name !== 'value' && name !== 'payload') return part;
      return hides ? this.whole(part) : this.by('value', part);
    });
  }

  /** What a value that is kept apart is kept as: itself, or its sealed form under another hash. */
  readonly #reference = (hash: string, whole: boolean): string => {
    const place = `${hash} ${whole}`;
    const known = this.#names.get(place);
    if (known !== undefined) return known;
    const body = this.#given.get(hash);
    if (body === undefined) return hash;
    const json: unknown = JSON.parse(body);
    const sealed = whole ? this.#sealer.value(json, this.#reference) : this.#sealer.named(json, this.#reference);
    const text = JSON.stringify(sealed);
    const name = text === body ? hash : hashOf(text);
    this.#names.set(place, name);
    this.#blobs.set(name, text);
    return name;
  };
}
