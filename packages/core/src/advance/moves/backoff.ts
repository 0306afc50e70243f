import type { RetryPlan } from '../../compile/plan.ts';

/**
 * Milliseconds to wait after a failed attempt. The share left to chance comes from `seed`, so that a replay waits as long.
 */
export function backoffOf(retry: RetryPlan, seed: string, attempt: number): number {
  const wait = Math.min(retry.backoff * retry.factor ** (attempt - 1), retry.max);
  if (retry.jitter === 0) return Math.round(wait);
  return Math.round(wait * (1 - retry.jitter * fraction(`${seed}#${attempt}`)));
}

/** A number from 0 to 1 that depends on a text alone (FNV-1a). */
function fraction(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return (hash >>> 0) / 2 ** 32;
}
