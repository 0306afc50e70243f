import type { Checkpoint } from '@cairn/core';
import type { ThreadRecord } from '@cairn/core/store';
import { fact, heading } from '../show/paint.ts';
import type { Site } from '../site.ts';
import { findService } from '../world/service-control.ts';
import type { IncidentThread } from './follow.ts';

/** Tells where an incident was left, and takes it up again if it had failed. */
export async function goOn(site: Site, thread: IncidentThread, { status, head }: ThreadRecord): Promise<void> {
  heading('An incident that was left behind');
  fact('thread', `${thread.id}, ${status} at checkpoint ${head}`);
  const { lanes } = await thread.at(head);
  for (const lane of lanes.filter(isWhereItStopped)) fact(lane.lane || 'main', `at ${lane.node}, ${lane.phase}`);
  const service = await findService(site.service);
  fact('service', service ? `${service.version} on ${service.url}, process ${service.pid}` : 'not running');
  if (status === 'failed') await thread.resume();
}

function isWhereItStopped({ phase }: Checkpoint['lanes'][number]): boolean {
  return phase !== 'open' && phase !== 'queued';
}
