import fc from 'fast-check';
import { expect, test } from 'vitest';
import { open, replay } from '@cairn/core';
import { importThread } from '@cairn/core/inspect';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { parts } from '../determinism/parts.ts';
import { withPeers } from '../determinism/peers.ts';
import { bytesOf, played, playedId, timeless } from './played.ts';

test('a thread that moved to a database is the same there: exported, replayed and forked', async () => {
  const law = fc.asyncProperty(parts, fc.integer(), fc.nat(), async (given, schedule, dice) => {
    const { store, graph, rows } = await played(given, schedule);
    const bytes = await bytesOf(store, playedId);
    const there = sqlite(':memory:');
    await importThread(there, bytes);
    expect(await bytesOf(there, playedId)).toBe(bytes);
    expect(await replay({ store: there, id: playedId }, graph)).toMatchObject({ checkpoints: rows.length });
    const cairn = open({ store: there, graphs: withPeers(graph), clock: virtualClock(), recover: false });
    const fork = await cairn.thread(graph, playedId).fork(1 + (dice % rows.length), { id: 'again', recorded: true });
    const at = (await fork.record()).origin?.seq ?? 0;
    expect((await fork.history({ from: at + 2 })).map(timeless)).toEqual(rows.slice(at).map(timeless));
    expect(await bytesOf(there, playedId)).toBe(bytes);
    await cairn.close();
  });
  await fc.assert(law, { seed: 20_260_801, numRuns: 40 });
});
