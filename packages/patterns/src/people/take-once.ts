import { randomUUID } from 'node:crypto';
import {
  isProblem,
  sideTable,
  type AnyGraph,
  type Cairn,
  type Facts,
  type Protection,
  type SideTable,
  type Thread,
} from '@cairn/core';

/** Why an answer from outside came to nothing. */
export type AnswerCode =
  /** It is no link, or no body, that could be read. */
  | 'malformed'
  /** Nobody who has a secret signed it as it is. */
  | 'tampered'
  /** It came after its time. */
  | 'expired'
  /** It was taken before. */
  | 'used'
  /** Nobody waits for it any more. */
  | 'late'
  /** What was filled in is not what the event takes. */
  | 'unfit'
  /** There is no such thread. */
  | 'unknown'
  /** It could not be found out what came of it: it may be tried again. */
  | 'unavailable';

/** What came of an answer. */
export type Answered =
  | { readonly ok: true; readonly thread: string; readonly event: string }
  | { readonly ok: false; readonly code: AnswerCode; readonly message: string };

/** Whose threads are answered. */
export interface Answering {
  readonly cairn: Pick<Cairn, 'thread'>;
  /** The graphs of the threads that may be answered. */
  readonly graphs: readonly AnyGraph[];
  /** As for `open()`: what is kept of an answer until it was taken is sealed. */
  readonly protect?: Protection;
  /** How long it is waited for whoever drives the thread, in milliseconds; 10,000 by default. */
  readonly patience?: number;
}

/** An answer that is to be taken once. */
export interface Answer {
  readonly thread: string;
  readonly lane?: string | undefined;
  /** What it is known by, among those of its thread. */
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
  /** The wait that it is for, as its notice names it; without one, whatever waits takes it. */
  readonly wait?: string | undefined;
}

interface Claim {
  readonly claimant: string;
  readonly event: string;
  readonly payload: unknown;
  /** What came of it; absent while that is not known. */
  readonly outcome?: 'taken' | 'late';
}

const messages: Readonly<Record<AnswerCode, string>> = {
  malformed: 'This cannot be read.',
  tampered: 'This was not signed by us as it is.',
  expired: 'This came after its time.',
  used: 'This was answered already.',
  late: 'Nobody waits for this answer any more.',
  unfit: 'What was filled in does not fit.',
  unknown: 'What this is about is not there any more.',
  unavailable: 'It could not be answered now. Please try again.',
};

/** An answer that came to nothing, and why. */
export function refusedAs(code: AnswerCode, message: string = messages[code]): Answered & { readonly ok: false } {
  return { ok: false, code, message };
}

/**
 * Sends an event to a thread once, over processes and crashes.
 *
 * 1. Whoever comes first claims it, in a side table of the thread, with what they say; they alone are told that it was taken.
 * 2. It is sent under its id, which the thread takes once.
 * 3. Whoever comes later sends what was claimed where nobody knows yet what came of it: so what was claimed is sent, whoever dies in between.
 */
export async function takeOnce(answering: Answering, answer: Answer): Promise<Answered> {
  if (typeof answer.thread !== 'string') return refusedAs('unknown');
  if (typeof answer.event !== 'string' || !['string', 'undefined'].includes(typeof answer.lane))
    return refusedAs('malformed');
  const thread = await threadOf(answering, answer.thread);
  if (thread === undefined) return refusedAs('unknown');
  const table = claimsOf(thread, answering);
  if ((await table.get(answer.id)) === undefined && !(await isAsked(thread, answer))) return refusedAs('late');
  const claim = { claimant: randomUUID(), event: answer.event, payload: answer.payload };
  // Each turn claims it, or meets a claim; another one follows where a claim was given up as it fits no event.
  for (;;) {
    await table.write(table.set(answer.id, claim, { was: 0 }));
    const found = await table.get(answer.id);
    if (found === undefined) continue;
    const { value, version } = found;
    if (value.outcome !== undefined) return refusedAs(value.outcome === 'taken' ? 'used' : 'late');
    const isOwn = value.claimant === claim.claimant;
    const came = await sent(thread, { ...answer, event: value.event, payload: value.payload }, answering);
    if (came === 'unavailable' || came === 'unknown') return refusedAs(came);
    if (came === 'unfit') {
      await table.write(table.drop(answer.id, { was: version }));
      if (isOwn) return refusedAs('unfit');
      continue;
    }
    await table.write(table.set(answer.id, { ...value, payload: null, outcome: came }, { was: version }));
    if (came === 'late') return refusedAs('late');
    return isOwn ? { ok: true, thread: thread.id, event: answer.event } : refusedAs('used');
  }
}

/** Whether an answer was taken already, or came too late. */
export async function stateOf(
  answering: Answering,
  { thread: id, id: key, wait }: Pick<Answer, 'thread' | 'id' | 'wait'>,
): Promise<'open' | 'used' | 'late' | 'unknown'> {
  const thread = await threadOf(answering, id);
  if (thread === undefined) return 'unknown';
  const outcome = (await claimsOf(thread, answering).get(key))?.value.outcome;
  if (outcome !== undefined) return outcome === 'taken' ? 'used' : 'late';
  return (await isAsked(thread, { wait })) ? 'open' : 'late';
}

/** Whether the wait that an answer is for is the one that people are asked about now: after a rewind there may be another at the same place. */
async function isAsked(thread: Thread, { wait }: Pick<Answer, 'wait'>): Promise<boolean> {
  if (wait === undefined) return true;
  const { lanes } = await thread.at();
  return lanes.some(({ state }) => state['wait'] === wait);
}

function claimsOf({ store, id }: Thread, { protect }: Answering): SideTable<Claim> {
  return sideTable<Claim>(store, 'cairn-answers', { thread: id, ...(protect !== undefined && { protect }) });
}

async function threadOf({ cairn, graphs }: Answering, id: string): Promise<Thread | undefined> {
  for (const graph of graphs) {
    const thread = cairn.thread(graph, id);
    try {
      await thread.record();
      return thread;
    } catch (error) {
      if (!isProblem(error, 'thread/not-found') && !isProblem(error, 'thread/wrong-graph')) throw error;
    }
  }
  return undefined;
}

/** Threads of any graph: what fits is told by the thread. */
type Sent = Facts & { readonly events: Readonly<Record<string, unknown>> };

type Came = 'taken' | 'late' | 'unfit' | 'unknown' | 'unavailable';

const problems: Readonly<Record<string, Came>> = {
  'event/not-accepted': 'late',
  'event/ambiguous': 'late',
  'event/unknown': 'late',
  'lane/not-found': 'late',
  'thread/over': 'late',
  'thread/not-found': 'unknown',
  'value/invalid': 'unfit',
  'thread/busy': 'unavailable',
  'thread/outcome-unknown': 'unavailable',
  'store/busy': 'unavailable',
  'store/full': 'unavailable',
  'store/io': 'unavailable',
};

async function sent(
  thread: Thread,
  { id, event, payload, lane }: Answer,
  { patience = 10_000 }: Answering,
): Promise<Came> {
  const signal = AbortSignal.timeout(patience);
  try {
    await (thread as Thread<Sent>).send(event, payload, {
      id,
      onBusy: 'wait',
      signal,
      ...(lane !== undefined && { lane }),
    });
    return 'taken';
  } catch (error) {
    if (signal.aborted && error === signal.reason) return 'unavailable';
    const came = isProblem(error) ? problems[error.code] : undefined;
    if (came === undefined) throw error;
    return came;
  }
}
