import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memory, recorded, type AnyGraph } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import { approvedClaim, claims, desk } from './claims.ts';

let folder = '';
const lines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-'));
  const at = desk();
  await approvedClaim(at, 'INC-42');
  for await (const line of exportThread(at.store, 'INC-42')) lines.push(line);
  await writeFile(join(folder, 'INC-42.jsonl'), `${lines.join('\n')}\n`);
});

afterAll(() => rm(folder, { recursive: true }));

test('a recorded thread is a test with a name, which passes while the graph goes as it was recorded', async () => {
  const { name, run } = recorded(join(folder, 'INC-42.jsonl'), claims);
  expect(name).toBe('thread "INC-42" goes as it was recorded');
  await expect(run()).resolves.toBeUndefined();
  await expect(recorded(lines, claims).run()).resolves.toBeUndefined();
  await expect(recorded(lines.join('\n'), claims).run()).resolves.toBeUndefined();
});

test('a recorded thread fails with the checkpoint and the way that differs', async () => {
  const guarded: AnyGraph = {
    ...claims,
    source: {
      ...claims.source,
      nodes: {
        ...claims.source.nodes,
        read: { ...claims.source.nodes['read'], next: [{ when: (s) => s['title'] === '', to: 'fan' }, 'refused'] },
      },
    },
  };
  const { run } = recorded(lines, guarded);
  await expect(run()).rejects.toMatchObject({
    code: 'replay/diverged',
    facts: { thread: 'INC-42', graph: 'claims', seq: 2 },
    message: expect.stringContaining('goes from "read" to "fan"') as string,
  });
});

test('a file that is no export is a problem when the test is run', async () => {
  const { name, run } = recorded(['hello'], claims);
  expect(name).toBe('thread "?" goes as it was recorded');
  await expect(run()).rejects.toMatchObject({ code: 'export/damaged' });
});

test('an exported file is imported by its path', async () => {
  expect(await importThread(memory(), join(folder, 'INC-42.jsonl'))).toBe('INC-42');
});
