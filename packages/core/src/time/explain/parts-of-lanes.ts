import { idOf, type Change } from '../../base/change.ts';
import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Part } from './kept-parts.ts';
import { type Mark, type Marked, markOf } from './mark.ts';

type Parts = Map<unknown, Part>;

/**
 * The entries and the items that keys of lanes have, each with its mark. They are told once and then go along with the rows: of many rows
 * that each add a part, each would read all parts anew.
 */
export class PartsOfLanes {
  readonly #lanes = new Map<string, Map<string, Parts>>();

  /** The parts of a key, which are told where they are not known. */
  of(path: string, key: string, tell: () => Parts): Parts {
    const ofLane = this.#lanes.get(path) ?? new Map<string, Parts>();
    this.#lanes.set(path, ofLane);
    const parts = ofLane.get(key) ?? tell();
    ofLane.set(key, parts);
    return parts;
  }

  /** Takes what a row changes in its lane, and the marks of that. */
  take({ lane, changes = {} }: WholeRow, marked: WholeRow): void {
    const ofLane = this.#lanes.get(lane);
    if (ofLane === undefined) return;
    for (const [key, change] of Object.entries(changes)) {
      const parts = ofLane.get(key);
      if (parts !== undefined && !takeChange(parts, change, marked.changes?.[key])) ofLane.delete(key);
    }
  }

  /** Forgets all, for a row that changes more than its lane. */
  clear(): void {
    this.#lanes.clear();
  }
}

/** Whether a change only adds parts, which are taken then. */
function takeChange(parts: Parts, change: Change, marked: Change | undefined): boolean {
  if ('merge' in change && marked !== undefined && 'merge' in marked) {
    const marks = marked.merge;
    for (const [key, value] of Object.entries(change.merge)) parts.set(key, { value, mark: marks[key] as Mark });
    return true;
  }
  if (!('upsert' in change) || marked === undefined || !('upsert' in marked)) return false;
  for (const id of change.remove ?? []) parts.delete(id);
  for (const [index, value] of change.upsert.entries()) {
    const id = idOf(value, change.by);
    if (id !== undefined) parts.set(id, { value, mark: markOf(marked.upsert[index] as Marked) });
  }
  return true;
}
