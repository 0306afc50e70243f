import type { Take } from './takes.ts';

/** Something that somebody is about to give, as they saw it. */
export interface Held {
  readonly take: Take;
  /** The thread's newest checkpoint when they began. */
  readonly seen: number;
  /** Why it is not taken any more, in words. */
  readonly over?: string;
}

/** What a thread takes by now; `isWhole` where all is known of it. */
export interface TakesNow {
  readonly takes: readonly Take[];
  readonly head: number;
  readonly isWhole: boolean;
}

/** What is about to be given to a thread that may have gone on: it stays what it was, and where another is asked in its place, that is said. */
export function heldBy({ take, seen }: Held, { takes, head, isWhole }: TakesNow): Held {
  const now = takes.find(({ id }) => id === take.id);
  const is = take.kind === 'answer' ? 'asked' : 'taken';
  if (now === undefined)
    return { take, seen, over: `This is not ${is} any more: somebody else was faster, or the thread went on.` };
  if (now.asked !== undefined && now.asked > seen)
    return { take, seen, over: `This was answered meanwhile, and is asked anew, at checkpoint ${now.asked}.` };
  // Until it is known when it was asked, it may be another.
  const isSame = take.kind === 'event' || head === seen || isWhole;
  return { take: isSame ? now : take, seen };
}
