import type { Document, WrittenEdit } from './document.ts';
import { Missing } from './missing.ts';

type Container = Record<string | number, unknown>;

/** A checkpoint that edits are made to, one after the other: what nobody else holds is changed where it is. */
export class Draft {
  #document: unknown;
  #own = new Set<unknown>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** The checkpoint as it is now, which is changed no more. */
  get document(): Document {
    this.#own = new Set();
    return this.#document as Document;
  }

  edit(edits: readonly WrittenEdit[]): void {
    for (const [at, ...what] of edits) {
      this.#document = this.#owned(this.#document);
      let inside = this.#document as Container;
      for (const key of at.slice(0, -1)) inside = inside[key] = this.#owned(inside[key]) as Container;
      const last = at.at(-1) ?? '';
      if (what.length === 0) delete inside[last];
      else if (what.length === 1) inside[last] = what[0];
      else inside[last] = this.#spliced(inside[last], what as never);
    }
  }

  #spliced(value: unknown, [start, removed, items]: readonly [number, number, string | readonly unknown[]]): unknown {
    if (typeof value === 'string') return value.slice(0, start) + String(items) + value.slice(start + removed);
    const list = this.#owned(value) as unknown[];
    if (start < list.length - removed || removed > 0) {
      const rest = list.splice(start);
      for (const item of items) list.push(item);
      for (let at = removed; at < rest.length; at++) list.push(rest[at]);
    } else for (const item of items) list.push(item);
    return list;
  }

  /** What is no container has no place within that an edit could name. */
  #owned(value: unknown): unknown {
    if (this.#own.has(value)) return value;
    if (typeof value !== 'object' || value === null) throw new Missing('a place that is told of');
    const copy: unknown = Array.isArray(value) ? value.slice() : { ...value };
    this.#own.add(copy);
    return copy;
  }
}
