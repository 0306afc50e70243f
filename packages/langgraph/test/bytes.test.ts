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

test('a conversation takes some times the bytes of what is said, and not its square, far fewer than with the saver of LangGraph', async () => {
  const [empty, some, ours] = [await bytesOf('ours', 0), await bytesOf('ours', 20), await bytesOf('ours', 80)];
  // Cairn's tables take up some room before anything is in them.
  const grown = ours - empty;
  expect(grown / (some - empty)).toBeLessThan(4.4);
  expect(grown).toBeLessThan(80 * 2 * length * 3.6);
  expect((await bytesOf('official', 80)) / grown).toBeGreaterThan(45);
  expect((await bytesOf('delta', 80)) / grown).toBeGreaterThan(1.8);
});
