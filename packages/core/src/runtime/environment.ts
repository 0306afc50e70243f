import type { Clock } from '../base/clock.ts';
import type { Codec } from '../base/codec.ts';
import type { Store } from '../store/store.ts';

/** What every thread of a runtime shares. */
export interface Environment {
  readonly store: Store;
  readonly clock: Clock;
  readonly codec: Codec;
  /** The runtime's name as an owner of threads. */
  readonly owner: string;
}
