import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn, plainEnv, program, type CairnOptions } from './cairn.ts';

const slow = graphs('slow.ts');
const order = graphs('order.ts');

/** Presses Ctrl-C, or sends another signal, once a text was written. */
function interruptAt(text: string, signal: NodeJS.Signals = 'SIGINT'): CairnOptions {
  let isDone = false;
  return {
    onOutput(written, kill) {
      if (isDone || !written.includes(text)) return;
      isDone = true;
      kill(signal);
    },
  };
}

async function threadsIn(place: string): Promise<unknown> {
  return jsonIn(await cairn(place, ['thread', 'list', '--json']));
}

test('a command that is interrupted lets go of its thread, and resume goes on with it', async () => {
  const place = folder();
  const started = await cairn(place, ['start', '-g', slow, '--id', 'S-1'], interruptAt('it takes long'));
  expect(started.code).toBe(130);
  expect(started.stderr).toContain('"cairn resume S-1" goes on');
  expect(started.stdout).toBe('');
  expect(await threadsIn(place)).toMatchObject({
    threads: [{ status: 'running', owner: null, head: 2, takeovers: 0 }],
  });
  expect((await cairn(place, ['thread', 'list', '--status', 'running'])).stdout).toMatch(/^S-1 .* long +nobody /mu);
  expect((await cairn(place, ['thread', 'show', 'S-1'])).stdout).toContain(
    'driven    by nobody; "cairn resume S-1" or a worker goes on',
  );
  const watched = await cairn(place, ['thread', 'watch', 'S-1'], interruptAt('nobody'));
  expect(watched.stderr).toContain('S-1 is driven by nobody; "cairn resume S-1" or a worker goes on.');
  const resumed = await cairn(place, ['resume', 'S-1', '-g', slow], interruptAt('it takes long'));
  expect(resumed.code).toBe(130);
  expect(await cairn(place, ['integrity'])).toMatchObject({ code: 0 });
});

test('a command that is ended from outside lets go too, and says which signal it was', async () => {
  const place = folder();
  const started = await cairn(place, ['start', '-g', slow, '--id', 'S-1'], interruptAt('it takes long', 'SIGTERM'));
  expect(started).toMatchObject({ code: 143, stdout: '' });
  expect(await threadsIn(place)).toMatchObject({ threads: [{ status: 'running', owner: null }] });
});

test('a worker drives what was left to it, and stops when it is interrupted', async () => {
  const place = folder();
  const started = await cairn(place, ['start', '-g', order, '--id', 'O-1', '--detach', 'item=pen']);
  expect(started).toMatchObject({ code: 0, stdout: 'O-1\n' });
  const worked = await cairn(place, ['work', '-g', order, '--json'], interruptAt('"status"'));
  expect(worked.code).toBe(0);
  const events = worked.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  expect(events.map(({ type }) => type)).toEqual(['taken', 'status', 'stopping', 'stopped']);
  expect(await threadsIn(place)).toMatchObject({ threads: [{ status: 'waiting', owner: null }] });
});

test('a worker that is interrupted lets go of what would not end', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', slow, '--id', 'S-1', '--detach']);
  const worked = await cairn(place, ['work', '-g', slow, '--drain', '1ms'], interruptAt('it takes long'));
  expect(worked).toMatchObject({ code: 0, stdout: expect.stringContaining('released') });
  expect(await threadsIn(place)).toMatchObject({ threads: [{ status: 'running', owner: null }] });
});

test('what is watched comes from another process', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', order, '--id', 'O-1', 'item=pen']);
  let sent: Promise<unknown> | undefined;
  const watched = await cairn(place, ['thread', 'watch', 'O-1@1', '--follow'], {
    onOutput(written, kill) {
      if (written.includes('ready')) sent ??= cairn(place, ['send', 'O-1', 'call_off', '-g', order]);
      if (written.includes('event call_off')) kill('SIGINT');
    },
  });
  await sent;
  expect(watched).toMatchObject({ code: 130, stdout: expect.stringContaining('ready → closed') });
});

test('a reader that has had enough ends a command quietly', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', order, '--id', 'O-1', 'item=pen']);
  const line = `"${process.execPath}" "${program}" thread export O-1 | head -n 1 >/dev/null`;
  expect(execFileSync('sh', ['-c', `${line} 2>&1`], { cwd: place, env: plainEnv(), encoding: 'utf8' })).toBe('');
});
