import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyOf, statesOf, type Checkpoint } from '@cairn/core/inspect';
import { Walk } from '@cairn/drawing/thread';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRow } from '../../src/api.ts';
import { Story } from '../../src/page/thread/story.ts';
import { seed } from '../seeded.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-story-'));
const store = sqlite(join(folder, 'seeded.db'));
const threads: string[] = [];

beforeAll(async () => {
  await seed(store, { rounds: 150 });
  const { threads: records } = await store.threads({ limit: 1_000 });
  threads.push(...records.map(({ id }) => id));
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** The rows of a thread, as the API tells them. */
async function rowsOf(id: string): Promise<readonly LogRow[]> {
  const rows = await historyOf(store, id, { limit: 10_000 });
  return rows.map((row) => ({ ...row, text: '' }));
}

const placesOf = (lanes: readonly { lane: string; graph: string; node: string; phase: string }[]) =>
  lanes.map(({ lane, graph, node, phase }) => `${lane} ${graph} ${node} ${phase}`).toSorted();

async function checkpointsOf(id: string): Promise<readonly Checkpoint[]> {
  const states: Checkpoint[] = [];
  for await (const state of statesOf(store, id)) states.push(state);
  return states;
}

test('at each checkpoint of all threads the lanes are where the store says they are', async () => {
  expect(threads.length).toBeGreaterThan(20);
  for (const id of threads) {
    const story = new Story();
    story.take(await rowsOf(id));
    for (const { seq, lanes } of await checkpointsOf(id)) {
      expect([id, seq, ...placesOf(story.lanes(seq))]).toEqual([id, seq, ...placesOf(lanes)]);
    }
  }
});

test('the lanes of a log that was cut go on from those at its first checkpoint', async () => {
  const rows = await rowsOf('INC-40');
  const states = await checkpointsOf('INC-40');
  const from = 6;
  const story = new Story(states.find(({ seq }) => seq === from - 1)?.lanes);
  story.take(rows.slice(from - 1));
  expect([story.first, story.last]).toEqual([from, rows.length]);
  for (const { seq, lanes } of states.slice(from - 1)) expect(placesOf(story.lanes(seq))).toEqual(placesOf(lanes));
  expect(story.marks(rows.length).current).toEqual(new Walk().marks(states.at(-1)?.lanes ?? []).current);
});

test('marks at a checkpoint are those of a walk up to there, in whatever order they are asked for', async () => {
  const rows = await rowsOf('INC-44');
  const story = new Story();
  story.take(rows);
  for (const seq of [rows.length, 3, 4, 20, 1, rows.length]) {
    const walk = new Walk();
    for (const row of rows.slice(0, seq)) walk.take(row);
    expect(story.marks(seq)).toEqual(walk.marks(story.lanes(seq)));
  }
});

test('each row made the moves by which a walk goes on', async () => {
  for (const id of ['INC-40', 'INC-44', 'ORD-wayne', 'REV-cairns']) {
    const rows = await rowsOf(id);
    const story = new Story();
    story.take(rows);
    const walk = new Walk();
    for (const row of rows) {
      const before = walk.marks([]).counts;
      walk.take(row);
      const made = [...walk.marks([]).counts].filter(
        ([name, count]) => name.includes(' ') && count !== before.get(name),
      );
      expect([row.seq, ...story.moves(row.seq)]).toEqual([row.seq, ...made.map(([name]) => name)]);
    }
  }
});

test('visits and moves are found by node', async () => {
  const story = new Story();
  story.take(await rowsOf('INC-44'));
  const counts = story.marks(story.last).counts;
  expect(story.visits('gather', story.last)).toHaveLength(counts.get('gather') ?? 0);
  expect(story.visits('investigate.probe', story.last)).toHaveLength(counts.get('investigate.probe') ?? 0);
  const first = story.visits('gather', story.last)[0] as number;
  expect(story.madeBy('triage gather next', first)).toBe(first);
  expect(story.madeBy('triage gather next', first - 1)).toBe(undefined);
});

test('rows may come in parts, and those that came already are left out', async () => {
  const rows = await rowsOf('INC-44');
  const story = new Story();
  story.take(rows.slice(0, 10));
  expect(story.marks(10).visited.has('triage')).toBe(true);
  story.take(rows.slice(5, 20));
  story.take(rows);
  const whole = new Story();
  whole.take(rows);
  expect(story.rows).toEqual(whole.rows);
  expect(rows.map(({ seq }) => story.line(seq))).toEqual(rows.map(({ seq }) => whole.line(seq)));
  expect(story.marks(rows.length)).toEqual(whole.marks(rows.length));
});

describe('failures', () => {
  test('are found before and after a checkpoint', async () => {
    const story = new Story();
    story.take(await rowsOf('INC-41'));
    const [first, second] = story.failures as [number, number];
    expect(story.row(first)?.note?.failure?.message).toContain('503');
    expect(story.failureFrom(first, 1)).toBe(second);
    expect(story.failureFrom(second, -1)).toBe(first);
    expect(story.failureFrom(first, -1)).toBe(undefined);
    expect(story.failureFrom(story.last, 1)).toBe(undefined);
  });
});

test('the way to a checkpoint leaves out what a rewind left behind', async () => {
  const rows = await rowsOf('INC-44');
  const story = new Story();
  story.take(rows);
  const rewind = rows.find(({ cause }) => cause === 'rewind') as LogRow;
  const to = rewind.note?.at as number;
  const way = story.way(story.last).map(({ seq }) => seq);
  expect(way.filter((seq) => seq <= to)).toEqual(Array.from({ length: to }, (_, at) => at + 1));
  expect(way.find((seq) => seq > to)).toBe(rewind.seq + 1);
  expect(story.way(rewind.seq - 1)).toHaveLength(rewind.seq - 1);
});
