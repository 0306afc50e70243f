import type { ThreadListed } from './threads.ts';

/** `POST sql` with `{ query }`. */
export interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** There were more rows than are told. */
  readonly isCut?: true;
}

/** A part that takes too much to be sent along. `GET` its `href`, relative to the API, gives `{ value }`. */
export interface Large {
  readonly $large: { readonly bytes: number; readonly href: string };
}

/**
 * What `GET events` sends, as server-sent events named `threads`: what is true of threads that changed. Their `id` is where it
 * goes on, also on a server that was started again; nothing is lost, and what is told twice says the same.
 */
export interface ThreadsChanged {
  readonly threads: readonly ThreadListed[];
  /** Threads that are gone. */
  readonly gone?: readonly string[];
}
