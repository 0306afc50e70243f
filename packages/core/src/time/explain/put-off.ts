import { deltaAfter } from '../../advance/state/lane.ts';
import { foldRow } from '../../advance/state/fold.ts';
import type { Row } from '../../advance/state/row.ts';
import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Draft } from '../../advance/state/snapshot.ts';
import { apply, combine, type Change, type Changes } from '../../base/change.ts';

/**
 * A draft that rows are folded into. Their changes are put off until `bringUp`: a list to which each of many rows adds an item is then
 * made once, and not once a row.
 */
export class PutOff {
  readonly draft: Draft;
  /** By lane and key, each with what came to that key, in order. */
  readonly #changes = new Map<string, Map<string, Changes[]>>();

  constructor(draft: Draft) {
    this.draft = draft;
  }

  /** Folds a row that stays in its lane, see {@link staysInLane}, and puts off what it changes there. */
  putOff(row: WholeRow): void {
    const { changes, ...rest } = row;
    if (changes === undefined) return foldRow(this.draft, row);
    const [own, others] = apart(changes);
    foldRow(this.draft, own === undefined ? rest : { ...rest, changes: own });
    if (others === undefined) return;
    const ofLane = this.#changes.get(row.lane) ?? new Map<string, Changes[]>();
    this.#changes.set(row.lane, ofLane);
    for (const [key, change] of Object.entries(others)) {
      const before = ofLane.get(key);
      if (before === undefined) ofLane.set(key, [{ [key]: change }]);
      else before.push({ [key]: change });
    }
  }

  /** What a lane has under a key, with what was put off of that key alone; undefined where it has none. */
  valueOf(path: string, key: string): { readonly value: unknown } | undefined {
    const ofLane = this.#changes.get(path);
    const run = ofLane?.get(key);
    if (run !== undefined) {
      ofLane?.delete(key);
      this.#apply(path, combine(run));
    }
    const lane = this.draft.lanes.get(path);
    if (lane === undefined) return undefined;
    if (Object.hasOwn(lane.local, key)) return { value: lane.local[key] };
    return Object.hasOwn(lane.values, key) ? { value: lane.values[key] } : undefined;
  }

  /** Applies what was put off. */
  bringUp(): void {
    for (const [path, ofLane] of this.#changes) {
      const runs = Array.from(ofLane.values(), combine);
      if (runs.length > 0) this.#apply(path, Object.assign({}, ...runs) as Changes);
    }
    this.#changes.clear();
  }

  #apply(path: string, changes: Changes): void {
    const { lanes } = this.draft;
    const lane = lanes.get(path);
    if (lane === undefined) return;
    const delta = lane.delta && deltaAfter(lane.delta, changes, lane.shares);
    lanes.put({ ...lane, values: apply(lane.values, changes), delta });
  }
}

/** Changes of what is local, and all others. */
function apart(changes: Changes): readonly [local: Changes | undefined, others: Changes | undefined] {
  const all = Object.entries(changes);
  const local = all.filter(([, change]) => isLocal(change));
  if (local.length === 0) return [undefined, changes];
  const others = all.filter(([, change]) => !isLocal(change));
  return [Object.fromEntries(local), others.length === 0 ? undefined : Object.fromEntries(others)];
}

function isLocal(change: Change): boolean {
  return 'local' in change;
}

/** Whether a row neither reads nor changes the state of any lane but its own, and of that nothing else than by its changes. */
export function staysInLane(draft: Draft, row: Row): boolean {
  const lane = draft.lanes.get(row.lane);
  if (lane?.fork !== undefined || lane?.pending !== undefined) return false;
  return row.opened === undefined && row.note?.left !== true && row.note?.beside !== true && !reading.has(row.cause);
}

/** Causes whose rows make a lane's state of those of other lanes, or of another checkpoint. */
const reading: ReadonlySet<Row['cause']> = new Set(['begin', 'join', 'fork', 'migrate', 'rewind']);
