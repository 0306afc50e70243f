import type { Cause } from '../../advance/state/row.ts';

/** Causes of rows that record a step, a save, a wait that is over or an answer: the run of their lane hears of them. */
export const isHeard: ReadonlySet<Cause> = new Set(['step', 'save', 'timer', 'answer']);

/** Causes of rows that may take lanes other than their own away from their nodes: after them every run is held against the state. */
export const endsOthers: ReadonlySet<Cause> = new Set(['join', 'event', 'timer', 'error', 'cancel', 'edit', 'attempt']);
