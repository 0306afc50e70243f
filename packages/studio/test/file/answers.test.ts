import { memory } from '@cairn/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BlameShown, Branches, ThreadListed, ThreadShown } from '../../src/api.ts';
import { answersOf, type Answers } from '../../src/file/answers.ts';
import { studio } from '../../src/index.ts';
import { get } from '../server/asking.ts';
import { seed } from '../seeded.ts';
import { linesAbout } from './written.ts';

const store = memory();
const server = studio(store);

beforeAll(() => seed(store, { rounds: 50 }));

afterAll(() => server.close());

async function answersAbout(id: string): Promise<Answers> {
  return answersOf(await linesAbout(store, id));
}

async function asked<Shown>(answers: Answers, path: string): Promise<Shown> {
  const response = await answers.fetch(new Request(new URL(path, answers.root)));
  const body: unknown = await response.json();
  expect({ path, status: response.status, body }).toMatchObject({ status: 200 });
  return body as Shown;
}

test('a file answers what its page asks as the server does', { timeout: 300_000 }, async () => {
  for (const id of ['INC-40', 'INC-40-bob', 'INC-41', 'INC-44', 'ORD-initech', 'REV-fresh']) {
    const { head = 1 } = (await store.thread(id)) ?? {};
    const answers = await answersAbout(id);
    const of = `threads/${encodeURIComponent(id)}`;
    const seqs = [...new Set([1, Math.ceil(head / 2), head])];
    const paths = [
      'log?limit=1000',
      'graph',
      'spans',
      ...seqs.flatMap((seq) => ['walk', 'diff', 'why'].map((name) => `${name}?at=${seq}`)),
      ...seqs.map((seq) => `diff?at=${seq}&with=1`),
    ].map((path) => `${of}/${path}`);
    for (const path of paths) {
      const { status, body } = await get(server, path);
      expect(status).toBe(200);
      expect({ path, body: await asked(answers, path) }).toEqual({ path, body });
    }
    const keys = Object.keys((await asked<ThreadShown>(answers, of)).checkpoint.state);
    for (const key of keys) {
      const path = `${of}/blame?key=${encodeURIComponent(key)}`;
      const { body } = await get<BlameShown>(server, path);
      // What a fork shares with another thread is its own in its export.
      const parts = body.parts.map((part) => ({ ...part, thread: id }));
      expect({ path, body: await asked(answers, path) }).toEqual({ path, body: { ...body, parts } });
    }
    const { body } = await get<ThreadShown>(server, of);
    expect(asTold(await asked(answers, of))).toEqual(asTold(body));
  }
});

/** What is told of a thread but who has it, which an export says nothing of, and what may be done. */
function asTold({ may: _may, thread, ...shown }: ThreadShown): unknown {
  const {
    fence: _fence,
    takeovers: _takeovers,
    owner: _owner,
    driver: _driver,
    ...told
  } = thread as ThreadListed & {
    readonly owner?: unknown;
    readonly takeovers?: unknown;
  };
  return { ...shown, thread: told };
}

test('a file tells where its thread was forked from, and of no other thread', async () => {
  const answers = await answersAbout('INC-40-bob');
  const { thread } = await asked<ThreadShown>(answers, 'threads/INC-40-bob');
  expect(thread.origin).toEqual({ thread: 'INC-40', seq: 17 });
  const { threads } = await asked<Branches>(answers, 'threads/INC-40-bob/branches');
  expect(threads.map(({ id }) => id)).toEqual(['INC-40-bob']);
  const absent = await answers.fetch(new Request(new URL('threads/INC-40', answers.root)));
  expect([absent.status, JSON.stringify(await absent.json())]).toEqual([404, expect.stringContaining('this file')]);
});

test('a file has nothing that acts', async () => {
  const answers = await answersAbout('INC-44');
  for (const path of ['threads/INC-44/cancel', 'threads', 'sql', 'bulk']) {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await answers.fetch(new Request(new URL(path, answers.root), init))).status).toBe(404);
  }
});

test('where a header says nonsense of where it is from, nothing is read of it', async () => {
  const lines = await linesAbout(store, 'INC-40-bob');
  const header = JSON.parse(lines[0] ?? '') as { thread: Record<string, unknown>; sum?: string };
  header.thread['origin'] = { thread: { a: 1 }, seq: '17' };
  delete header.sum;
  const refused = answersOf([JSON.stringify(header), ...lines.slice(1)]);
  await expect(refused).rejects.toMatchObject({ code: 'export/damaged', facts: { line: 1 } });
});
