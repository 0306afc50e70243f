import type { Cause } from './row.ts';

/**
 * Where rows of a cause come from: `outside`, which is an input; `rows`, which is what an input led to; or `either`: a
 * subgraph is done, and fails, by what its lanes did; a migration is one row for the thread and one for each lane that
 * enters its node anew; and a timer whose handler failed is the failure that names it. The one list of causes: one that is
 * new does not compile until it is said here.
 */
export const causes: Readonly<Record<Cause, 'outside' | 'rows' | 'either'>> = {
  start: 'outside',
  done: 'either',
  attempt: 'either',
  step: 'outside',
  save: 'outside',
  ask: 'outside',
  answer: 'outside',
  sleep: 'outside',
  wait: 'outside',
  spend: 'outside',
  event: 'outside',
  timer: 'outside',
  resume: 'outside',
  cancel: 'outside',
  edit: 'outside',
  fork: 'outside',
  rewind: 'outside',
  migrate: 'either',
  pass: 'rows',
  begin: 'rows',
  open: 'rows',
  join: 'rows',
  error: 'rows',
  fail: 'either',
};
