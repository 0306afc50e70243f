import type { Commit, ThreadRecord, ThreadUpdate } from '../../store/store.ts';

/** The fence of a thread that is taken and let go of at once rises by at most so much: it stays a whole number for 2^33 turns. */
const mostRaised = 2 ** 20;

/** How a commit takes a thread. Where it lets go of it at once, no owner is ever seen: the fence rises by a number of its own. */
export function takingFor(
  owner: string,
  created: number,
  update: ThreadUpdate | undefined,
): NonNullable<Commit['takes']> {
  if (update?.owner !== null) return { owner, created };
  return { owner, created, raises: 1 + Math.floor(Math.random() * mostRaised) };
}

/** Whether rows where a commit's are were written by its owner; undefined where the thread may have gone on since. */
export function isTakenBy({ fence, takes }: Commit, record: ThreadRecord | undefined): boolean | undefined {
  if (record === undefined) return false;
  const { owner, raises } = takes ?? {};
  const raised = fence + (takes === undefined ? 0 : (raises ?? 1));
  if (record.fence !== raised) return record.fence < raised ? false : undefined;
  return owner === undefined || raises !== undefined || record.owner === owner;
}
