import type { Checkpoint, Failure, Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { encode } from '../../packages/core/src/base/value/encode.ts';
import { checkpointAt, historyOf } from '../../packages/core/src/time/read/history.ts';

/** What a thread's log says: every row, and every state, as text. */
export interface LogFacts {
  readonly status: string;
  readonly rows: readonly string[];
  readonly states: readonly string[];
}

/** A row without what the oldest recordings do not have: its turn, whom an input was for, the hash of a start's input, and that a failure was fatal. */
function asOldest({ turn: _turn, note, ...row }: Row): Omit<Row, 'turn'> {
  if (note === undefined) return row;
  const { input: _, to: _to, failure, ...rest } = note;
  const kept = { ...(failure && { failure: withoutFatal(failure) }), ...rest };
  return Object.keys(kept).length === 0 ? row : { ...row, note: kept };
}

function withoutFatal({ fatal: _, ...failure }: Failure): Failure {
  return failure;
}

function stateAt(checkpoint: Checkpoint): string {
  // What stopped a lane follows from its rows; the oldest recordings do not say it again.
  const lanes = checkpoint.lanes.map(({ stopped: _, ...lane }) => ({
    ...lane,
    failures: lane.failures.map(withoutFatal),
  }));
  return encode({ ...checkpoint, lanes });
}

/** All that can be read of a thread. */
export async function logFacts(store: Store, id: string): Promise<LogFacts> {
  const record = await store.thread(id);
  if (record === undefined) throw new Error(`there is no thread "${id}"`);
  const rows = (await historyOf(store, id)).map((row) => encode(asOldest(row)));
  const states: string[] = [];
  for (let seq = 1; seq <= record.head; seq += 1) states.push(stateAt(await checkpointAt(store, id, seq)));
  return { status: record.status, rows, states };
}
