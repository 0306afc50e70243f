/**
 * The life of one run of an activity, as data: what comes goes in, the life after it comes out.
 *
 *     working ◀── works, waits ──▶ waiting ── quiet ──▶ aside
 *        │                            │
 *        ├──── ends ─────────────────┴────────────────▶ over
 *        └──── throws, closes ──▶ ending ── through ──▶ over
 *
 * | phase   | what holds                                           | what may come of it                                        |
 * | ------- | ---------------------------------------------------- | ---------------------------------------------------------- |
 * | working | its function does something for its lane             | whatever it tells counts                                   |
 * | waiting | it asked or sleeps; something else may still end first | the same: a race with a wait may be won by a step or a wait that is over |
 * | aside   | nothing is left but its waits                        | nothing: its lane starts another run when a wait is over   |
 * | ending  | its function threw, or its thread is about to be let go of | what its steps under way give is recorded; nothing else is heard |
 * | over    | it ended, or was ended                               | nothing                                                    |
 *
 * 1. Nothing that comes changes a life that is aside or over.
 * 2. A run is put aside only after a turn of the event loop in which nothing of it was under way: neither a step, nor
 *    anything on its way to the disk.
 * 3. A run that threw is over once nothing of it is under way, so that its next attempt finds what its steps gave; one that is
 *    let go of, once what had come by then is recorded. Whatever stops or leaves a run does so at once.
 */

/** How a run ends: by itself, or because its attempt was stopped (its time or a budget was up), its node was left, or its thread was let go of or lost. */
export type RunEnd = 'return' | 'throw' | 'stopped' | 'left' | 'let-go' | 'lost';

/** How far a run is. `busy` counts what is under way: steps, and what is on its way to the disk. */
export type RunLife =
  | { readonly phase: 'working' | 'waiting'; readonly busy: number }
  | { readonly phase: 'ending'; readonly by: 'throw' | 'let-go'; readonly busy: number }
  | { readonly phase: 'aside' }
  | { readonly phase: 'over'; readonly by: RunEnd };

/** What comes to a run. */
export type RunInput =
  /** Something is under way from now on: a step, or an input on its way to the disk. */
  | 'begins'
  /** Something that was under way is through, and a turn of the event loop has passed since. */
  | 'through'
  /** The function asks or sleeps. */
  | 'waits'
  /** The last of its waits is over while it lives, or its function ended and `verify` is asked. */
  | 'works'
  /** Its thread is about to be let go of. */
  | 'closes'
  /** A turn of the event loop passed. */
  | 'turned'
  | RunEnd;

/** The life of a run that has just been started. */
export const started: RunLife = Object.freeze({ phase: 'working', busy: 0 });

const aside: RunLife = Object.freeze({ phase: 'aside' });

const over: { readonly [End in RunEnd]: RunLife } = {
  return: Object.freeze({ phase: 'over', by: 'return' }),
  throw: Object.freeze({ phase: 'over', by: 'throw' }),
  stopped: Object.freeze({ phase: 'over', by: 'stopped' }),
  left: Object.freeze({ phase: 'over', by: 'left' }),
  'let-go': Object.freeze({ phase: 'over', by: 'let-go' }),
  lost: Object.freeze({ phase: 'over', by: 'lost' }),
};

/** The life of a run after something came. */
export function lifeAfter(life: RunLife, input: RunInput): RunLife {
  if (life.phase === 'aside' || life.phase === 'over') return life;
  const { phase, busy } = life;
  if (input === 'closes') return { phase: 'ending', by: 'let-go', busy };
  if (phase === 'ending') return endingAfter(life, input);
  switch (input) {
    case 'begins':
      return { phase, busy: busy + 1 };
    case 'through':
      return { phase, busy: busy - 1 };
    case 'waits':
      return { phase: 'waiting', busy };
    case 'works':
      return { phase: 'working', busy };
    case 'turned':
      return isQuiet(life) ? aside : life;
    case 'throw':
      return busy === 0 ? over.throw : { phase: 'ending', by: 'throw', busy };
    default:
      return over[input];
  }
}

function endingAfter(life: Extract<RunLife, { phase: 'ending' }>, input: Exclude<RunInput, 'closes'>): RunLife {
  const { by, busy } = life;
  switch (input) {
    case 'begins':
      return { ...life, busy: busy + 1 };
    case 'through':
      return by === 'throw' && busy === 1 ? over.throw : { ...life, busy: busy - 1 };
    case 'stopped':
    case 'left':
    case 'let-go':
    case 'lost':
      return over[input];
    default:
      return life;
  }
}

/** Whether what a run's function says is heard no more. */
export function isHeardNoMore(life: RunLife): boolean {
  return life.phase === 'ending' || isGone(life);
}

/** Whether what a run's steps give is heard no more either. */
export function isGone({ phase }: RunLife): boolean {
  return phase === 'aside' || phase === 'over';
}

/** Whether a run does nothing but wait, as far as is known before the turn of the event loop is over. */
export function isQuiet(life: RunLife): boolean {
  return life.phase === 'waiting' && life.busy === 0;
}

/** Whether a run's signal is aborted: it is told to let go of what it holds, unless it ended by itself. */
export function isAborted(life: RunLife): boolean {
  if (life.phase === 'ending') return life.by === 'let-go';
  return life.phase === 'aside' || (life.phase === 'over' && life.by !== 'return' && life.by !== 'throw');
}
