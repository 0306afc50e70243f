import type { Changes, Values } from '../../base/change.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { Failure } from '../../definition/context.ts';
import type { WhenLeft } from '../../definition/starting.ts';
import type { Parent, Sent } from '../state/row.ts';

/** What else an input from outside may have. */
interface BringsAlong {
  readonly context?: Baggage;
  /** When it came, in milliseconds since 1970, where a recorded row says so: a deadline that passed before it was taken is put off. */
  readonly came?: number;
}

/** What a run sends with an input: the row notes the `fact`, the driver takes the `content`. */
export interface Sending {
  readonly fact: Sent;
  readonly content?: unknown;
}

/** What comes to a thread from outside the pure core. */
export type Input =
  | (BringsAlong & {
      readonly type: 'start';
      readonly input: unknown;
      /** A hash of the input as it was given, by which the same start is known again. */
      readonly hash?: string;
      /** When it begins; at once where that is over. */
      readonly at?: number;
      /** The question of another thread that its end answers. */
      readonly parent?: Parent;
    })
  /** An activity ended well; its update was parsed into changes already. */
  | {
      readonly type: 'done';
      readonly lane: string;
      readonly changes?: Changes;
      readonly transient?: Values;
      readonly duration?: number;
      /** The result came from the cache. */
      readonly label?: string;
      readonly sent?: readonly Sending[];
    }
  /** An attempt failed; `final` means no other is due. */
  | {
      readonly type: 'failed';
      readonly lane: string;
      readonly failure: Failure;
      readonly final?: boolean;
      readonly duration?: number;
    }
  | {
      readonly type: 'step';
      readonly lane: string;
      readonly key: string;
      readonly value: unknown;
      /** Whether the result outlives a refusal by `verify`. */
      readonly keep?: boolean;
      /** For how long it is kept beyond the visit. */
      readonly per?: 'turn' | 'thread';
      readonly sent?: readonly Sending[];
      readonly duration?: number;
    }
  /** A run has changed something while it goes on; its update was parsed into changes already. */
  | {
      readonly type: 'save';
      readonly lane: string;
      readonly key: string;
      readonly changes?: Changes;
      readonly transient?: Values;
      readonly sent?: readonly Sending[];
    }
  | {
      readonly type: 'ask';
      readonly lane: string;
      readonly key: string;
      readonly payload: unknown;
      /** It waits for a thread that begins with it. */
      readonly child?: WhenLeft;
      readonly sent?: readonly Sending[];
    }
  | (BringsAlong & {
      readonly type: 'answer';
      readonly lane?: string;
      readonly key: string;
      readonly value: unknown;
      /** The thread whose end it is: only a question that waits for this thread takes it. */
      readonly child?: string;
    })
  | { readonly type: 'sleep'; readonly lane: string; readonly key: string; readonly until: number }
  /** A run does nothing but wait, again, for what its visit asked or sleeps for already. */
  | { readonly type: 'wait'; readonly lane: string }
  | {
      readonly type: 'spend';
      readonly lane: string;
      readonly name: string;
      readonly amount: number;
      /** All that this run of the function has spent of it outside of steps: what an earlier run of the attempt has spent is not spent again. */
      readonly total?: number;
      /** The step it was spent in. */
      readonly step?: string;
      /** The node of the run that spent, where its lane has left that meanwhile, or is gone. */
      readonly left?: string;
    }
  | (BringsAlong & {
      readonly type: 'event';
      readonly name: string;
      readonly payload: unknown;
      readonly lane?: string;
      /** Every lane that takes it is given it, each by a row of its own. */
      readonly lanes?: 'all';
    })
  | {
      readonly type: 'timer';
      readonly lane: string;
      readonly name: string;
      /** When it was due, in milliseconds since 1970, where a recorded row says so, as for other inputs. */
      readonly came?: number;
    }
  | (BringsAlong & { readonly type: 'resume'; readonly lane?: string })
  | (BringsAlong & { readonly type: 'cancel'; readonly reason: string })
  /** The thread goes on from another thread's checkpoint, with changes by hand. */
  | {
      readonly type: 'fork';
      readonly context?: Baggage;
      readonly at: number;
      readonly update: unknown;
      /** How much later than there its waits end, in milliseconds. */
      readonly later?: number;
      /** Lanes that were in the middle of something there, in the order they go on. */
      readonly due?: readonly string[];
    }
  /** Changes by hand; with `as`, the lane goes on as though it were at that node and had made them. */
  | (BringsAlong & { readonly type: 'edit'; readonly update: unknown; readonly lane?: string; readonly as?: string });
