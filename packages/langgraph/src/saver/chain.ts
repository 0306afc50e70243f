/**
 * Checkpoints as they are kept: whole, or as what differs from the one that they follow.
 *
 * 1. What it takes to read one is in proportion to its state: where its chain outweighs that, one is written whole.
 * 2. A row is never changed while something is told by it; see {@link Known}.
 */

import type { Item } from '@cairn/core/store';
import { edited, editOf, editsOf, writtenEdit, type Document, type WrittenEdit } from './document.ts';
import type { Kept } from './kept.ts';
import type { Known } from './known.ts';
import { Missing } from './missing.ts';
import { checkpointIn, checkpointPlace, checkpointsOf, longId, shortId, tables } from './places.ts';
import type { SideStore } from './side-store.ts';
import type { TextWriting } from './texts.ts';

type Body = { readonly of?: string } & (
  | { readonly is: Document; readonly by?: undefined }
  | { readonly by: readonly WrittenEdit[]; readonly is?: undefined }
);

/** The checkpoint that one follows is named in full only where it is in another namespace's form. */
function followed(body: string): { readonly body: Body; readonly of: string | undefined } {
  const read = JSON.parse(body) as Body;
  return { body: read, of: read.of === undefined ? undefined : longId(read.of) };
}

/** How much longer a chain may be than what is whole. */
const mostTimes = 8;
const mostBeside = 8 * 1024;
/** What a row costs beside its text. */
const rowWeight = 96;

/** How the body of a checkpoint is written that follows another, or none that is known. */
export function writeBody(
  key: string,
  of: string | undefined,
  document: Document,
  { before, texts }: { readonly before: Kept | undefined; readonly texts: TextWriting },
): { readonly body: string; readonly kept: Kept } {
  const named = of === undefined ? {} : { of: shortId(of) };
  if (before !== undefined) {
    const body = texts.body({ ...named, by: editsOf(before.document, document).map(writtenEdit) });
    const since = before.since + body.length + rowWeight;
    if (since <= before.whole * mostTimes + mostBeside) {
      return { body, kept: { key, of, document, since, whole: before.whole } };
    }
  }
  const body = texts.body({ ...named, is: document });
  return { body, kept: { key, of, document, since: 0, whole: body.length } };
}

/** Reads checkpoints of one namespace. */
export class Chain {
  readonly #store: SideStore;
  readonly #known: Known;
  readonly #ns: string;
  readonly #now: number;
  /** Rows that were read and not used yet. */
  readonly #rows = new Map<string, string>();
  #page = 8;

  constructor(store: SideStore, known: Known, ns: string, now: number) {
    this.#store = store;
    this.#known = known;
    this.#ns = ns;
    this.#now = now;
  }

  /** Takes what was read already. */
  add(rows: readonly Item[]): void {
    for (const { key, body } of rows) this.#rows.set(key, body);
  }

  /** A checkpoint by its id; undefined where there is none. */
  async find(id: string): Promise<Kept | undefined> {
    const { key } = this.#place(id);
    return this.#known.document(key) ?? ((await this.#body(key)) === undefined ? undefined : this.read(key));
  }

  /** The checkpoint of a key that there is. */
  async read(key: string): Promise<Kept> {
    const rows: {
      readonly key: string;
      readonly text: string;
      readonly body: Body;
      readonly of: string | undefined;
    }[] = [];
    let base: Kept | undefined;
    for (let at = key; ;) {
      base = this.#known.document(at);
      if (base !== undefined) break;
      const text = await this.#body(at);
      if (text === undefined) throw new Missing(`the checkpoint ${checkpointIn(at).id}`);
      const row = { key: at, text, ...followed(text) };
      rows.push(row);
      if (row.body.is !== undefined) break;
      at = this.#place(row.of ?? '').key;
    }
    if (base !== undefined && rows.length === 0) return base;
    const { texts } = this.#known;
    await texts.load(
      this.#store,
      rows.map(({ text }) => text),
      this.#now,
    );
    for (let at = rows.length - 1; at >= 0; at -= 1) {
      const { text, body, of, key: own } = rows[at] as (typeof rows)[number];
      if (body.is !== undefined) {
        base = { key: own, of, document: texts.brought(body.is) as Document, since: 0, whole: text.length };
      } else {
        const { document, since, whole } = base as Kept;
        const edits = (texts.brought(body.by) as readonly WrittenEdit[]).map(editOf);
        base = { key: own, of, document: edited(document, edits), since: since + text.length + rowWeight, whole };
      }
      // Whoever goes back through a history finds one near by.
      if (at % 16 === 0) this.#known.keep(base);
    }
    return base as Kept;
  }

  #place(id: string): { readonly thread: string | null; readonly table: string; readonly key: string } {
    return checkpointPlace({ thread: this.#known.thread, ns: this.#ns }, id);
  }

  /** The row of a key, and some of those before it. */
  async #body(key: string): Promise<string | undefined> {
    const there = this.#rows.get(key);
    if (there !== undefined) return there;
    const { thread } = this.#known;
    const place = { table: tables.checkpoints, thread };
    const before = { ...place, key: `${key}\0` };
    const query = { ...place, prefix: checkpointsOf(this.#ns), before, lastFirst: true, limit: this.#page };
    const rows = await this.#store.items(query, this.#now);
    if (rows[0]?.key !== key) return undefined;
    this.#page = Math.min(this.#page * 4, 1024);
    this.add(rows);
    return rows[0].body;
  }
}
