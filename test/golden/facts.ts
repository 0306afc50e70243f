import type { Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { encode } from '../../packages/core/src/base/encode.ts';
import { checkpointAt, historyOf } from '../../packages/core/src/time/history.ts';

/** What a thread's log says: every row, and every state, as text. */
export interface LogFacts {
  readonly status: string;
  readonly rows: readonly string[];
  readonly states: readonly string[];
}

/** A row without the hash by which the same start is known again: the oldest recordings have none. */
function withoutInput({ note, ...row }: Row): Row {
  if (note?.input === undefined) return note === undefined ? row : { ...row, note };
  const { input: _, ...rest } = note;
  return Object.keys(rest).length === 0 ? row : { ...row, note: rest };
}

/** All that can be read of a thread. */
export async function logFacts(store: Store, id: string): Promise<LogFacts> {
  const record = await store.thread(id);
  if (record === undefined) throw new Error(`there is no thread "${id}"`);
  const rows = (await historyOf(store, id)).map((row) => encode(withoutInput(row)));
  const states: string[] = [];
  for (let seq = 1; seq <= record.head; seq += 1) states.push(encode(await checkpointAt(store, id, seq)));
  return { status: record.status, rows, states };
}
