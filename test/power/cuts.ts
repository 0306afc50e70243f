import assert from 'node:assert/strict';
import { codecOf, open, type AnyGraph, type Row } from '@cairn/core';
import type { Store, StoredRow } from '@cairn/core/store';
import { powerCuts, virtualClock, type Cut, type VirtualClock } from '@cairn/testing';
import { load, loadRows } from '../../packages/core/src/store/load.ts';
import { boundaries } from './boundaries.ts';
import { id, takeToItsEnd } from './client.ts';

/** How the tests get at a store: what is opened again has what was kept. */
export interface Kept {
  open(): Store;
  reopen(): Store;
}

/** Longer than a lease: by then, what a process held that died is up for others. */
const leaseOver = 60_000;

/** Runs a graph with no cut: where it ends, and how many writes that takes. */
export async function uncut(
  graphFor: GraphFor,
  kept: Kept,
): Promise<{ readonly end: string; readonly writes: number }> {
  const clock = virtualClock();
  const store = powerCuts(kept.open());
  const end = await takeToItsEnd(graphFor(clock), store, clock);
  return { end, writes: store.writes.length };
}

/** A graph whose activities wait by a clock. */
export type GraphFor = (clock: VirtualClock) => AnyGraph;

/** Cuts the power once or several times, then checks that the thread comes to the same end and that nothing is torn. */
export async function expectSameEnd(graphFor: GraphFor, kept: Kept, cuts: readonly Cut[], end: string): Promise<void> {
  let now = virtualClock().now();
  let store = kept.open();
  let before: readonly StoredRow[] = [];
  const opened = [store];
  for (const cut of cuts) {
    const clock = virtualClock(now);
    const { store: noted, ends } = boundaries(keptOpen(store));
    const from = (await store.thread(id))?.head ?? 0;
    const dying = powerCuts(noted, cut);
    await takeToItsEnd(graphFor(clock), dying, clock).catch((error: unknown) => {
      if (!dying.isOut) throw error;
    });
    now = clock.now() + leaseOver;
    store = kept.reopen();
    opened.push(store);
    await expectNothingHalfDone(store);
    const rows = await store.rows(id);
    assert.ok([from, ...ends].includes(rows.length), `the store holds whole transitions: ${rows.length} rows`);
    assert.deepEqual(rows.slice(0, before.length), before, 'what was stored stays as it was');
    before = rows;
  }
  const clock = virtualClock(now);
  assert.equal(await takeToItsEnd(graphFor(clock), keptOpen(store), clock), end, 'it comes to the same end');
  await expectWhole(store, graphFor(clock), before);
  for (const each of opened) await each.close();
}

/** What is stored is a place where a thread may rest: no lane is on its way, and none that could go on is held. */
async function expectNothingHalfDone(store: Store): Promise<void> {
  if ((await store.thread(id)) === undefined) return;
  const { snapshot } = await load(store, id, { codec: codecOf([]) });
  for (const { path, phase, fork } of snapshot.lanes.all()) {
    assert.notEqual(phase, 'passing', `lane "${path}" is not half way`);
    assert.ok(phase !== 'open' || fork === undefined || fork.closed < fork.need, `lane "${path}" has met`);
  }
}

/** A store that its runtime cannot close. */
function keptOpen(store: Store): Store {
  return new Proxy(store, {
    get(_, name) {
      if (name === 'close') return () => undefined;
      const member: unknown = Reflect.get(store, name, store);
      return typeof member === 'function' ? (member.bind(store) as unknown) : member;
    },
  });
}

async function expectWhole(store: Store, graph: AnyGraph, before: readonly StoredRow[]): Promise<void> {
  const stored = await store.rows(id);
  assert.deepEqual(stored.slice(0, before.length), before, 'what was stored stays as it was');
  const rows = await loadRows(store, id, { codec: codecOf([]) });
  assert.deepEqual(
    rows.map(({ seq }) => seq),
    rows.map((_, index) => index + 1),
  );
  assert.deepEqual(repeatedSteps(rows), [], 'each step is recorded once');
  const cairn = open({ store: keptOpen(store), graphs: [graph], clock: virtualClock(), drive: false });
  const { findings, damage } = await cairn.verify();
  assert.deepEqual([findings, damage], [[], []], 'the store is whole');
}

/** Steps that were recorded twice for one visit; a subgraph that is tried again makes its own anew. */
function repeatedSteps(rows: readonly Row[]): readonly string[] {
  const repeated: string[] = [];
  const seen = new Set<string>();
  for (const { cause, lane, from, label, opened } of rows) {
    for (const { path } of opened?.lanes ?? []) {
      for (const step of seen) if (step.startsWith(`${path} `) || step.startsWith(`${path}/`)) seen.delete(step);
    }
    const step = `${lane} ${from} ${label}`;
    if (cause === 'step' && seen.has(step)) repeated.push(step);
    if (cause === 'step') seen.add(step);
  }
  return repeated;
}
