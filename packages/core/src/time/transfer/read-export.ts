import { hashOf } from '../../base/hash.ts';
import { problem } from '../../base/problem/problem.ts';
import { readPlanData } from '../../compile/plan-data.ts';
import { blobsIn } from '../../store/text/row-text.ts';
import type { Blob, StoredRow, StoredSnapshot } from '../../store/contract/store.ts';
import {
  exportFormat,
  foldedAgain,
  isObject,
  readLine,
  type ExportedItem,
  type ExportedMessage,
  type ExportedPlan,
  type ExportedThread,
} from './export-line.ts';
import { changesShape } from './change-shapes.ts';
import * as shapes from './export-shapes.ts';
import { planShape } from './plan-shape.ts';
import type { Shape } from './shape.ts';

/** An exported thread, read and found to be whole. */
export interface Exported {
  readonly thread: ExportedThread;
  readonly plans: readonly ExportedPlan[];
  readonly blobs: ReadonlyMap<string, Blob>;
  readonly rows: readonly StoredRow[];
  /** States that do not follow from the row before them, by seq. */
  readonly snapshots: ReadonlyMap<number, StoredSnapshot>;
  readonly messages: readonly ExportedMessage[];
  readonly items: readonly ExportedItem[];
  /** The number of the line that each row stands on, and of the last. */
  readonly lines: readonly number[];
}

/**
 * Reads an exported thread.
 *
 * A problem `export/newer` when its format is newer than this Cairn, `export/damaged` with the number of the line when
 * something is missing, not as it was written, or nothing that a thread can be.
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
  readonly #lines: number[] = [];
  readonly #snapshots = new Map<number, StoredSnapshot>();
  readonly #messages: ExportedMessage[] = [];
  readonly #items: ExportedItem[] = [];

  take(text: unknown): void {
    this.#line += 1;
    if (typeof text !== 'string') throw this.#damaged('it is no text');
    if (text.trim() === '') return;
    if (!text.isWellFormed()) throw this.#damaged('it has half of a surrogate pair in its text');
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
      items: this.#items,
      lines: [...this.#lines, this.#line - 1],
    };
  }

  #takeHeader(line: Part): ExportedThread {
    const { cairn, format, thread } = line;
    if (cairn !== 'thread' || typeof format !== 'number') throw this.#damaged('it does not begin an exported thread');
    if (format > exportFormat) throw problem('export/newer', { found: format, known: exportFormat });
    const facts = this.#partOf(thread, 'thread', shapes.headerShape) as unknown as ExportedThread;
    if (facts.summary !== null) this.#json(facts.summary, 'summary', shapes.summaryShape);
    return facts;
  }

  #takePart(line: Part): void {
    if ('row' in line) this.#takeRow(this.#partOf(line['row'], 'row', shapes.rowShape) as unknown as StoredRow);
    else if ('blob' in line) this.#takeBlob(this.#partOf(line['blob'], 'blob', shapes.blobShape) as unknown as Blob);
    else if ('snapshot' in line) {
      const taken = this.#partOf(line['snapshot'], 'snapshot', shapes.snapshotLineShape);
      this.#takeSnapshot(taken as unknown as StoredSnapshot);
    } else if ('plan' in line) {
      this.#takePlan(this.#partOf(line['plan'], 'plan', shapes.planLineShape) as unknown as ExportedPlan);
    } else if ('message' in line) {
      this.#takeMessage(this.#partOf(line['message'], 'message', shapes.messageShape) as unknown as ExportedMessage);
    } else if ('item' in line) {
      this.#items.push(this.#partOf(line['item'], 'item', shapes.itemShape) as unknown as ExportedItem);
    } else if ('end' in line) this.#takeEnd(this.#partOf(line['end'], 'end', shapes.endShape)['rows'] as number);
    else throw this.#damaged('it holds nothing that is known');
  }

  #takePlan(taken: ExportedPlan): void {
    this.#json(taken.body, 'body', planShape);
    const { graph } = this.#thread as ExportedThread;
    const { name } = readPlanData(taken.body);
    if (name !== graph) throw this.#damaged(`it holds a plan of graph "${name}", and not of "${graph}"`);
    this.#plans.push(taken);
  }

  #takeMessage({ body, at, queued, key, outcome }: ExportedMessage): void {
    this.#json(body, 'body', shapes.commandShape);
    if (outcome !== undefined) this.#json(outcome, 'outcome', shapes.outcomeShape);
    if (key !== undefined && this.#messages.some((other) => other.key === key)) {
      throw this.#damaged(`it holds a second message under "${key}"`);
    }
    const told = { ...(key !== undefined && { key }), ...(outcome !== undefined && { outcome }) };
    this.#messages.push({ body, at, queued, ...told });
  }

  #takeRow(taken: StoredRow): void {
    const before = this.#rows.at(-1)?.seq;
    if (before !== undefined && taken.seq !== before + 1) {
      throw this.#damaged(`it holds checkpoint ${taken.seq} after ${before}`);
    }
    if (taken.changes !== null) this.#json(taken.changes, 'changes', changesShape);
    if (taken.detail !== null) this.#json(taken.detail, 'detail', shapes.detailShape);
    this.#requireBlobs(taken.changes, taken.detail);
    this.#rows.push(taken);
    this.#lines.push(this.#line);
  }

  #takeBlob(taken: Blob): void {
    if (hashOf(taken.body) !== taken.hash) throw this.#damaged('its value does not fit its hash');
    this.#json(taken.body, 'body', () => undefined);
    this.#blobs.set(taken.hash, taken);
  }

  #takeSnapshot(taken: StoredSnapshot): void {
    const last = this.#rows.at(-1)?.seq;
    if (taken.seq !== last)
      throw this.#damaged(`it holds the state of checkpoint ${taken.seq} after ${last ?? 'none'}`);
    this.#json(taken.body, 'body', shapes.stateShape);
    this.#requireBlobs(taken.body);
    this.#snapshots.set(taken.seq, taken);
  }

  #takeEnd(rows: number): void {
    const { head, fingerprint } = this.#thread as ExportedThread;
    if (this.#plans.every((each) => each.fingerprint !== fingerprint))
      throw this.#damaged('the plan of its graph is missing');
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

  /** A part of a line, once it is known to be what it has to be. */
  #partOf(part: unknown, name: string, shape: Shape): Part {
    if (!isObject(part)) throw this.#damaged('it holds no object');
    const folded = foldedAgain(part);
    this.#mustBe(shape, folded, name);
    return folded;
  }

  /** Text that is JSON of some shape. */
  #json(text: string, name: string, shape: Shape): void {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw this.#damaged(`its "${name}" is not JSON (${(error as Error).message})`);
    }
    this.#mustBe(shape, json, name);
  }

  #mustBe(shape: Shape, json: unknown, name: string): void {
    const wrong = shape(json, name);
    if (wrong !== undefined) throw this.#damaged(wrong);
  }

  #damaged(found: string): Error {
    return problem('export/damaged', { line: this.#line, found });
  }
}
