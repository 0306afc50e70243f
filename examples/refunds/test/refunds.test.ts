import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { check, diagram, mermaid } from '@cairn/core';
import { signedLinks, slackNotifier } from '@cairn/patterns';
import { expect, test } from 'vitest';
import { modelServer } from '../../../test/model-server.ts';
import { proposer } from '../src/propose.ts';
import { refundsWith } from '../src/refunds.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs it on a folder, with no model; how it ended, and what it printed. */
async function play(folder: string, ...args: string[]) {
  const { OPENAI_BASE_URL: _none, ...env } = process.env;
  const run = promisify(execFile)(process.execPath, [at('../src/main.ts'), folder, ...args], { env });
  return run.then(
    ({ stdout, stderr }) => ({ signal: null, stdout, stderr }),
    (error: { signal: string | null; stdout: string; stderr: string }) => error,
  );
}

const ends = `o-1 20 paid
o-2 250 paid (more than 100, by ada)
o-3 400 refused (more than 100, by ada): That is no reason.
o-4 5000 paid (more than 100, more than 1000, by ada and grace)
o-5 80 refused (risky): risky
`;

function endsIn(stdout: string): string {
  return stdout.replaceAll(/^(?:told|paid): .+\n/gmu, '');
}

function paidIn(folder: string): string[] {
  const lines = readFileSync(join(folder, 'ledger.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { order: string }).order).toSorted();
}

test('refunds are paid, asked about and refused as the rules say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'refunds-'));
  const { signal, stdout, stderr } = await play(folder);
  expect({ signal, stderr, ends: endsIn(stdout) }).toEqual({ signal: null, stderr: '', ends });
  expect(paidIn(folder)).toEqual(['o-1', 'o-2', 'o-4']);
  rmSync(folder, { recursive: true });
});

test('killed again and again, while it tells, when it was told and once it has paid, it ends the same and pays once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'refunds-'));
  for (const text of ['paid: o-1', 'told: Refund of 5000 for o-4', 'paid: o-2', 'paid: o-4']) {
    const { signal, stdout } = await play(folder, '--kill', text);
    // What was said before is not said again, so a later run may come to its end.
    expect(signal === 'SIGKILL' ? stdout.trimEnd().endsWith(text) : endsIn(stdout) === ends).toBe(true);
  }
  const { signal, stdout, stderr } = await play(folder);
  expect({ signal, stderr, ends: endsIn(stdout) }).toEqual({ signal: null, stderr: '', ends });
  expect(paidIn(folder)).toEqual(['o-1', 'o-2', 'o-4']);
  rmSync(folder, { recursive: true });
});

test('the picture in the README is that of the graph', () => {
  const links = signedLinks({ url: 'http://127.0.0.1/answer', secrets: ['the secret of this example'] });
  const refunds = refundsWith(slackNotifier({ url: 'http://127.0.0.1/' }), links);
  expect(check(refunds)).toEqual([]);
  const [, drawn] = /```mermaid\n([\s\S]+?)```/u.exec(readFileSync(at('../README.md'), 'utf8')) ?? [];
  expect(drawn?.trimEnd()).toBe(mermaid(diagram(refunds)).trimEnd());
});

test('a model may propose, and decides neither whose order it is nor more than was paid', async () => {
  const said = { order: 'o-9', amount: 900, why: 'It came late.', risk: 0.2 };
  await using model = await modelServer(() => ({ text: JSON.stringify(said) }));
  const propose = proposer(model.env);
  expect(await propose({ order: 'o-1', paid: 50, text: 'late' })).toEqual({ ...said, order: 'o-1', amount: 50 });
});
