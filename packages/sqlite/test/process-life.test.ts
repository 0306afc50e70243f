import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { bornOf, isGone } from '../src/file/process-life.ts';
import { start } from './other-process.ts';
import { folder } from './folder.ts';
import { join } from 'node:path';

const host = hostname();

/** A living process and what a heartbeat notes of it. */
async function given(): Promise<{ pid: number; kill: () => Promise<void>; born: string | null }> {
  const other = start('driver', join(folder(), 'cairn.db'), 'other');
  await other.ask();
  return { pid: other.pid, kill: other.kill, born: bornOf(other.pid, host) };
}

describe('a process', () => {
  test('that runs is not gone, and is once it ended', async () => {
    const { pid, born, kill } = await given();
    expect(isGone({ pid, host, born })).toBe(false);
    expect(isGone({ pid, host, born: null })).toBe(false);
    await kill();
    expect(isGone({ pid, host, born })).toBe(true);
  });

  test.runIf(process.platform === 'linux')(
    'that did not say which space of process ids it is in is not known to be gone',
    async () => {
      const { pid, kill } = await given();
      await kill();
      expect(isGone({ pid, host, born: null })).toBe(false);
    },
  );

  test('of another host is never known to be gone', async () => {
    const { pid, kill } = await given();
    await kill();
    expect(isGone({ pid, host: 'elsewhere', born: null })).toBe(false);
    expect(bornOf(process.pid, 'elsewhere')).toBeNull();
  });

  test('is not gone while it is this one', () => {
    expect(isGone({ pid: process.pid, host, born: bornOf(process.pid, host) })).toBe(false);
    expect(isGone({ pid: process.pid, host, born: null })).toBe(false);
  });

  test.runIf(process.platform === 'linux')('whose pid a later process has is gone', async () => {
    const { pid, born } = await given();
    const earlier = String(born).replace(/\d+$/u, '1');
    expect(isGone({ pid, host, born: earlier })).toBe(true);
    expect(isGone({ pid: process.pid, host, born: earlier })).toBe(true);
  });

  test.runIf(process.platform === 'linux')('of an earlier boot is gone', async () => {
    const { pid, born } = await given();
    const before = String(born).replace(/^\S+/u, '00000000-0000-0000-0000-000000000000');
    expect(isGone({ pid, host, born: before })).toBe(true);
  });

  test.runIf(process.platform === 'linux')(
    'in another space of process ids cannot be seen, so it is not known to be gone',
    async () => {
      const { pid, born, kill } = await given();
      await kill();
      expect(isGone({ pid, host, born: String(born).replace(/pid:\[\d+\]/u, 'pid:[1]') })).toBe(false);
    },
  );
});
