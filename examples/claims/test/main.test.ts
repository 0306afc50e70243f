import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { check, diagram, mermaid } from '@cairn/core';
import { modelServer } from '../../../test/model-server.ts';
import { adjudication } from '../src/adjudication.ts';

const example = join(import.meta.dirname, '..');

const decided = `Decided
C-1, a filling for 120: paid, by the reviewers
  one round
  1. fraud: pay, nothing unusual
  1. medical: pay, a usual treatment
  1. policy: pay, within the cover of 500
C-2, an operation for 2400: paid, by the reviewers
  2 rounds
  1. fraud: refuse, 10 days after the policy began
  1. medical: pay, an emergency
  1. policy: pay, within the cover of 9000
  2. fraud: pay, as medical says, it could not wait
  2. medical: pay, an emergency
  2. policy: pay, within the cover of 9000
C-3, whiter teeth for 900: refused, by ada, as whiter teeth are no treatment
  2 rounds
  1. fraud: pay, nothing unusual
  1. medical: refuse, there was no need
  1. policy: pay, within the cover of 1000
  2. fraud: pay, nothing unusual
  2. medical: refuse, there was no need
  2. policy: pay, within the cover of 1000
C-4, glasses for 210: paid, by the reviewers
  one round
  1. fraud: pay, nothing unusual
  1. medical abstains: the note cannot be read
  1. policy: pay, within the cover of 300
The bank paid 120 for C-1.
The bank paid 2400 for C-2.
The bank paid 210 for C-4.
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-claims-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example; where it is to pause, it is killed there. */
async function play({
  pause,
  env,
}: { readonly pause?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<string> {
  const args = [join(example, 'src/main.ts'), '--data', folder, ...(pause === undefined ? [] : ['--pause', pause])];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => {
    printed += text.toString();
    if (pause !== undefined && printed.includes(pause)) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ code, signal }).toEqual(pause === undefined ? { code: 0, signal: null } : { code: null, signal: 'SIGKILL' });
  return printed;
}

const reportIn = (printed: string): string => printed.slice(printed.indexOf('Decided'));

test('three reviewers decide four claims, and a person the one that they do not agree on', async () => {
  expect(reportIn(await play())).toBe(decided);
});

test('killed in the middle of reviews, again and again, it ends the same, and who was asked is not asked again', async () => {
  const pauses = ['C-2 is looked at by fraud, round 2', 'C-3 is looked at by medical, round 1'];
  const printed: string[] = [];
  for (const pause of pauses) printed.push(await play({ pause }));
  const last = await play();
  expect(reportIn(last)).toBe(decided);
  const asked: readonly string[] = [...printed, last].join('').match(/^C-.* is looked at .*$/gmu) ?? [];
  const twice = asked.filter((line, place) => asked.indexOf(line) !== place);
  // What was under way in the lanes of a round when their process died is asked for again, and nothing else; C-4 has a reviewer that throws, and is tried twice.
  expect(twice).toEqual(expect.arrayContaining(pauses));
  expect(twice.filter((line) => !/^C-2 .* round 2|^C-3 .* round 1|^C-4 .* medical/u.test(line))).toEqual([]);
});

test('with a model in the place of the rules its opinions count, and what is none is an abstention', async () => {
  await using model = await modelServer(({ system }) => ({
    text: JSON.stringify(system.includes('fraud') ? { stance: 'perhaps' } : { stance: 'pay', why: 'it is fine' }),
  }));
  const printed = await play({ env: model.env });
  expect(printed).toContain('C-3, whiter teeth for 900: paid, by the reviewers');
  expect(printed).toContain('1. fraud abstains: stance: Invalid option');
});

test('its graph has no mistakes, and the picture in the README is of today', () => {
  expect(check(adjudication)).toEqual([]);
  const readme = readFileSync(join(example, 'README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`mermaid\n${mermaid(diagram(adjudication)).trimEnd()}\n\`\`\``);
});
