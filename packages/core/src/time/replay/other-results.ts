import type { Lane } from '../../advance/state/lane.ts';
import { problem } from '../../base/problem/problem.ts';
import type { RecordedRow } from '../read/recorded-future.ts';

/**
 * Results that activities are said to have had: by the checkpoint of the recorded result, or by the visit of a node,
 * `classify.1` or `gather.1/logs/read.2`. An `Error` fails the activity for good.
 */
export type OtherResults = Readonly<Record<string | number, unknown>>;

interface OtherResult {
  readonly name: string;
  readonly place: string;
  /** The checkpoint of the result it stands for, where one was recorded. */
  readonly seq?: number;
  readonly result: unknown;
}

/** Results other than those recorded, each to be used once. */
export class ResultsLeft {
  readonly #thread: string;
  readonly #known: readonly string[];
  readonly #left: Set<OtherResult>;

  /** A problem `fork/unknown-result` for a checkpoint that holds no result. */
  constructor(thread: string, results: OtherResults, recorded: readonly RecordedRow[]) {
    this.#thread = thread;
    const ends = recorded.filter(({ row }) => row.cause === 'done' || row.cause === 'attempt');
    this.#known = ends.map((end) => placeIn(end));
    this.#left = new Set(Object.entries(results).map(([name, result]) => this.#find(name, result, ends)));
  }

  get size(): number {
    return this.#left.size;
  }

  #find(name: string, result: unknown, ends: readonly RecordedRow[]): OtherResult {
    const isSeq = /^\d+$/u.test(name);
    const end = ends.findLast((each) => (isSeq ? each.row.seq === Number(name) : placeIn(each) === name));
    if (isSeq && end === undefined) throw this.#unknown(name);
    const seq = end?.isInput === true ? { seq: end.row.seq } : {};
    return { name, result, place: end === undefined ? name : placeIn(end), ...seq };
  }

  #unknown(result: string): Error {
    return problem('fork/unknown-result', { thread: this.#thread, result, known: [...new Set(this.#known)] });
  }

  /** The result that stands for a recorded one. */
  takeFor(recorded: RecordedRow): { readonly result: unknown } | undefined {
    return this.#take(({ seq }) => seq === recorded.row.seq);
  }

  /** A result for where a lane is now, of which no other was recorded. */
  takeAt(lane: Lane): { readonly result: unknown } | undefined {
    const place = visitOf(lane.path, lane.node, lane.visits[lane.node] ?? 1);
    return this.#take((each) => each.seq === undefined && each.place === place);
  }

  #take(isMeant: (each: OtherResult) => boolean): OtherResult | undefined {
    for (const each of this.#left) {
      if (!isMeant(each)) continue;
      this.#left.delete(each);
      return each;
    }
    return undefined;
  }

  /** A problem `fork/unknown-result` where a result was of no use. */
  requireAllUsed(): void {
    for (const { name } of this.#left) throw this.#unknown(name);
  }
}

function placeIn({ row, node, visit }: RecordedRow): string {
  return visitOf(row.lane, node, visit);
}

/** How a visit of a node is named: `gather.1/logs/read.2`. */
function visitOf(lane: string, node: string, visit: number): string {
  return `${lane === '' ? '' : `${lane}/`}${node}.${visit}`;
}
