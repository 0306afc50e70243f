import { canMeet } from '../../advance/state/can-meet.ts';
import { foldRow } from '../../advance/state/fold.ts';
import type { Row } from '../../advance/state/row.ts';
import { draftOf, type Draft, type Snapshot } from '../../advance/state/snapshot.ts';

/**
 * The lanes that were about to go on after these rows, which one input led to, in the order they would have. `before` is the
 * state before the first of them; a rewind follows from no state, and there it is the one after it.
 */
export function dueAfter(rows: readonly Row[], before: Snapshot): readonly string[] {
  const due = new DueLanes(before);
  for (const [index, row] of rows.entries()) due.take(row, rows[index - 1], rows[index + 1]);
  const last = rows.at(-1);
  return last?.cause === 'begin' ? [...due.parentOf(last.lane), ...due.paths] : due.paths;
}

/** Follows which lanes are looked at: those that a row has moved or opened, and whoever waits for one that closed. */
class DueLanes {
  readonly #draft: Draft;
  #paths: string[] = [];

  constructor(before: Snapshot) {
    this.#draft = draftOf(before);
  }

  get paths(): readonly string[] {
    return [...new Set(this.#paths)].filter((path) => this.#draft.lanes.get(path) !== undefined);
  }

  parentOf(path: string): readonly string[] {
    const parent = this.#draft.lanes.get(path)?.parent;
    return parent === undefined ? [] : [parent];
  }

  /** All that hold a lane, the nearest first. */
  #holdersOf(path: string): readonly string[] {
    return this.parentOf(path).flatMap((parent) => [parent, ...this.#holdersOf(parent)]);
  }

  take(row: Row, previous: Row | undefined, next: Row | undefined): void {
    const isHandling = row.cause === 'error' || row.cause === 'attempt' || isPassedOn(row, previous);
    if (previous !== undefined && !isHandling) this.#lookedAt(row, previous);
    if (row.cause !== 'rewind') foldRow(this.#draft, row);
    this.#add(row);
    if (row.cause !== 'fail') return;
    this.#paths.push(...(isHandling ? this.#above(row.lane, next) : this.#holdersOf(row.lane)));
  }

  /** A row follows from a look at its lane, or at the lane that begins it: those before it in line were looked at too. */
  #lookedAt(row: Row, previous: Row): void {
    const [by = row.lane] = row.cause === 'begin' ? this.parentOf(row.lane) : [row.lane];
    if (row.cause === 'begin' && previous.cause === 'begin' && this.parentOf(previous.lane)[0] === by) return;
    const at = this.#paths.indexOf(by);
    if (at === -1) return;
    const looked = this.#paths.slice(0, at);
    this.#paths = this.#paths.slice(at + 1);
    for (const path of looked) {
      const lane = this.#draft.lanes.get(path);
      if (lane?.phase === 'closed' && lane.parent !== undefined) this.#paths.push(lane.parent);
    }
  }

  #add(row: Row): void {
    for (const path of row.note?.due ?? []) this.#paths.push(path);
    if (row.cause === 'migrate') for (const { path } of this.#draft.lanes.all()) this.#paths.push(path);
    for (const { path, phase } of row.opened?.lanes ?? []) {
      if (phase !== 'queued' && phase !== 'waiting') this.#paths.push(path);
    }
    if (row.to === undefined || row.phase !== 'waiting') this.#paths.push(row.lane);
  }

  /**
   * The lanes that a failure was offered to, the nearest first, up to one that does without the lane that failed, or that
   * handled the failure: the next row says so.
   */
  #above(path: string, next: Row | undefined): readonly string[] {
    const [above] = this.parentOf(path);
    const parent = above === undefined ? undefined : this.#draft.lanes.get(above);
    if (parent === undefined) return [];
    const isHandled = next?.lane === parent.path && (next.cause === 'error' || next.cause === 'attempt');
    return [parent.path, ...(isHandled || canMeet(this.#draft, parent) ? [] : this.#above(parent.path, next))];
  }
}

/** Whether a failure was offered to the lanes that hold the failed one: not where a decision failed. */
function isPassedOn({ cause, lane, label, note }: Row, previous: Row | undefined): boolean {
  if (cause !== 'fail' || label !== undefined) return false;
  const code = note?.failure?.code;
  if (code === 'transition/no-case' || code === 'limit/exceeded') return true;
  return previous?.cause === 'attempt' && previous.lane === lane && previous.phase === 'passing';
}
