/** Presses the buttons of links, all at once, in a process of its own: each line that it is told has some, as JSON. */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { open } from '@cairn/core';
import { answerByLink } from '@cairn/patterns';
import { sqlite } from '@cairn/sqlite';
import { leave, links } from './leave.ts';

const [path = ''] = process.argv.slice(2);
const cairn = open({ store: sqlite(path), graphs: [leave], recover: false });
// However busy the machine is, each waits for whoever drives its thread.
const answer = answerByLink({ cairn, graphs: [leave], links, patience: 120_000 });

async function press(url: string): Promise<void> {
  const body = new URLSearchParams({ reason: 'no' });
  const response = await answer(new Request(url, { method: 'POST', headers: { accept: 'application/json' }, body }));
  const { code = 'ok' } = (await response.json()) as { code?: string };
  writeSync(1, `${code} ${url}\n`);
}

const heard = createInterface({ input: process.stdin });
writeSync(1, 'ready\n');
for await (const line of heard) {
  await Promise.all((JSON.parse(line) as string[]).map(press));
  writeSync(1, 'pressed\n');
}
await cairn.close();
