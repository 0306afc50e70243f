import type { Cause } from '../../advance/state/row.ts';

/** Causes of rows by which something is over that a run may wait for. */
export const isHeard: ReadonlySet<Cause> = new Set(['step', 'save', 'timer', 'answer']);

/** Causes of rows that may end activities of lanes other than their own. */
export const endsOthers: ReadonlySet<Cause> = new Set(['join', 'event', 'timer', 'error', 'cancel', 'edit', 'attempt']);
