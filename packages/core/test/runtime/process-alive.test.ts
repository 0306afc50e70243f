import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sqlite } from '@cairn/sqlite';

const core = new URL('../../src/index.ts', import.meta.url).href;
const sqliteUrl = new URL('../../../sqlite/src/index.ts', import.meta.url).href;

/** What every program begins with: a node whose activity holds no handle of the process, and says when it is aborted. */
const beginning = `
  import { graph, memory, open } from ${JSON.stringify(core)};
  import { sqlite } from ${JSON.stringify(sqliteUrl)};
  const anyText = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } };
  const pending = (signal) => new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => { console.log('aborted'); reject(new Error('aborted')); });
  });
  const nodes = (node) => ({ work: { run: (_s, ctx) => pending(ctx.signal), ...node, next: 'end' }, end: { final: true } });
  const timed = graph({ name: 'timed', state: {}, start: 'work', nodes: nodes({ timeout: '100ms' }) });
  const idle = graph({ name: 'idle', state: {}, start: 'work', nodes: nodes({}) });
  const slow = graph({ name: 'slow', state: {}, start: 'work', nodes: nodes({ run: (_s, ctx) => ctx.sleep('nap', '100ms') }) });
  const onEvent = ({ type }) => type.startsWith('stop') && console.log(type);
  const openIn = (store) => open({ store, graphs: [timed, idle, slow], onEvent });
`;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly string[];
}

/** Runs a program to its end; `interrupt` is sent once it says "ready". */
function running(program: string, given: readonly string[] = [], interrupt?: NodeJS.Signals): Promise<Ended> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', beginning + program, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  let isReady = false;
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString();
    if (interrupt === undefined || isReady || !text.includes('ready')) return;
    isReady = true;
    child.kill(interrupt);
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, lines: text.trim().split('\n') }));
  });
}

const ended = (...lines: readonly string[]): Ended => ({ code: 0, signal: null, lines });

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-alive-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'cairn.db');
}

describe('a process stays alive while somebody in it waits, though what runs holds no handle', () => {
  test.each([
    ['for settled()', `console.log((await thread.settled()).status);`],
    ['for ended()', `console.log((await thread.ended()).status);`],
    [
      'for the next event of watch()',
      `for await (const event of thread.watch()) if (event.type === 'status') console.log(event.status);`,
    ],
  ])('%s, and the timeout of a node fires', async (_name, wait) => {
    const program = `
      const cairn = openIn(memory());
      const thread = await cairn.start(timed);
      ${wait}
      await cairn.close();
    `;
    expect(await running(program)).toEqual(ended('aborted', 'failed'));
  });

  test('for close() with a drain', async () => {
    const program = `
      const cairn = openIn(memory());
      const thread = await cairn.start(idle);
      await cairn.close({ drain: '100ms' });
      console.log('closed');
    `;
    expect(await running(program)).toEqual(ended('aborted', 'closed'));
  });

  test('for work() that is stopped by a signal of its own', async () => {
    const program = `
      const cairn = openIn(memory());
      const stop = new AbortController();
      await cairn.start(idle);
      const worked = cairn.work({ signal: stop.signal, drain: '50ms' });
      setTimeout(() => stop.abort(), 50).unref();
      await worked;
      await cairn.close();
    `;
    expect(await running(program)).toEqual(ended('stopping', 'aborted', 'stopped'));
  });

  test('for an answer whose activity has not come to its question', async () => {
    const program = `
      const later = () => new Promise((resolve) => setTimeout(resolve, 100).unref());
      const hidden = graph({ name: 'hidden', state: {}, start: 'work', nodes: nodes({
        run: async (_s, ctx) => { await later(); await ctx.ask('name', { answer: anyText }); },
      }) });
      const cairn = open({ store: memory(), graphs: [hidden] });
      const thread = await cairn.start(hidden);
      await thread.settled();
      // Another runtime has not heard the question's schema: it runs the activity to hear it.
      const other = open({ store: thread.store, graphs: [hidden] });
      await other.thread(hidden, thread.id).answer('name', 'Ada');
      console.log((await other.thread(hidden, thread.id).ended()).status);
    `;
    expect(await running(program)).toEqual(ended('done'));
  });

  test('and no longer: a script that waits for nothing ends', async () => {
    const program = `
      const cairn = openIn(memory());
      const thread = await cairn.start(slow);
      const stop = new AbortController();
      const gaveUp = thread.ended({ signal: stop.signal }).catch((error) => error.name);
      const events = thread.watch({ from: 1 });
      await events.next();
      await events.return();
      stop.abort();
      console.log(await gaveUp);
    `;
    expect(await running(program)).toEqual(ended('AbortError'));
  });
});

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('drains a worker whose activity holds no handle, and is no death of an owner', async () => {
    const path = file();
    const program = `
      const cairn = openIn(sqlite(process.argv[1]));
      await cairn.start(idle, {}, { id: 't' });
      const worked = cairn.work({ drain: '100ms' });
      console.log('ready');
      await worked;
      await cairn.close();
      console.log('closed');
    `;
    const lines = ['ready', 'stopping', 'aborted', 'stopped', 'closed'];
    expect(await running(program, [path], signal)).toEqual(ended(...lines));
    const store = sqlite(path);
    onTestFinished(() => store.close());
    expect(await store.thread('t')).toMatchObject({ owner: null, takeovers: 0 });
    expect(await store.claim('t', 'next', Date.now())).toMatchObject({ takeovers: 0 });
  });
});
