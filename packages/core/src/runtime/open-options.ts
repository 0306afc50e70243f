import type { Clock } from '../base/clock.ts';
import type { Duration } from '../base/duration.ts';
import type { ClassCodec } from '../base/value/codec.ts';
import type { AnyGraph } from '../definition/facts.ts';
import type { Store } from '../store/contract/store.ts';
import type { Protection } from '../store/text/sealed-text.ts';
import type { OnBusy } from './environment/on-busy.ts';
import type { Around } from './observe/around.ts';
import type { RuntimeEvent } from './observe/event.ts';

/** What a runtime is opened with. */
export interface OpenOptions<Graphs extends readonly AnyGraph[] = readonly AnyGraph[]> {
  readonly store: Store;
  /** The graphs whose threads it may drive. */
  readonly graphs: Graphs;
  readonly clock?: Clock;
  /** How instances of classes are stored, beside what comes with the graphs. */
  readonly codecs?: readonly ClassCodec[];
  /** What the graphs say they need of the world outside, by name: clients, pools, keys. */
  readonly services?: unknown;
  /** Keys whose values are not to be readable in the store. */
  readonly protect?: Protection;
  /** How long this process counts as alive after a heartbeat; 30 seconds by default. */
  readonly lease?: Duration;
  /** How often a thread's owners, or its drives, may die in a row at the same place before it is failed; 5 by default. */
  readonly takeovers?: number;
  /** How many threads that nobody drives are taken up at once; 32 by default. */
  readonly concurrency?: number;
  /**
   * Whether it takes up stranded threads and threads whose time has come; true by default. Otherwise it drives what its
   * caller started or sent something to, to its end, and leaves everything else alone.
   */
  readonly recover?: boolean;
  /**
   * Whether threads are driven in this process; true by default. Otherwise it starts, messages and reads threads, and
   * workers elsewhere drive them.
   */
  readonly drive?: boolean;
  /**
   * Who sees what activities give to `ctx.emit`: whoever watches in this process, `here`, which is the default; or whoever watches the
   * thread, in whatever process, now or a little later, `stored`.
   */
  readonly outputs?: 'here' | 'stored';
  /** Cuts the histories of threads that go on: so many of the newest checkpoints of each are kept, and up to about twice as many. */
  readonly history?: { readonly keep: number };
  /** What is done when another process drives a thread that is sent something; `wait` by default. */
  readonly onBusy?: OnBusy;
  /** Hears what the runtime does and what happens to its threads, in order, and holds nothing up. */
  readonly onEvent?: (event: RuntimeEvent) => unknown;
  /** What is around activities, steps and commits, the outermost first. */
  readonly around?: Around | readonly Around[];
}
