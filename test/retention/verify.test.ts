import { append, graph, memory, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { measured } from '../scale/measured-store.ts';
import { folder } from '../folder.ts';
import { rowOf, type KeptRow } from '../../packages/sqlite/src/sums/sound.ts';
import { rowSum } from '../../packages/sqlite/src/sums/sum.ts';

const pages = graph({
  name: 'pages',
  state: { times: z.number(), n: z.number().default(0), page: z.string().default(''), lines: append(z.string()) },
  start: 'write',
  nodes: {
    write: {
      run: (s) => ({ n: s.n + 1, page: String(s.n).repeat(600), lines: [`line ${s.n}`] }),
      next: [{ when: (s) => s.n < s.times, to: 'write' }, 'end'],
    },
    end: { final: true },
  },
});

/** A file with a thread of a hundred checkpoints and many snapshots, in which something is then broken. */
async function broken(break_: string): Promise<readonly string[]> {
  const path = join(folder(), 'pages.db');
  const cairn = open({ store: sqlite(path), graphs: [pages] });
  await (await cairn.start(pages, { times: 100 }, { id: 'a' })).ended();
  expect(await cairn.verify()).toEqual({ threads: 1, rows: 101, findings: [], damage: [] });
  await cairn.close();
  const db = new DatabaseSync(path);
  db.function('row_sum', { varargs: true }, (...kept) => rowSum(Number(kept[0]), rowOf(kept as unknown as KeptRow)));
  db.exec(break_);
  db.close();
  // A runtime that is opened with the graph keeps its plan again.
  const again = open({ store: sqlite(path), graphs: [], recover: false });
  const { findings, damage } = await again.verify();
  await again.close();
  return [...findings.map(({ found }) => found), ...damage];
}

/** What a program does that changes rows as Cairn would. */
const summed =
  'UPDATE checkpoint SET sum = row_sum(id, time, lane, cause, "from", "to", phase, label, changes, detail)';

test.each([
  [
    'a row that is missing',
    'DELETE FROM checkpoint WHERE seq = 50',
    [expect.stringContaining('checkpoint 50 of "a" is missing'), 'There is a gap: checkpoint 50 of "a" is missing.'],
  ],
  [
    'a plan that is missing',
    'DELETE FROM plan',
    [expect.stringMatching(/^The plan \S+ that it ran with is missing: it cannot be drawn or explained\.$/u)],
  ],
  [
    'a row that was changed',
    `UPDATE checkpoint SET changes = replace(changes, 'line 50', 'lime 50') WHERE seq = 52; ${summed}`,
    [expect.stringMatching(/^The snapshot at \d+ is not what the rows before it come to\.$/u)],
  ],
  [
    'a row that is no JSON',
    `UPDATE checkpoint SET changes = '{' WHERE seq = 50; ${summed}`,
    [expect.stringContaining('it is not JSON')],
  ],
  [
    'a row that a disk changed',
    `UPDATE checkpoint SET changes = replace(changes, 'line 50', 'lime 50') WHERE seq = 52`,
    [
      expect.stringContaining('checkpoint 52 of "a" is not what was written'),
      'There is 1 checkpoint that is not what was written: 52 of "a".',
    ],
  ],
  [
    'rows of nobody',
    `INSERT INTO checkpoint (id, time, lane, cause, "from", phase) VALUES (9 << 26, 0, '', '', '', ''); ${summed}`,
    ['There is 1 checkpoint of no thread.'],
  ],
])('verify finds %s', async (_name, sql, found) => {
  expect(await broken(sql)).toEqual(found);
});

test('verify reads a long thread a page at a time', async () => {
  const { store, taken } = measured(memory());
  const cairn = open({ store, graphs: [pages] });
  await (await cairn.start(pages, { times: 3_000 }, { id: 'a' })).ended();
  await (await cairn.start(pages, { times: 3 }, { id: 'b' })).ended();
  taken();
  expect(await cairn.verify()).toMatchObject({ threads: 2, rows: 3_005, findings: [] });
  const { read } = taken();
  expect(read).toBeLessThan(3_005 * 1.1);
  await cairn.close();
});

test('a thread that was brought to another graph while lanes were open is what its rows come to', async () => {
  /** A graph whose lanes wait in a subgraph's lanes; version 2 has another schema. */
  const talks = (version: 1 | 2) => {
    const inner = graph({
      name: 'inner',
      state: { x: z.string().default(''), y: z.string().default(''), said: append(z.string()) },
      events: { say: z.string() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['talk', 'rest'], then: 'met' } },
        talk: { on: { say: { update: (_s, line) => ({ said: [line] }) } }, after: { '1h': 'met' } },
        rest: { after: { '1h': 'met' } },
        met: { final: true },
      },
    });
    return graph({
      name: 'talks',
      state: { notes: append(z.string()), title: version === 1 ? z.string().optional() : z.string().max(9).optional() },
      events: { say: z.string() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['write', 'check'], then: 'met' } },
        // The keys are written in another order than they are declared in.
        write: { run: () => ({ title: 'T' }), next: 'more' },
        more: { run: () => ({ notes: ['more'] }), next: 'within' },
        within: { graph: inner, next: 'met' },
        check: { after: { '1d': 'met' } },
        met: { final: true },
      },
    });
  };
  const path = join(folder(), 'talks.db');
  const [old, today] = [talks(1), talks(2)];
  const first = open({ store: sqlite(path), graphs: [old] });
  const begun = await first.start(old, {}, { id: 't' });
  await begun.settled();
  await first.close();
  const second = open({ store: sqlite(path), graphs: [today] });
  const thread = second.thread(today, 't');
  for (let count = 0; count < 15; count += 1) await thread.send('say', 'x'.repeat(300));
  expect((await second.verify()).findings).toEqual([]);
  await second.close();
});
