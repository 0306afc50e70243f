import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { played } from '../../../../test/played.ts';

const main = join(import.meta.dirname, '../processes/undoing-trip.ts');

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'cairn-undoing-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const world = (of: string): readonly string[] => readFileSync(join(of, 'world.txt'), 'utf8').trimEnd().split('\n');

test('killed with SIGKILL in the middle of the third undo, it goes on and ends the same, and nothing is undone twice', async () => {
  const whole = folder();
  const end = ['undone the card is declined', 'room room room flight'];
  expect(await played(main, whole)).toMatchObject({ end: 0, lines: end });
  const killed = folder();
  expect(await played(main, killed, '3')).toMatchObject({ end: 'SIGKILL' });
  expect(world(killed).filter((line) => line.startsWith('no '))).toHaveLength(3);
  expect(await played(main, killed)).toMatchObject({ end: 0, lines: end });
  expect(world(killed).toSorted()).toEqual(world(whole).toSorted());
  expect(world(killed)).toHaveLength(8);
  expect(world(killed).at(-1)).toBe('no T/work.1/flight.1 flight');
});
