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

/**
 * What happened in each lane, in order, times aside: the same for the same inputs and results, whatever the timing. A step that is done beside
 * a sleep, both of which are said to be, is recorded before or after that, and how often a run waits is a matter of time.
 */
export function laneLogs(rows: readonly Row[], thread: string): Readonly<Record<string, readonly string[]>> {
  const logs: Record<string, string[]> = {};
  for (const { lane, cause, from, to, phase, label, changes, opened, attempt } of rows) {
    if (cause === 'wait') continue;
    const isBeside = label !== undefined && besides.has(label);
    const said = JSON.stringify([cause, from, to, isBeside ? '' : phase, label, changes, opened?.lanes, attempt]);
    (logs[lane] ??= []).push(said.replaceAll(thread, '#'));
  }
  return Object.fromEntries(Object.entries(logs).map(([lane, log]) => [lane, inOrder(log)]));
}

/** What lies together of a step and of a sleep beside it, in an order of its own. */
function inOrder(log: readonly string[]): readonly string[] {
  const ordered: string[] = [];
  let together: string[] = [];
  for (const said of log) {
    if (isOneBeside(said)) together.push(said);
    else {
      ordered.push(...together.toSorted(), said);
      together = [];
    }
  }
  return [...ordered, ...together.toSorted()];
}

/** The keys of a step and of a sleep that are under way at once. */
const besides: ReadonlySet<string> = new Set(['beside', 'nap']);

function isOneBeside(said: string): boolean {
  return besides.has((JSON.parse(said) as readonly string[])[4] ?? '');
}
