/**
 * What an older version of an undoable graph did, as today's undoes it.
 *
 * 1. What is on record says by which version it was done, and is never rewritten: it is read as today's names and results.
 * 2. What the state says of undoing is brought along when the thread is, and so is the node that undoes.
 * 3. What a graph within a node did has that graph's versions, of which the thread's migration knows nothing: what the state says of it has its version
 *    beside it, and is read as today's where it is chosen what is undone next.
 */

import type { Migration, MigrationMoment } from '@cairn/core';
import type { Undone } from './undo-record.ts';
import type { ToUndo, UndoableMigration, UndoProgress } from './undoable-options.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is known of an undoable graph that brings older threads to itself. */
export interface Bringing {
  readonly name: string;
  readonly version?: string;
  readonly migrate?: readonly UndoableMigration[];
}

/** How what one graph did, by whatever version of it, is undone today. */
export interface Brought {
  readonly version: string | undefined;
  /** What has or had another name in an older version. */
  readonly before: readonly string[];
  readonly today: (
    of: string,
    done: Pick<Undone, 'version' | 'result'>,
  ) => { readonly of: string; readonly result: unknown };
}

/** What was done by one graph, as it is undone today; `isKnown` says of its name whether there is what undoes it. */
export function movedBy({ version, migrate = [] }: Bringing, isKnown: (of: string) => boolean): Brought {
  return {
    version,
    before: migrate.flatMap(({ nodes = {}, undo = {} }) => Object.keys({ ...nodes, ...undo })),
    today: (of, { version: was, result }) => {
      if (was === version && isKnown(of)) return { of, result };
      const from =
        migrate.find((each) => each.from !== undefined && each.from === was) ??
        migrate.find((each) => each.from === undefined);
      const bring = from && ownOf(from.undo, of)?.result;
      return { of: newName(from, of), result: bring === undefined || result === undefined ? result : bring(result) };
    },
  };
}

/** The `migrate` of the graph that does the work. */
export function migrationsOfWork({ migrate }: Bringing): object {
  return migrate === undefined ? {} : { migrate: migrate.map(({ undo: _undo, ...rest }) => rest) };
}

/** What the graph around the work undoes, and what its state says of that. */
export interface Around {
  /** What undoes something today. */
  readonly undoings: readonly string[];
  /** What undid something within nodes, and has another name today. */
  readonly before: readonly string[];
  readonly progress: readonly string[];
}

/** The `migrate` of the graph around it, which has the same keys, and its own beside them. Graphs within nodes have versions of their own. */
export function migrationsAround(of: Bringing, within: Around): object {
  const { migrate = [] } = of;
  const others = within.before.length > 0 && migrate.every(({ from }) => from !== undefined) ? [{}] : [];
  const all = [...migrate, ...others];
  return all.length === 0 ? {} : { migrate: all.map((each) => around(of, each, within)) };
}

function around(own: Bringing, migration: UndoableMigration, { undoings, before, progress }: Around): Migration {
  const { from, nodes = {}, undo = {}, state } = migration;
  const moved = Object.keys({ ...nodes, ...undo }).map((of) => [of, newName(migration, of)] as const);
  const nodesThatUndo = moved.filter(([of, to]) => of !== to && undoings.includes(to));
  const isProgress = (key: string): boolean => progress.includes(key);
  return {
    ...(from !== undefined && { from }),
    nodes: Object.fromEntries([
      // What undoes it today is chosen anew, by what stands on record.
      ...before.map((of) => [`undo-${of}`, 'undoing']),
      ...nodesThatUndo.map(([of, to]) => [`undo-${of}`, `undo-${to}`]),
    ]),
    state: (old: Values, at: MigrationMoment) => {
      const [said, others] = [isProgress, (key: string) => !isProgress(key)].map((isWanted) =>
        Object.fromEntries(Object.entries(old).filter(([key]) => isWanted(key))),
      ) as [Partial<UndoProgress>, Values];
      return { ...(state?.(others, at) ?? others), ...progressMoved(said, own, migration) };
    },
  };
}

/** What a state says of undoing, by today's names. */
function progressMoved(
  { toUndo, undone, left, endsAs, ...rest }: Partial<UndoProgress>,
  { name, version }: Bringing,
  migration: UndoableMigration,
): Partial<UndoProgress> {
  const to = (of: string): string => newName(migration, of);
  const brought = ({ version: was, ...entry }: ToUndo): ToUndo =>
    entry.step.startsWith(`${name}/`)
      ? {
          ...entry,
          step: `${name}/${to(entry.step.slice(name.length + 1))}`,
          ...(version !== undefined && { version }),
        }
      : { ...entry, ...(was !== undefined && { version: was }) };
  return {
    ...rest,
    ...(toUndo && { toUndo: toUndo.map(brought) }),
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
