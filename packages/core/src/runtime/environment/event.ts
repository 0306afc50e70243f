import type { Row } from '../../advance/state/row.ts';
import type { Status } from '../../advance/status.ts';

/** What happens to a thread, as it happens. */
export type ThreadEvent =
  /** A checkpoint was written. */
  | ({ readonly type: 'checkpoint'; readonly thread: string } & Row)
  /** An attempt of an activity began. */
  | {
      readonly type: 'attempt';
      readonly thread: string;
      readonly lane: string;
      readonly node: string;
      readonly attempt: number;
    }
  /** What an activity gave to `ctx.emit`. */
  | {
      readonly type: 'output';
      readonly thread: string;
      readonly lane: string;
      readonly node: string;
      readonly data: unknown;
    }
  /** The thread came to rest, or was taken up again. */
  | { readonly type: 'status'; readonly thread: string; readonly status: Status }
  /** So many attempts and outputs were left out: whoever listens was too far behind. No checkpoint is ever left out. */
  | { readonly type: 'missed'; readonly thread: string; readonly count: number };
