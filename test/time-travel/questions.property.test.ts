import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '@cairn/core';
import { blameOf, checkpointAt, whyOf, type Blame } from '@cairn/core/inspect';
import { parts } from '../determinism/parts.ts';
import { played, playedId } from './played.ts';

/** Causes of rows by which a lane leaves its node by a way that its graph declares. */
const declared: ReadonlySet<Row['cause']> = new Set(['done', 'pass', 'event', 'timer', 'error']);

test('every transition is explained by one way that was taken, and by what came before it', async () => {
  let explained = 0;
  const law = fc.asyncProperty(parts, fc.integer(), fc.nat(), async (given, schedule, offset) => {
    const { store, rows } = await played(given, schedule);
    for (const row of rows.filter((_, index) => index % 5 === offset % 5)) {
      const { input, ledBy, ways } = await whyOf(store, playedId, row.seq);
      expect(input.seq).toBeLessThanOrEqual(row.seq);
      expect(ledBy.every(({ seq }) => seq < row.seq)).toBe(true);
      if (row.to === undefined || !declared.has(row.cause)) continue;
      const taken = ways.filter(({ outcome }) => outcome === 'taken').map(({ to }) => to);
      expect({ seq: row.seq, taken }).toEqual({ seq: row.seq, taken: [row.to] });
      explained += 1;
    }
  });
  await fc.assert(law, { seed: 20_260_601, numRuns: 60 });
  expect(explained).toBeGreaterThan(100);
});

/** The keys of a random graph's state. */
const keys = ['total', 'log', 'tags', 'map', 'items', 'digest', 'plain'];

test('every part of every value is blamed on one checkpoint that wrote it', async () => {
  let blamed = 0;
  const law = fc.asyncProperty(parts, fc.integer(), fc.nat(), async (given, schedule, dice) => {
    const { store, rows } = await played(given, schedule);
    const seq = 1 + (dice % rows.length);
    const { lanes } = await checkpointAt(store, playedId, seq);
    const { lane, state } = lanes[dice % lanes.length] ?? { lane: '', state: {} };
    for (const key of keys.filter((each) => each in state)) {
      const blame = await blameOf(store, playedId, key, { seq, lane });
      expect({ seq, lane, key, missing: missingIn(blame) }).toEqual({ seq, lane, key, missing: [] });
      for (const part of blame.parts) {
        expect(part.seq).toBeLessThanOrEqual(seq);
        expect(rows[part.seq - 1]).toMatchObject({ lane: part.lane, cause: part.cause });
      }
      blamed += blame.parts.length;
    }
  });
  await fc.assert(law, { seed: 20_260_602, numRuns: 150 });
  expect(blamed).toBeGreaterThan(500);
});

/** The parts of a value that nobody, or more than one checkpoint, is blamed for. */
function missingIn({ key, value, parts: found }: Blame): readonly unknown[] {
  const places = found.map(({ path }) => String(path[0] ?? ''));
  if (key === 'total') return found.reduce((sum, { amount = 0 }) => sum + amount, 0) === value ? [] : [value];
  if (key === 'digest') return [];
  if (key === 'plain') return value === undefined || places.length === 1 ? [] : [value];
  const wanted = Array.isArray(value) ? value.map((_, index) => String(index)) : Object.keys(value as object);
  return [
    ...wanted.filter((place) => places.filter((each) => each === place).length !== 1),
    ...places.filter((place) => !wanted.includes(place)),
  ];
}
