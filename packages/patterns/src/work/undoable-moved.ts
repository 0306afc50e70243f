/**
 * What an older version of an undoable graph did, as today's undoes it.
 *
 * 1. What is on record says by which version it was done, and is never rewritten: it is read as today's names and results.
 * 2. What the state says of undoing is brought along when the thread is, and so is the node that undoes.
 */

import type { Migration, MigrationMoment } from '@cairn/core';
import type { Undone } from './undo-record.ts';
import type { UndoableMigration, UndoProgress } from './undoable-options.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is known of an undoable graph that brings older threads to itself. */
export interface Bringing {
  readonly name: string;
  readonly version?: string;
  readonly migrate?: readonly UndoableMigration[];
}

/** What was done by one graph, by whatever version of it, as it is undone today; `isKnown` says of its name whether there is what undoes it. */
export function movedBy(
  { version, migrate = [] }: Bringing,
  isKnown: (of: string) => boolean,
): (of: string, done: Pick<Undone, 'version' | 'result'>) => { readonly of: string; readonly result: unknown } {
  return (of, { version: was, result }) => {
    if (was === version && isKnown(of)) return { of, result };
    const from =
      migrate.find((each) => each.from !== undefined && each.from === was) ??
      migrate.find((each) => each.from === undefined);
    const bring = from && ownOf(from.undo, of)?.result;
    return { of: newName(from, of), result: bring === undefined || result === undefined ? result : bring(result) };
  };
}

/** The `migrate` of the graph that does the work. */
export function migrationsOfWork({ migrate }: Bringing): object {
  return migrate === undefined ? {} : { migrate: migrate.map(({ undo: _undo, ...rest }) => rest) };
}

/** The `migrate` of the graph around it, which has the same keys, and its own beside them. */
export function migrationsAround(of: Bringing, undoings: readonly string[], progress: readonly string[]): object {
  if (of.migrate === undefined) return {};
  return { migrate: of.migrate.map((each) => around(of.name, each, undoings, progress)) };
}

function around(
  name: string,
  migration: UndoableMigration,
  undoings: readonly string[],
  progress: readonly string[],
): Migration {
  const { from, nodes = {}, undo = {}, state } = migration;
  const moved = Object.keys({ ...nodes, ...undo }).map((of) => [of, newName(migration, of)] as const);
  const nodesThatUndo = moved.filter(([of, to]) => of !== to && undoings.includes(to));
  const isProgress = (key: string): boolean => progress.includes(key);
  return {
    ...(from !== undefined && { from }),
    nodes: Object.fromEntries(nodesThatUndo.map(([of, to]) => [`undo-${of}`, `undo-${to}`])),
    state: (old: Values, at: MigrationMoment) => {
      const [own, others] = [isProgress, (key: string) => !isProgress(key)].map((isWanted) =>
        Object.fromEntries(Object.entries(old).filter(([key]) => isWanted(key))),
      ) as [Partial<UndoProgress>, Values];
      return { ...(state?.(others, at) ?? others), ...progressMoved(own, name, migration) };
    },
  };
}

/** What a state says of undoing, by today's names. */
function progressMoved(
  { toUndo, undone, left, endsAs, ...rest }: Partial<UndoProgress>,
  name: string,
  migration: UndoableMigration,
): Partial<UndoProgress> {
  const to = (of: string): string => newName(migration, of);
  const id = (step: string): string =>
    step.startsWith(`${name}/`) ? `${name}/${to(step.slice(name.length + 1))}` : step;
  return {
    ...rest,
    ...(toUndo && { toUndo: toUndo.map(({ step, at }) => ({ step: id(step), at })) }),
    ...(undone && { undone: undone.map(to) }),
    ...(left && { left: left.map(to) }),
    ...(endsAs !== undefined && { endsAs: to(endsAs) }),
  };
}

/** What a node, or what undoes a step, is called today. */
function newName(from: UndoableMigration | undefined, of: string): string {
  return ownOf(from?.undo, of)?.to ?? ownOf(from?.nodes, of) ?? of;
}

function ownOf<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
