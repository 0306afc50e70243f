import { fenceAfter } from '../../store/contract/accept.ts';
import type { Commit, ThreadRecord, ThreadUpdate } from '../../store/contract/store.ts';
import type { Standing } from './standing.ts';

/*
 * A commit that takes a thread and lets go of it at once leaves no owner to be seen. So the fence rises by a number of its own with
 * it: a multiple of what claims after it, which raise the fence by one each, will hardly come to.
 */

/** Fewer claims than this follow a commit while it is looked for. */
const claims = 2 ** 6;

/** So many numbers are there to choose from; fences stay whole numbers for 2^32 such commits. */
const choices = 2 ** 16;

/** How a commit takes a thread. */
export function takingFor(
  owner: string,
  { created, seen = 0 }: Pick<Standing, 'created' | 'seen'>,
  update: ThreadUpdate | undefined,
): NonNullable<Commit['takes']> {
  if (update?.owner !== null) return { owner, created, seen };
  return { owner, created, seen, raises: claims * (1 + Math.floor(Math.random() * choices)) };
}

/** Whether rows where a commit's are were written by it; undefined where somebody who had the thread since may have. */
export function isTakenBy(commit: Commit, record: ThreadRecord | undefined): boolean | undefined {
  if (record === undefined) return false;
  const since = record.fence - fenceAfter(commit);
  if (commit.takes === undefined) return since === 0 ? true : undefined;
  const { owner, raises } = commit.takes;
  if (since < 0) return false;
  if (raises !== undefined) return since < claims ? true : undefined;
  return since === 0 ? record.owner === owner : undefined;
}
