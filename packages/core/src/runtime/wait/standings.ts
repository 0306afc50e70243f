import type { Snapshot } from '../../advance/state/snapshot.ts';
import { isOver, standingOf, statusOf, type Status } from '../../advance/status.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Soon, ThreadRecord } from '../../store/contract/store.ts';

/** How a thread stands at a checkpoint, for whoever waits for it to rest. */
export interface StandingAt {
  readonly seq: number;
  readonly status: Status;
  /** Whether it waits for somebody. */
  readonly forSomebody: boolean;
}

/** What somebody waits for: that a thread is at rest for good or for somebody, or for good alone. */
export type Until = 'settled' | 'ended';

/** Whether a thread is where it was waited for. */
export function isReached({ status, forSomebody }: Omit<StandingAt, 'seq'>, until: Until): boolean {
  if (status === 'running') return false;
  return status !== 'waiting' || (until === 'settled' && forSomebody);
}

/** Whether a thread that may go on has to be taken up first, because its graph is another now. */
export function isOutdated({ status, fingerprint }: ThreadRecord, plan: Plan | undefined): boolean {
  if (plan === undefined || isOver(status)) return false;
  return plan.fingerprint !== fingerprint;
}

/** So many threads' standings are remembered. */
const most = 1_000;

/**
 * How threads stand at their newest checkpoint, for the waiters of a process. A standing is unknown, being read, or remembered until the
 * thread has another checkpoint: a state is read once a rest, however many wait and however often they look.
 */
export class Standings {
  readonly #read: (record: ThreadRecord) => Soon<Snapshot>;
  readonly #known = new Map<string, StandingAt & { readonly created: number }>();
  readonly #reading = new Map<string, { readonly record: ThreadRecord; readonly state: Promise<Snapshot> }>();

  constructor(read: (record: ThreadRecord) => Soon<Snapshot>) {
    this.#read = read;
  }

  /** How a thread stands, as far as that needs no look at its state. */
  of({ id, created, head, status }: ThreadRecord): StandingAt | undefined {
    if (status !== 'running' && status !== 'waiting') return { seq: head, status, forSomebody: false };
    const known = this.#known.get(id);
    return known?.created === created && known.seq === head ? known : undefined;
  }

  /** Remembers how a thread stood. */
  note({ id, created }: ThreadRecord, standing: StandingAt): void {
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(id, { ...standing, created });
  }

  /** How a thread stands. */
  async standing(plan: Plan, record: ThreadRecord): Promise<StandingAt> {
    const known = this.of(record);
    if (known !== undefined) return known;
    const snapshot = await this.state(record);
    const status = statusOf(snapshot);
    const forSomebody = status === 'waiting' && standingOf(plan, snapshot).forSomebody;
    const standing = { seq: snapshot.seq, status, forSomebody };
    this.note(record, standing);
    return standing;
  }

  /** A thread's state, no older than its record; those who ask at one time share what is read. */
  state(record: ThreadRecord): Soon<Snapshot> {
    const reading = this.#reading.get(record.id);
    if (reading?.record.head === record.head && reading.record.created === record.created) return reading.state;
    const read = this.#read(record);
    if (!(read instanceof Promise)) return read;
    const state = read.finally(() => {
      if (this.#reading.get(record.id)?.state === state) this.#reading.delete(record.id);
    });
    this.#reading.set(record.id, { record, state });
    return state;
  }
}
