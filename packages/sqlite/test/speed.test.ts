import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as sql from '../src/tables/sql.ts';
import { folder, sharedFolder } from './folder.ts';
import { openStore } from './open-store.ts';
import { newThread, noon, row, rows } from './sample.ts';

const many = 12_000;

const texts = Object.entries<unknown>({ ...sql, pages: undefined }).filter(
  (each): each is [string, string] => typeof each[1] === 'string',
);
const statuses = ['running', 'waiting', 'done', 'failed', 'cancelled'] as const;

describe('a commit', () => {
  test('of one row is one statement outside a transaction', () => {
    const { store, ran } = openStore(join(folder(), 'cairn.db'));
    void store.create(newThread('a'));
    void store.commit({ thread: 'a', fence: 1, rows: [row(2)] });
    ran.length = 0;
    expect(store.commit({ thread: 'a', fence: 1, rows: [row(3)] })).toBe('ok');
    expect(ran).toHaveLength(1);
    expect(ran[0]).toMatch(/^INSERT/u);
    void store.close();
  });

  test('of one row copies no row on its way', () => {
    const { store, db } = openStore(join(folder(), 'cairn.db'));
    const program = db.prepare<unknown[], { opcode: string }>(`EXPLAIN ${sql.append}`);
    const opcodes = program.all(...Array.from({ length: 16 }, () => 1)).map(({ opcode }) => opcode);
    expect(opcodes.filter((opcode) => opcode === 'Insert')).toHaveLength(1);
    expect(opcodes).not.toContain('OpenEphemeral');
    void store.close();
  });

  test('of several rows is one transaction', () => {
    const { store, ran } = openStore(join(folder(), 'cairn.db'));
    void store.create(newThread('a'));
    ran.length = 0;
    void store.commit({ thread: 'a', fence: 1, rows: rows(2, 6), update: { status: 'waiting' } });
    expect(ran.filter((text) => /^(BEGIN|COMMIT)/u.test(text))).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    expect(ran.filter((text) => /^INSERT (OR IGNORE )?INTO checkpoint/u.test(text))).toHaveLength(5);
    void store.close();
  });

  test('adds little more than the text of its row', () => {
    const { store, db } = openStore(join(folder(), 'cairn.db'));
    void store.create(newThread('a'));
    const before = store.size().bytes;
    void store.commit({
      thread: 'a',
      fence: 1,
      rows: rows(2, 10_001).map((each) => ({ ...each, changes: 'x'.repeat(500) })),
    });
    db.pragma('wal_checkpoint(TRUNCATE)');
    expect((store.size().bytes - before) / 10_000).toBeLessThan(600);
    expect(statSync(db.name).size).toBe(store.size().bytes);
    void store.close();
  });
});

describe('threads of many graphs', () => {
  test('are listed in the order of creation, whichever graph has most of a page', async () => {
    const { store, ran } = openStore(join(folder(), 'cairn.db'));
    // The newest hundred are of one graph, the others of fifty.
    const graphOf = (index: number): string => (index >= 200 ? 'busy' : `graph ${index % 50}`);
    for (let index = 0; index < 300; index += 1) {
      const status = statuses[index % 3] ?? 'done';
      await store.create(newThread(`t${index}`, { created: noon + (index >> 1), graph: graphOf(index), status }));
    }
    const found: string[] = [];
    for (let cursor: string | undefined, isLast = false; !isLast; isLast = cursor === undefined) {
      const page = await store.threads({ limit: 40, ...(cursor !== undefined && { cursor }) });
      found.push(...page.threads.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(found).toEqual(Array.from({ length: 300 }, (_, index) => `t${299 - index}`));
    ran.length = 0;
    await store.threads({ limit: 40 });
    // 51 graphs of five statuses each, once, and on from where the three of the busy one stopped.
    const walks = ran.filter((text) => text.includes('INDEXED BY thread_by_graph'));
    expect(walks).toHaveLength(51 * 5 + 3);
    await store.close();
  });
});

describe('with 12,000 threads', () => {
  const { store, db } = openStore(join(sharedFolder(), 'cairn.db'), 'full');
  const ready = Promise.all(
    Array.from(
      { length: many },
      async (_, index) =>
        await store.create(
          newThread(`t${index}`, {
            created: noon + index,
            graph: index % 3 === 0 ? 'rare' : 'orders',
            status: statuses[index % 5] ?? 'done',
            tags: index % 2 === 0 ? ['even'] : [],
            due: index % 5 === 1 ? noon + index : null,
            owner: index % 10 === 0 ? 'ghost' : null,
          }),
        ),
    ),
  );

  /** How SQLite finds what a statement asks for. */
  const planOf = (text: string): string =>
    db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text.replaceAll(/@\w+/gu, '1')}`)
      .all(...(text.match(/\?/gu) ?? []).map(() => 1))
      .map(({ detail }) => detail)
      .join('\n');

  test.each(Object.entries(sql.lists))('a page of %s walks an index', async (walk, text) => {
    await ready;
    const plan = planOf(text);
    expect(plan).toMatch(/SEARCH (thread USING INDEX thread_by_|tag USING PRIMARY KEY)/u);
    expect(plan).not.toMatch(/SCAN (thread|tag|checkpoint)/u);
    // The threads of a tag lie in the order of creation; any other order has to be made.
    expect(plan.includes('TEMP B-TREE')).toBe(walk === 'tagByUpdated' || walk === 'tagByDue');
  });

  test('threads are counted in an index alone, and by versions in one walk of their table', async () => {
    await ready;
    expect(planOf(sql.counts)).toContain('SCAN thread USING COVERING INDEX thread_by_graph');
    expect(planOf(sql.countsByVersion)).toMatch(/^SCAN thread$/mu);
  });

  test.each(texts.filter(([name]) => !name.startsWith('counts')))(
    'the statement "%s" reads no table from end to end',
    async (_, text) => {
      await ready;
      // Owners and plans are few, and tables whose rows are counted are two; unread messages have an index of their own; the rest
      // is made by the statement itself.
      const allowed =
        /SCAN (owner|plan|sqlite_sequence|message USING INDEX message_unread|json_each|sharer|named|addressee|\(|alive|CONSTANT|\d+-ROW VALUES)/u;
      const scans = planOf(text)
        .split('\n')
        .filter((line) => line.startsWith('SCAN') && !allowed.test(line));
      expect(scans).toEqual([]);
    },
  );

  test.each([
    ['stranded', sql.stranded],
    ['due', sql.due],
    ['nextDue', sql.nextDue],
  ])('work of a graph is found by "%s" in the order of an index, past none of other graphs', async (_, text) => {
    await ready;
    const plan = planOf(text);
    expect(plan).toMatch(/SEARCH thread USING (COVERING )?INDEX thread_(stranded|by_due) \(graph=\?/u);
    expect(plan).not.toContain('TEMP B-TREE');
  });

  test('every page is complete and in order', async () => {
    await ready;
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.threads({ limit: 1_000, ...(cursor !== undefined && { cursor }) });
      found.push(...page.threads.map(({ created }) => created));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found).toEqual(Array.from({ length: many }, (_, index) => noon + many - 1 - index));
    expect(store.runnable(noon + 1, 5)).toEqual(['t0', 't1', 't5', 't10', 't15']);
    db.close();
  });
});
