import type { Context } from '@cairn/core';
import type { DeployEvidence } from '../graph/evidence.ts';
import { serviceAt, type Site } from '../site.ts';
import type { Alert } from '../world/alert.ts';
import type { Deploy } from '../world/deploys.ts';
import { readDeploys } from '../world/readers.ts';

/** Reads the service's deploy list. */
export async function listDeploys(site: Site, alert: Alert, ctx: Context): Promise<{ evidence: DeployEvidence[] }> {
  const { url } = await serviceAt(site);
  const deploys = await ctx.step('list', () => readDeploys(url, ctx.signal));
  const found = newestOf(deploys, alert);
  ctx.emit(found.finding);
  return { evidence: [found] };
}

function newestOf(deploys: readonly Deploy[], alert: Alert): DeployEvidence {
  const [newest, ...before] = deploys.toReversed();
  if (newest === undefined) throw new Error('The deploy list is empty.');
  const { version, author, summary } = newest;
  const at = new Date(newest.at);
  const minutes = Math.round((alert.at.getTime() - at.getTime()) / 60_000);
  const finding = `${version} by ${author}, ${minutes} min before the alert: ${summary}`;
  return { source: 'deploys', finding, version, at, summary, earlier: before.map((each) => each.version) };
}
