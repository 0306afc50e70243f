import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelServer } from '../../../test/model-server.ts';
import { played as playedAs, playedBy } from '../../../test/played.ts';
import { check, diagram, mermaid, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { companies, limit } from '../src/companies.ts';

const main = join(import.meta.dirname, '../src/main.ts');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-companies-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example until it ends, or is killed. */
function played(...args: readonly string[]) {
  return playedAs(main, '--data', folder, '--keep', ...args);
}

/** What the database says: when each task began and ended, by its id, and what became of it. */
async function recorded() {
  const cairn = open({ store: sqlite(join(folder, 'companies.db')), graphs: [companies], drive: false });
  const history = await cairn.thread(companies, 'companies').history();
  await cairn.close();
  const ended = new Map<string, number>();
  const times: number[] = [];
  for (const { lane, to, time, cause } of history) {
    times.push(time);
    const id = lane.split('/').at(-1) ?? '';
    if (to === 'sum' && cause !== 'join' && id.includes('-')) ended.set(id, time);
  }
  return { ended, wall: (times.at(-1) ?? 0) - (times[0] ?? 0), history };
}

const last = ['191 done', '6 failed', '3 skipped'];

test('no source that fails, hangs or limits stops another company, and it takes no longer than its slowest chain by its waves', async () => {
  const { end, lines } = await played();
  expect(end).toBe(0);
  expect(lines.slice(0, 5)).toEqual([
    '  1 ✓✓✓✓   2 ✓✓✓✓   3 ✓✗✓✓   4 ✓✓✓✓   5 ✓✓✓✓   6 ✓✓✓✓   7 ✓✓~✓   8 ✓✓✓✓   9 ✓✓✓✓  10 ✓✓✓✓',
    ' 11 ✓✓✓✓  12 ✓✓✓✓  13 ✓✗✓✓  14 ✓✓✓✓  15 ✓✓✓✓  16 ✓✓✓✓  17 ✓✓~✓  18 ✓✓✓✓  19 ✓✓✓✓  20 ✓✓✓✓',
    ' 21 ✓✓✓✓  22 ✓✓✓✓  23 ✓✗✓✓  24 ✓✓✓✓  25 ✓✓✓✓  26 ✓✓✓✓  27 ✓✓~✓  28 ✓✓✓✓  29 ✓✓✓✓  30 ✓✓✓✓',
    ' 31 ✓✓✓✓  32 ✓✓✓✓  33 ✓✗✓✓  34 ✓✓✓✓  35 ✓✓✓✓  36 ✓✓✓✓  37 ✓✓~✓  38 ✓✓✓✓  39 ✓✓✓✓  40 ✓✓✓✓',
    ' 41 ✓✓✓✓  42 ✓✓✓✓  43 ✓✗✓✓  44 ✗---  45 ✓✓✓✓  46 ✓✓✓✓  47 ✓✓~✓  48 ✓✓✓✓  49 ✓✓✓✓  50 ✓✓✓✓',
  ]);
  expect(lines.at(-1)).toBe('partial');
  const { ended, wall, history } = await recorded();
  expect(ended.size).toBe(200);
  const slowest = Math.max(...chains(history));
  const waves = Math.ceil(50 / limit);
  expect(wall).toBeLessThanOrEqual(1.3 * slowest * waves);
});

/** How long each company's own tasks took, from when its first began to when its last ended, without what they waited for room. */
function chains(history: Awaited<ReturnType<typeof recorded>>['history']): readonly number[] {
  const alone = new Map<string, number>();
  const began = new Map<string, number>();
  for (const { lane, from, to, time } of history) {
    const id = lane.split('/').at(-1) ?? '';
    if (!id.includes('-')) continue;
    if (from === 'task') began.set(id, time);
    if (to !== 'sum') continue;
    const company = id.split('-')[0] ?? '';
    alone.set(company, (alone.get(company) ?? 0) + time - (began.get(id) ?? time));
  }
  return [...alone.values()];
}

test('killed in the middle, it goes on and ends the same, and asks nobody again for what was through', async () => {
  const killed = await played('--kill', '60');
  expect(killed.end).toBe('SIGKILL');
  const through = [...(await recorded()).ended.keys()];
  expect(through.length).toBeGreaterThanOrEqual(60);
  const { end, pid, lines } = await played();
  expect(end).toBe(0);
  expect(lines.filter((line) => / (?:done|failed|skipped)$/u.test(line))).toEqual(last);
  const requests = readFileSync(join(folder, 'requests.log'), 'utf8').trimEnd().split('\n');
  const again = requests.filter((line) => line.startsWith(`${pid} `)).map((line) => line.split(/[ /]/u));
  expect(again.filter(([, kind, company]) => through.includes(`${company}-${kind}`))).toEqual([]);
});

test('with a model in the place of the rule it sums up; one that refuses once is asked again, and one that goes on failing stops no other company', async () => {
  await using model = await modelServer(({ user }, time) => {
    if (user.includes('company 2')) return 'cut';
    return user.includes('company 1') && time === 1 ? { status: 429 } : { text: `In short: ${user.length}` };
  });
  const { end, lines } = await playedBy(model.env, main, '--data', folder, '--keep', '--companies', '4');
  expect(end).toBe(0);
  expect(lines[0]).toBe('  1 ✓✓✓✓   2 ✓✓✓✗   3 ✓✗✓✓   4 ✓✓✓✓');
  const cairn = open({ store: sqlite(join(folder, 'companies.db')), graphs: [companies], drive: false });
  const { results } = (await cairn.thread(companies, 'companies').now()).state;
  await cairn.close();
  for (const company of [1, 3, 4])
    expect(results[`${company}-summary`]).toMatchObject({ result: expect.stringMatching(/^In short: \d+$/u) });
  const of = (company: number) => model.asked.filter(({ user }) => user.includes(`company ${company}`)).length;
  expect([1, 2, 3, 4].map(of)).toEqual([2, 2, 1, 1]);
});

test('its README shows the graph as it is', () => {
  expect(check(companies)).toEqual([]);
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`mermaid\n${mermaid(diagram(companies)).trimEnd()}\n\`\`\``);
});
