import { writeSync } from 'node:fs';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { clerk } from '../graphs/clerk.ts';

/** Has an agent call its tools, each of which tells its name; `done` once it has answered. */
const [path = ''] = process.argv.slice(2);
const cairn = open({ store: sqlite(path), graphs: [clerk], lease: '300ms' });
const { status } = await (await cairn.start(clerk, { messages: 'Go' }, { id: 't' })).ended();
await cairn.close();
writeSync(1, `${status}\n`);
