import fc from 'fast-check';

/** What an activity does before it answers. */
export interface Work {
  readonly kind: 'work';
  /** The keys it writes. */
  readonly writes: readonly string[];
  /** So many steps, one after the other or all at once. */
  readonly steps: number;
  readonly atOnce: boolean;
  readonly asks: boolean;
  readonly naps: boolean;
  readonly spends: boolean;
  /** So many attempts fail, of so many that there are; the last failure may lead on. */
  readonly fails: number;
  readonly attempts: number;
  readonly hangs: boolean;
  readonly verifies: boolean;
  readonly handled: boolean;
}

/** What a random graph does, one after the other. */
export type Part =
  | Work
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly writes: readonly string[] }
  | { readonly kind: 'timer'; readonly milliseconds: number }
  | { readonly kind: 'loop'; readonly rounds: number }
  | { readonly kind: 'cases' | 'choose'; readonly ways: readonly (readonly Part[])[] }
  | {
      readonly kind: 'all';
      readonly lanes: readonly (readonly Part[])[];
      /** For each lane, whether it needs the ones before it. */
      readonly needs: readonly (readonly boolean[])[];
      readonly handled: boolean;
      readonly merges: boolean;
    }
  | {
      readonly kind: 'each';
      readonly lane: readonly Part[];
      readonly count: number;
      readonly limit: number;
      readonly handled: boolean;
    }
  | {
      readonly kind: 'graph';
      readonly parts: readonly Part[];
      readonly attempts: number;
      readonly handled: boolean;
      readonly verifies: boolean;
    };

const keys = ['total', 'log', 'tags', 'map', 'items', 'digest', 'mine', 'passing'] as const;
const writes = fc
  .tuple(fc.subarray([...keys], { maxLength: 4 }), fc.nat(9))
  .map(([several, dice]) => (dice === 0 ? [...several, 'plain'] : several));
const often = fc.constantFrom(false, false, false, true);

const work = fc.record({
  kind: fc.constant('work' as const),
  writes,
  steps: fc.nat(2),
  atOnce: fc.boolean(),
  asks: often,
  naps: often,
  spends: often,
  fails: fc.constantFrom(0, 0, 0, 1, 2),
  attempts: fc.constantFrom(1, 2, 3),
  hangs: fc.constantFrom(false, false, false, false, false, true),
  verifies: often,
  handled: fc.constantFrom(true, true, true, true, false),
});

const plain = fc.oneof(
  { arbitrary: work, weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant('pass' as const) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('wait' as const), writes }), weight: 1 },
  {
    arbitrary: fc.record({ kind: fc.constant('timer' as const), milliseconds: fc.integer({ min: 1, max: 60 }) }),
    weight: 1,
  },
  { arbitrary: fc.record({ kind: fc.constant('loop' as const), rounds: fc.integer({ min: 1, max: 3 }) }), weight: 1 },
);

const { part, fork } = fc.letrec<{ part: Part; fork: Part; parts: readonly Part[] }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { arbitrary: plain, weight: 5 },
    { arbitrary: tie('fork'), weight: 6 },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('cases' as const, 'choose' as const),
        ways: fc.array(tie('parts'), { minLength: 1, maxLength: 3 }),
      }),
      weight: 1,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('graph' as const),
        parts: tie('parts'),
        attempts: fc.constantFrom(1, 2),
        handled: fc.boolean(),
        verifies: often,
      }),
      weight: 2,
    },
  ),
  fork: fc.oneof(
    fc.record({
      kind: fc.constant('all' as const),
      lanes: fc.array(tie('parts'), { minLength: 1, maxLength: 3 }),
      needs: fc.array(fc.array(often, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
      handled: fc.boolean(),
      merges: often,
    }),
    fc.record({
      kind: fc.constant('each' as const),
      lane: tie('parts'),
      count: fc.nat(3),
      limit: fc.integer({ min: 1, max: 3 }),
      handled: fc.boolean(),
    }),
  ),
  parts: fc.array(tie('part'), { minLength: 1, maxLength: 2 }),
}));

/** Sequences of parts, some of which hold sequences themselves; at least one of them opens lanes. */
export const parts: fc.Arbitrary<readonly Part[]> = fc
  .tuple(fc.array(part, { maxLength: 1 }), fork, fc.array(part, { maxLength: 1 }))
  .map(([before, lanes, after]) => [...before, lanes, ...after]);
