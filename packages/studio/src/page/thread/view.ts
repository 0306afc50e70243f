import type { Place } from './place.ts';
import type { Thread } from './use-thread.ts';

/** What all parts of the screen are told. */
export interface View {
  readonly id: string;
  readonly thread: Thread;
  readonly place: Place;
  /** The checkpoint that is looked at. */
  readonly at: number;
  readonly go: (some: Partial<Place>) => void;
}
