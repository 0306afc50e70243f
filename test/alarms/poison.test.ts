import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../folder.ts';
import { innocent, poison } from './poison-worker.ts';

const program = join(import.meta.dirname, 'poison-worker.ts');

test('a thread that ends every process that drives it is failed alone, and none of those beside it', async () => {
  const path = join(folder(), 'cairn.db');
  const web = open({ store: sqlite(path), graphs: [innocent, poison], drive: false });
  onTestFinished(() => web.close());
  for (let index = 0; index < 12; index += 1) await web.start(innocent, {}, { id: `innocent${index}` });
  await web.start(poison, {}, { id: 'poison' });
  const isOver = async (): Promise<boolean> => (await web.threads({ status: ['running'] })).threads.length === 0;
  let deaths = 0;
  for (; !(await isOver()) && deaths < 20; deaths += 1) {
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    // Whatever rests may have been the last: then nobody dies any more.
    child.stdout.on('data', () => void isOver().then((over) => over && child.kill('SIGKILL')));
    await new Promise((resolve) => child.once('close', resolve));
  }
  const { threads } = await web.threads({ limit: 20 });
  const ends = Object.fromEntries(
    threads.map(({ id, status, summary }) => [id, `${status} ${JSON.parse(summary ?? '{}').outcome ?? ''}`]),
  );
  expect(ends['poison']).toBe('failed ');
  expect(new Set(Object.entries(ends).flatMap(([id, end]) => (id === 'poison' ? [] : [end])))).toEqual(
    new Set(['done end']),
  );
  expect(deaths).toBeGreaterThan(5);
});
