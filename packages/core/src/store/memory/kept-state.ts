import { within } from '../contract/shared-past.ts';
import type { RowQuery, StoredRow, StoredState } from '../contract/store.ts';
import type { KeptBlobs } from './kept-blobs.ts';
import { given, line, newestSnapshot, rowsIn, type KeptThread } from './kept-thread.ts';

export const noState: StoredState = { snapshot: undefined, rows: [], blobs: [] };

/** The rows of a thread, its shared past included. */
export function rowsOf(kept: KeptThread, query: RowQuery): readonly StoredRow[] {
  const wanted = { from: query.from ?? 1, to: query.to ?? Infinity };
  const parts = [...line(kept)].toReversed().map((part) => {
    const span = within(part.span, wanted);
    return span === undefined ? [] : rowsIn(part.kept, span);
  });
  const found = parts.length === 1 ? (parts[0] ?? []) : parts.flat();
  const ordered = query.newestFirst === true ? found.toReversed() : found;
  return (query.limit === undefined ? ordered : ordered.slice(0, query.limit)).map(given);
}

/** The state of a thread at a checkpoint. */
export function stateOf(kept: KeptThread, atMost: number, blobs: KeptBlobs): StoredState {
  const snapshot = newestSnapshot(kept, atMost);
  const first = snapshot?.seq ?? 0;
  return {
    snapshot,
    rows: rowsOf(kept, { from: first + 1, to: atMost }),
    blobs: blobs.of([...usedIn(kept, { from: first, to: atMost })]),
  };
}

/** What the commits of some checkpoints keep apart. */
function* usedIn(kept: KeptThread, wanted: { readonly from: number; readonly to: number }): Generator<string> {
  for (const part of line(kept)) {
    const span = within(part.span, wanted);
    if (span === undefined) continue;
    for (let at = part.kept.uses.length - 1; at >= 0; at -= 1) {
      const { hash, from, to } = part.kept.uses[at] as KeptThread['uses'][number];
      // A commit comes after those before it.
      if (to < span.from) break;
      if (from <= span.to) yield hash;
    }
  }
}
