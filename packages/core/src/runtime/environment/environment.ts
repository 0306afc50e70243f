import type { Clock } from '../../base/clock.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { AnyGraph } from '../../definition/facts.ts';
import type { GraphPlan } from '../../compile/plan.ts';
import type { InTime } from '../../store/in-time.ts';
import type { Soon, Store } from '../../store/contract/store.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Interceptors } from '../observe/around.ts';
import type { Events } from '../observe/events.ts';
import type { LeaseTime } from './lease-time.ts';
import type { Services } from './services.ts';

/** What every thread of a runtime shares. */
export interface Environment {
  readonly store: Store;
  /** From now on no call of the store is waited for longer than so many milliseconds in all, see {@link InTime}. */
  readonly hurry: InTime['hurry'];
  /** Sets the one listener for calls of the store that end after they were given up. */
  readonly hearLate: InTime['hearLate'];
  readonly clock: Clock;
  /** The time by which it is judged whether an owner is alive. */
  readonly leases: LeaseTime;
  readonly codec: Codec;
  /** What activities get besides the state; nothing of it is stored. */
  readonly servicesOf: (graph: GraphPlan) => Services;
  /** The runtime's name as an owner of threads. */
  readonly owner: string;
  /** Who sees what activities give to `ctx.emit`: this process alone, or all, through the store. */
  readonly outputs: 'here' | 'stored';
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** How many checkpoints a thread keeps at least when its history is cut; `Infinity` where it never is. */
  readonly keep: number;
  readonly talking: Talking;
  /** Tells listeners, readers and channels what the runtime does. */
  readonly events: Events;
  /** The interceptors of activities, steps and commits. */
  readonly around: Interceptors;
  /** Does something in the async context in which the runtime was opened, so that activities do not see that of a caller. */
  readonly outside: <Value>(work: () => Value) => Value;
}

/** What a thread needs of its runtime to talk to others. */
export interface Talking {
  /** The graphs of the runtime, by name. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** The graphs that the plans were compiled from, by name. */
  readonly graphs: ReadonlyMap<string, AnyGraph>;
  /** Stores a plan, before a thread begins with it. */
  keep(plan: Plan): Soon<void>;
  /** Called once something sent to these threads is on disk, so that they are woken. */
  sent(threads: readonly string[]): void;
}
