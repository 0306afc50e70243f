import { hashOf } from '../base/hash.ts';
import { problem } from '../base/problem.ts';
import { blobsIn } from '../store/row-text.ts';
import type { Blob, Message, StoredRow, StoredSnapshot } from '../store/store.ts';
import {
  exportFormat,
  foldedAgain,
  isObject,
  readLine,
  type ExportedPlan,
  type ExportedThread,
} from './export-line.ts';

/** An exported thread, read and found to be whole. */
export interface Exported {
  readonly thread: ExportedThread;
  readonly plans: readonly ExportedPlan[];
  readonly blobs: ReadonlyMap<string, Blob>;
  readonly rows: readonly StoredRow[];
  /** States that do not follow from the row before them, by seq. */
  readonly snapshots: ReadonlyMap<number, StoredSnapshot>;
  readonly messages: readonly Pick<Message, 'body' | 'at' | 'queued'>[];
}

/**
 * Reads an exported thread.
 *
 * A problem `export/newer` when its format is newer than this Cairn, `export/damaged` with the number of the line when
 * something is missing or not as it was written.
 */
export async function readExport(lines: AsyncIterable<string>): Promise<Exported> {
  const reader = new ExportReader();
  for await (const line of lines) reader.take(line);
  return reader.finish();
}

type Part = Readonly<Record<string, unknown>>;

/** Takes the lines of an exported thread one by one. */
class ExportReader {
  #line = 0;
  #thread: ExportedThread | undefined;
  #isOver = false;
  readonly #plans: ExportedPlan[] = [];
  readonly #blobs = new Map<string, Blob>();
  readonly #rows: StoredRow[] = [];
  readonly #snapshots = new Map<number, StoredSnapshot>();
  readonly #messages: Pick<Message, 'body' | 'at' | 'queued'>[] = [];

  take(text: string): void {
    this.#line += 1;
    if (text.trim() === '') return;
    const line = readLine(text.trimEnd());
    if (typeof line === 'string') throw this.#damaged(line);
    if (this.#isOver) throw this.#damaged('it comes after the end of the thread');
    if (this.#thread === undefined) this.#thread = this.#takeHeader(line);
    else this.#takePart(line);
  }

  /** All that was read. */
  finish(): Exported {
    this.#line += 1;
    if (this.#thread === undefined) throw this.#damaged('there is nothing to read');
    if (!this.#isOver) throw this.#damaged('the end of the thread is missing');
    return {
      thread: this.#thread,
      plans: this.#plans,
      blobs: this.#blobs,
      rows: this.#rows,
      snapshots: this.#snapshots,
      messages: this.#messages,
    };
  }

  #takeHeader(line: Part): ExportedThread {
    const { cairn, format, thread } = line;
    if (cairn !== 'thread' || typeof format !== 'number') throw this.#damaged('it does not begin an exported thread');
    if (format > exportFormat) throw problem('export/newer', { found: format, known: exportFormat });
    const facts = this.#partOf(thread, header);
    if (!Array.isArray(facts['tags'])) throw this.#damaged('its "tags" is no list');
    return facts as unknown as ExportedThread;
  }

  #takePart(line: Part): void {
    if ('row' in line) this.#takeRow(this.#partOf(line['row'], row) as unknown as StoredRow);
    else if ('blob' in line) this.#takeBlob(this.#partOf(line['blob'], blob) as unknown as Blob);
    else if ('snapshot' in line)
      this.#takeSnapshot(this.#partOf(line['snapshot'], snapshot) as unknown as StoredSnapshot);
    else if ('plan' in line) this.#plans.push(this.#partOf(line['plan'], plan) as unknown as ExportedPlan);
    else if ('message' in line) this.#messages.push(this.#partOf(line['message'], message) as unknown as Message);
    else if ('end' in line) this.#takeEnd(this.#partOf(line['end'], end)['rows'] as number);
    else throw this.#damaged('it holds nothing that is known');
  }

  #takeRow(taken: StoredRow): void {
    const before = this.#rows.at(-1)?.seq;
    if (before !== undefined && taken.seq !== before + 1) {
      throw this.#damaged(`it holds checkpoint ${taken.seq} after ${before}`);
    }
    this.#requireBlobs(taken.changes, taken.detail);
    this.#rows.push(taken);
  }

  #takeBlob(taken: Blob): void {
    if (hashOf(taken.body) !== taken.hash) throw this.#damaged('its value does not fit its hash');
    this.#blobs.set(taken.hash, taken);
  }

  #takeSnapshot(taken: StoredSnapshot): void {
    const last = this.#rows.at(-1)?.seq;
    if (taken.seq !== last)
      throw this.#damaged(`it holds the state of checkpoint ${taken.seq} after ${last ?? 'none'}`);
    this.#requireBlobs(taken.body);
    this.#snapshots.set(taken.seq, taken);
  }

  #takeEnd(rows: number): void {
    const { head } = this.#thread as ExportedThread;
    if (rows !== this.#rows.length || head !== this.#rows.at(-1)?.seq) {
      throw this.#damaged(`${this.#rows.length} of ${rows} checkpoints came before it`);
    }
    const first = this.#rows[0]?.seq ?? 1;
    if (first > 1 && !this.#snapshots.has(first)) throw this.#damaged(`the state of checkpoint ${first} is missing`);
    this.#isOver = true;
  }

  #requireBlobs(...texts: readonly (string | null)[]): void {
    const missing = texts.flatMap((text) => blobsIn(text ?? '')).find((hash) => !this.#blobs.has(hash));
    if (missing !== undefined) throw this.#damaged(`the value with hash ${missing} is missing`);
  }

  /** A part of a line, once its properties are known to be what they have to be. */
  #partOf(part: unknown, shape: Shape): Part {
    if (!isObject(part)) throw this.#damaged('it holds no object');
    const folded = foldedAgain(part);
    for (const [name, kinds] of Object.entries(shape)) {
      const value = folded[name];
      const kind = value === null ? 'null' : typeof value;
      if (!kinds.includes(kind)) throw this.#damaged(`its "${name}" is ${kind}`);
    }
    return folded;
  }

  #damaged(found: string): Error {
    return problem('export/damaged', { line: this.#line, found });
  }
}

/** What the properties of a part may be. */
type Shape = Readonly<Record<string, readonly string[]>>;

const header: Shape = {
  id: ['string'],
  graph: ['string'],
  fingerprint: ['string'],
  status: ['string'],
  due: ['number', 'null'],
  head: ['number'],
  created: ['number'],
  updated: ['number'],
  tags: ['object'],
  summary: ['string', 'null'],
};

const row: Shape = {
  seq: ['number'],
  time: ['number'],
  lane: ['string'],
  cause: ['string'],
  from: ['string'],
  to: ['string', 'null'],
  phase: ['string'],
  label: ['string', 'null'],
  changes: ['string', 'null'],
  detail: ['string', 'null'],
};

const plan: Shape = { fingerprint: ['string'], graph: ['string'], body: ['string'] };
const blob: Shape = { hash: ['string'], body: ['string'] };
const snapshot: Shape = { seq: ['number'], body: ['string'] };
const message: Shape = { body: ['string'], at: ['number'], queued: ['boolean'] };
const end: Shape = { rows: ['number'] };
