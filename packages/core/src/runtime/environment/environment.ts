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
  /** Has somebody hear what calls of the store do after they were given up. */
  readonly hearLate: InTime['hearLate'];
  readonly clock: Clock;
  /** The time by which it is judged whether an owner is alive. */
  readonly leases: LeaseTime;
  readonly codec: Codec;
  /** What activities get besides the state; nothing of it is stored. */
  readonly servicesOf: (graph: GraphPlan) => Services;
  /** The runtime's name as an owner of threads. */
  readonly owner: string;
  /** Who sees what activities show. */
  readonly outputs: 'here' | 'stored';
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** So many checkpoints of a thread are kept at least where its history is cut; `Infinity` where it is not. */
  readonly keep: number;
  readonly talking: Talking;
  /** Who hears what it does. */
  readonly events: Events;
  /** What is around its work. */
  readonly around: Interceptors;
  /** Does something in the async context in which the runtime was opened: what is called because of a thread sees nothing of whoever happened to call. */
  readonly outside: <Value>(work: () => Value) => Value;
}

/** What a thread needs of its runtime to talk to others. */
export interface Talking {
  /** The graphs of the runtime, by name. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** What they were made of. */
  readonly graphs: ReadonlyMap<string, AnyGraph>;
  /** Keeps a plan that a thread is to begin with. */
  keep(plan: Plan): Soon<void>;
  /** Something was sent to threads. */
  sent(threads: readonly string[]): void;
}
