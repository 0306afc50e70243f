import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay } from '@cairn/core';
import { partsWithRaces } from '../determinism/parts.ts';
import { bytesOf, played, playedId, timeless } from './played.ts';

test('a fork with recorded results makes the rest of the original again, from any checkpoint, and leaves it as it was', async () => {
  let forks = 0;
  const law = fc.asyncProperty(partsWithRaces, fc.integer(), fc.nat(), async (given, schedule, offset) => {
    const { store, graph, cairn, rows } = await played(given, schedule);
    const thread = cairn.thread(graph, playedId);
    const bytes = await bytesOf(store, playedId);
    for (let seq = 1 + (offset % 7); seq <= rows.length; seq += 7) {
      const fork = await thread.fork(seq, { id: `from-${seq}`, recorded: true, context: { by: `ada ${seq}` } });
      await fork.settled();
      const { origin } = await fork.record();
      const at = origin?.seq ?? 0;
      const again = await fork.history({ from: at + 2 });
      expect({ seq, rows: again.map(timeless) }).toEqual({ seq, rows: rows.slice(at).map(timeless) });
      expect((await replay(fork, graph)).divergence).toBeUndefined();
      forks += 1;
    }
    expect(await bytesOf(store, playedId)).toBe(bytes);
    await cairn.close();
  });
  await fc.assert(law, { seed: 20_260_501, numRuns: 80 });
  expect(forks).toBeGreaterThan(200);
});
