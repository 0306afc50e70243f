import type { Row } from '@cairn/core';
import { fact, heading, paint } from './paint.ts';

/** Something done outside: how often its steps are on disk, and how often the world saw it. */
export interface Effect {
  readonly name: string;
  readonly recorded: number;
  readonly seen: number;
  /** Who counted. */
  readonly by: string;
}

/** Prints how often each thing was done: by the thread's log, and by what the outside world saw. */
export function showOnce(rows: readonly Row[], effects: readonly Effect[]): void {
  const { steps, twice } = countSteps(rows);
  heading('How often things were done');
  fact('steps', `${steps} on disk, ${twice === 0 ? 'none of them twice' : paint('red', `${twice} of them twice`)}`);
  for (const { name, recorded, seen, by } of effects) {
    const agrees = recorded === seen ? '' : paint('red', '  (not the same)');
    fact(name, `${times(recorded)} on disk, ${times(seen)} by ${by}${agrees}`);
  }
}

/** Counts the steps of a log, and those that a visit of a node has twice. */
export function countSteps(rows: readonly Row[]): { steps: number; twice: number } {
  const visits = new Map<string, number>();
  const keys: string[] = [];
  for (const { seq, lane, cause, to, opened, label } of rows) {
    if (cause === 'step') keys.push(`${lane} ${visits.get(lane)} ${label}`);
    if (to !== undefined) visits.set(lane, seq);
    for (const { path } of opened?.lanes ?? []) visits.set(path, seq);
  }
  return { steps: keys.length, twice: keys.length - new Set(keys).size };
}

function times(count: number): string {
  return count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`;
}
