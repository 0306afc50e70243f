import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs } from './cairn.ts';

test('a graph brings along how its instances are stored, for each command that has its module', async () => {
  const place = folder();
  const module = ['-g', graphs('priced.ts')];
  const priced = ['start', ...module, '--id', 'P-1', '--input', '{"prices":{"pen":120,"cup":480}}'];
  expect(await cairn(place, priced)).toMatchObject({ code: 4 });
  const { stdout } = await cairn(place, ['send', 'P-1', 'close', ...module, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'done', state: { sum: 600 } });
  expect(await cairn(place, ['replay', 'P-1', '--against', graphs('priced.ts')])).toMatchObject({ code: 0 });
  expect(await cairn(place, ['replay', '--against', graphs('priced.ts')])).toMatchObject({ code: 0 });
});
