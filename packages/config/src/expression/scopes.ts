import { Scope, type ScopeParts } from './scope.ts';
import type { Known } from '../cel/known.ts';

/** The scopes of a document: places that see the same have one, so that an expression is checked once for all of them. */
export class Scopes {
  readonly #scopes = new Map<string, Scope>();
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<Known, number>();

  of(parts: ScopeParts): Scope {
    const names = Object.entries(parts.known).map(([name, known]) => `${name}=${this.#numberOf(known)}`);
    const key = `${parts.parameters.join()} ${names.join()}`;
    const before = this.#scopes.get(key);
    if (before !== undefined) return before;
    const made = new Scope(parts);
    this.#scopes.set(key, made);
    return made;
  }

  /** A number that stands for all that is known of a value: two of which the same is known have one. */
  #numberOf(known: Known): number {
    const before = this.#known.get(known);
    if (before !== undefined) return before;
    const { cel, fields, item } = known;
    const own = [
      cel,
      item === undefined ? null : this.#numberOf(item),
      fields === undefined ? null : Array.from(fields, ([name, each]) => [name, this.#numberOf(each)]),
    ];
    const text = JSON.stringify(own);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(known, number);
    return number;
  }
}
