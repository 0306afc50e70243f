import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelServer } from '../../../test/model-server.ts';
import { played as playedAs, playedBy } from '../../../test/played.ts';
import { check, diagram, memory, mermaid, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { Firewall } from '../src/firewall.ts';
import { triage } from '../src/triage.ts';

const main = join(import.meta.dirname, '../src/main.ts');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-triage-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example until it ends, or is killed. */
async function played(...args: readonly string[]) {
  const { end: ended, lines } = await playedAs(main, '--data', join(folder, 'data'), ...args);
  return { end: ended, lines };
}

const judged = [
  '  10.0.0.4   contained  by rule, at the edge',
  '  10.0.0.7   contained  by rule, at the host, the edge lets 10.0.0.7 through',
  '  10.0.0.8   contained  by ada, at the edge',
  '  10.0.0.9   dismissed  by ada',
  '  10.0.0.12  dismissed  by rule',
];

const end = 'Told to block 4 times, under 4 keys.';

test('clear alerts are decided at once, others by an analyst, and what a wall says is not believed', async () => {
  expect(await played()).toEqual({ end: 0, lines: ['Five alerts:', ...judged, end] });
});

test.each([1, 2, 3, 4])(
  'killed in the middle of block %i, it goes on, ends the same and blocks nothing twice',
  async (at) => {
    expect(await played('--kill', String(at))).toMatchObject({ end: 'SIGKILL' });
    expect(await played()).toEqual({ end: 0, lines: ['Going on with five alerts:', ...judged, end] });
  },
);

test('what nobody looks at within a quarter of an hour is taken for an attack', async () => {
  const [clock, firewall] = [virtualClock(), new Firewall(join(folder, 'walls.jsonl'))];
  const cairn = open({ store: memory(), graphs: [triage], clock, services: { firewall } });
  const thread = await cairn.start(triage, { alert: { address: '10.0.0.2', what: 'port scan', count: 60 } });
  await clock.advance('14m');
  expect(await thread.status()).toBe('waiting');
  await clock.advance('2m');
  expect(await thread.ended()).toMatchObject({ outcome: 'contained', state: { by: 'nobody', wall: 'edge' } });
  await cairn.close();
});

test('with a model in the place of the rule its word counts, a refusal is asked again, and what is no number is for an analyst', async () => {
  const likely: Readonly<Record<string, string>> = { '4': '0.95', '7': '0.95', '8': '0.5', '9': '0.05', '12': 'very' };
  await using model = await modelServer(({ user }, time) => {
    const { address } = JSON.parse(user) as { address: string };
    return address === '10.0.0.4' && time === 1
      ? { status: 429 }
      : { text: likely[address.replace('10.0.0.', '')] ?? '' };
  });
  const { end: ended, lines } = await playedBy(model.env, main, '--data', join(folder, 'data'));
  expect({ end: ended, lines }).toEqual({
    end: 0,
    lines: [
      'Five alerts:',
      ...judged.slice(0, 3),
      '  10.0.0.9   dismissed  by rule',
      '  10.0.0.12  dismissed  by ada',
      end,
    ],
  });
  expect(model.asked.map(({ user }) => (JSON.parse(user) as { address: string }).address.slice(7))).toEqual([
    '4',
    '4',
    '7',
    '8',
    '9',
    '12',
    '12',
    '12',
  ]);
});

test('its README shows the graph as it is', () => {
  expect(check(triage)).toEqual([]);
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`mermaid\n${mermaid(diagram(triage)).trimEnd()}\n\`\`\``);
});
