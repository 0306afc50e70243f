import { sideTable, type Store } from '@cairn/core';

/** What was learned so far, and which version of it that is. */
export interface Learned<Value> {
  /** Counted from 0, which is what there was before anything was learned. */
  readonly version: number;
  readonly value: Value;
}

/** A policy that outcomes change. */
export interface LearnedPolicy<Value, Outcome> {
  /** The newest version, or one of before; undefined where there is no such version. */
  read(): Promise<Learned<Value>>;
  read(version: number): Promise<Learned<Value> | undefined>;
  /**
   * Learns from an outcome, and gives the version that has it. What comes under one id is learned once, from whatever process: the id of the
   * thread whose outcome it is, for one.
   */
  learn(outcome: Outcome, id: string): Promise<Learned<Value>>;
}

/** What a policy is made of. */
export interface LearnedOptions<Value, Outcome> {
  readonly store: Store;
  /** What it is known by in the store. */
  readonly name: string;
  /** What holds before anything was learned. */
  readonly initial: Value;
  /** What holds once an outcome is known: a function of these alone, which may be asked several times. */
  readonly learn: (value: Value, outcome: Outcome) => Value;
}

/**
 * Thresholds, shares, tiers to begin with: whatever is decided by, read from a side table that outcomes update. Each version stays, so
 * that it can be told by what a thread was decided that names one.
 *
 * @example
 * const limits = learnedPolicy({
 *   store,
 *   name: 'refund-limit',
 *   initial: { limit: 100 },
 *   learn: ({ limit }, { wasRefused }: { wasRefused: boolean }) => ({ limit: wasRefused ? limit * 0.9 : limit * 1.01 }),
 * });
 */
export function learnedPolicy<Value, Outcome>({
  store,
  name,
  initial,
  learn,
}: LearnedOptions<Value, Outcome>): LearnedPolicy<Value, Outcome> {
  const table = sideTable<Learned<Value>>(store, 'cairn-learned');
  const newest = `${name}/newest`;
  const keyOf = (version: number): string => `${name}/version/${String(version).padStart(12, '0')}`;
  const first: Learned<Value> = { version: 0, value: initial };
  const read = async (version?: number): Promise<Learned<Value> | undefined> => {
    if (version === undefined) return (await table.get(newest))?.value ?? first;
    return version === 0 ? first : (await table.get(keyOf(version)))?.value;
  };
  return {
    read: read as LearnedPolicy<Value, Outcome>['read'],
    async learn(outcome, id) {
      const once = `${name}/learned/${id}`;
      // Of two that learn at once one is refused, and learns from what the other left.
      for (;;) {
        const [before, found] = await Promise.all([table.get(once), table.get(newest)]);
        if (before !== undefined) return before.value;
        const { version, value } = found?.value ?? first;
        const next = { version: version + 1, value: learn(value, outcome) };
        const isLearned = await table.write(
          table.set(newest, next, { was: found?.version ?? 0 }),
          table.set(once, next, { was: 0 }),
          table.set(keyOf(next.version), next),
        );
        if (isLearned) return next;
      }
    },
  };
}
