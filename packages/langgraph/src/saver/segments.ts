/**
 * The segments of a namespace: which of them has a checkpoint, and where a new one comes to.
 *
 * 1. The head is the item that new checkpoints come to, under a key of its own; one that is full is put under the id of its first
 *    checkpoint, and the head begins anew. Once there is one, there always is.
 * 2. Ids in the head are after all in other segments, and a checkpoint is in the last segment that begins with its id or before it.
 * 3. Who writes a checkpoint asks that the head is the one that was read: it says where everything is to be.
 * 4. Ids that are no UUIDs do not stand in their order: each has a segment of its own.
 */

import type { Item, ItemPut } from '@cairn/core/store';
import { checkpointsOf, longId, noUuid, segmentPlace, tables, type Namespace } from './places.ts';
import { isWrites, segmentBody, segmentOf, type CheckpointLine, type Line, type Segment } from './segment.ts';
import type { SideStore } from './side-store.ts';

/** A segment that is longer is full: the more is in an item the fewer bytes are beside it, but all of it is written again each time. */
const full = 800;

/** As far as what tasks wrote goes into the segment of its checkpoint. */
const fullOfWrites = 2048;

export class Segments {
  readonly #store: SideStore;
  readonly #at: Namespace;
  readonly #now: number;
  readonly #place: { readonly table: string; readonly thread: string; readonly prefix: string };
  #head: { readonly is: Segment | undefined } | undefined;

  constructor(store: SideStore, at: Namespace, now: number) {
    this.#store = store;
    this.#at = at;
    this.#now = now;
    this.#place = { table: tables.checkpoints, thread: at.thread, prefix: checkpointsOf(at.ns) };
  }

  async #headNow(): Promise<Segment | undefined> {
    if (this.#head === undefined) {
      const item = await this.#store.item(segmentPlace(this.#at), this.#now);
      this.#head = { is: item && segmentOf(item) };
    }
    return this.#head.is;
  }

  /** The segment that a checkpoint is in, if it is there, and some of those before it; the last first. */
  async upTo(id: string, limit: number): Promise<readonly Segment[]> {
    if (isOther(id)) {
      const item = await this.#store.item(segmentPlace(this.#at, id), this.#now);
      return item === undefined ? [] : [segmentOf(item)];
    }
    const head = await this.#headNow();
    if (head === undefined || head.lines.length === 0 || id < firstId(head)) return this.before(`${id}\0`, limit);
    return limit === 1 ? [head] : [head, ...(await this.before(firstId(head), limit - 1))];
  }

  /** Those under ids before one, the last first. */
  async before(id: string, limit: number): Promise<readonly Segment[]> {
    const query = { ...this.#place, before: segmentPlace(this.#at, id), lastFirst: true, limit };
    return (await this.#store.items(query, this.#now)).filter(({ key }) => key !== this.#place.prefix).map(segmentOf);
  }

  /** All of them, the head last, if ids of other forms are not asked for. */
  async all(): Promise<readonly Segment[]> {
    return (await this.items()).map(segmentOf);
  }

  async items(): Promise<readonly Item[]> {
    return this.#store.items(this.#place, this.#now);
  }

  /** The newest checkpoint. */
  async newest(): Promise<string | undefined> {
    const [last] = await this.#store.items({ ...this.#place, lastFirst: true, limit: 1 }, this.#now);
    if (last === undefined) return undefined;
    const head = await this.#headNow();
    const segment = head === undefined || head.lines.length === 0 ? (await this.before(noUuid, 1))[0] : head;
    const own = segment && lastId(segment);
    const other = last.key.slice(this.#place.prefix.length);
    return own === undefined || (isOther(other) && longId(own) < longId(other)) ? other : own;
  }

  /** What is put so that a new checkpoint is there. */
  async withCheckpoint(line: CheckpointLine): Promise<readonly ItemPut[]> {
    if (isOther(line.id)) return [this.#put([line], 0)];
    const head = await this.#headNow();
    const target = await this.#targetFor(line.id, head);
    const parts = partsWith(target?.lines ?? [], line);
    if (target !== head) {
      const asked = { ...segmentPlace(this.#at), is: head?.version ?? 0 };
      return [asked, ...parts.map((part, at) => this.#put(part, at === 0 && target ? target.version : 0))];
    }
    const newest = parts.at(-1) ?? [];
    const isTooLong = segmentBody(newest).length > full;
    const fulls = isTooLong ? parts : parts.slice(0, -1);
    const body = segmentBody(isTooLong ? [] : newest);
    return [...fulls.map((part) => this.#put(part, 0)), { ...segmentPlace(this.#at), body, was: head?.version ?? 0 }];
  }

  /** What is put so that a segment has other lines of writes; undefined where they are too many for it. */
  withWrites(segment: Segment, lines: readonly Line[]): ItemPut | undefined {
    const body = segmentBody(lines);
    if (body.length > fullOfWrites && body.length > segment.body.length) return undefined;
    return { ...segmentPlace(this.#at), key: segment.key, body, was: segment.version };
  }

  /** What is put so that some lines are all that there is of the namespace. */
  anew(all: readonly Line[]): readonly ItemPut[] {
    const puts: ItemPut[] = [this.#place];
    const own = new Map<string, Line[]>(all.map(({ id }) => [id, []]));
    for (const line of all) own.get(line.id)?.push(line);
    let part: Line[] = [];
    let length = 0;
    for (const id of [...own.keys()].toSorted()) {
      const lines = own.get(id) ?? [];
      const more = segmentBody(lines).length;
      if (isOther(id)) puts.push(this.#put(lines, undefined));
      else {
        if (part.length > 0 && length + more > full) {
          puts.push(this.#put(part, undefined));
          [part, length] = [[], 0];
        }
        part.push(...lines);
        length += more;
      }
    }
    return [...puts, { ...segmentPlace(this.#at), body: segmentBody(part) }];
  }

  async #targetFor(id: string, head: Segment | undefined): Promise<Segment | undefined> {
    if (head !== undefined && head.lines.length > 0) {
      return firstId(head) <= id ? head : (await this.before(`${id}\0`, 1))[0];
    }
    const [last] = await this.before(noUuid, 1);
    if (last === undefined || lastId(last) < id) return head;
    return (await this.before(`${id}\0`, 1))[0];
  }

  #put(lines: readonly Line[], was: number | undefined): ItemPut {
    const put = { ...segmentPlace(this.#at, firstId({ lines })), body: segmentBody(lines) };
    return was === undefined ? put : { ...put, was };
  }
}

/** Whether a checkpoint is in one. */
export function hasCheckpoint({ lines }: Segment, id: string): boolean {
  return lines.some((line) => line.id === id && !isWrites(line));
}

export function isOther(id: string): boolean {
  return id.startsWith(noUuid);
}

/** Lines with another, in as many segments as are asked for where that is too much for one. */
function partsWith(lines: readonly Line[], line: CheckpointLine): readonly (readonly Line[])[] {
  const all = [...lines, line];
  if (lines.length === 0 || segmentBody(all).length <= full) return [all];
  const before = lines.filter(({ id }) => id < line.id);
  const after = lines.filter(({ id }) => id > line.id);
  return [before, [line], after].filter(({ length }) => length > 0);
}

function firstId({ lines }: Pick<Segment, 'lines'>): string {
  return lines.reduce((first, { id }) => (id < first ? id : first), lines[0]?.id ?? '');
}

function lastId({ lines }: Pick<Segment, 'lines'>): string {
  return lines.reduce((last, { id }) => (id > last ? id : last), '');
}
