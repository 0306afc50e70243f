import type { Changes } from '../../base/change.ts';
import { isPatched, wholeChanges, type ToldChange } from '../../base/told-change.ts';
import type { Row } from './row.ts';
import { foldRow } from './fold.ts';
import { draftOf, type Snapshot } from './snapshot.ts';

/** A row whose changes are whole. */
export type WholeRow = Omit<Row, 'changes'> & { readonly changes?: Changes };

/** A row with the values that it tells by edits; `before` is the state before it. */
export function wholeRow(row: Row, before: Pick<Snapshot, 'lanes'>): WholeRow {
  const values = row.changes && before.lanes.get(row.lane)?.values;
  if (values === undefined) return row as WholeRow;
  const changes = wholeChanges(row.changes as NonNullable<Row['changes']>, values);
  return changes === row.changes ? (row as WholeRow) : { ...row, changes };
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
export function tellsByEdits({ changes }: Row): boolean {
  for (const key in changes) if (isPatched(changes[key] as ToldChange)) return true;
  return false;
}
