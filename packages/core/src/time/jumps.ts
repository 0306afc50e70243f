import type { Store, ThreadRecord } from '../store/store.ts';
import type { Span } from '../store/shared-past.ts';

/** A checkpoint whose state does not follow from the one before it: a thread was sent back, or brought to another plan. */
export interface Jump {
  readonly seq: number;
  /** The checkpoint that a rewind went back to. */
  readonly at?: number;
  /** The fingerprints that a migration led from and to. */
  readonly from?: string;
  readonly fingerprint?: string;
}

/** How many rows are read at a time. */
const pageSize = 2_000;

/** The jumps of a thread, oldest first. */
export async function jumpsOf(store: Store, { id, head }: Pick<ThreadRecord, 'id' | 'head'>): Promise<readonly Jump[]> {
  const jumps: Jump[] = [];
  for (let from = 1; from <= head;) {
    const rows = await store.rows(id, { from, to: head, limit: pageSize });
    for (const { seq, cause, to, detail } of rows) {
      if (to !== null || detail === null || (cause !== 'rewind' && cause !== 'migrate')) continue;
      const { note = {} } = JSON.parse(detail) as { note?: Omit<Jump, 'seq'> };
      const { at, from: before, fingerprint } = note;
      jumps.push({
        seq,
        ...(at !== undefined && { at }),
        ...(before !== undefined && { from: before }),
        ...(fingerprint !== undefined && { fingerprint }),
      });
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    from = last.seq + 1;
  }
  return jumps;
}

/** The checkpoints that lead to one, oldest first: what a rewind left behind is not among them. */
export function lineTo(jumps: readonly Jump[], seq: number): readonly Span[] {
  const spans: Span[] = [];
  let to = seq;
  for (;;) {
    const last = to;
    const rewind = jumps.findLast((jump) => jump.at !== undefined && jump.seq <= last);
    if (rewind?.at === undefined) return [{ from: 1, to }, ...spans];
    spans.unshift({ from: rewind.seq, to });
    to = rewind.at;
  }
}

/** The fingerprint of the plan that a thread ran with at a checkpoint. */
export function fingerprintIn(jumps: readonly Jump[], record: Pick<ThreadRecord, 'fingerprint'>, seq: number): string {
  const line = lineTo(jumps, seq);
  const isOn = (jump: Jump) => line.some(({ from, to }) => jump.seq >= from && jump.seq <= to);
  const newest = jumps.findLast((jump) => jump.fingerprint !== undefined && isOn(jump))?.fingerprint;
  return newest ?? jumps.find((jump) => jump.from !== undefined)?.from ?? record.fingerprint;
}
