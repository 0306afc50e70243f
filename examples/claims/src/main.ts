/**
 * Claims that three reviewers decide. `--data <folder>` says where its files are, `--pause <text>` has it stand still where it announces that, to be
 * killed there: started again, it goes on.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { adjudication } from './adjudication.ts';
import { bankIn } from './bank.ts';
import { claims } from './claim.ts';
import { modelFrom } from 'example-model';
import type { Office } from './reviewers.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, pause: { type: 'string' } } });
const folder = values.data ?? join(import.meta.dirname, '..', '.data');
mkdirSync(folder, { recursive: true });

const office: Office = {
  model: modelFrom(process.env),
  announce: async (what) => {
    console.log(what);
    if (what === values.pause) await new Promise(() => setInterval(() => undefined, 60_000));
  },
};
const bank = bankIn(join(folder, 'bank.jsonl'));
const store = sqlite(join(folder, 'claims.db'));
const cairn = open({ store, graphs: [adjudication], services: { office, bank }, lease: '2s' });

for (const claim of claims) {
  const thread = await cairn.start(adjudication, { claim }, { id: claim.id });
  const { status } = await thread.settled();
  // Where the reviewers are at odds the thread waits, for weeks if need be. Here somebody answers at once.
  if (status === 'waiting')
    await thread.send('decide', { by: 'ada', stance: 'refuse', why: 'whiter teeth are no treatment' });
}

console.log('\nDecided');
for (const claim of claims) {
  const thread = cairn.thread(adjudication, claim.id);
  const ended = await thread.ended();
  const { by, why, rounds, opinions } = ended.state;
  const outcome = ended.status === 'done' ? ended.outcome : ended.status;
  console.log(
    `${claim.id}, ${claim.what} for ${claim.amount}: ${outcome}, by ${by}${why === undefined ? '' : `, as ${why}`}`,
  );
  console.log(`  ${rounds === 1 ? 'one round' : `${rounds} rounds`}`);
  for (const opinion of opinions) console.log(`  ${opinion}`);
}
for (const { claim, amount } of bank.transfers()) console.log(`The bank paid ${amount} for ${claim}.`);
await cairn.close();
