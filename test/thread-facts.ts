import { expect } from 'vitest';
import { fold, type Row, type Snapshot } from '@cairn/core';
import type { SqliteStore } from '@cairn/sqlite';
import { codecOf } from '@cairn/core';
import { emptySnapshot } from '../packages/core/src/advance/state/snapshot.ts';
import { load, loadRows } from '../packages/core/src/store/load.ts';

const reading = { codec: codecOf([]) };

/** A thread's checkpoints as read from a store. */
export async function rowsOf(store: SqliteStore, thread: string): Promise<readonly Row[]> {
  return await loadRows(store, thread, reading);
}

/** Checks that a thread's log has no gap, and that its rows lead to the state that is read. */
export async function expectWhole(store: SqliteStore, thread: string): Promise<void> {
  const rows = await rowsOf(store, thread);
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, index) => index + 1));
  expect((await store.thread(thread))?.head).toBe(rows.length);
  const { snapshot } = await load(store, thread, reading);
  expect(plain(snapshot)).toEqual(plain(fold(emptySnapshot(thread), rows)));
}

function plain({ lanes, ...facts }: Snapshot): unknown {
  return { ...facts, lanes: lanes.all().toSorted((left, right) => (left.path < right.path ? -1 : 1)) };
}

/** What happened in each lane, in order, times aside: the same for the same inputs and results, whatever the timing. */
export function laneLogs(rows: readonly Row[], thread: string): Readonly<Record<string, readonly string[]>> {
  const logs: Record<string, string[]> = {};
  for (const { lane, cause, from, to, phase, label, changes, opened, attempt } of rows) {
    const said = JSON.stringify([cause, from, to, phase, label, changes, opened?.lanes, attempt]);
    (logs[lane] ??= []).push(said.replaceAll(thread, '#'));
  }
  return logs;
}
