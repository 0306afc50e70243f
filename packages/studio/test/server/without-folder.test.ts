import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { withoutFolder } from '../../src/server/saying/without-folder.ts';

test.each([
  ['sqlite /var/lib/refunds/refunds.db', 'sqlite refunds.db'],
  ['sqlite ./data/refunds.db', 'sqlite refunds.db'],
  ['sqlite C:\\data\\refunds.db', 'sqlite refunds.db'],
  ['sqlite /refunds.db', 'sqlite refunds.db'],
  ['sqlite /a folder/of mine/refunds 1.db', 'sqlite refunds 1.db'],
  ['sqlite refunds.db', 'sqlite refunds.db'],
  ['sqlite :memory:', 'sqlite :memory:'],
  ['memory', 'memory'],
])('of the store "%s" others are told "%s"', (store, told) => {
  const unsaid = withoutFolder(store);
  expect(unsaid(store)).toBe(told);
  expect(unsaid(`${store} has no thread "a/b".`)).toBe(`${told} has no thread "a/b".`);
});

test('of a file that is named from where the program runs, its whole path is not told either', () => {
  expect(withoutFolder('sqlite data/refunds.db')(`There is no ${resolve('data/refunds.db')}-wal.`)).toBe(
    'There is no refunds.db-wal.',
  );
  expect(withoutFolder('sqlite refunds.db')(`It is at ${resolve('refunds.db')}.`)).toBe('It is at refunds.db.');
});
