import type { Plan } from '../../compile/plan.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { load } from '../../store/load.ts';
import type { Soon, ThreadRecord } from '../../store/contract/store.ts';
import type { Upkeep } from '../../store/text/upkeep.ts';
import type { DriveEnd } from '../drive/drive-turn.ts';
import type { Driver } from '../drive/driver.ts';
import type { Environment } from '../environment/environment.ts';
import type { Mail } from '../drive/mail.ts';
import type { Standing } from '../environment/standing.ts';
import type { ThreadLog } from '../drive/thread-log.ts';

/** A thread's state as it was when this process let go of it. */
export interface WarmState {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  readonly upkeep: Upkeep;
  /** As the store has it; the next fence is ours only if nobody was in between. */
  readonly standing: Standing;
  readonly mail: Mail | undefined;
}

/** Bytes of state that are kept at most besides the newest state, as their logs estimate them. */
const most = 16 * 1024 * 1024;

/** What one state counts besides its values. */
const perState = 1_024;

/**
 * States of threads that came to rest here lately, so that one that is soon taken up again is not read from its first row. The runtime
 * puts a state in when a drive ends with a rest, and takes it out when the thread is driven again.
 *
 * 1. A state is used only where the store says that nobody had the thread meanwhile; the store stays the truth.
 * 2. A state with transient values is not kept: they are gone after a rest, in this process as in any other.
 * 3. No more than {@link most} bytes are kept, whatever waits; the newest state is, however large: a long conversation would
 *    else be read from the store at each turn.
 */
export class WarmStates {
  readonly #states = new Map<string, WarmState>();
  #bytes = 0;
  /** The last that was read for somebody who looks: it is often looked at again. Its newest checkpoint says whether it is still that. */
  #read: { readonly id: string; readonly created: number; readonly snapshot: Snapshot } | undefined;
  /**
   * The last driver. When V8 collects garbage it gives up the optimized code of every class that no object is left of, and
   * between two turns of a conversation that is all that drives: the next thousand turns took twice as long.
   */
  readonly #last: Driver[] = [];

  /** Keeps the state of a thread that came to rest here: it may go on, or is asked what became of it. */
  keepRested(end: DriveEnd, plan: Plan, driver: Driver, { upkeep, standing }: ThreadLog): void {
    const { snapshot, mail } = driver;
    this.take(snapshot.thread);
    if (end === 'yielded' || end === 'stale' || holdsTransient(snapshot)) return;
    this.#keep(snapshot.thread, { plan, snapshot, upkeep, standing, mail });
    this.#last[0] = driver;
  }

  #keep(id: string, state: WarmState): void {
    this.#states.set(id, state);
    this.#bytes += bytesOf(state);
    for (const oldest of this.#states.keys()) {
      if (this.#bytes <= most || oldest === id) break;
      this.take(oldest);
    }
  }

  /** The state kept of a thread, be it old or new. */
  get(id: string): WarmState | undefined {
    return this.#states.get(id);
  }

  /** The state kept of a thread, where its record, with the fence it had at rest, says that it is still that. */
  current({
    id,
    created,
    fence,
    head,
  }: Pick<ThreadRecord, 'id' | 'created' | 'fence' | 'head'>): WarmState | undefined {
    const state = this.#states.get(id);
    const isSame = state?.standing.fence === fence && state.standing.created === created;
    return isSame && state.snapshot.seq === head ? state : undefined;
  }

  /** A thread's newest state, from the store where it is neither kept nor what was read last. */
  newest({ store, codec }: Environment, record: ThreadRecord): Soon<Snapshot> {
    const { id, created, head } = record;
    const read = this.#read;
    if (read?.id === id && read.created === created && read.snapshot.seq === head) return read.snapshot;
    return (
      this.current(record)?.snapshot ??
      load(store, id, { codec }).then(({ snapshot }) => {
        this.#read = { id, created, snapshot };
        return snapshot;
      })
    );
  }

  /** The state kept of a thread; it is kept no longer. */
  take(id: string): WarmState | undefined {
    const state = this.#states.get(id);
    if (state === undefined) return undefined;
    this.#states.delete(id);
    this.#bytes -= bytesOf(state);
    return state;
  }
}

function bytesOf({ upkeep, mail }: WarmState): number {
  const early = mail?.early?.reduce((sum, { message }) => sum + message.body.length, 0) ?? 0;
  return perState + upkeep.values + upkeep.lanes + upkeep.bytes + early + (mail?.parked?.bytes ?? 0);
}

function holdsTransient(snapshot: Snapshot): boolean {
  return snapshot.lanes.all().some(({ transient }) => Object.keys(transient).length > 0);
}
