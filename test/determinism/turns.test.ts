import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, fold, memory, type Plan, type Row, type Snapshot } from '@cairn/core';
import type { Blob, Store, StoredRow } from '@cairn/core/store';
import { advanceBy } from '../../packages/core/src/advance/advance.ts';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { wholeRow, wholeRows } from '../../packages/core/src/advance/state/whole-row.ts';
import { loadRows } from '../../packages/core/src/store/load.ts';
import { writeRow } from '../../packages/core/src/store/text/row-text.ts';
import { inputsFor } from '../../packages/core/src/time/read/recorded-input.ts';
import { partThatDiffers } from '../../packages/core/src/time/replay/same-row.ts';
import { racingParts, type Part } from './parts.ts';
import { graphOf } from './random-graph.ts';
import { codec, walk } from './walk.ts';

const steps = 80;
const options = { seed: 20_261_129, numRuns: 200 };

function rowsOf(given: readonly Part[], seed: number): readonly Row[] {
  return [...walk(given, seed, steps)].flatMap(({ after }) => after.rows);
}

/** Rows by the turn that they name, in order. */
function turnsOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  const turns: Row[][] = [];
  for (const row of rows) {
    const last = turns.at(-1);
    if (last?.[0]?.turn === row.turn) last.push(row);
    else turns.push([row]);
  }
  return turns;
}

async function stored(rows: readonly Row[], as = (row: StoredRow): StoredRow => row): Promise<Store> {
  const store = memory();
  const blobs: Blob[] = [];
  const written = rows.map((row) => as(writeRow(row, codec, blobs)));
  const facts = { status: 'running', due: null, owner: null, tags: [], origin: null, summary: null } as const;
  await store.create({ id: 'walk', graph: 'g', fingerprint: 'f', created: 1, ...facts, rows: written, blobs });
  return store;
}

/** A row as it was written before rows said of which turn they are, and whom an input was for. */
function unsaid(row: StoredRow): StoredRow {
  if (row.detail === null) return row;
  const { turn: _turn, note, ...detail } = JSON.parse(row.detail) as { turn?: number; note?: { to?: string } };
  const { to: _to, ...noted } = note ?? {};
  const rest = { ...detail, ...(note !== undefined && { note: noted }) };
  return { ...row, detail: Object.keys(rest).length === 0 ? null : JSON.stringify(rest) };
}

const seqAndTurn = ({ seq, turn }: Row): readonly [number, number] => [seq, turn];

describe('whatever came to a thread', () => {
  test('what one input led to lies together, and names the row that the input is', () => {
    const law = fc.property(racingParts, fc.integer(), (given, seed) => {
      for (const [first, ...rest] of turnsOf(rowsOf(given, seed))) {
        expect(first?.turn).toBe(first?.seq);
        expect(rest.every(({ turn }) => turn === first?.seq)).toBe(true);
      }
    });
    fc.assert(law, options);
  });

  test('the input that a row is leads to the rows that name it, and to no others', () => {
    const law = fc.property(racingParts, fc.integer(), (given, seed) => {
      const plan: Plan = compile(graphOf(given, { pause: () => undefined, answersNow: () => true }));
      let before: Snapshot = emptySnapshot('walk');
      for (const rows of turnsOf(rowsOf(given, seed))) {
        const first = rows[0] as Row;
        const [input, ...others] = inputsFor(wholeRow(first, before), rows[1], before);
        expect({ first, others }).toEqual({ first, others: [] });
        const again = input && advanceBy(plan, before, input, { now: first.time, codec });
        const [then, now] = [wholeRows(rows, before), wholeRows(again?.rows ?? [], before)];
        expect({ first, count: now.length }).toEqual({ first, count: then.length });
        for (const [index, row] of then.entries()) expect(partThatDiffers(row, now[index] ?? row)).toBeUndefined();
        expect(again?.rows.map(seqAndTurn)).toEqual(rows.map(seqAndTurn));
        before = fold(before, rows);
      }
    });
    fc.assert(law, { ...options, numRuns: 100 });
  });

  test('rows come back with their turns, wherever reading begins and whichever way it goes', async () => {
    const law = fc.asyncProperty(racingParts, fc.integer(), fc.nat(), async (given, seed, dice) => {
      const rows = rowsOf(given, seed);
      const store = await stored(rows);
      const from = 1 + (dice % rows.length);
      const limit = 1 + (dice % 7);
      const part = await loadRows(store, 'walk', { codec }, { from, limit });
      expect(part.map(seqAndTurn)).toEqual(rows.slice(from - 1, from - 1 + limit).map(seqAndTurn));
      const back = await loadRows(store, 'walk', { codec }, { to: from, limit, newestFirst: true });
      expect(back.map(seqAndTurn)).toEqual(rows.slice(0, from).toReversed().slice(0, limit).map(seqAndTurn));
    });
    await fc.assert(law, options);
  });

  test('rows that were written before they said their turns are told the same', async () => {
    const law = fc.asyncProperty(racingParts, fc.integer(), fc.nat(), async (given, seed, dice) => {
      const rows = rowsOf(given, seed);
      const store = await stored(rows, unsaid);
      const from = 1 + (dice % rows.length);
      const read = await loadRows(store, 'walk', { codec }, { from });
      expect(read.map(seqAndTurn)).toEqual(rows.slice(from - 1).map((row) => [row.seq, firstOf(rows, row)]));
    });
    await fc.assert(law, options);
  });
});

/** A row's turn; of resumes one after the other nothing told whether somebody resumed once or twice. */
function firstOf(rows: readonly Row[], { turn }: Row): number {
  const [input, before] = [rows[turn - 1], rows[turn - 2]];
  return input?.cause === 'resume' && before?.cause === 'resume' ? firstOf(rows, before) : turn;
}

test('of a long turn a reader in the middle looks back a few rows', async () => {
  const row = { time: 1, lane: '', from: 'a', to: 'a', phase: 'passing', turn: 1 } as const;
  const rows: Row[] = Array.from({ length: 1_000 }, (_, index) => ({
    ...row,
    seq: index + 1,
    cause: index === 0 ? 'start' : 'pass',
  }));
  const store = await stored(rows);
  let read = 0;
  const counted: Store = {
    ...store,
    rows: async (thread, query) => {
      const found = await store.rows(thread, query);
      read += found.length;
      return found;
    },
  };
  for (const from of [2, 500, 1_000]) {
    expect(await loadRows(counted, 'walk', { codec }, { from, limit: 1 })).toMatchObject([{ turn: 1 }]);
  }
  expect(read).toBeLessThan(3 * 130);
});
