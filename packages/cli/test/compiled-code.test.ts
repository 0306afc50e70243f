import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn } from './cairn.ts';

/** Node's own variable is of no effect where it is empty. */
const nothingSet = { NODE_COMPILE_CACHE: '' };

test.skipIf(process.platform === 'win32')(
  'compiled code is kept in the user’s own folder for that, and nowhere else',
  async () => {
    const place = folder();
    const home = folder();
    const own = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
    expect(await cairn(place, ['--help'], { env: { ...nothingSet, HOME: home } })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(existsSync(join(home, own, 'cairn', 'compiled'))).toBe(true);
    const caches = folder();
    await cairn(place, ['--help'], { env: { ...nothingSet, HOME: home, XDG_CACHE_HOME: caches } });
    expect(readdirSync(caches)).toEqual(['cairn']);
    expect(readdirSync(place)).toEqual([]);
  },
);

test('where no compiled code can be kept a command does without, and says nothing of it', async () => {
  const place = folder();
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  for (const env of [
    nothingSet,
    { ...nothingSet, XDG_CACHE_HOME: file, HOME: file },
    { ...nothingSet, XDG_CACHE_HOME: '.' },
  ]) {
    expect(await cairn(place, ['--help'], { env })).toMatchObject({ code: 0, stderr: '' });
  }
  expect(readdirSync(place)).toEqual([]);
});
