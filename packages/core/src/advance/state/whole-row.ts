import type { Changes, Values } from '../../base/change.ts';
import { isTakenOver, wholeOpening, type OpeningChange } from '../../base/opening-change.ts';
import { isPatched, wholeChanges, type ToldChange } from '../../base/told-change.ts';
import { foldRow } from './fold.ts';
import type { Opened, OpenedLane, Row } from './row.ts';
import { draftOf, type Snapshot } from './snapshot.ts';

/** Opened lanes whose first changes are whole. */
export type WholeOpened = Omit<Opened, 'lanes'> & {
  readonly lanes: readonly (Omit<OpenedLane, 'changes'> & { readonly changes?: Changes })[];
};

/** A row whose changes are whole. */
export type WholeRow = Omit<Row, 'changes' | 'opened'> & { readonly changes?: Changes; readonly opened?: WholeOpened };

/** A row with the values that it tells by edits; `before` is the state before it. */
export function wholeRow(row: Row, before: Pick<Snapshot, 'lanes'>): WholeRow {
  const values = tellsByEdits(row) ? before.lanes.get(row.lane)?.values : undefined;
  if (values === undefined) return row as WholeRow;
  const { changes, opened, ...rest } = row;
  return {
    ...rest,
    ...(changes && { changes: wholeChanges(changes, values) }),
    ...(opened && { opened: wholeOpened(opened, values) }),
  };
}

function wholeOpened({ lanes, ...facts }: Opened, values: Values): WholeOpened {
  const whole = lanes.map(({ changes, ...lane }) => ({
    ...lane,
    ...(changes && { changes: wholeOpening(changes, values) }),
  }));
  return { ...facts, lanes: whole };
}

/** Rows that follow each other, with the values that they tell by edits; `before` is the state before the first. */
export function wholeRows(rows: readonly Row[], before: Snapshot): readonly WholeRow[] {
  if (!rows.some(tellsByEdits)) return rows as readonly WholeRow[];
  const draft = draftOf(before);
  return rows.map((row) => {
    const whole = wholeRow(row, draft);
    foldRow(draft, row);
    return whole;
  });
}

/** Whether some of what a row changes is told by edits. */
export function tellsByEdits({ changes, opened }: Row): boolean {
  for (const key in changes) if (isPatched(changes[key] as ToldChange)) return true;
  if (opened?.by !== 'graph') return false;
  return opened.lanes.some(({ changes: first = {} }) =>
    Object.values(first).some((change: OpeningChange) => isTakenOver(change)),
  );
}
