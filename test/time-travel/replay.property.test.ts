import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay } from '@cairn/core';
import { importThread } from '@cairn/core/inspect';
import { memory } from '@cairn/core';
import { partsWithRaces } from '../determinism/parts.ts';
import { bytesOf, played, playedId } from './played.ts';

test('a graph that did not change replays every thread clean, from a store and from a file', async () => {
  const law = fc.asyncProperty(partsWithRaces, fc.integer(), async (given, schedule) => {
    const { store, graph, rows } = await played(given, schedule);
    const clean = { checkpoints: rows.length, skipped: 0, older: [] };
    const report = await replay({ store, id: playedId }, graph);
    expect(report).toMatchObject(clean);
    expect(report.divergence).toBeUndefined();
    expect(await replay(await bytesOf(store, playedId), graph)).toEqual(report);
  });
  await fc.assert(law, { seed: 20_260_502, numRuns: 300 });
});

test('a replay from any checkpoint of a graph that did not change agrees with the one from the start', async () => {
  const law = fc.asyncProperty(partsWithRaces, fc.integer(), fc.nat(), async (given, schedule, offset) => {
    const { store, graph, rows } = await played(given, schedule);
    for (const { seq } of rows.filter((_, index) => index % 3 === offset % 3)) {
      const { divergence, checkpoints, skipped } = await replay({ store, id: playedId }, graph, { from: seq });
      expect({ seq, how: divergence?.how, all: checkpoints + skipped }).toEqual({
        seq,
        how: undefined,
        all: rows.length,
      });
    }
  });
  await fc.assert(law, { seed: 20_260_504, numRuns: 100 });
});

test('an exported thread comes back byte for byte', async () => {
  const law = fc.asyncProperty(partsWithRaces, fc.integer(), async (given, schedule) => {
    const { store } = await played(given, schedule);
    const bytes = await bytesOf(store, playedId);
    const there = memory();
    await importThread(there, bytes);
    expect(await bytesOf(there, playedId)).toBe(bytes);
  });
  await fc.assert(law, { seed: 20_260_503, numRuns: 100 });
});
