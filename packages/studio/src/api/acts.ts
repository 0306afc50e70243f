import type { ThreadListed } from './threads.ts';

/**
 * What is asked of a thread, `POST threads/{id}/{action}`; each answers with {@link Acted}. What a person did bears who it was in its
 * checkpoint.
 *
 * With `seen`, the newest checkpoint that whoever asks has seen, nothing is done where that was about something else; that is refused with
 * 409 `studio/changed`. What it is about: the question, by who asked it and when; of an event, the node that takes it and its state; of an
 * edit, the lane's node and state; of `resume` and `rewind`, that nobody else did anything. What one server is asked with `seen` is done
 * one after the other; of what comes to a thread from elsewhere in the moment between looking and doing, that is not noticed.
 */
export interface Actions {
  readonly send: {
    readonly event: string;
    readonly payload?: unknown;
    readonly lane?: string;
    readonly queue?: boolean;
    readonly seen?: number;
  };
  readonly answer: {
    readonly key: string;
    readonly value: unknown;
    readonly lane?: string;
    readonly seen?: number;
  };
  readonly edit: {
    readonly update: Readonly<Record<string, unknown>>;
    readonly lane?: string;
    readonly as?: string;
    readonly seen?: number;
  };
  readonly resume: { readonly lane?: string; readonly seen?: number };
  readonly cancel: { readonly reason?: string };
  readonly rewind: { readonly seq: number; readonly seen?: number };
  readonly fork: {
    readonly seq: number;
    readonly id?: string;
    readonly set?: Readonly<Record<string, unknown>>;
    readonly recorded?: boolean | number;
    /** Results that activities are said to have had instead, by visit or checkpoint. */
    readonly results?: Readonly<Record<string, unknown>>;
  };
  readonly tag: {
    readonly add?: readonly string[];
    readonly remove?: readonly string[];
  };
}

/** `POST threads` with a graph and its input: starts one, and answers with {@link Acted}. */
export interface StartAsked {
  readonly graph: string;
  readonly input: unknown;
  readonly id?: string;
  readonly tags?: readonly string[];
}

/** The thread that something was done to, or that it made. */
export interface Acted {
  readonly thread: ThreadListed;
}

/** `POST bulk`: the same for many threads; with `dryRun`, what would be done. */
export interface BulkAsked {
  readonly action: 'cancel' | 'resume' | 'tag' | 'delete';
  readonly threads: readonly string[];
  readonly reason?: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly dryRun?: boolean;
}

export interface BulkDone {
  readonly done: readonly string[];
  readonly refused: readonly { readonly thread: string; readonly code: string; readonly message: string }[];
}

/** Every answer that is no success, with its HTTP status. */
export interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly page?: string };
}
