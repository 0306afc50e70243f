import { readdirSync, renameSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { newThread, rows } from '../../sqlite/test/sample.ts';
import { cairn, graphs, type Ended } from './cairn.ts';

/** A folder with a database that takes a moment to copy. */
async function largeShop(): Promise<string> {
  const place = folder();
  const store = sqlite(join(place, 'large.db'));
  await store.create(newThread('a', { rows: rows(1, 300).map((each) => ({ ...each, changes: 'x'.repeat(200_000) })) }));
  await store.close();
  return place;
}

/** The files of a folder, but for what whoever only reads a database leaves beside it, in which nothing is. */
function filesIn(place: string): string[] {
  return readdirSync(place)
    .filter((name) => !name.endsWith('-shm') && statSync(join(place, name)).size > 0)
    .toSorted();
}

/** Runs a command, and signals it once it has begun a file. */
async function signalledAt(place: string, partial: RegExp, signal: NodeJS.Signals, args: string[]): Promise<Ended> {
  let kill: ((signal: NodeJS.Signals) => void) | undefined;
  const watcher = watch(place, (_, name) => {
    if (!partial.test(name ?? '')) return;
    kill?.(signal);
    // A second one would end it at once.
    kill = undefined;
  });
  try {
    return await cairn(place, args, { onStart: (given) => (kill = given) });
  } finally {
    watcher.close();
  }
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('a backup that is ended by %s leaves nothing of what it wrote', async (signal, code) => {
  const place = await largeShop();
  const ended = await signalledAt(place, /^bk\.db\..*partial$/u, signal, ['backup', 'bk.db', '--db', 'large.db']);
  expect(ended).toEqual({ code, stdout: '', stderr: 'Interrupted; nothing was left half done.\n' });
  expect(filesIn(place)).toEqual(['large.db']);
});

test('an export to a file that a closed terminal ends leaves nothing of what it wrote', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', graphs('order.ts'), '--id', 'O-1', 'item=pen']);
  const before = filesIn(place);
  const args = ['thread', 'export', 'O-1', '--out', 'o.jsonl'];
  const ended = await signalledAt(place, /partial$/u, 'SIGHUP', args);
  // It may be through when it hears of that, or even ended by the signal on its way out: then its file is whole.
  expect([0, null, 129]).toContain(ended.code);
  expect(filesIn(place).filter((name) => !before.includes(name))).toEqual(ended.code === 129 ? [] : ['o.jsonl']);
});

test('of two backups to one name at once one is made, and the other is told that the name is taken', async () => {
  const place = await largeShop();
  const args = ['backup', 'bk.db', '--db', 'large.db'];
  const ends = await Promise.all([cairn(place, args), cairn(place, args)]);
  expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([0, 7]));
  expect(ends.find(({ code }) => code === 7)?.stderr).toBe('cairn: "bk.db" exists, and a backup replaces nothing.\n');
  expect(filesIn(place)).toEqual(['bk.db', 'large.db']);
});

test('what is left of another database stands in the way of a restore, of a new database and of an import', async () => {
  const place = folder();
  const order = ['-g', graphs('order.ts')];
  await cairn(place, ['start', ...order, '--id', 'O-1', 'item=pen', '--db', 'night.db']);
  await cairn(place, ['thread', 'export', 'O-1', '--out', 'o.jsonl', '--db', 'night.db']);
  renameSync(join(place, 'night.db'), join(place, 'old.db'));
  writeFileSync(join(place, 'new.db-wal'), 'what was committed to the other one');
  for (const args of [
    ['backup', 'new.db', '--db', 'old.db'],
    ['start', ...order, 'item=pen', '--db', 'new.db'],
    ['thread', 'import', 'o.jsonl', '--db', 'new.db'],
  ]) {
    const { code, stdout, stderr } = await cairn(place, args);
    expect({ args, code, stdout, stderr }).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/"[^"]*new\.db-wal" is there, .+ or remove it/u) as string,
    });
  }
  expect(filesIn(place)).toEqual(['new.db-wal', 'o.jsonl', 'old.db']);
});
