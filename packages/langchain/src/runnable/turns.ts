/** Of each runtime, by thread, the turn that was begun last here. */
const newest = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Takes a turn of a thread once all that were begun here before it are over, however they ended. */
export async function inTurn<Given>(runtime: object, thread: string, take: () => Promise<Given>): Promise<Given> {
  const threads = newest.get(runtime) ?? new Map<string, Promise<unknown>>();
  newest.set(runtime, threads);
  const turn = (threads.get(thread) ?? Promise.resolve()).then(take);
  const over = turn.catch(() => undefined);
  threads.set(thread, over);
  try {
    return await turn;
  } finally {
    if (threads.get(thread) === over) threads.delete(thread);
  }
}

/** How a thread stands, as far as it matters to who says something next. */
export interface Stands {
  readonly status: string;
  readonly forSomebody?: boolean;
  readonly questions?: readonly unknown[];
}

/**
 * Whether what is said now is kept until the thread takes it: it is under way, by whoever has it go on, and will listen by itself. What
 * waits for an answer, or has failed, refuses it and says why.
 */
export function isToBeKept({ forSomebody = true, questions = [] }: Stands): boolean {
  return !forSomebody && questions.length === 0;
}
