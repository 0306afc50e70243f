import { combine, replaces, type Change, type Changes } from '../../base/change.ts';
import type { Fork, Lane, Written } from './lane.ts';
import { allNeeds } from './needed.ts';
import type { Row } from './row.ts';
import { childrenOf, type Snapshot } from './snapshot.ts';

/** A key that two have set, neither of whom saw the other: two lanes, or a lane and what was written to its holder meanwhile. */
export interface Conflict {
  readonly key: string;
  /** The holder comes first where the other is a lane of its. */
  readonly lanes: readonly [string, string];
  readonly written?: Omit<Written, 'sets'>;
}

/** What a join changes in the parent: the closed lanes' changes in the order declared, then the row's own. */
export function joinedChanges(snapshot: Snapshot, parent: Lane, own: Changes | undefined, note: Row['note']): Changes {
  if (note?.merged === true) return own ?? {};
  const all = closedLanes(snapshot, parent).map(({ delta = {} }) => (own === undefined ? delta : without(delta, own)));
  return combine(own === undefined ? all : [...all, own]);
}

/** What the end of a subgraph changes in its holder: what it changed of the keys that they share, then the row's own. */
export function changesAtEnd(snapshot: Snapshot, holder: Lane, own: Changes | undefined): Changes | undefined {
  const shared = sharedChanges(snapshot, holder);
  if (shared === undefined) return own;
  return own === undefined ? shared : combine([shared, own]);
}

/** What a subgraph changed of the keys that it shares with its holder; undefined where it shares none. */
export function sharedChanges(snapshot: Snapshot, holder: Lane): Changes | undefined {
  return holder.fork?.shares === undefined ? undefined : childrenOf(snapshot, holder)[0]?.delta;
}

/** The lanes of a fork that closed, in the order declared. */
export function closedLanes(snapshot: Snapshot, parent: Lane): readonly Lane[] {
  return childrenOf(snapshot, parent).filter((lane) => lane.phase === 'closed');
}

/** The lanes that wrote a key so far. */
interface Writers {
  readonly all: Lane[];
  /** Those that replaced the value: a later lane that writes the key and does not need them conflicts with them. */
  readonly setters: Lane[];
}

/**
 * A key that two writers set, neither of whom saw the other, apart from those decided by hand; undefined where there is none.
 *
 * Two that set it to the same value conflict as well: whether a graph holds would else depend on what its lanes happen to find.
 */
export function conflictOf(parent: Lane, lanes: readonly Lane[]): Conflict | undefined {
  const writers = new Map<string, Writers>();
  let byPath: ReadonlyMap<string, Lane> | undefined;
  for (const lane of lanes) {
    let needs: ReadonlySet<string> | undefined;
    const isUnseen = ({ path }: Lane): boolean =>
      lane.needs === undefined ||
      !(
        lane.needs.includes(path) ||
        (needs ??= allNeeds((byPath ??= new Map(lanes.map((each) => [each.path, each]))), lane)).has(path)
      );
    for (const key in lane.delta) {
      if (parent.decided?.includes(key) === true) continue;
      const sets = replaces(lane.delta[key] as Change);
      const written = writtenBefore(parent.fork, key, lane, sets);
      if (written !== undefined) return { key, lanes: [parent.path, lane.path], written };
      const before = writers.get(key);
      const unseen = before && (sets ? before.all : before.setters).find(isUnseen);
      if (unseen !== undefined) return { key, lanes: [unseen.path, lane.path] };
      if (before === undefined) writers.set(key, { all: [lane], setters: sets ? [lane] : [] });
      else {
        before.all.push(lane);
        if (sets) before.setters.push(lane);
      }
    }
  }
  return undefined;
}

/** What was written to the holder that a lane conflicts with. A lane that began after a fork has seen what that set. */
function writtenBefore(
  fork: Fork | undefined,
  key: string,
  { seed }: Lane,
  setsItself: boolean,
): Conflict['written'] | undefined {
  if (fork?.written === undefined || !Object.hasOwn(fork.written, key)) return undefined;
  const { sets, ...written } = fork.written[key] as Written;
  const isSeen = written.cause === 'fork' && seed !== undefined && Object.hasOwn(seed, key);
  return (sets || setsItself) && !isSeen ? written : undefined;
}

/** What a fork knows to be written beside its lanes, after a row that does so. */
export function writtenAfter({ written }: Fork, { cause, label }: Row, changes: Changes): NonNullable<Fork['written']> {
  const next: Record<string, Written> = { ...written };
  for (const key in changes) {
    const change = changes[key] as Change;
    const sets = replaces(change);
    const before = Object.hasOwn(next, key) ? next[key] : undefined;
    if ('local' in change || (before?.sets === true && !sets)) continue;
    next[key] = { cause: cause as Written['cause'], ...(label !== undefined && { label }), sets };
  }
  return next;
}

/** What a row notes that writes to a lane whose lanes are open; a subgraph concerns what it shares alone. */
export function besideLanes({ fork }: Lane, changes: Changes | undefined): { readonly beside?: true } {
  // Lanes that come and go bring by what merges them what they found: nothing conflicts with that.
  if (changes === undefined || fork === undefined || fork.came !== undefined) return {};
  if (fork.by !== 'graph') return { beside: true };
  return fork.shares?.some((key) => Object.hasOwn(changes, key)) === true ? { beside: true } : {};
}

function without(changes: Changes, keys: Changes): Changes {
  const left: Record<string, Change> = {};
  for (const key in changes) if (!Object.hasOwn(keys, key)) left[key] = changes[key] as Change;
  return left;
}
