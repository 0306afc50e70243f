import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../folder.ts';

interface Look {
  readonly n: number;
  readonly heap: number;
  readonly rows: number;
  readonly bytes: number;
  readonly commits: number;
}

test('a thread of 100,000 transitions takes as much memory, as many bytes and statements at its end as at its start', () => {
  const program = new URL('long-thread.ts', import.meta.url).pathname;
  const given = ['--expose-gc', program, join(folder(), 'long.db'), '100000'];
  const lines = execFileSync(process.execPath, given, { encoding: 'utf8' }).trim().split('\n');
  const looks = lines.filter((line) => line.startsWith('at ')).map((line) => JSON.parse(line.slice(3)) as Look);
  expect(lines.at(-1)).toBe('ended done 11');

  const [first, second] = looks.slice(1);
  const last = looks.at(-1);
  if (first === undefined || second === undefined || last === undefined) throw new Error('it said too little');
  expect(last.heap - first.heap).toBeLessThan(1_000_000);
  for (const { rows, bytes, commits } of looks.slice(1)) {
    expect(rows).toBeGreaterThan(9_990);
    expect(commits / rows).toBeLessThan(1.01);
    expect(bytes / rows).toBeLessThan((second.bytes / second.rows) * 1.05);
    expect(bytes / rows).toBeLessThan(70);
  }
  const read = Number(lines.find((line) => line.startsWith('read '))?.slice(5));
  expect(read).toBeLessThan(110);
});
