import type { Cairn, FactsOf, Thread } from '@cairn/core';
import { reporting, type Reporting } from '../graph/reporting.ts';
import { showChanged, showReport } from '../show/parts.ts';
import { serviceAt, type Site } from '../site.ts';
import { sendTraffic } from '../world/traffic.ts';
import type { Ended } from './follow.ts';

/** Orders that come in while the report is read. */
const orders = 10;

/** Has agents write the report of an incident that is over. Then more orders come in: the count is taken back, and what was made of it. */
export async function writeReport(site: Site, cairn: Cairn, { thread: id, state }: Ended): Promise<void> {
  const { alert, evidence, hypothesis, running } = state;
  if (hypothesis === undefined) return;
  const task = { alert, evidence, hypothesis, ...(running !== undefined && { running }) };
  const thread = await cairn.start(reporting, { task }, { id: `${id}-report` });
  await thread.settled();
  showReport(id, (await thread.now()).state);
  if (running !== undefined) await recount(site, thread);
  // A process that was killed may have sent it.
  if ((await thread.settled()).status === 'waiting') await thread.send('accept', { by: 'this example' });
  await thread.ended();
}

async function recount(site: Site, thread: Thread<FactsOf<Reporting>>): Promise<void> {
  const { status, state: before } = await thread.now();
  if (status === 'waiting' && before.rollbacks.length === 0) {
    await sendTraffic((await serviceAt(site)).url, orders);
    const why = `${orders} orders came in since`;
    await thread.send('rollback', { agent: 'impact', by: 'this example', why });
  }
  showChanged((await thread.settled()).state);
}
