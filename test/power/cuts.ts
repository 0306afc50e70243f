import assert from 'node:assert/strict';
import { codecOf, open, type AnyGraph, type Row } from '@cairn/core';
import type { Store, StoredRow } from '@cairn/core/store';
import { powerCuts, virtualClock, type Cut } from '@cairn/testing';
import { load, loadRows } from '../../packages/core/src/store/load.ts';
import { boundaries } from './boundaries.ts';
import type { Scenario } from './scenario.ts';

/** How the tests get at a store: what is opened again has what was kept. */
export interface Kept {
  open(): Store;
  reopen(): Store;
}

/** Longer than a lease: by then, what a process held that died is up for others. */
export const leaseOver = 60_000;

/** How a scenario ends where the power stays on, and how many writes that takes. */
export async function uncut(
  scenario: Scenario,
  kept: Kept,
): Promise<{ readonly end: string; readonly writes: number }> {
  const clock = virtualClock();
  const store = powerCuts(kept.open());
  const end = await scenario.play(scenario.graph(clock), store, clock);
  return { end, writes: store.writes.length };
}

/** The rows of every thread of a scenario. */
type Logs = ReadonlyMap<string, readonly StoredRow[]>;

async function logsOf({ threads }: Scenario, store: Store): Promise<Logs> {
  const logs = new Map<string, readonly StoredRow[]>();
  for (const id of threads) logs.set(id, await store.rows(id));
  return logs;
}

/** Cuts the power once or several times, then checks that it all comes to the same end and that nothing is torn. */
export async function expectSameEnd(scenario: Scenario, kept: Kept, cuts: readonly Cut[], end: string): Promise<void> {
  let now = virtualClock().now();
  let store = kept.open();
  let before = await logsOf(scenario, store);
  const opened = [store];
  for (const cut of cuts) {
    const clock = virtualClock(now);
    const { store: noted, ends } = boundaries(keptOpen(store));
    const dying = powerCuts(noted, cut);
    await scenario.play(scenario.graph(clock), dying, clock).catch((error: unknown) => {
      if (!dying.isOut) throw error;
    });
    // What was on its way to the store when the power went out may still come to it.
    await clock.advance(0);
    now = clock.now() + leaseOver;
    store = kept.reopen();
    opened.push(store);
    const after = await logsOf(scenario, store);
    expectWholeTransitions(before, after, ends);
    await expectNothingHalfDone(scenario, store);
    before = after;
  }
  const clock = virtualClock(now);
  const graph = scenario.graph(clock);
  assert.equal(await scenario.play(graph, keptOpen(store), clock), end, 'it comes to the same end');
  await expectWhole(scenario, store, graph, before);
  for (const each of opened) await each.close();
}

function expectWholeTransitions(before: Logs, after: Logs, ends: ReadonlySet<string>): void {
  for (const [id, rows] of after) {
    const old = before.get(id) ?? [];
    assert.deepEqual(rows.slice(0, old.length), old, 'what was stored stays as it was');
    assert.ok(rows.length === old.length || ends.has(`${id}@${rows.length}`), `${id}@${rows.length} ends a transition`);
  }
}

/** What is stored is a place where a thread may rest: no lane is on its way, and none that could go on is held. */
async function expectNothingHalfDone({ threads }: Scenario, store: Store): Promise<void> {
  for (const id of threads) {
    if ((await store.thread(id)) === undefined) continue;
    const { snapshot } = await load(store, id, { codec: codecOf([]) });
    for (const { path, phase, fork } of snapshot.lanes.all()) {
      assert.notEqual(phase, 'passing', `lane "${path}" is not half way`);
      assert.ok(phase !== 'open' || fork === undefined || fork.closed < fork.need, `lane "${path}" has met`);
    }
  }
}

/** A store that its runtime cannot close. */
export function keptOpen(store: Store): Store {
  return new Proxy(store, {
    get(_, name) {
      if (name === 'close') return () => undefined;
      const member: unknown = Reflect.get(store, name, store);
      return typeof member === 'function' ? (member.bind(store) as unknown) : member;
    },
  });
}

async function expectWhole(scenario: Scenario, store: Store, graph: AnyGraph, before: Logs): Promise<void> {
  for (const [id, stored] of await logsOf(scenario, store)) {
    const old = before.get(id) ?? [];
    assert.deepEqual(stored.slice(0, old.length), old, 'what was stored stays as it was');
    const rows = await loadRows(store, id, { codec: codecOf([]) });
    assert.ok(
      rows.every(({ seq }, index) => seq === index + 1),
      'checkpoints have no gaps',
    );
    assert.deepEqual(repeatedSteps(rows), [], 'each step is recorded once');
  }
  const cairn = open({ store: keptOpen(store), graphs: [graph], clock: virtualClock(), drive: false });
  const { findings, damage } = await cairn.verify();
  assert.deepEqual([findings, damage], [[], []], 'the store is whole');
}

/** Steps that were recorded twice for one visit; a subgraph that is tried again makes its own anew. */
export function repeatedSteps(rows: readonly Row[]): readonly string[] {
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
