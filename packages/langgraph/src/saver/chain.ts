/**
 * Checkpoints as they are kept: whole, or as what differs from the one that they follow.
 *
 * 1. What it takes to read one is in proportion to its state: where its chain outweighs that, one is written whole.
 * 2. A checkpoint is never changed while something is told by it; see {@link Known}.
 */

import { editsOf, writtenEdit, type Document, type WrittenEdit } from './document.ts';
import { Draft } from './draft.ts';
import type { Kept } from './kept.ts';
import type { Known } from './known.ts';
import { Missing } from './missing.ts';
import { checkpointsOf, longId } from './places.ts';
import { isWrites, type CheckpointLine, type Segment, type WritesLine } from './segment.ts';
import { Segments } from './segments.ts';
import { isWhole, weightOf } from './shapes.ts';
import type { SideStore } from './side-store.ts';
import type { TextWriting } from './texts.ts';

/** How much longer a chain may be than what is whole. */
const mostTimes = 8;
const mostBeside = 8 * 1024;
/** What a line costs beside its text. */
const lineWeight = 96;

/** How a checkpoint is written that follows another, or none that is known. */
export function lineOf(
  key: string,
  { id, of }: Pick<CheckpointLine, 'id' | 'of'>,
  document: Document,
  { before, texts }: { readonly before: Kept | undefined; readonly texts: TextWriting },
): { readonly line: CheckpointLine; readonly kept: Kept } {
  if (before !== undefined) {
    const packed = texts.packed(editsOf(before.document, document).map(writtenEdit));
    const since = before.since + weightOf(packed) + lineWeight;
    if (since <= before.whole * mostTimes + mostBeside) {
      return { line: { id, of, packed }, kept: { key, of, document, since, whole: before.whole } };
    }
  }
  const packed = texts.packed(document);
  return { line: { id, of, packed }, kept: { key, of, document, since: 0, whole: sizeOf(document) } };
}

/** About how long a document's JSON is, but for long texts: what it takes to make a checkpoint of it. */
function sizeOf(json: unknown): number {
  if (typeof json === 'string') return Math.min(json.length, 24);
  if (typeof json !== 'object' || json === null) return 4;
  let size = 2;
  for (const key in json)
    size += sizeOf((json as Readonly<Record<string, unknown>>)[key]) + (Array.isArray(json) ? 1 : key.length + 4);
  return size;
}

/** Reads checkpoints of one namespace. */
export class Chain {
  readonly segments: Segments;
  readonly #store: SideStore;
  readonly #known: Known;
  readonly #now: number;
  readonly #prefix: string;
  /** What was read of segments. */
  readonly #lines = new Map<string, CheckpointLine>();
  readonly #writes = new Map<string, WritesLine[]>();
  #page = 4;

  constructor(store: SideStore, known: Known, ns: string, now: number) {
    const at = { thread: known.thread, ns };
    this.segments = new Segments(store, at, now);
    this.#store = store;
    this.#known = known;
    this.#now = now;
    this.#prefix = checkpointsOf(ns);
  }

  /** Takes what was read already. */
  add(segments: readonly Segment[]): void {
    for (const { lines } of segments) {
      for (const line of lines) if (!isWrites(line)) this.#lines.set(line.id, line);
      // A segment that was read again is newer.
      for (const line of lines) if (!isWrites(line)) this.#writes.set(line.id, []);
      for (const line of lines) if (isWrites(line)) this.#writes.get(line.id)?.push(line);
    }
  }

  /** A checkpoint by its id; undefined where there is none. */
  async find(id: string): Promise<Kept | undefined> {
    return this.#known.document(this.#prefix + id) ?? ((await this.line(id)) === undefined ? undefined : this.read(id));
  }

  /** What tasks wrote to a checkpoint, as far as it is in its segment. */
  async writes(id: string): Promise<readonly WritesLine[]> {
    await this.line(id);
    return this.#writes.get(id) ?? [];
  }

  /** The checkpoint of an id that there is. */
  async read(id: string): Promise<Kept> {
    const lines: CheckpointLine[] = [];
    let base: Kept | undefined;
    for (let at = id; ;) {
      base = this.#known.document(this.#prefix + at);
      if (base !== undefined) break;
      const line = await this.line(at);
      if (line === undefined) throw new Missing(`the checkpoint ${longId(at)}`);
      lines.push(line);
      if (isWhole(line.packed)) break;
      at = line.of ?? '';
    }
    const packed = lines.map((line) => line.packed);
    const bodies = await this.#known.texts.read(this.#store, packed, this.#now);
    return this.#folded(lines.toReversed(), bodies.toReversed(), base) ?? (base as Kept);
  }

  /** What lines lead to, one after the other. */
  #folded(lines: readonly CheckpointLine[], bodies: readonly unknown[], base: Kept | undefined): Kept | undefined {
    let draft = base && new Draft(base.document);
    let [since, whole] = [base?.since ?? 0, base?.whole ?? 0];
    let last: Kept | undefined;
    for (const [index, { id, of, packed }] of lines.entries()) {
      const body = bodies[index];
      if (draft === undefined) {
        draft = new Draft(body as Document);
        whole = sizeOf(body);
      } else {
        draft.edit(body as readonly WrittenEdit[]);
        since += weightOf(packed) + lineWeight;
      }
      const left = lines.length - 1 - index;
      // Whoever goes back through a history finds one near by.
      if (left % 16 !== 0) continue;
      last = { key: this.#prefix + id, of, document: draft.document, since, whole };
      this.#known.keep(last);
    }
    return last;
  }

  /** The line of a checkpoint, with which some of those before it are read. */
  async line(id: string): Promise<CheckpointLine | undefined> {
    const there = this.#lines.get(id);
    if (there !== undefined) return there;
    this.add(await this.segments.upTo(id, this.#page));
    this.#page = Math.min(this.#page * 4, 1024);
    return this.#lines.get(id);
  }
}
