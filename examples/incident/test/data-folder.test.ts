import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';

const program = join(import.meta.dirname, '..', 'src', 'main.ts');

function playedIn(data: string): { code: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, [program, '--data', data], {
    encoding: 'utf8',
    timeout: 180_000,
  });
  return { code: status, said: stderr };
}

test('a folder that cannot be made ends the start with a message', () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  for (const data of [join(file, 'in'), ...(process.platform === 'linux' ? ['/proc/x'] : [])]) {
    const { code, said } = playedIn(data);
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringContaining(`The folder "${data}" cannot be used`) as string,
    });
    expect(said).not.toMatch(/^\s+at /mu);
  }
});
