import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { check, diagram, mermaid } from '@cairn/core';
import { modelServer } from '../../../test/model-server.ts';
import { article } from '../src/article.ts';

const example = join(import.meta.dirname, '..');

const report = `published
plan 1, height by archivist rejected: The limit of 100 for "archivist.tokens" is used up. Raise "limits.archivist.tokens" of graph "writing" if that was meant.
plan 1, height dropped: the budget of archivist for tokens is used up
plan 1, text dropped: it needs height, of which nothing came
plan 2, accepted: age, use, text
plan 2, text by writer rejected: no fact bears out: Nobody knows who built the first of all cairns.
pages: 1
The oldest cairns are about 5000 years old. [F1] Cairns mark paths and graves. [F2]
archivist.calls: 3
archivist.tokens: 120
tokens: 240
writer.calls: 2
writer.tokens: 120
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-fact-check-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example; where it is to pause, it is killed there. */
async function play(pause?: string, env: NodeJS.ProcessEnv = { OPENAI_BASE_URL: '' }): Promise<string> {
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

const reportIn = (printed: string): string => printed.slice(printed.indexOf('\npublished') + 1);

test('an archivist runs out of budget, the plan is made anew, a sentence without a fact is rejected, and the page is put out', async () => {
  expect(reportIn(await play())).toBe(report);
});

test('killed while the text is written again, and while it is checked, it ends the same', async () => {
  const killed = [await play('the text is written, try 2'), await play('the facts of text are checked')];
  const last = await play();
  expect(reportIn(last)).toBe(report);
  const done = [...killed, last].join('');
  expect(done.match(/the archive is asked about age/gu)).toHaveLength(1);
  expect(done.match(/the text is written, try 1/gu)).toHaveLength(1);
  expect(done.match(/the text is written, try 2/gu)).toHaveLength(2);
});

test('with a model in the place of the rules it plans, writes and checks; a refusal is a try that failed, and the next one counts', async () => {
  const tasks = [
    { id: 'age', worker: 'archivist', brief: 'age' },
    { id: 'text', worker: 'writer', needs: ['age'], brief: 'a sentence' },
  ];
  const texts = ['The oldest cairns are old. [F9]', 'The oldest cairns are about 5000 years old. [F1]'];
  let written = 0;
  await using model = await modelServer(({ system, user }) => {
    if (system.startsWith('You plan')) return { text: JSON.stringify({ tasks }) };
    if (system.startsWith('You check')) {
      return { text: JSON.stringify({ wrong: user.includes('[F9]') ? ['The oldest cairns are old.'] : [] }) };
    }
    written += 1;
    return written === 1 ? { status: 429 } : { text: JSON.stringify({ text: texts[written - 2] }) };
  });
  expect(reportIn(await play(undefined, model.env))).toBe(`published
plan 1, text by writer rejected: Model "small" answered 429.
plan 1, text by writer rejected: no fact bears out: The oldest cairns are old.
plan 1, text dropped: no fact bears out: The oldest cairns are old.
plan 2, accepted: age, text
pages: 1
The oldest cairns are about 5000 years old. [F1]
archivist.calls: 1
archivist.tokens: 40
tokens: 640
writer.calls: 3
writer.tokens: 200
`);
});

test('its graph has no mistakes, and the picture in the README is of today', () => {
  expect(check(article)).toEqual([]);
  const readme = readFileSync(join(example, 'README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`mermaid\n${mermaid(diagram(article)).trimEnd()}\n\`\`\``);
});
