import { mkdtempSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn } from './cairn.ts';
import { orders } from './orders.ts';

const order = graphs('order.ts');
let template: string;

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'cairn-orders-'));
  await orders(template);
});

afterAll(() => rmSync(template, { recursive: true }));

function shop(): string {
  const place = folder();
  copyFileSync(join(template, 'orders.db'), join(place, 'orders.db'));
  return place;
}

/** The shape of JSON: the types of values that change from run to run, the values of the others; one entry of a list. */
function shapeOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => shapeOf(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part, name)]));
  }
  const changes =
    typeof value === 'number' || ['fingerprint', 'recorded', 'today', 'cursor', 'recording', 'test'].includes(key);
  return changes ? typeof value : value;
}

const commands: readonly (readonly string[])[] = [
  ['thread', 'list', '--limit', '1'],
  ['thread', 'show', 'O-1@4'],
  ['thread', 'diff', 'O-1@2', 'O-1@9'],
  ['thread', 'why', 'O-1@2'],
  ['failed'],
  ['waiting'],
  ['stats'],
  ['integrity'],
  ['prune', '--status', 'cancelled', '--dry-run'],
  ['backup', 'copy.db'],
  ['thread', 'delete', 'O-1'],
  ['check', order],
  ['graph', 'O-2', '--format', 'json'],
  ['start', '-g', order, '--id', 'O-6', 'item=mug'],
  ['start', '-g', order, '--id', 'O-7', '--detach', 'item=mug'],
  ['start', '-g', order, '--id', 'O-8', 'item=nothing'],
  ['cancel', 'O-2', '-g', order, '--reason', 'no'],
  ['test', 'record', 'O-1', '-g', order],
];

test.each(commands.map((args) => [args.filter((arg) => arg !== order).join(' '), args] as const))(
  'cairn %s --json has its shape',
  async (_name, args) => {
    const extra = args.includes('--format') ? [] : ['--json'];
    const ended = await cairn(shop(), [...args, ...extra]);
    expect(ended.stderr).toBe('');
    const shape = JSON.stringify(shapeOf(jsonIn(ended)), null, 2).replaceAll(graphs(''), '');
    expect(shape).toMatchSnapshot();
  },
);

test.each([
  ['thread', 'log', 'O-1'],
  ['thread', 'watch', 'O-1@2'],
  ['replay', '--against', order],
  ['sql', 'SELECT id, status FROM thread'],
  ['thread', 'export', 'O-1'],
])('cairn %s %s writes a line of JSON for each thing', async (...args) => {
  const extra = args.includes('export') ? [] : ['--json'];
  const { stdout, stderr } = await cairn(shop(), [...args, ...extra]);
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(JSON.parse(line)).toBeTypeOf('object');
});

test('values that JSON has no word for are written with a tag', async () => {
  const shown = await cairn(shop(), ['thread', 'show', 'O-1', '--json']);
  expect(jsonIn(shown)).toMatchObject({ checkpoint: { state: { at: { $date: '1970-01-01T00:00:00.000Z' } } } });
});

test('input is JSON, a file, stdin, or words', async () => {
  const place = shop();
  const state = async (args: readonly string[], input?: string): Promise<unknown> => {
    const ended = await cairn(place, ['start', '-g', order, '--json', ...args], input === undefined ? {} : { input });
    return (jsonIn(ended) as { state: unknown }).state;
  };
  const [json, stdin, words] = await Promise.all([
    state(['--input', '{"item":"a","amount":2}', 'amount=4']),
    state(['--input', '-'], '{"item":"b","notes":["first"]}'),
    state(['item=07', 'amount=5']),
  ]);
  expect(json).toMatchObject({ item: 'a', amount: 4 });
  expect(stdin).toMatchObject({ item: 'b', notes: ['first', 'packed', 'labelled'] });
  expect(words).toMatchObject({ item: '07', amount: 5 });
});
