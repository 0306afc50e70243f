import { append, graph, isProblem, open, type Duration } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../packages/sqlite/test/open-store.ts';
import { problem } from '../../packages/core/src/base/problem/problem.ts';
import { gate } from '../../packages/core/test/runtime/gate.ts';
import { folder } from '../folder.ts';
import { expectWhole } from '../thread-facts.ts';

const writing = graph({
  name: 'writing',
  state: { times: z.number(), lines: append(z.string()) },
  events: { more: z.object({}).optional() },
  start: 'write',
  nodes: {
    write: {
      run: (s) => ({ lines: [`${s.lines.length} `.repeat(1_000)] }),
      next: [{ when: (s) => s.lines.length < s.times, to: 'write' }, 'wait'],
    },
    wait: { on: { more: 'end' } },
    end: { final: true },
  },
});

/** Whether system calls can be counted here. */
function hasStrace(): boolean {
  return spawnSync('strace', ['-V']).status === 0;
}

/** A thread that has filled its disk. */
async function atFullDisk(lease: Duration) {
  const { store, db } = openStore(join(folder(), 'full.db'));
  const full = gate();
  const watched = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'commit') return member;
      return (commit: Parameters<Store['commit']>[0]) => {
        try {
          return target.commit(commit);
        } catch (error) {
          if (isProblem(error, 'store/full')) full.open();
          throw error;
        }
      };
    },
  });
  const cairn = open({ store: watched, graphs: [writing], lease });
  onTestFinished(() => cairn.close());
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 40}`);
  const thread = await cairn.start(writing, { times: 100 }, { id: 'a' });
  const settled = thread.settled();
  settled.catch(() => undefined);
  await full.promise;
  return { store, thread, settled, free: () => void db.pragma('max_page_count = 100000') };
}

test('a thread that fills the disk loses nothing, and goes on by itself once there is space', async () => {
  const { store, thread, settled, free } = await atFullDisk('30s');
  const { head } = await thread.record();
  expect(head).toBeGreaterThan(5);
  expect(store.integrity()).toEqual([]);

  free();
  const { status, state } = await settled;
  expect([status, state.lines.length]).toEqual(['waiting', 100]);
  await expectWhole(store, 'a');
  await thread.send('more');
  expect((await thread.ended()).status).toBe('done');
});

test('a thread whose disk stays full for as long as a lease is let go of, and goes on once there is space', async () => {
  const { store, thread, settled, free } = await atFullDisk('300ms');
  await expect.poll(() => thread.record()).toMatchObject({ owner: null, status: 'running' });
  expect(store.integrity()).toEqual([]);

  free();
  const { status, state } = await settled;
  expect([status, state.lines.length]).toEqual(['waiting', 100]);
  await expectWhole(store, 'a');
});

test('commits that fail now and then, before or after they are written, lose nothing and double nothing', async () => {
  const { store } = openStore(join(folder(), 'shaky.db'));
  let calls = 0;
  const shaky = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'commit') return member;
      return (commit: Parameters<Store['commit']>[0]) => {
        calls += 1;
        const fails = calls % 7;
        if (fails === 3) throw problem('store/io', { store: 'shaky', found: 'disk I/O error' });
        const result = target.commit(commit);
        // It is written, but nobody hears of it.
        if (fails === 6) throw problem('store/io', { store: 'shaky', found: 'disk I/O error' });
        return result;
      };
    },
  });
  const cairn = open({ store: shaky, graphs: [writing] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(writing, { times: 30 }, { id: 'a' });
  expect((await thread.settled()).status).toBe('waiting');
  const { state } = await cairn.thread(writing, 'a').at();
  expect(state['lines']).toHaveLength(30);
  expect(new Set(state['lines'] as readonly string[]).size).toBe(30);
  await expectWhole(store, 'a');
});

test.skipIf(!hasStrace())('with full durability, threads that commit at once wait for the disk together', () => {
  const path = folder();
  const log = join(path, 'calls');
  const program = new URL('durable-threads.ts', import.meta.url).pathname;
  const given = ['-f', '-e', 'trace=fsync,fdatasync', '-o', log, process.execPath, program, join(path, 'full.db')];
  const commits = Number(execFileSync('strace', given, { encoding: 'utf8' }).trim());
  const syncs = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /f(?:data)?sync\(/u.test(line)).length;
  expect(commits).toBeGreaterThan(40 * 20);
  expect(syncs).toBeGreaterThan(20);
  expect(commits / syncs).toBeGreaterThan(5);
});
