/** Research on 50 companies, ten tasks at a time, with sources that fail, hang and limit rates. `--kill 60` kills the process once so many tasks are through. */
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { companies } from './companies.ts';
import { Progress } from './progress.ts';
import { sources } from './sources.ts';

const { values } = parseArgs({
  options: {
    companies: { type: 'string', default: '50' },
    kill: { type: 'string' },
    data: { type: 'string', default: join(tmpdir(), 'cairn-companies') },
    /** Keeps what there is when it is over. */
    keep: { type: 'boolean', default: false },
  },
});

mkdirSync(values.data, { recursive: true });
const world = await sources(join(values.data, 'requests.log'));
const cairn = open({ store: sqlite(join(values.data, 'companies.db')), graphs: [companies], services: { world } });
const thread = await cairn.start(companies, { goal: { companies: Number(values.companies) } }, { id: 'companies' });
const progress = new Progress();
for await (const event of thread.watch({ from: 1 })) {
  progress.hear(event);
  if (progress.through === Number(values.kill)) process.kill(process.pid, 'SIGKILL');
}
progress.end();

const { state, ...result } = await thread.ended();
const results = Object.entries(state.results);
for (const status of ['done', 'failed', 'skipped']) {
  console.log(`${results.filter(([, found]) => found.status === status).length} ${status}`);
}
for (const [id, found] of results) {
  if (found.status === 'failed')
    console.log(`  ${id}: ${found.tried.map(({ way, reason }) => `${way}: ${reason}`).join('; ')}`);
}
console.log(result.status === 'done' ? result.outcome : result.status);
await cairn.close();
await world.close();
if (!values.keep) rmSync(values.data, { recursive: true });
