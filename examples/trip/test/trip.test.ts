import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelServer } from '../../../test/model-server.ts';
import { played as playedAs, playedBy } from '../../../test/played.ts';
import { check, diagram, mermaid } from '@cairn/core';
import { trip } from '../src/trip.ts';

const main = join(import.meta.dirname, '../src/main.ts');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-trip-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example until it ends, or is killed. */
async function played(...args: readonly string[]) {
  const { end: ended, lines } = await playedAs(main, '--data', join(folder, 'data'), ...args);
  return { end: ended, lines };
}

const booked = [
  '  booked a flight to Oslo',
  '  booked 4 nights in Oslo',
  '  booked a small car',
  '  booked a tour of the old town',
];

const cancelled = [
  '  cancelled a tour of the old town',
  '  cancelled a small car',
  '  cancelled 4 nights in Oslo',
  '  cancelled a flight to Oslo',
];

const end = [
  'Called off, as payment: the card is good for 900, and it costs 1000.',
  'allUndone, undone: tour, car, hotel, flight',
];

test('a trip that can be paid is booked', async () => {
  expect(await played('--card', '1000')).toEqual({
    end: 0,
    lines: [
      'A trip to Oslo:',
      ...booked,
      '  booked 1000 from the card',
      'We have booked a flight to Oslo, 4 nights in Oslo, a small car, a tour of the old town.',
      'allDone',
    ],
  });
});

test('one that cannot be paid is undone, the last booking first', async () => {
  expect(await played()).toEqual({ end: 0, lines: ['A trip to Oslo:', ...booked, ...cancelled, ...end] });
});

test('killed in the middle of the third undo, it goes on and ends the same, and nothing is cancelled twice', async () => {
  const killed = await played('--kill', '3');
  expect(killed).toEqual({ end: 'SIGKILL', lines: ['A trip to Oslo:', ...booked, ...cancelled.slice(0, 3)] });
  expect(existsSync(join(folder, 'data', 'trip.db'))).toBe(true);
  expect(await played()).toEqual({
    end: 0,
    lines: ['Going on with a trip of which 7 lines are written:', ...cancelled.slice(3), ...end],
  });
});

test('with a model in the place of the rule it writes the letter, once its connection was cut', async () => {
  await using model = await modelServer((_asked, time) => (time === 1 ? 'cut' : { text: 'Enjoy Oslo!' }));
  const { end: code, lines } = await playedBy(model.env, main, '--data', join(folder, 'data'), '--card', '1000');
  expect({ end: code, lines }).toEqual({
    end: 0,
    lines: ['A trip to Oslo:', ...booked, '  booked 1000 from the card', 'Enjoy Oslo!', 'allDone'],
  });
  expect(model.asked).toHaveLength(2);
  expect(model.asked[1]?.user).toContain('a flight to Oslo, 4 nights in Oslo');
});

test('its README shows the graph as it is', () => {
  expect(check(trip)).toEqual([]);
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`mermaid\n${mermaid(diagram(trip)).trimEnd()}\n\`\`\``);
});
