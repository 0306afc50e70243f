// Refunds with a policy: `node src/main.ts [folder] [--kill TEXT]`. With --kill the process ends as by `kill -9` when it has said TEXT; started
// again on the same folder, it goes on.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open } from '@cairn/core';
import { answerByLink, signedLinks, slackNotifier } from '@cairn/patterns';
import { sqlite } from '@cairn/sqlite';
import { proposer } from './propose.ts';
import { refundsWith, type Complaint } from './refunds.ts';
import { answerNotice, channel, ledger, serve } from './world.ts';

const { values, positionals } = parseArgs({ options: { kill: { type: 'string' } }, allowPositionals: true });
const folder = positionals[0] ?? mkdtempSync(join(tmpdir(), 'refunds-'));
mkdirSync(folder, { recursive: true });

function say(text: string): void {
  console.log(text);
  if (text === values.kill) process.kill(process.pid, 'SIGKILL');
}

const complaints: readonly Complaint[] = [
  { order: 'o-1', paid: 20, text: 'It came broken.' },
  { order: 'o-2', paid: 500, text: 'I got half of what I ordered.' },
  { order: 'o-3', paid: 400, text: 'I did not like the colour.' },
  { order: 'o-4', paid: 5_000, text: 'It never came.' },
  { order: 'o-5', paid: 80, text: 'It never came, for the third time.' },
];

const readers: Promise<void>[] = [];
const inbox = channel(folder, (body) => {
  say(`told: ${(JSON.parse(body) as { text: string }).text}`);
  readers.push(answerNotice(body));
});

const slack = await serve(join(folder, 'slack.port'), (request) => inbox.receive(request));
const pages = await serve(join(folder, 'pages.port'), (request) => answer(request));
const links = signedLinks({ url: `${pages.url}/answer`, secrets: ['the secret of this example'] });
const refunds = refundsWith(slackNotifier({ url: `${slack.url}/services/refunds` }), links);

const cairn = open({
  store: sqlite(join(folder, 'refunds.db')),
  graphs: [refunds],
  services: { propose: proposer(process.env), bank: ledger(folder, (order) => say(`paid: ${order}`)) },
});
const answer = answerByLink({ cairn, graphs: [refunds], links });

const threads = await Promise.all(
  complaints.map((complaint) => cairn.start(refunds, { complaint }, { id: complaint.order })),
);
// What was read before this process began may be unanswered; what was answered is not taken again.
for (const body of inbox.notices()) readers.push(answerNotice(body));

for (const thread of threads) {
  const result = await thread.ended();
  const { refund, rules, by, reason, receipt } = result.state;
  const outcome = result.status === 'done' ? result.outcome : result.status;
  const why = [...rules, ...(by.length > 0 ? [`by ${[...by].toSorted().join(' and ')}`] : [])].join(', ');
  const end = receipt === undefined ? (reason ?? '') : '';
  console.log(
    `${thread.id} ${refund?.amount} ${outcome}${why === '' ? '' : ` (${why})`}${end === '' ? '' : `: ${end}`}`,
  );
}
await Promise.all(readers);
await cairn.close();
await Promise.all([slack.close(), pages.close()]);
