import type { Activity } from './activity.ts';

/** One key for all runs and attempts of a visit, until `verify` refuses what it found; what `isKept` over refusals keeps its key too. */
export function idempotencyKey({ lane, thread, rewinds }: Activity, isKept: boolean, name: string | undefined): string {
  const { path, named = path, node, failures, visits } = lane;
  const refusals = isKept ? 0 : failures.filter(({ refused }) => refused !== undefined).length;
  const place = `${named === '' ? '' : `${named}/`}${node}.${visits[node] ?? 1}${refusals === 0 ? '' : `~${refusals}`}`;
  return `${thread}/${rewinds === 0 ? '' : `~${rewinds}/`}${place}${name === undefined ? '' : `#${name}`}`;
}
