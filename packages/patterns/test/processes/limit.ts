import { learnedPolicy, type LearnedPolicy } from '@cairn/patterns';
import type { Store } from '@cairn/core';

/** A policy that counts what it was told, and keeps it in order. */
export function limitIn(store: Store): LearnedPolicy<{ readonly heard: readonly string[] }, string> {
  return learnedPolicy({
    store,
    name: 'refund-limit',
    initial: { heard: [] as readonly string[] },
    learn: ({ heard }, outcome: string) => ({ heard: [...heard, outcome] }),
  });
}
