import type { Row } from '../../advance/state/row.ts';
import type { Draft, Snapshot } from '../../advance/state/snapshot.ts';
import type { Status } from '../../advance/status.ts';
import type { Commit, ThreadUpdate } from '../../store/contract/store.ts';
import type { Outgoing } from './outgoing.ts';
import type { Upkeep } from '../../store/text/upkeep.ts';

/** How a thread comes to rest, as its record shows it. */
export interface Rest {
  readonly status: Status;
  readonly due: number | null;
  readonly summary: string;
  /** The newest message that was looked at: only a newer one makes the thread runnable again. */
  readonly seen?: number;
}

/** What a commit holds besides its rows. */
export interface Extras {
  /** The thread comes to rest, and is let go of. */
  readonly rest?: Rest | undefined;
  /** Messages that these rows consume. */
  readonly consumed?: Commit['consumed'];
  /** What goes to other threads with it. */
  readonly outgoing?: Outgoing | undefined;
  /** A state that does not follow from the rows before it: it is written whatever the log's size. */
  readonly snapshot?: Snapshot | undefined;
  readonly update?: ThreadUpdate;
}

/** What a thread is created with. */
export interface FirstRows {
  readonly rows: readonly Row[];
  /** The state after them: whoever drives the thread goes on with it. */
  readonly snapshot: Draft;
  /** A state among them that does not follow from the rows before it. */
  readonly brought?: Snapshot;
  /** Where the log stood before them, which a fork shares with another. */
  readonly upkeep?: Upkeep;
}

/** Whether a thread got somewhere by a row, so that it is not the same place any more at which its owner might die. */
export function isProgress({ to, cause }: Row): boolean {
  return to !== undefined || cause === 'step' || cause === 'save';
}
