import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs } from './cairn.ts';

test('a thread and its log say which lanes wait for which', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', graphs('planned.ts'), '--id', 'house', '--db', 'h.db']);
  const show = await cairn(place, ['thread', 'show', 'house', '--db', 'h.db']);
  const lines = show.stdout.split('\n');
  const cells = (line: string): readonly string[] => line.trim().split(/ {2,}/u);
  expect(cells(lines.find((line) => line.includes('WAITS FOR')) ?? '').slice(0, 4)).toEqual([
    'LANE',
    'NODE',
    'PHASE',
    'WAITS FOR',
  ]);
  expect(
    lines.filter((line) => line.includes('plan.1/') && line.includes('queued')).map((line) => cells(line).at(-1)),
  ).toEqual(['ground', 'ground, walls']);
  const log = await cairn(place, ['thread', 'log', 'house', '--db', 'h.db']);
  expect(log.stdout).toContain('opens 3 lanes; walls waits for ground; roof waits for ground, walls');
});
