import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { runBuilt } from '../../../test/built/run-built.ts';
import { CairnSaver } from '../src/index.ts';
import { at } from './checkpoint.ts';
import { folder } from './folder.ts';
import { idBy, numberIn, said } from './processes/said.ts';

/** A process that writes, line by line; `until` says at which number it is killed. */
async function wrote(args: readonly string[], until = Infinity): Promise<number> {
  const program = fileURLToPath(new URL('processes/writer.ts', import.meta.url));
  const child = spawn(process.execPath, [...runBuilt, program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last >= until) child.kill('SIGKILL');
  }
  const [code] = (await ended) as [number | null];
  if (until === Infinity && code !== 0) throw new Error(`It ended with ${code}.`);
  return last;
}

/** Every checkpoint that there is, held against what its writer had said; their numbers by writer. */
async function readAll(path: string, names: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const store = sqlite(path);
  const found = new Map<string, number[]>(names.map((name) => [name, []]));
  for await (const { checkpoint, pendingWrites } of new CairnSaver(store).list(at('shared'))) {
    const number = numberIn(checkpoint.id);
    const name = names.find((each) => idBy(each, number) === checkpoint.id) ?? '';
    expect(checkpoint.channel_values).toEqual({ list: said(name, number), fixed: 'the same '.repeat(40) });
    for (const [task, , text] of pendingWrites ?? []) {
      expect([task, text]).toEqual([`task of ${name}`, said(name, number + 1).at(-1)]);
    }
    found.get(name)?.push(number);
  }
  expect(store.integrity?.()).toEqual([]);
  void store.close();
  return found;
}

test('a process that is killed leaves each checkpoint that it told of, whole', async () => {
  const path = join(folder(), 'app.db');
  for (const [name, until] of [
    ['a', 3],
    ['b', 41],
  ] as const) {
    const told = await wrote([path, name, '400'], until);
    const found = (await readAll(path, ['a', 'b'])).get(name) ?? [];
    expect(found).toEqual(Array.from({ length: found.length }, (_, index) => found.length - index));
    expect(found.length).toBeGreaterThanOrEqual(told);
  }
});

test('processes that write to one thread beside each other lose nothing of it', async () => {
  const path = join(folder(), 'app.db');
  await Promise.all(['a', 'b'].map((name) => wrote([path, name, '60'])));
  for (const numbers of (await readAll(path, ['a', 'b'])).values()) expect(numbers).toHaveLength(60);
});

test.each(['drops', 'prunes'])(
  'what is written while another process %s the thread is whole, or not there',
  async (how) => {
    const path = join(folder(), 'app.db');
    await Promise.all([wrote([path, 'a', '130', how]), wrote([path, 'b', '130'])]);
    expect([...(await readAll(path, ['a', 'b'])).keys()]).toEqual(['a', 'b']);
  },
);
