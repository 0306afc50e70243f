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
  /** It sleeps beside a step. */
  readonly snoozes: boolean;
  /** It tells another thread of each step, of what it saves and of its end, and starts one that it sends on its way. */
  readonly tells: boolean;
  /** It has another thread do something, and waits for that. */
  readonly hires: boolean;
  readonly spends: boolean;
  /** So many attempts fail, of so many that there are; the last failure may lead on. */
  readonly fails: number;
  readonly attempts: number;
  readonly hangs: boolean;
  readonly verifies: boolean;
  readonly handled: boolean;
  /** Its failures count over all attempts, so that it is done once it was resumed often enough. */
  readonly mends?: boolean;
  /** It goes on with whichever is first, an answer or the end of a sleep. */
  readonly races?: boolean;
  /** It has a step that is done before a sleep beside it is over. */
  readonly outruns?: boolean;
  /** It leaves a step behind that nobody waits for. */
  readonly leaves?: boolean;
}

/** What is special about lanes that are open for a while. */
export interface Opening {
  /** Who writes to their holder meanwhile: whoever sends an event, or whoever edits. */
  readonly beside?: 'told' | 'edited';
  /** The keys that this writes. */
  readonly besideWrites?: readonly string[];
  /** So many lanes have to close. */
  readonly need?: number;
}

/** What a random graph does, one after the other. */
export type Part =
  | Work
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly writes: readonly string[] }
  | { readonly kind: 'timer'; readonly milliseconds: number }
  | { readonly kind: 'loop'; readonly rounds: number }
  | { readonly kind: 'cases' | 'choose'; readonly ways: readonly (readonly Part[])[] }
  | ({
      readonly kind: 'all';
      readonly lanes: readonly (readonly Part[])[];
      /** For each lane, whether it needs the ones before it. */
      readonly needs: readonly (readonly boolean[])[];
      readonly handled: boolean;
      readonly merges: boolean;
    } & Opening)
  | ({
      readonly kind: 'each';
      readonly lane: readonly Part[];
      readonly count: number;
      readonly limit: number;
      readonly handled: boolean;
    } & Opening)
  | {
      readonly kind: 'graph';
      readonly parts: readonly Part[];
      /** The keys that it shares with its holder. */
      readonly shares?: readonly string[];
      readonly attempts: number;
      readonly handled: boolean;
      readonly verifies: boolean;
    };

const keys = ['total', 'log', 'tags', 'map', 'items', 'digest', 'mine', 'passing'] as const;
const writes = fc
  .tuple(fc.subarray([...keys], { maxLength: 4 }), fc.nat(9))
  .map(([several, dice]) => (dice === 0 ? [...several, 'plain'] : several));
const often = fc.constantFrom(false, false, false, true);
const rarely = fc.nat(9).map((dice) => dice === 9);

const work = fc.record({
  kind: fc.constant('work' as const),
  writes,
  steps: fc.nat(2),
  atOnce: fc.boolean(),
  asks: often,
  naps: often,
  snoozes: often,
  tells: often,
  hires: rarely,
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
        shares: fc.subarray([...keys.slice(0, 6), 'plain']),
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

/** Random choices, and the keys that they write. */
type Dice = () => { readonly roll: number; readonly writes: readonly string[] };

/** Changes forks and activities, those within others included. */
function changed(all: readonly Part[], dice: Dice, change: (part: Part, dice: Dice) => Part): readonly Part[] {
  const again = (inner: readonly Part[]): readonly Part[] => changed(inner, dice, change);
  return all.map((each) => {
    if (each.kind === 'all') return change({ ...each, lanes: each.lanes.map(again) }, dice);
    if (each.kind === 'each') return change({ ...each, lane: again(each.lane) }, dice);
    if (each.kind === 'graph') return { ...each, parts: again(each.parts) };
    if (each.kind === 'cases' || each.kind === 'choose') return { ...each, ways: each.ways.map(again) };
    return change(each, dice);
  });
}

/**
 * Some forks are written to while their lanes are open, and some activities that fail for good are done once they were resumed.
 * A lane of such a fork waits until it is sent for, so that there is a meanwhile, and no failure ends it before that.
 */
function madeEventful(given: Part, dice: Dice): Part {
  const { roll, writes: besideWrites } = dice();
  if (given.kind === 'work' && roll % 4 === 0) return { ...given, mends: true, handled: false, fails: 1 + (roll % 3) };
  if ((given.kind !== 'all' && given.kind !== 'each') || roll % 3 > 0) return given;
  const beside = roll % 2 === 0 ? 'told' : 'edited';
  const open = {
    beside,
    besideWrites: ['log', ...besideWrites.filter((key) => key !== 'log')],
    handled: false,
  } as const;
  const wait: Part = { kind: 'wait', writes: [] };
  if (given.kind === 'each') return { ...given, ...open, count: Math.max(1, given.count), lane: [wait, ...given.lane] };
  return { ...given, ...open, lanes: given.lanes.map((lane, index) => (index === 0 ? [wait, ...lane] : lane)) };
}

/** Some forks do with some of their lanes: which of them close is a matter of time. */
function madeRacing(given: Part, dice: Dice): Part {
  if (given.kind !== 'all' && given.kind !== 'each') return given;
  const { roll } = dice();
  const lanes = given.kind === 'all' ? given.lanes.length : given.count;
  return roll % 2 === 0 || lanes === 0 ? given : { ...given, need: 1 + (roll % lanes) };
}

const rolls = fc.array(fc.record({ roll: fc.nat(600), writes }), { minLength: 12, maxLength: 12 });

function withDice(
  change: (part: Part, dice: Dice) => Part,
): (given: [readonly Part[], Awaited<ReturnType<Dice>>[]]) => readonly Part[] {
  return ([all, rolled]) => {
    let at = 0;
    return changed(all, () => rolled[(at += 1) % rolled.length] as ReturnType<Dice>, change);
  };
}

/** Parts of which some are written to while their lanes are open, and some go on once they were resumed. */
export const eventfulParts: fc.Arbitrary<readonly Part[]> = fc.tuple(parts, rolls).map(withDice(madeEventful));

/** Such parts of which some do with some of their lanes. */
export const racingParts: fc.Arbitrary<readonly Part[]> = fc.tuple(eventfulParts, rolls).map(withDice(madeRacing));

/** Some activities have a race of waits, and some of a step and a wait. */
function madeToRace(given: Part, dice: Dice): Part {
  if (given.kind !== 'work') return given;
  const { roll } = dice();
  // What hangs beside a wait that lost its race hangs for good.
  return { ...given, races: roll % 4 === 0, outruns: roll % 4 === 2, hangs: given.hangs && roll % 2 === 1 };
}

/** Parts of which some have a race of waits, and some of a step and a wait. */
export const partsWithRaces: fc.Arbitrary<readonly Part[]> = fc.tuple(parts, rolls).map(withDice(madeToRace));

/** Some activities have a race, and some leave a step behind. */
function madeWild(given: Part, dice: Dice): Part {
  const racing = madeToRace(given, dice);
  return racing.kind === 'work' ? { ...racing, leaves: dice().roll % 4 === 1 } : racing;
}

/** Such parts of which some race with waits, and some leave steps behind. */
export const wildParts: fc.Arbitrary<readonly Part[]> = fc.tuple(racingParts, rolls).map(withDice(madeWild));
