/** Files documents that come into a folder. `--kill b.txt` kills the process once that one is filed, and before anybody hears of it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open, sideTable } from '@cairn/core';
import { router, starts, wakes, watchFolder, type Routed } from '@cairn/patterns';
import { sqlite } from '@cairn/sqlite';
import { z } from 'zod';
import { desk, intake } from './intake.ts';

const { values } = parseArgs({
  options: { kill: { type: 'string' }, data: { type: 'string', default: join(tmpdir(), 'cairn-intake') } },
});
process.env['KILL_AT'] = values.kill ?? '';

const [folder, out] = [join(values.data, 'in'), join(values.data, 'out')];
mkdirSync(folder, { recursive: true });
const documents = {
  'a.txt': 'Invoice 7. Amount due: 120.',
  'b.txt': 'This agreement is between the parties.',
  'c.txt': 'Dear Ada,\nthank you.',
  'd.txt': '01001',
};
for (const [name, text] of Object.entries(documents)) writeFileSync(join(folder, name), text);

const store = sqlite(join(values.data, 'intake.db'));
const cairn = open({ store, graphs: [intake, desk] });
for (const id of ['ada', 'bob']) await cairn.start(desk, {}, { id, tags: ['documents'] });
const route = router(cairn, {
  seen: sideTable<Routed>(store, 'events'),
  on: {
    'file.uploaded': {
      payload: z.object({ name: z.string(), path: z.string() }),
      start: ({ id, payload }) => starts(intake, { ...payload, out }, { id: `file-${id}` }),
      wake: ({ payload }) => wakes(desk, 'came', payload.name, { tags: ['documents'] }),
    },
  },
});

console.log('Watching:');
const watched = new AbortController();
const came = new Map<string, string>();
await watchFolder(
  folder,
  async (id, { name, path }) => {
    const { started, seen } = await route({ id, type: 'file.uploaded', payload: { name, path } });
    const ended = await cairn.thread(intake, started[0] ?? '').ended();
    came.set(name, `${name}: ${ended.status === 'done' ? ended.outcome : ended.status}${seen ? ', known before' : ''}`);
    if (came.size === Object.keys(documents).length) watched.abort();
  },
  { every: 50, signal: watched.signal, onError: (error) => console.error(error) },
);
for (const line of came.values()) console.log(line);
for (const id of ['ada', 'bob'])
  console.log(`${id} heard of ${(await cairn.thread(desk, id).settled()).state.heard.join(', ')}`);
await cairn.close();
rmSync(values.data, { recursive: true });
