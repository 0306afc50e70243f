import { listed, namesOf } from '../base/problem/listed.ts';
import type { Plan } from '../compile/plan.ts';
import type { Lane } from './state/lane.ts';
import { mainLane, type Snapshot } from './state/snapshot.ts';
import { isAtWork, standingOf, statusOf } from './status.ts';
import { timersOf } from './timers.ts';

/** How a thread stands that is not over, and what takes it on, as sentences. */
export function howItStands(plan: Plan, snapshot: Snapshot): string {
  const lanes = snapshot.lanes.all();
  const failed = lanes.filter(({ phase }) => phase === 'failed');
  const said = [...statusSaid(plan, snapshot)];
  if (failed.length > 0) said.push(`What failed is ${listed(failed.map(placed))}, and resume() takes that up.`);
  return said.join(' ');
}

function* statusSaid(plan: Plan, snapshot: Snapshot): Iterable<string> {
  const status = statusOf(snapshot);
  if (status === 'running') {
    const nodes = snapshot.lanes.all().filter(isAtWork).map(placed);
    yield `It is at work at ${listed(nodes)}: if its process died, that begins again by itself once a worker, or a runtime with its graph, has the thread.`;
    return;
  }
  if (status === 'failed') return;
  const [next] = timersOf(plan, snapshot);
  if (mainLane(snapshot).phase === 'queued') {
    yield `It is to begin${next === undefined ? '' : ` at ${timeOf(next.at)}`}.`;
    return;
  }
  const { events, questions } = standingOf(plan, snapshot);
  const again = snapshot.lanes.all().filter(({ phase }) => phase === 'backoff');
  if (again.length > 0) yield `An attempt at ${listed(again.map(placed))} failed, and another follows by itself.`;
  const keys = questions.map(({ key }) => key);
  const awaited = [
    ...(events.length > 0 ? [`for an event: ${namesOf(events)}`] : []),
    ...(keys.length > 0 ? [`for an answer: ${namesOf(keys)}`] : []),
    ...(next === undefined ? [] : [`until ${timeOf(next.at)}`]),
  ];
  if (awaited.length > 0) yield `It waits ${listed(awaited, ', or ')}.`;
}

function placed({ node, path }: Lane): string {
  return path === '' ? `"${node}"` : `"${node}" of lane "${path}"`;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
