import { relative, resolve } from 'node:path';
import type { Options } from '../options.ts';
import { fact, heading } from '../show/paint.ts';
import type { Site } from '../site.ts';
import { findService } from '../world/service-control.ts';
import type { Ended } from './follow.ts';
import { markTold } from './leftover.ts';
import { haltPrograms, stopPrograms } from './programs.ts';

/** Ends what runs, and says what is left. */
export async function farewell(site: Site, { status, thread }: Ended, { keep, kill }: Options): Promise<void> {
  if (kill !== undefined) console.log(`  "${kill}" was not reached, so nothing was killed.`);
  heading('What is left');
  fact('database', pathFromHere(site.database));
  if (status === 'failed') {
    fact('failed', 'the next `npm start` tries again where it stopped');
    await haltPrograms(site);
    return;
  }
  markTold(site.folder, thread);
  if (!keep) await stopPrograms(site);
  const service = await findService(site.service);
  fact('processes', service ? `the service on ${service.url}, and the receiver` : 'none');
}

/** A path as it is shortest from where the user is. */
function pathFromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? resolve(path) : near;
}
