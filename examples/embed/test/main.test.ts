import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { run } from '@cairn/core';
import { expect, test } from 'vitest';
import { order } from '../src/order.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('an order is quoted, line by line, two graphs deep', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [main]);
  expect(stderr).toBe('');
  const [ada = '', grace = ''] = stdout.split('Order of Grace');

  const lines = (text: string): string[] =>
    text.split('\n').map((line) =>
      line
        .trim()
        .replace(/^\d+ +/u, '')
        .replace(/ {2,}/u, ': '),
    );
  expect(lines(ada)).toEqual(
    expect.arrayContaining([
      'order: quote opens quote.1',
      'quote.1: split opens quote.1/split.1/0, quote.1/split.1/1',
      'quote.1/split.1/0/price.1: look -> discount (ten or more)',
      'quote.1: total -> whole',
      'order: quote -> taken',
      'taken: 72.60',
    ]),
  );
  expect(lines(grace)).toEqual(
    expect.arrayContaining([
      'quote.1/split.1/1/price.1: look -> unknown (not in the list)',
      'quote.1: total -> partly (some are unknown)',
      'order: quote -> returned (something is missing)',
      'returned: no price for spoon',
    ]),
  );
});

test('what a subgraph does not give back stays out of the state of the graph around it', async () => {
  const result = await run(order, { customer: 'Ada', lines: [{ sku: 'cup', quantity: 1 }] });
  expect(result).toMatchObject({ status: 'done', outcome: 'taken' });
  expect(result.state).toEqual({
    customer: 'Ada',
    lines: [{ sku: 'cup', quantity: 1 }],
    cents: 1_200,
    missing: [],
  });
});
