import type { StoredRow } from '@cairn/core/store';
import { openedIn } from '@cairn/drawing/thread';
import type { Span } from '../api.ts';

/** A lane at a node, as far as rows tell it. */
interface LaneAt {
  /** Where its graph is. */
  readonly graph: string;
  readonly node: string;
  readonly entered: number;
  /** What it is about there, and since when. */
  readonly kind: Span['kind'] | undefined;
  readonly since: number;
  readonly seq: number;
  readonly attempt: number;
}

/** What is heard of a thread's lanes as its rows are followed. */
export interface Hearing {
  /** A stretch of a lane's time that is over. */
  readonly onSpan?: (span: Span) => void;
  /** An attempt failed at a node; or a lane did, of another reason than that its last attempt had. */
  readonly onFailed?: (node: string) => void;
  /** A lane left a node; so many milliseconds it was there. */
  readonly onLeft?: (node: string, milliseconds: number) => void;
}

/** A lane at a checkpoint, where rows do not tell it. */
export interface LaneThere {
  readonly lane: string;
  readonly graph: string;
  readonly node: string;
  readonly phase: string;
}

const kinds: Readonly<Record<string, Span['kind']>> = {
  running: 'work',
  verifying: 'work',
  waiting: 'wait',
  suspended: 'wait',
  backoff: 'retry',
  queued: 'queue',
};

/** Follows the lanes of a thread through time, by its rows as they are stored, oldest first. */
export class LanesInTime {
  readonly #lanes = new Map<string, LaneAt>();
  readonly #graphs = new Map([['', '']]);
  readonly #hearing: Hearing;
  /** Lanes whose last attempt failed for good: what comes of that says so once more. */
  readonly #given = new Set<string>();
  /** That of the row before. */
  #time = 0;

  constructor(hearing: Hearing) {
    this.#hearing = hearing;
  }

  /** Goes on by a row. */
  take(row: StoredRow): void {
    const { lane, to, from, phase, cause, time, seq, detail } = row;
    if (cause === 'fork') this.#goOnAt(time);
    this.#time = time;
    const isMove = to !== null;
    // Whoever goes on has no lanes any more; so has whoever is over.
    if (isMove || phase === 'closed') this.#endBelow(lane, row);
    for (const ended of cancelledIn(detail)) this.#end(ended, row);
    if (cause === 'cancel' && lane === '') this.#endBelow('', row);
    const before = this.#lanes.get(lane);
    const isFailure = cause === 'attempt' || cause === 'fail' || phase === 'failed';
    if (isFailure && (cause === 'attempt' || !this.#given.has(lane)))
      this.#hearing.onFailed?.(idOf({ graph: this.#graphs.get(lane) ?? '', node: from }));
    if (cause === 'attempt') this.#given.add(lane);
    else this.#given.delete(lane);
    const kind = kinds[phase];
    const isNew = isMove || before === undefined || before.kind !== kind || cause === 'attempt';
    if (isNew) {
      this.#tell(lane, row, isFailure);
      if (isMove) this.#left(lane, time);
      const attempt = isMove ? 1 : (before?.attempt ?? 1) + (cause === 'attempt' ? 1 : 0);
      if (phase === 'closed' || (cause === 'cancel' && lane === '')) this.#lanes.delete(lane);
      else
        this.#lanes.set(lane, {
          graph: this.#graphs.get(lane) ?? '',
          node: to ?? from,
          entered: isMove ? time : (before?.entered ?? time),
          kind,
          since: time,
          seq,
          attempt,
        });
    }
    const opened = openedIn(detail);
    for (const { path, node, phase: begins } of opened?.lanes ?? []) {
      this.#graphs.set(path, opened?.graph ?? '');
      const at = { graph: opened?.graph ?? '', node, entered: time, kind: kinds[begins], since: time, seq, attempt: 1 };
      this.#lanes.set(path, at);
    }
  }

  /** Goes on from lanes that are otherwise than rows tell, as after a rewind. */
  reset(lanes: readonly LaneThere[], row: StoredRow): void {
    this.#given.clear();
    this.#endBelow('', row);
    this.#end('', row);
    for (const { lane, graph, node, phase } of lanes) {
      this.#graphs.set(lane, graph);
      if (phase === 'closed') continue;
      const { time, seq } = row;
      this.#lanes.set(lane, { graph, node, entered: time, kind: kinds[phase], since: time, seq, attempt: 1 });
    }
  }

  /** Where lanes are, by the ids that their nodes have in a diagram; and what they are about. */
  here(): readonly { readonly id: string; readonly span: Span | undefined }[] {
    return Array.from(this.#lanes, ([lane, at]) => ({ id: idOf(at), span: spanOf(lane, at) }));
  }

  /** A fork goes on later than what it shares: nothing of it was at work in between. */
  #goOnAt(time: number): void {
    for (const [lane, at] of this.#lanes) {
      const span = spanOf(lane, at);
      if (span !== undefined && this.#time > at.since) this.#hearing.onSpan?.({ ...span, to: this.#time });
      this.#lanes.set(lane, { ...at, entered: time, since: time });
    }
  }

  #endBelow(lane: string, row: StoredRow): void {
    for (const path of this.#lanes.keys())
      if (path !== lane && (lane === '' || path.startsWith(`${lane}/`))) this.#end(path, row);
  }

  #end(lane: string, row: StoredRow): void {
    this.#tell(lane, row, false);
    this.#left(lane, row.time);
    this.#lanes.delete(lane);
  }

  #tell(lane: string, { time, seq }: StoredRow, failed: boolean): void {
    const at = this.#lanes.get(lane);
    const span = at && spanOf(lane, at);
    if (at === undefined || span === undefined) return;
    this.#hearing.onSpan?.({ ...span, to: time, seqs: [at.seq, seq], ...(failed && { failed: true }) });
  }

  #left(lane: string, time: number): void {
    const at = this.#lanes.get(lane);
    if (at !== undefined) this.#hearing.onLeft?.(idOf(at), Math.max(0, time - at.entered));
  }
}

function idOf({ graph, node }: Pick<LaneAt, 'graph' | 'node'>): string {
  return graph === '' ? node : `${graph}.${node}`;
}

function spanOf(lane: string, { node, kind, since, seq, attempt }: LaneAt): Span | undefined {
  if (kind === undefined) return undefined;
  return { lane, node, kind, from: since, seqs: [seq], ...(attempt > 1 && { attempt }) };
}

function cancelledIn(detail: string | null): readonly string[] {
  if (detail?.includes('"cancelled"') !== true) return [];
  return (JSON.parse(detail) as { readonly note?: { readonly cancelled?: readonly string[] } }).note?.cancelled ?? [];
}
