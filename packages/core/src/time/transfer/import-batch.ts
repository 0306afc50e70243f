import { problem } from '../../base/problem/problem.ts';
import { blobsIn } from '../../store/text/row-text.ts';
import type { Blob, Commit, StoredRow } from '../../store/contract/store.ts';
import { ImportedState } from './imported-state.ts';
import type { Exported } from './read-export.ts';

/** How many rows are written at a time. */
const pageSize = 1_000;

/** Rows that are written together. */
export type Batch = Pick<Commit, 'rows' | 'snapshot' | 'blobs'>;

/**
 * The rows of an exported thread as they are written. A snapshot is added where reading would have to fold more than it
 * returns.
 *
 * A problem `export/damaged` where they lead to nothing that a thread can be.
 */
export function batchesOf(exported: Exported): readonly Batch[] {
  const { rows, snapshots, blobs, lines } = exported;
  const state = new ImportedState(exported);
  const batches: Batch[] = [];
  let page: StoredRow[] = [];
  for (const [index, row] of rows.entries()) {
    page.push(row);
    const given = snapshots.get(row.seq);
    atLine(lines[index] ?? 0, () => state.take(row, given));
    if (given === undefined && page.length < pageSize && index < rows.length - 1) continue;
    const made = given === undefined ? state.snapshotIfDue() : { snapshot: given, blobs: [] };
    const texts = [made?.snapshot.body, ...page.flatMap(({ changes, detail }) => [changes, detail])];
    batches.push({ rows: page, ...made, blobs: [...used(texts, blobs), ...(made?.blobs ?? [])] });
    page = [];
  }
  atLine(lines.at(-1) ?? 0, () => state.mustBeWhole());
  return batches;
}

/** Does something with what stands on a line; whatever it throws says that the line is damaged. */
function atLine(line: number, take: () => void): void {
  try {
    take();
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw problem('export/damaged', { line, found: found.replace(/[.]$/u, '') }, error);
  }
}

function used(texts: readonly (string | null | undefined)[], blobs: ReadonlyMap<string, Blob>): readonly Blob[] {
  const hashes = new Set(texts.flatMap((text) => blobsIn(text ?? '')));
  return [...hashes].map((hash) => blobs.get(hash)).filter((blob) => blob !== undefined);
}
