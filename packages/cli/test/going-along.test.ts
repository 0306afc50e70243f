import { describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs } from './cairn.ts';
import { orders } from './orders.ts';

const graph = ['-g', graphs('order.ts')];

/** What went along with the inputs of a thread, by their causes. */
async function alongOf(place: string, thread: string): Promise<readonly (readonly [string, unknown])[]> {
  const { stdout } = await cairn(place, ['thread', 'log', thread, '--json']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { cause: string; note?: { context?: unknown } })
    .flatMap(({ cause, note }) => (note?.context === undefined ? [] : [[cause, note.context] as const]));
}

test('what is started, sent, answered, edited, resumed, sent back, forked or cancelled may bring texts along', async () => {
  const place = folder();
  await orders(place);
  const run = (...args: readonly string[]): Promise<unknown> =>
    cairn(place, [...args, ...graph, '--context', 'trace=4bf9', '--context', 'by=ada=lovelace']);
  await run('start', '--id', 'O-6', 'item=cap');
  await run('send', 'O-6', 'ship', 'by=ada');
  await run('answer', 'O-6', 'size', 'M');
  await run('thread', 'edit', 'O-3', 'item=ink');
  await run('resume', 'O-3');
  await run('thread', 'rewind', 'O-6@1', '--detach');
  await run('thread', 'fork', 'O-6@1', '--id', 'O-7', '--detach');
  await run('cancel', 'O-3');
  const along = { trace: '4bf9', by: 'ada=lovelace' };
  expect(await alongOf(place, 'O-6')).toEqual(['start', 'event', 'answer', 'rewind'].map((cause) => [cause, along]));
  expect(await alongOf(place, 'O-3')).toEqual(['edit', 'resume', 'cancel'].map((cause) => [cause, along]));
  expect(await alongOf(place, 'O-7')).toEqual(['start', 'fork'].map((cause) => [cause, along]));
  const why = await cairn(place, ['thread', 'why', 'O-6@10']);
  expect(why.stdout).toContain('CAME WITH\n  trace  4bf9\n  by  ada=lovelace\n');
});

test('where nothing failed, resume says that nothing goes along', async () => {
  const place = folder();
  await orders(place);
  const { stderr } = await cairn(place, ['resume', 'O-1', ...graph, '--context', 'trace=4bf9']);
  expect(stderr).toContain('Thread "O-1" is not failed: it is taken up as it is, and nothing goes along.');
  expect(await alongOf(place, 'O-1')).toEqual([]);
});

test.each([
  [['--context', 'trace'], '"trace" names nothing that goes along. Write name=text'],
  [['--context', '=4bf9'], '"=4bf9" names nothing that goes along. Write name=text'],
])('what has no name does not go along: %j', async (flags, says) => {
  const { code, stderr } = await cairn(folder(), ['start', ...graph, 'item=pen', ...flags]);
  expect(code).not.toBe(0);
  expect(stderr).toContain(says);
});

describe('a log sets in, under what came from outside, what that led to', () => {
  test.each([[], ['--graph']])('%j', async (...flags) => {
    const place = folder();
    await orders(place);
    const { stdout } = await cairn(place, ['thread', 'log', 'O-1', ...flags]);
    const rows = stdout.trimEnd().split('\n').slice(1);
    const json = await cairn(place, ['thread', 'log', 'O-1', '--json']);
    const turns = json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; turn: number });
    expect(turns.some(({ seq, turn }) => turn < seq)).toBe(true);
    for (const [index, { seq, turn }] of turns.entries()) {
      expect(rows[index]).toMatch(turn === seq ? /\d\d:\d\d:\d\d {2}\S/u : /\d\d:\d\d:\d\d {4}\S/u);
    }
  });
});

test('who wrote a value is named with the input that led to that, where it is another checkpoint', async () => {
  const place = folder();
  await orders(place);
  const receipt = await cairn(place, ['thread', 'blame', 'O-1', 'receipt', '--json']);
  const { parts } = JSON.parse(receipt.stdout) as { parts: readonly { seq: number; input: number }[] };
  expect(parts.length).toBe(1);
  expect((await cairn(place, ['thread', 'blame', 'O-1', 'receipt'])).stdout.includes('INPUT')).toBe(
    parts[0]?.seq !== parts[0]?.input,
  );
});
