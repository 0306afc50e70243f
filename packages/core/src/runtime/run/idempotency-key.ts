import type { Activity } from './activity.ts';

/** What the outside world knows an effect of a visit by: it moves on with each refusal, but for what `isKept` over refusals. */
export function idempotencyKey({ lane, thread, rewinds }: Activity, isKept: boolean, name: string | undefined): string {
  const { path, named = path, node, failures, visits } = lane;
  const refusals = isKept ? 0 : failures.filter(({ refused }) => refused !== undefined).length;
  const place = `${named === '' ? '' : `${named}/`}${node}.${visits[node] ?? 1}${refusals === 0 ? '' : `~${refusals}`}`;
  return `${thread}/${rewinds === 0 ? '' : `~${rewinds}/`}${place}${name === undefined ? '' : `#${name}`}`;
}
