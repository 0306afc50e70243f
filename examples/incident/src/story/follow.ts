import { isProblem, type FactsOf, type Result, type Thread } from '@cairn/core';
import type { Incident } from '../graph/incident.ts';
import type { Options } from '../options.ts';
import { LiveLog } from '../show/live-log.ts';
import { showProposal } from '../show/proposal.ts';
import { decide, type Verdict } from './approval.ts';

export type IncidentThread = Thread<FactsOf<Incident>>;
type Standing = Result<FactsOf<Incident>>;

/** How an incident ended. */
export type Ended = Exclude<Standing, { status: 'waiting' }>;

/** Shows a thread from a checkpoint on, as it goes, and asks for approval when it waits for that; gives how it ended. */
export async function follow(thread: IncidentThread, from: number, options: Options): Promise<Ended> {
  let next = from;
  for (;;) {
    const log = new LiveLog(`Thread ${thread.id}`);
    for await (const event of thread.watch({ from: next })) {
      log.show(event);
      if (event.type === 'checkpoint') next = event.seq + 1;
    }
    const result = await thread.settled();
    if (result.status !== 'waiting') return result;
    await answer(thread, result, options);
  }
}

async function answer(
  thread: IncidentThread,
  { state }: Extract<Standing, { status: 'waiting' }>,
  options: Options,
): Promise<void> {
  if (state.hypothesis !== undefined) showProposal(state.alert.service, state.hypothesis, state.evidence);
  try {
    await tell(thread, await decide(options));
  } catch (error) {
    if (!isProblem(error, 'event/not-accepted')) throw error;
    console.log('  Somebody else has answered meanwhile.');
  }
}

function tell(thread: IncidentThread, verdict: Verdict): Promise<void> {
  return verdict.approve
    ? thread.send('approve', { by: verdict.by })
    : thread.send('reject', { reason: verdict.reason });
}
