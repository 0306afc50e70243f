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
  readonly #changes = new Map<string, Changes[]>();

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
    const before = this.#changes.get(row.lane);
    if (before === undefined) this.#changes.set(row.lane, [others]);
    else before.push(others);
  }

  /** Applies what was put off. */
  bringUp(): void {
    const { lanes } = this.draft;
    for (const [path, all] of this.#changes) {
      const lane = lanes.get(path);
      if (lane === undefined) continue;
      const changes = combine(all);
      const delta = lane.delta && deltaAfter(lane.delta, changes, lane.shares);
      lanes.put({ ...lane, values: apply(lane.values, changes), delta });
    }
    this.#changes.clear();
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
