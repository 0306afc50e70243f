import { expect, test } from 'vitest';
import { excerptOf } from '../../src/page/threads/excerpt.ts';

test.each([
  ['…"carrier":"none","note":"the ICE axe is late"}', 'ice axe', '…, note: the ', 'ICE axe', ' is late'],
  ['{"lines":[{"sku":"ice axe","count":1}]}', 'ice axe', 'lines: sku: ', 'ice axe', ', count: 1'],
  ['{"note":"he said \\"no\\"\\nand left"}', 'said "no"', 'note: he ', 'said "no"', ' and left'],
  ['{"a":"1,2"}', 'nothing', '', '', 'a: 1,2'],
  ['{"a":"b"}', '', '', '', 'a: b'],
])('%s', (excerpt, sought, before, found, after) => {
  expect(excerptOf(excerpt, sought)).toEqual({ before, found, after });
});
