/**
 * An article that is written and checked. `--data <folder>` says where its files are, `--pause <text>` has it stand still where it announces that, to be
 * killed there: started again, it goes on.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { article } from './article.ts';
import type { Desk } from './desk.ts';
import { modelFrom } from 'example-model';

const { values } = parseArgs({ options: { data: { type: 'string' }, pause: { type: 'string' } } });
const folder = values.data ?? join(import.meta.dirname, '..', '.data');
mkdirSync(folder, { recursive: true });

const pages = join(folder, 'pages.jsonl');
const published = (): string => (existsSync(pages) ? readFileSync(pages, 'utf8') : '');
const desk: Desk = {
  model: modelFrom(process.env),
  announce: async (what) => {
    console.log(what);
    if (what === values.pause) await new Promise(() => setInterval(() => undefined, 60_000));
  },
  publish: async (page, key) => {
    if (!published().includes(`"${key}"`)) appendFileSync(pages, `${JSON.stringify({ key, page })}\n`);
  },
};
const cairn = open({ store: sqlite(join(folder, 'article.db')), graphs: [article], services: { desk }, lease: '2s' });

const thread = await cairn.start(article, { topic: 'cairns' }, { id: 'cairns' });
const ended = await thread.settled();
console.log(`\n${ended.status === 'done' ? ended.outcome : ended.status}`);
for (const line of ended.state.course) console.log(line);
console.log(`pages: ${published().trim().split('\n').length}`);
console.log(ended.state.text);
const { spent } = await thread.now();
for (const name of Object.keys(spent).toSorted()) console.log(`${name}: ${spent[name]}`);
await cairn.close();
