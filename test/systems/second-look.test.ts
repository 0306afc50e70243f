// What an agent tries three times, each time knowing why the last was refused, and then a person decides, in another process.

import { append, graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';

const migration = graph({
  name: 'migration',
  state: { table: z.string(), statement: z.string().optional(), tried: append(z.string()), by: z.string().optional() },
  start: 'write',
  nodes: {
    write: {
      run: async (s, ctx) => ({
        statement: await ctx.step('model', () =>
          written(
            s.table,
            ctx.failures.map(({ refused }) => refused?.reason),
          ),
        ),
      }),
      verify: (update) => update.statement?.includes('where') === true || 'it has no where',
      retry: { attempts: 3 },
      onError: { to: 'person', update: (_s, error) => ({ tried: [error.refused?.reason ?? error.message] }) },
      next: 'done',
    },
    person: {
      run: async (_s, ctx) => {
        const { statement, by } = await ctx.ask('statement', {
          answer: z.object({ statement: z.string(), by: z.string() }),
        });
        return { statement, by };
      },
      next: 'done',
    },
    done: { final: true },
  },
});

let asked: (readonly (string | undefined)[])[] = [];
let better = false;

function written(table: string, refusals: readonly (string | undefined)[]): string {
  asked = [...asked, refusals];
  return better && refusals.length === 2 ? `delete from ${table} where old` : `delete from ${table}`;
}

test('each attempt is told why those before were refused, and asks the model anew', async () => {
  [asked, better] = [[], true];
  const place = folder();
  const cairn = open({ store: sqlite(join(place, 'a.db')), graphs: [migration] });
  const result = await (await cairn.start(migration, { table: 't' })).ended();
  await cairn.close();
  expect(result).toMatchObject({ status: 'done', state: { statement: 'delete from t where old' } });
  expect(asked).toEqual([[], ['it has no where'], ['it has no where', 'it has no where']]);
});

test('a person in another process decides what three attempts could not', async () => {
  [asked, better] = [[], false];
  const place = folder();
  const file = join(place, 'a.db');
  const first = open({ store: sqlite(file), graphs: [migration] });
  const waiting = await (await first.start(migration, { table: 't' }, { id: 'm' })).settled();
  await first.close();
  expect(waiting).toMatchObject({
    status: 'waiting',
    state: { tried: ['it has no where'] },
    questions: [{ key: 'statement' }],
  });
  const second = open({ store: sqlite(file), graphs: [migration] });
  await second.thread(migration, 'm').answer('statement', { statement: 'truncate t', by: 'ada' });
  expect(await second.thread(migration, 'm').ended()).toMatchObject({
    status: 'done',
    state: { statement: 'truncate t', by: 'ada' },
  });
  await second.close();
  expect(asked).toHaveLength(3);
});
