/** An onboarding that a machine of XState leads through: its worker is killed, another goes on, and its past is gone back to. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';

const folder = mkdtempSync(join(tmpdir(), 'cairn-machine-'));
process.env['WORLD'] = join(folder, 'world');
const { askedFor, onboarding } = await import('./onboarding.ts');

const file = join(folder, 'app.db');
const begin = (): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), file], { stdio: ['ignore', 'pipe', 'inherit'] });

const cairn = open({ store: sqlite(file), graphs: [onboarding], drive: false });
let worker = begin();
try {
  const thread = await cairn.start(onboarding, { input: { name: 'ada' } }, { id: 'ada' });
  await thread.send('SUBMIT');
  await thread.settled();
  await thread.send('CHOOSE', { plan: 'small' });
  await once(worker.stdout as NonNullable<typeof worker.stdout>, 'data');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  console.log(`Killed while it was: ${(await thread.now()).state.value}`);

  worker = begin();
  const ended = await thread.ended();
  console.log(`Another worker went on: ${ended.state.value}`, ended.state.output);
  const keys = askedFor();
  console.log(`Asked for ${keys.length} times, under ${new Set(keys).size} key`);

  for (const row of await thread.history()) {
    const did = row.changes?.['did'];
    if (did !== undefined && 'set' in did) console.log(`  ${row.seq} ${(did.set as readonly string[]).join('; ')}`);
  }

  const chosen = (await thread.history()).find(({ label }) => label === 'CHOOSE');
  const other = await thread.fork((chosen?.seq ?? 0) - 1, { id: 'ada-again' });
  await other.send('CHOOSE', { plan: 'large' });
  const again = await other.ended();
  console.log(`From before the choice, with another: ${again.state.value}`, again.state.output);
} finally {
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  await cairn.close();
  rmSync(folder, { recursive: true, force: true });
}
