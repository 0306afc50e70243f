import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, plainEnv, program } from './cairn.ts';
import { sqlite } from '@cairn/sqlite';
import { newThread } from '../../sqlite/test/sample.ts';
import { orders } from './orders.ts';

const order = graphs('order.ts');

/** A folder with orders and modules, each by its name and text. */
async function shopWith(modules: Readonly<Record<string, string>>): Promise<string> {
  const place = folder();
  mkdirSync(join(place, 'lib'));
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(place, name), text);
  await orders(place);
  return place;
}

describe('a command that did not come to its end says so, and its exit code too', () => {
  const exits =
    /^cairn: A module or an activity ended the process, with process\.exit\(\d+\)\. The command was not through/u;
  const never = /^cairn: Nothing is left that could go on: a module or an activity waits for what never comes\./u;

  test.each([
    ['exits.mts', 'process.exit(0);', exits],
    ['inner.mts', "import './lib/exits.mts';", exits],
    ['failed.mts', 'process.exit(9);', exits],
    ['later.mts', 'setImmediate(() => process.exit(0)); await new Promise(() => undefined);', exits],
    ['never.mts', 'await new Promise(() => undefined);', never],
    ['rejects.mts', "void Promise.reject(new Error('oh')); await new Promise(() => undefined);", /^cairn: Error: oh/u],
  ])('while a module is loaded: %s', async (name, text, says) => {
    const place = await shopWith({ [name]: text, 'lib/exits.mts': 'process.exit(0);' });
    for (const args of [
      ['replay', '--against', name],
      ['check', name],
      ['start', '-g', name],
      ['work', '-g', name],
    ]) {
      const { code, stdout, stderr } = await cairn(place, args);
      expect({ args, code, stdout, stderr }).toEqual({
        args,
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(says) as string,
      });
    }
    const { code, stderr } = await cairn(place, ['replay', '--against', name, '--json']);
    expect(JSON.parse(stderr)).toMatchObject({ problem: { exitCode: code } });
  });

  test.each(['exit', 'fail', 'reject'])('while an activity runs: %s', async (how) => {
    const place = folder();
    const started = await cairn(place, ['start', '-g', graphs('ending.ts'), `how=${how}`, '--id', 'E-1', '--json']);
    expect(started).toMatchObject({ code: 1, stdout: '' });
    const said = started.stderr.trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(said)).toMatchObject({ problem: { exitCode: 1 } });
    const worked = await cairn(place, ['work', '-g', graphs('ending.ts')]);
    expect(worked.code).toBe(1);
    expect(worked.stderr).toMatch(how === 'reject' ? /nobody caught this/u : /process\.exit\([07]\)/u);
  });
});

test('a module that takes long to load is told of', async () => {
  const place = await shopWith({ 'hangs.mts': 'await new Promise((done) => setTimeout(done, 3_600_000));' });
  const checked = await cairn(place, ['check', 'hangs.mts'], {
    onOutput: (written, kill) => written.includes('is still being loaded') && kill('SIGINT'),
  });
  expect(checked.stderr).toBe('"hangs.mts" is still being loaded: its code is not through.\n');
});

test.each([
  ['nested.mts', "import './lib/deep.mts';", 'const a = 1;\nexport const b = {{;', /\(lib\/deep\.mts:2\)/u],
  ['thrown.mts', "import './lib/deep.mts';", "\n\nthrow new Error('no');", /: no \(lib\/deep\.mts:3\)/u],
  ['lacking.mts', "import { z } from './lib/deep.mts';\nz;", 'export const y = 1;', /'z' \(lacking\.mts:1\)/u],
  ['plain.mts', "import './lib/deep.mjs';", '', /\(in it, or in what it imports\)/u],
  ['odd.mts', "import './lib/deep.mts';", 'throw undefined;', /: it throws undefined/u],
])('what cannot be loaded is told with the file and the line: %s', async (name, text, deep, says) => {
  const place = await shopWith({ [name]: text, 'lib/deep.mts': deep, 'lib/deep.mjs': 'export const b = {{;' });
  const { code, stderr } = await cairn(place, ['check', name]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(says) as string });
  expect(stderr).toContain(`"${name}" cannot be loaded`);
});

describe('a result that cannot be written', () => {
  /** Runs the command with its stdout in a place, through a shell. */
  function into(place: string, stdout: string, args: string): { code: number | null; stderr: string } {
    const line = `"${process.execPath}" "${program}" ${args} > ${stdout}`;
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: place, env: plainEnv(), encoding: 'utf8' });
    return { code: status, stderr };
  }

  test('is told as every problem is, with what is done already', async () => {
    const place = await shopWith({});
    await cairn(place, ['start', '-g', order, '--id', 'O-8', '--detach', 'item=pen']);
    expect(into(place, '/dev/full', `work -g "${order}"`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The result could not be written.') as string,
    });
    const listed = into(place, '/dev/full', 'thread list --json');
    expect(listed.code).toBe(1);
    expect(JSON.parse(listed.stderr)).toEqual({
      problem: {
        message: 'The result could not be written. There is no space left on the disk for what is written.',
        code: 'ENOSPC',
        exitCode: 1,
      },
    });
    const started = into(place, '/dev/full', `start -g "${order}" item=pen --id O-9 --json`);
    expect(started.code).toBe(1);
    expect(JSON.parse(started.stderr)).toMatchObject({
      problem: { message: expect.stringContaining('What was done with thread "O-9" is kept.') as string },
    });
  });

  test.each([
    ['thread list --json'],
    ['waiting --json'],
    ['sql "with recursive c(x) as (select 1 union all select x + 1 from c limit 100000) select x from c"'],
    ['sql --json "with recursive c(x) as (select 1 union all select x + 1 from c limit 100000) select x from c"'],
  ])('as its reader had enough of it has an exit code of its own: %s', async (args) => {
    const place = await shopWith({});
    const store = sqlite(join(place, 'orders.db'));
    // More than a pipe holds.
    const summary = JSON.stringify({ events: ['x'.repeat(200_000)] });
    await store.create(newThread('a', { status: 'waiting', owner: null, summary }));
    await store.close();
    const script = `{ "${process.execPath}" "${program}" ${args}; echo $? > code; } 2> said | head -c 1 > /dev/null; cat code said`;
    expect(execFileSync('sh', ['-c', script], { cwd: place, env: plainEnv(), encoding: 'utf8' })).toMatch(
      /^141\n(?:100000 rows\n)?$/u,
    );
  });

  test('as nobody reads it any more stops a worker in the ordinary way, and is no success', async () => {
    const place = await shopWith({});
    for (const id of ['O-7', 'O-8']) await cairn(place, ['start', '-g', order, '--id', id, '--detach', 'item=pen']);
    const command = `"${process.execPath}" "${program}" work -g "${order}"`;
    const script = `{ ${command}; echo $? > code; } 2> said | head -n 1 > /dev/null; cat code said`;
    expect(execFileSync('sh', ['-c', script], { cwd: place, env: plainEnv(), encoding: 'utf8' })).toMatch(
      /^141\nWorking on order; Ctrl-C stops it\.\nNobody reads what is written here any more; the worker stops\.\n$/u,
    );
    const { stdout } = await cairn(place, ['thread', 'list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      threads: expect.not.arrayContaining([{ status: 'running' }]) as unknown,
    });
  });
});
