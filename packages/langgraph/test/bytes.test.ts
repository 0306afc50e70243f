import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { sqlite } from '@cairn/sqlite';
import { expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { chat } from './chat.ts';
import { folder } from './folder.ts';

const length = 500;

/** The bytes of a file after so many turns of two messages. */
async function bytesOf(kind: 'ours' | 'official' | 'delta', turns: number): Promise<number> {
  const path = join(folder(), 'app.db');
  const store = kind === 'ours' ? sqlite(path) : undefined;
  const official = store === undefined ? SqliteSaver.fromConnString(path) : undefined;
  const saver = store === undefined ? official : new CairnSaver(store);
  if (saver === undefined) throw new Error('There is no saver.');
  const take = chat(saver, length, kind === 'delta' ? 'delta' : 'whole');
  for (let turn = 0; turn < turns; turn += 1) await take(turn);
  await store?.close();
  official?.db.close();
  return statSync(path).size;
}

test('a conversation takes far fewer bytes than with the saver of LangGraph, which grows with its square', async () => {
  expect((await bytesOf('official', 100)) / (await bytesOf('ours', 100))).toBeGreaterThan(50);
});

test('a conversation of 400 turns takes a fifth of what it takes in a channel of LangGraph that keeps what was written', async () => {
  const ours = await bytesOf('ours', 400);
  expect(ours).toBeLessThan(400 * 2 * length * 2.1);
  expect((await bytesOf('delta', 400)) / ours).toBeGreaterThan(5);
});
