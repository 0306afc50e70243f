import { copyFileSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { folder as temporaryFolder } from '../../../test/folder.ts';
import { cairn, graphs, type Ended } from './cairn.ts';

/** Serves Studio, asks it for something, and has it stop. */
async function asking(
  folder: string,
  args: readonly string[],
  use: (url: string) => Promise<void>,
): Promise<Ended & { readonly failed: unknown }> {
  let used: Promise<unknown> | undefined;
  const ended = await cairn(folder, ['studio', '--port', '0', ...args], {
    onOutput: (written, kill) => {
      const url = /http:\/\/127\.0\.0\.1:\d+\//u.exec(written)?.[0];
      if (url === undefined) return;
      used ??= use(url)
        .then(
          () => undefined,
          (error: unknown) => error,
        )
        .finally(() => kill('SIGINT'));
    },
  });
  return { ...ended, failed: await used };
}

const said = async (url: string): Promise<unknown> => (await fetch(url)).json();

test('studio looks at a database until Ctrl-C, from the page on', async () => {
  const folder = temporaryFolder();
  await cairn(folder, ['start', '--graph', graphs('order.ts'), 'item=tea', '--id', 'INC-1']);
  const { code, failed } = await asking(folder, [], async (url) => {
    expect(await said(`${url}api/v1/meta`)).toMatchObject({ api: 1, acts: false });
    expect(await said(`${url}api/v1/threads`)).toMatchObject({ threads: [{ id: 'INC-1' }] });
    // What a proxy hands on is asked by somebody who may be anywhere.
    expect((await fetch(`${url}api/v1/meta`, { headers: { 'x-forwarded-for': '203.0.113.8' } })).status).toBe(403);
    expect(await (await fetch(`${url}threads/INC-1`)).text()).toContain('<base href="/">');
  });
  expect(failed).toBeUndefined();
  expect(code).toBe(0);
});

test('studio looks at what was exported, in memory', async () => {
  const folder = temporaryFolder();
  await cairn(folder, ['start', '--graph', graphs('order.ts'), 'item=tea', '--id', 'INC-1']);
  await cairn(folder, ['thread', 'export', 'INC-1', '--out', 'INC-1.jsonl']);
  const { failed, stderr } = await asking(folder, ['INC-1.jsonl'], async (url) => {
    expect(await said(`${url}api/v1/meta`)).toMatchObject({ store: 'memory' });
    expect(await said(`${url}api/v1/threads/INC-1`)).toMatchObject({ checkpoint: { thread: 'INC-1' } });
  });
  expect(failed).toBeUndefined();
  expect(stderr).toContain('INC-1.jsonl');
});

test('studio looks at a database of an older Cairn, which stays as it is', async () => {
  const folder = temporaryFolder();
  copyFileSync(join(import.meta.dirname, '../../../test/golden/1/threads.db'), join(folder, 'old.db'));
  const { failed, code } = await asking(folder, ['old.db'], async (url) => {
    const { threads } = (await said(`${url}api/v1/threads`)) as {
      readonly threads: readonly { readonly id: string }[];
    };
    expect(threads.length).toBeGreaterThan(5);
    for (const { id } of threads)
      expect(await said(`${url}api/v1/threads/${encodeURIComponent(id)}`)).toMatchObject({ thread: { id } });
  });
  expect(failed).toBeUndefined();
  expect(code).toBe(0);
  expect((await cairn(folder, ['thread', 'list', '--db', 'old.db'])).stderr).toContain('store/older');
});

test('studio that is stopped while it copies a database of an older Cairn leaves nothing of the copy', async () => {
  const [folder, temporary] = [temporaryFolder(), temporaryFolder()];
  copyFileSync(join(import.meta.dirname, '../../../test/golden/1/threads.db'), join(folder, 'old.db'));
  const db = new Sqlite(join(folder, 'old.db'));
  const add = db.prepare('INSERT INTO blob (hash, body) VALUES (?, hex(zeroblob(500000)))');
  for (let at = 0; at < 60; at += 1) add.run(`large ${at}`);
  db.close();
  let kill: ((signal: NodeJS.Signals) => void) | undefined;
  const watcher = watch(temporary, () => kill?.('SIGINT'));
  const { code, stdout } = await cairn(folder, ['studio', 'old.db', '--port', '0'], {
    env: { TMPDIR: temporary },
    onStart: (given) => (kill = given),
  });
  watcher.close();
  expect({ code, stdout, left: readdirSync(temporary) }).toEqual({ code: 130, stdout: '', left: [] });
});

test('studio says so where its port is taken, and writes JSON where that is asked for', async () => {
  const folder = temporaryFolder();
  await cairn(folder, ['start', '--graph', graphs('order.ts'), 'item=tea', '--id', 'INC-1']);
  const { failed, stdout } = await asking(folder, ['--json'], async (url) => {
    const { port } = new URL(url);
    const second = await cairn(folder, ['studio', '--port', port]);
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is taken`) });
  });
  expect(failed).toBeUndefined();
  expect(JSON.parse(stdout)).toMatchObject({ url: expect.stringContaining('http://127.0.0.1:') });
});

test('studio refuses what has no effect', async () => {
  const folder = temporaryFolder();
  const both = await cairn(folder, ['studio', '--graph', graphs('order.ts'), '--read-only']);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('--graph has no effect beside --read-only') });
  expect(await cairn(folder, ['studio', 'nothing.db'])).toMatchObject({ code: 1 });
});
