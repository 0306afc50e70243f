import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Refusal } from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';
import { fill, ticket } from '../many-threads.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-broken-'));
const good = join(folder, 'good.db');
const other = join(folder, 'other.db');

beforeAll(async () => {
  for (const [path, count] of [
    [good, 400],
    [other, 3],
  ] as const) {
    const store = sqlite(path);
    await fill(store, count, Date.UTC(2026, 10, 30));
    await store.close();
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What may happen to a file under who reads it. */
const harms: Readonly<Record<string, (path: string) => void | Promise<void>>> = {
  'replaced by another database': (path) => {
    copyFileSync(other, `${path}.new`);
    renameSync(`${path}.new`, path);
  },
  'replaced by something else': (path) => {
    writeFileSync(`${path}.new`, 'This is no database. '.repeat(1_000));
    renameSync(`${path}.new`, path);
  },
  'cut in half': (path) => truncateSync(path, Math.floor(statSync(path).size / 8_192) * 4_096),
  emptied: (path) => truncateSync(path, 0),
  'overwritten at its beginning': (path) => overwritten(path, [0], 100),
  'overwritten all over': (path) => {
    const { size } = statSync(path);
    return overwritten(
      path,
      Array.from({ length: Math.floor(size / 12_288) }, (_, at) => 4_096 + at * 12_288),
      6_000,
    );
  },
  deleted: (path) => rmSync(path),
};

/** Closes what may say that its file is gone. */
async function closed(opened: { close(): unknown }): Promise<void> {
  await Promise.allSettled([(async () => opened.close())()]);
}

async function overwritten(path: string, places: readonly number[], length: number): Promise<void> {
  const file = await openFile(path, 'r+');
  for (const place of places) await file.write(Buffer.alloc(length, 0xab), 0, length, place);
  await file.close();
}

const paths = [
  'threads',
  'threads?text=door',
  'counts',
  'inbox',
  'graphs',
  'graphs/ticket',
  'graphs/ticket/heat',
  'threads/T-1',
  ...['log', 'graph', 'walk', 'diff', 'why', 'blame?key=text', 'branches', 'spans'].map(
    (part) => `threads/T-1/${part}`,
  ),
];

interface Said {
  readonly path: string;
  readonly status: number;
  readonly error: Refusal['error'] | undefined;
}

async function asked(of: Studio, path: string): Promise<Said> {
  const request = new Request(`http://localhost:4111/api/v1/${path}`);
  const response = await of.fetch(request, { address: '127.0.0.1' });
  const { error } = (await response.json()) as Partial<Refusal>;
  return { path, status: response.status, error };
}

it.each(Object.entries(harms))(
  'of a file that was %s each screen says so in words, until Studio is begun anew',
  async (_, harm) => {
    for (const isWarm of [false, true]) {
      const path = join(folder, `harmed-${isWarm}.db`);
      copyFileSync(good, path);
      const store = sqlite(path, { readOnly: true });
      const heard: unknown[] = [];
      const looking = studio(store, { onError: (error) => heard.push(error) });
      for (const each of isWarm ? paths : []) await asked(looking, each);
      await harm(path);
      // What was read before may be known still: of what was not, it shows.
      const said: Said[] = [];
      const rounds = isWarm ? 3 : Number.POSITIVE_INFINITY;
      for (let round = 0; round < rounds && said.every(({ status }) => status === 200); round += 1)
        for (const each of paths) said.push(await asked(looking, each));
      for (const { path: at, status, error } of said.filter((each) => each.status !== 200)) {
        expect({ at, status, code: error?.code }).toEqual({
          at,
          status: expect.toBeOneOf([500, 503]) as number,
          code: expect.stringMatching(/^store\//u) as string,
        });
        expect(error?.message).toMatch(/damaged|deleted, moved or replaced/u);
      }
      expect(await asked(looking, 'meta')).toMatchObject({ status: 200 });
      copyFileSync(good, `${path}.new`);
      renameSync(`${path}.new`, path);
      for (const each of paths) {
        const { status, error } = await asked(looking, each);
        expect(status === 200 || error?.message.includes('start Studio anew')).toBe(true);
      }
      await looking.close();
      await closed(store);
      const anew = sqlite(path, { readOnly: true });
      const again = studio(anew);
      for (const each of paths) expect(await asked(again, each)).toMatchObject({ status: 200 });
      await again.close();
      await anew.close();
    }
  },
);

it('a stream of changes says no more than once in a row what is wrong with a file', async () => {
  const path = join(folder, 'streamed.db');
  copyFileSync(good, path);
  const store = sqlite(path, { readOnly: true });
  const heard: string[] = [];
  const looking = studio(store, { onError: (error) => heard.push((error as Error).message) });
  const listening = async (): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    const request = new Request('http://localhost:4111/api/v1/events');
    const { body } = await looking.fetch(request, { address: '127.0.0.1' });
    return (body as ReadableStream<Uint8Array>).getReader();
  };
  const first = await listening();
  await first.read();
  truncateSync(path, 0);
  const beside = studio(store, { onError: () => undefined });
  while ((await asked(beside, 'threads')).status === 200);
  await beside.close();
  // Each that comes is told nothing, and ends.
  for (let at = 0; at < 5; at += 1) {
    const reader = await listening();
    while (!(await reader.read()).done);
  }
  expect(heard.length).toBeGreaterThan(0);
  for (const [at, message] of heard.entries()) expect(message).not.toBe(heard[at - 1]);
  await looking.close();
  await closed(store);
  await Promise.allSettled([first.cancel()]);
});

it('a service that acts lives on where its file is gone', async () => {
  const path = join(folder, 'acted.db');
  copyFileSync(good, path);
  const cairn = open({ store: sqlite(path), graphs: [ticket], recover: false });
  const acting = studio(cairn, { onError: () => undefined });
  copyFileSync(other, `${path}.new`);
  renameSync(`${path}.new`, path);
  // Whether the file is still there is looked at now and then.
  while ((await asked(acting, 'threads')).status === 200);
  const body = JSON.stringify({ graph: 'ticket', input: { subject: 'door' } });
  const request = new Request('http://localhost:4111/api/v1/threads', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  const response = await acting.fetch(request, { address: '127.0.0.1' });
  const { error } = (await response.json()) as Refusal;
  expect([response.status, error.code]).toEqual([503, 'store/replaced']);
  expect(await asked(acting, 'meta')).toMatchObject({ status: 200 });
  await acting.close();
  await closed(cairn);
});
