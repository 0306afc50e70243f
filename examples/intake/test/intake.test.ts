import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelServer } from '../../../test/model-server.ts';
import { played as playedAs, playedBy } from '../../../test/played.ts';
import { check, diagram, mermaid } from '@cairn/core';
import { intake } from '../src/intake.ts';

const main = join(import.meta.dirname, '../src/main.ts');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-intake-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example until it ends, or is killed. */
async function played(...args: readonly string[]) {
  const { end: ended, lines } = await playedAs(main, '--data', join(folder, 'data'), ...args);
  return { end: ended, lines };
}

const end = ['ada heard of a.txt, b.txt, c.txt, d.txt', 'bob heard of a.txt, b.txt, c.txt, d.txt'];

test('documents that come into a folder are filed, and whoever wants to know hears of each', async () => {
  expect(await played()).toEqual({
    end: 0,
    lines: [
      'Watching:',
      '  a.txt is filed under invoice',
      '  b.txt is filed under contract',
      '  c.txt is filed under letter',
      'a.txt: filed',
      'b.txt: filed',
      'c.txt: filed',
      'd.txt: unfiled',
      ...end,
    ],
  });
});

test('killed once a document is filed, it goes on and ends the same, and each is heard of once', async () => {
  const killed = await played('--kill', 'b.txt');
  expect(killed.end).toBe('SIGKILL');
  const { end: code, lines } = await played();
  expect(code).toBe(0);
  expect(lines).toContain('a.txt: filed, known before');
  expect(lines).not.toContain('  a.txt is filed under invoice');
  expect(lines.slice(-2)).toEqual(end);
});

test('with a model in the place of the rule it says what a document is; one that nobody can be asked about is left', async () => {
  await using model = await modelServer(({ user }, time) => {
    if (user.includes('Invoice 7')) return time === 1 ? 'cut' : { text: 'It is an Invoice.' };
    if (user.includes('Dear Ada')) return { status: 429 };
    return { text: user.includes('01001') ? 'letter' : 'contract' };
  });
  const { end: code, lines } = await playedBy(model.env, main, '--data', join(folder, 'data'));
  expect(code).toBe(0);
  expect(lines).toEqual([
    'Watching:',
    '  a.txt is filed under invoice',
    '  b.txt is filed under contract',
    '  d.txt is filed under letter',
    'a.txt: filed',
    'b.txt: filed',
    'c.txt: unfiled',
    'd.txt: filed',
    ...end,
  ]);
  expect(model.asked).toHaveLength(2 + 1 + 3 + 1);
});

test('its README shows the graph as it is', () => {
  expect(check(intake)).toEqual([]);
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`mermaid\n${mermaid(diagram(intake)).trimEnd()}\n\`\`\``);
});
