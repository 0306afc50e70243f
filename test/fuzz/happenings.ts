import fc from 'fast-check';

/** What happens to threads and to those who drive them. */
export type Happening =
  | { readonly what: 'start' }
  | { readonly what: 'send' | 'queue' | 'answer' | 'early' | 'resume' | 'edit' | 'jump' | 'rewind' | 'fork' }
  | { readonly what: 'tell' | 'tag' | 'cancel' | 'settled' | 'ended' | 'watch' }
  /** The same comes under one id from two runtimes at once. */
  | { readonly what: 'twice' }
  /** Somebody else takes the thread by force. */
  | { readonly what: 'replace' }
  /** Time passes, or turns of the event loop. */
  | { readonly what: 'pass'; readonly milliseconds: number }
  | { readonly what: 'turn' }
  /** Real time passes. */
  | { readonly what: 'wait' }
  /** The clock on the wall is set. */
  | { readonly what: 'set'; readonly seconds: number }
  /** A runtime ends, and another comes for it. */
  | { readonly what: 'restart' }
  /** One sends a thread back, or forks it, and ends before that is through. */
  | { readonly what: 'leave' };

/** A happening, who it happens to, and a number for what else is left to chance. */
export type Happened = Happening & { readonly runtime: number; readonly dice: number };

function only<What extends Happening['what']>(...whats: readonly What[]): fc.Arbitrary<{ readonly what: What }> {
  return fc.record({ what: fc.constantFrom(...whats) });
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: only('send', 'queue', 'answer', 'early') },
  { weight: 4, arbitrary: only('edit', 'resume', 'tell', 'tag', 'twice') },
  { weight: 4, arbitrary: only('jump', 'rewind', 'fork') },
  { weight: 2, arbitrary: only('cancel', 'replace', 'restart', 'leave') },
  { weight: 3, arbitrary: only('settled', 'ended', 'watch') },
  { weight: 2, arbitrary: only('start') },
  { weight: 8, arbitrary: only('turn') },
  { weight: 1, arbitrary: only('wait') },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('pass' as const), milliseconds: fc.nat(80) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('set' as const), seconds: fc.integer({ min: -4_000, max: 4_000 }) }),
  },
);

/** Sequences of happenings. */
export const happenings: fc.Arbitrary<readonly Happened[]> = fc.array(
  fc.tuple(happening, fc.nat(2), fc.nat(999)).map(([what, runtime, dice]) => ({ ...what, runtime, dice })),
  { minLength: 5, maxLength: 40 },
);
