import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, plainEnv, program } from './cairn.ts';

/** The lines of the export that a file has in it. */
function linesIn(file: string): readonly string[] {
  const [, text = ''] = /<script type="application\/gzip" id="thread"[^>]*>([^<]*)<\/script>/u.exec(file) ?? [];
  const packed = Buffer.concat(text.split('\n').map((line) => Buffer.from(line, 'base64')));
  return gunzipSync(packed).toString('utf8').trimEnd().split('\n');
}

async function withThread(args: readonly string[] = ['-g', graphs('order.ts'), 'item=tea']): Promise<string> {
  const place = folder();
  await cairn(place, ['start', ...args, '--id', 'INC-1']);
  return place;
}

test('a thread is written to one HTML file, with all that its export has', async () => {
  const place = await withThread();
  const written = await cairn(place, ['thread', 'export', 'INC-1', '--html', '--out', 'INC-1.html']);
  expect(written).toMatchObject({ code: 0, stdout: '' });
  expect(written.stderr).toMatch(/^INC-1\.html: \d+ lines\. It opens in any browser, without a server\.\n$/u);
  const { stdout } = await cairn(place, ['thread', 'export', 'INC-1']);
  const file = readFileSync(join(place, 'INC-1.html'), 'utf8');
  expect(linesIn(file)).toEqual(stdout.trimEnd().split('\n'));
  const printed = await cairn(place, ['thread', 'export', 'INC-1', '--html']);
  expect(linesIn(printed.stdout)).toEqual(linesIn(file));
});

test('a thread that was exported before is named by its file; with --db a name is that of a thread', async () => {
  const place = await withThread();
  await cairn(place, ['thread', 'export', 'INC-1', '--out', 'old.jsonl']);
  const html = ['--html', '--out', 'old.html'];
  expect(await cairn(place, ['thread', 'export', 'old.jsonl', ...html])).toMatchObject({ code: 0 });
  const lines = readFileSync(join(place, 'old.jsonl'), 'utf8').trimEnd().split('\n');
  expect(linesIn(readFileSync(join(place, 'old.html'), 'utf8'))).toEqual(lines);
  const named = await cairn(place, ['thread', 'export', 'old.jsonl', '--db', 'cairn.db', ...html]);
  expect([named.code, named.stderr]).toEqual([1, expect.stringContaining('There is no thread "old.jsonl"')]);
});

test('an export that is damaged is a problem, and no file', async () => {
  const place = await withThread();
  await cairn(place, ['thread', 'export', 'INC-1', '--out', 'old.jsonl']);
  writeFileSync(join(place, 'cut.jsonl'), readFileSync(join(place, 'old.jsonl'), 'utf8').slice(0, -20));
  const cut = await cairn(place, ['thread', 'export', 'cut.jsonl', '--html', '--out', 'cut.html']);
  expect([cut.code, cut.stderr]).toEqual([1, expect.stringContaining('(export/damaged)')]);
  expect(readdirSync(place).filter((name) => name.includes('cut.html'))).toEqual([]);
});

test('--json with --html is refused, as is a thread that is not there', async () => {
  const place = await withThread();
  const both = await cairn(place, ['thread', 'export', 'INC-1', '--html', '--json']);
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--json has no effect beside --html')]);
  const absent = await cairn(place, ['thread', 'export', 'INC-2', '--html', '--out', 'x.html']);
  expect([absent.code, absent.stderr]).toEqual([1, expect.stringContaining('INC-2')]);
  expect(readdirSync(place)).not.toContain('x.html');
});

test('what is protected is not in it', async () => {
  const place = await withThread(['-g', graphs('sealing.ts'), 'token=opensesame']);
  const env = { CAIRN_GRAPH: graphs('sealing.ts') };
  await cairn(place, ['thread', 'export', 'INC-1', '--html', '--out', 'INC-1.html'], { env });
  const file = readFileSync(join(place, 'INC-1.html'), 'utf8');
  expect(linesIn(file).join('\n')).toContain(Buffer.from('"opensesame"').toString('base64').slice(2, -4));
  expect([file, linesIn(file).join('\n')].filter((text) => text.includes('opensesame'))).toEqual([]);
});

describe.skipIf(spawnSync('python3', ['--version']).status !== 0)('in a terminal', () => {
  test('a page is not written to it', async () => {
    const place = await withThread();
    const args = ['80', process.execPath, program, 'thread', 'export', 'INC-1', '--html'];
    const { status, stdout } = spawnSync('python3', [join(import.meta.dirname, 'terminal.py'), ...args], {
      cwd: place,
      encoding: 'utf8',
      env: plainEnv({ TERM: 'xterm-256color' }),
    });
    expect([status, stdout.replaceAll(/\s+/gu, ' ')]).toEqual([2, expect.stringContaining('--out thread.html')]);
    expect(stdout).not.toContain('<html');
  });
});
