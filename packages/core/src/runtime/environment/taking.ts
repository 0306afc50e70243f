import { fenceAfter } from '../../store/contract/accept.ts';
import type { Commit, ThreadRecord, ThreadUpdate } from '../../store/contract/store.ts';
import type { Standing } from './standing.ts';

/*
 * A commit that takes a thread and lets go of it at once leaves no owner by which it could be known again. So it raises the fence by a
 * random multiple of `claims`; claims after it raise the fence by one each.
 */

/** More claims than follow a commit while it is looked for. */
const claims = 2 ** 6;

/** How many multiples there are to choose from; fences stay safe integers for 2^31 such commits. */
const choices = 2 ** 16;

/** How a commit takes a thread; one that lets go of it at once `raises` the fence by more than 1. */
export function takingFor(
  owner: string,
  { created, seen = 0 }: Pick<Standing, 'created' | 'seen'>,
  update: ThreadUpdate | undefined,
): NonNullable<Commit['takes']> {
  if (update?.owner !== null) return { owner, created, seen };
  return { owner, created, seen, raises: claims * (1 + Math.floor(Math.random() * choices)) };
}

/** Whether the stored rows at a commit's place were written by it; undefined where a later owner may have written them. */
export function isTakenBy(commit: Commit, record: ThreadRecord | undefined): boolean | undefined {
  if (record === undefined) return false;
  const since = record.fence - fenceAfter(commit);
  if (commit.takes === undefined) return since === 0 ? true : undefined;
  const { owner, raises } = commit.takes;
  if (since < 0) return false;
  if (raises !== undefined) return since < claims ? true : undefined;
  return since === 0 ? record.owner === owner : undefined;
}
