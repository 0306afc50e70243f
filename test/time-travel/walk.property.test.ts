import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compile,
  memory,
  open,
  replay,
  statusOf,
  type AnyGraph,
  type Baggage,
  type Row,
  type Snapshot,
} from '@cairn/core';
import type { Blob, Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { importThread } from '@cairn/core/inspect';
import { planData } from '../../packages/core/src/compile/compile.ts';
import { writeRow } from '../../packages/core/src/store/text/row-text.ts';
import type { Part } from '../determinism/parts.ts';
import { racingParts } from '../determinism/parts.ts';
import { graphOf } from '../determinism/random-graph.ts';
import { codec, walk } from '../determinism/walk.ts';
import { bytesOf, timeless } from './played.ts';

/** A thread that took whatever came: results, failures, events, answers, edits, resumes, a cancellation. */
interface Walked {
  readonly store: Store;
  readonly graph: AnyGraph;
  readonly rows: readonly Row[];
}

async function walked(given: readonly Part[], seed: number): Promise<Walked> {
  // In every second graph what the author wrote throws in some states, and in every third what may be spent is soon used up.
  const extras = { isBrittle: () => seed % 2 === 0, isTight: seed % 3 === 0 };
  const steps = [...walk(given, seed, 150, extras)];
  const rows = steps.flatMap(({ after }) => after.rows);
  const status = statusOf(steps.at(-1)?.after.snapshot as Snapshot);
  const graph = graphOf(given, { pause: () => undefined, answersNow: () => true }, extras);
  const store = memory();
  const plan = compile(graph);
  const { name, fingerprint } = plan;
  await store.keepPlan(fingerprint, name, JSON.stringify(planData(plan)));
  const facts = { status, due: null, owner: null, tags: [], origin: null, summary: null, created: 1 } as const;
  const blobs: Blob[] = [];
  const stored = rows.map((row) => writeRow(row, codec, blobs));
  await store.create({ id: 'walk', graph: name, fingerprint, ...facts, rows: stored, blobs });
  return { store, graph, rows };
}

test('whatever came to a thread, it replays clean', async () => {
  const causes = new Set<string>();
  const law = fc.asyncProperty(racingParts, fc.integer(), async (given, seed) => {
    const { store, graph, rows } = await walked(given, seed);
    const { divergence, checkpoints } = await replay({ store, id: 'walk' }, graph);
    expect(divergence).toBeUndefined();
    expect(checkpoints).toBe(rows.length);
    for (const { cause } of rows) causes.add(cause);
  });
  await fc.assert(law, { seed: 20_260_701, numRuns: 300 });
  expect([...causes]).toEqual(expect.arrayContaining(['resume', 'edit', 'cancel', 'fail', 'spend', 'answer']));
});

test('whatever came to a thread, a fork with what was recorded makes the same checkpoints again', async () => {
  const law = fc.asyncProperty(racingParts, fc.integer(), fc.nat(), async (given, seed, dice) => {
    const { store, graph, rows } = await walked(given, seed);
    const cairn = open({ store, graphs: [graph], clock: virtualClock(), recover: false });
    const seq = 1 + (dice % rows.length);
    const fork = await cairn.thread(graph, 'walk').fork(seq, { id: 'again', recorded: true });
    const at = (await fork.record()).origin?.seq ?? 0;
    const again = await fork.history({ from: at + 2, to: rows.length + 1 });
    expect({ seq, rows: again.map(timeless) }).toEqual({ seq, rows: rows.slice(at).map(timeless) });
    await cairn.close();
  });
  await fc.assert(law, { seed: 20_260_702, numRuns: 200 });
});

test('a fork or a rewind goes on as the fork that it goes back in, from where that began and from any checkpoint of its own', async () => {
  let inTheMiddle = 0;
  const law = fc.asyncProperty(racingParts, fc.integer(), fc.nat(), async (given, seed, dice) => {
    const { store, graph, rows } = await walked(given, seed);
    const cairn = open({ store, graphs: [graph], clock: virtualClock(), drive: false });
    const fork = await cairn.thread(graph, 'walk').fork(1 + (dice % rows.length), { id: 'once', ...by(dice) });
    const { origin, head } = await fork.record();
    const from = origin?.seq ?? 0;
    const made = (await fork.history({ from: from + 2 })).map(timeless);
    for (const seq of new Set([from, from + 1 + (dice % (head - from)), head])) {
      const again = await fork.fork(seq, { id: `at-${seq}`, ...by(dice + seq) });
      const at = (await again.record()).origin?.seq ?? 0;
      const own = (await again.history({ from: at + 2 })).map(timeless);
      expect({ seq, own }).toEqual({ seq, own: made.slice(Math.max(0, at - from - 1)) });
      if (seq === from) inTheMiddle += made.length > 0 ? 1 : 0;
    }
    await fork.rewind(from, by(dice + 1));
    const back = (await fork.history({ from: head + 2 })).map(timeless);
    const plain = await cairn.thread(graph, 'walk').fork(from, { id: 'plain' });
    expect(back).toEqual((await plain.history({ from: from + 2 })).map(timeless));
    // To where it was sent back to, and from there to anything that this led to.
    const last = (await fork.record()).head;
    for (const seq of new Set([head + 1, head + 1 + (dice % (last - head)), last])) {
      const again = await fork.fork(seq, { id: `back-${seq}` });
      const at = (await again.record()).origin?.seq ?? 0;
      const own = (await again.history({ from: at + 2 })).map(timeless);
      expect({ seq, own }).toEqual({ seq, own: back.slice(at - head - 1) });
    }
    await fork.rewind(head + 1);
    expect((await fork.history({ from: last + 2 })).map(timeless)).toEqual(back);
    await cairn.close();
  });
  await fc.assert(law, { seed: 20_261_128, numRuns: 200 });
  expect(inTheMiddle).toBeGreaterThan(20);
});

test('whatever came to a thread, sent back, forked or cut short, its file is taken back byte for byte', async () => {
  let states = 0;
  const law = fc.asyncProperty(racingParts, fc.integer(), fc.nat(), async (given, seed, dice) => {
    const { store, graph, rows } = await walked(given, seed);
    const cairn = open({ store, graphs: [graph], clock: virtualClock(), drive: false });
    const thread = cairn.thread(graph, 'walk');
    const seq = 1 + (dice % rows.length);
    await thread.fork(seq, { id: 'fork', recorded: dice % 2 === 0, ...by(dice) });
    if (dice % 3 === 0) await cairn.thread(graph, 'fork').rewind(1 + (dice % seq), by(dice % 4));
    if (dice % 5 === 0) await cairn.prune({ threads: ['walk'], drop: 'history' });
    for (const id of ['walk', 'fork']) {
      const bytes = await bytesOf(store, id);
      states += bytes.includes('"snapshot"') ? 1 : 0;
      const there = memory();
      await importThread(there, bytes);
      // A thread that is taken in is no fork there.
      expect(linesAfterFirst(await bytesOf(there, id))).toBe(linesAfterFirst(bytes));
      expect(await replay(bytes, graph)).toEqual(await replay({ store, id }, graph));
    }
    await cairn.close();
  });
  await fc.assert(law, { seed: 20_261_129, numRuns: 200 });
  expect(states).toBeGreaterThan(50);
});

/** What goes along in two of three cases. */
function by(dice: number): { readonly context?: Baggage } {
  return dice % 3 === 0 ? {} : { context: { by: `ada ${dice}` } };
}

function linesAfterFirst(bytes: string): string {
  return bytes.slice(bytes.indexOf('\n'));
}
