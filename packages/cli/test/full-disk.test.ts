import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskLibrary, failingDisk } from '../../sqlite/test/disk/failing-disk.ts';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, type Ended } from './cairn.ts';
import { orders } from './orders.ts';

const library = diskLibrary();
const order = graphs('order.ts');

/** What looks at threads and changes nothing. */
const looking: readonly (readonly string[])[] = [
  ['thread', 'list'],
  ['thread', 'show', 'O-2'],
  ['thread', 'log', 'O-1', '--graph'],
  ['thread', 'why', 'O-3'],
  ['thread', 'blame', 'O-1', 'notes'],
  ['thread', 'export', 'O-1'],
  ['waiting'],
  ['failed'],
  ['stats', '--json'],
  ['integrity'],
  ['sql', 'SELECT id, status FROM thread'],
  ['replay', '--against', order],
];

/** What was written, without how long ago things were. */
function timeless({ stdout, ...ended }: Ended): Ended {
  return { ...ended, stdout: stdout.replaceAll(/[\d.]+m?s ago/gu, 'ago').replaceAll(/ +/gu, ' ') };
}

describe.skipIf(library === undefined)('on a disk that is full', () => {
  test('everything that looks says what it says elsewhere, though no process has the database open', async () => {
    const place = folder();
    await orders(place);
    const disk = failingDisk(library ?? '', join(place, 'orders.db'));
    for (const args of looking) {
      disk.work();
      const before = timeless(await cairn(place, args));
      // What reads leaves an empty log and its index behind.
      for (const end of ['-wal', '-shm']) rmSync(join(place, `orders.db${end}`), { force: true });
      disk.fail({ error: 'ENOSPC', calls: ['write'] });
      const looked = timeless(await cairn(place, args, { env: disk.environment }));
      expect([args, looked, disk.failed() > 0]).toEqual([args, before, true]);
    }
  });

  test('what would write says that there is no space, in plain words', async () => {
    const place = folder();
    await orders(place);
    const disk = failingDisk(library ?? '', join(place, 'orders.db'));
    for (const args of [
      ['send', 'O-2', 'ship', 'by=ada', '-g', order],
      ['start', 'item=pen', '-g', order],
      ['cancel', 'O-2', '-g', order],
    ]) {
      disk.fail({ error: 'ENOSPC', calls: ['write'] });
      const { code, stdout, stderr } = await cairn(place, args, { env: disk.environment });
      expect([args, code, stdout]).toEqual([args, 1, '']);
      expect(stderr).toMatch(/^cairn: .* has no space left to write\. .*\(store\/full\)\n$/u);
    }
  });
});
