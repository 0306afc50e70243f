import type { FactsOf } from '@cairn/core';
import type { Reporting } from '../graph/reporting.ts';
import { fact, heading } from './paint.ts';
import { clockTime } from './wording.ts';

type Report = FactsOf<Reporting>['state'];

/** What each agent says, in a line. */
const lines = {
  diagnosis: ({ diagnosis: found }: Report) => found?.cause,
  impact: ({ impact: found }: Report) => found && `${found.failed} of ${found.orders} orders failed`,
  timeline: ({ timeline: found }: Report) => found && `it began at ${clockTime(Number(found.began))}, ${found.words}`,
  statement: ({ statement: found }: Report) => found && `"${found.text}"`,
};

const agents = Object.keys(lines) as (keyof typeof lines)[];

/** Prints what agents wrote, and what of it was refused before. */
export function showReport(incident: string, report: Report): void {
  heading(`The report of ${incident}, by four agents`);
  for (const agent of agents) {
    for (const { reason } of report.refusals.filter((each) => each.agent === agent)) fact(agent, `refused: ${reason}`);
    fact(agent, lines[agent](report) ?? `gave up: ${report.failed[agent] ?? 'it lacks what it needs'}`);
  }
}

/** Prints what was written anew after the last rollback, and what stayed. */
export function showChanged(report: Report): void {
  const last = report.rollbacks.at(-1);
  if (last === undefined) return;
  heading(`The ${last.agent} is taken back: ${last.why ?? ''}`);
  for (const agent of agents.filter((each) => last.again.includes(each))) fact(agent, lines[agent](report) ?? '');
  fact('as it was', agents.filter((each) => !last.again.includes(each)).join(', '));
}
