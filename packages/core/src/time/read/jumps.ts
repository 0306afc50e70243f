import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import type { Span } from '../../store/contract/shared-past.ts';

/** A checkpoint whose state does not follow from the one before it: a thread was sent back, or brought to another plan. */
export interface Jump {
  readonly seq: number;
  /** The checkpoint that a rewind went back to. */
  readonly at?: number;
  /** The fingerprints that a migration led from and to. */
  readonly from?: string;
  readonly fingerprint?: string;
}

/** Whether a row is one: of a migration only the first is, which is of the whole thread. */
export function isJump({ cause, to }: { readonly cause: string; readonly to?: string | null }): boolean {
  return cause === 'rewind' || (cause === 'migrate' && (to === undefined || to === null));
}

/** The jumps of a thread, oldest first. */
export async function jumpsOf(store: Store, { id, head }: Pick<ThreadRecord, 'id' | 'head'>): Promise<readonly Jump[]> {
  const jumps: Jump[] = [];
  for (const { seq, to, detail } of await store.jumps(id)) {
    if (to !== null || detail === null || seq > head) continue;
    const { note = {} } = JSON.parse(detail) as { note?: Omit<Jump, 'seq'> };
    const { at, from, fingerprint } = note;
    jumps.push({
      seq,
      ...(at !== undefined && { at }),
      ...(from !== undefined && { from }),
      ...(fingerprint !== undefined && { fingerprint }),
    });
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
