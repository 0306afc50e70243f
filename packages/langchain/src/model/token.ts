import type { ThreadEvent } from '@cairn/core';
import { isOfPayment } from './spend.ts';

/** What a model said next: an output of the activity that it runs in. */
export interface Token {
  readonly type: 'langchain/token';
  /** What it adds to the text; empty where it adds to something else, a call of a tool for example. */
  readonly text: string;
  /** The run of LangChain's that it is of: one call of one model. */
  readonly call: string;
  /** The part of the message, as data; `message` of this package makes LangChain's chunk of it. */
  readonly chunk: Readonly<Record<string, unknown>>;
}

/** Which run of which attempt of which visit something was said in. */
type Place = Pick<
  Extract<ThreadEvent, { type: 'output' }>,
  'thread' | 'lane' | 'node' | 'visit' | 'attempt' | 'run' | 'id'
>;

/** A token, and where it was said. */
export type ToldToken = Token & Place;

/** All that a run had said is for nothing: its attempt failed or was ended, or its function runs again and says it anew. */
export interface Superseded extends Place {
  readonly type: 'langchain/superseded';
}

/** Whether something that an activity showed is a token. */
export function isToken(data: unknown): data is Token {
  return typeof data === 'object' && data !== null && (data as Partial<Token>).type === 'langchain/token';
}

/**
 * The tokens among what happens to a thread: `for await (const token of tokensOf(thread.watch()))`. With `superseded`, it is told as well
 * of which run what was said is for nothing, as soon as that is known.
 */
export function tokensOf(events: AsyncIterable<ThreadEvent>): AsyncGenerator<ToldToken, void, undefined>;
export function tokensOf(
  events: AsyncIterable<ThreadEvent>,
  options: { readonly superseded: true },
): AsyncGenerator<ToldToken | Superseded, void, undefined>;
export async function* tokensOf(
  events: AsyncIterable<ThreadEvent>,
  { superseded = false } = {},
): AsyncGenerator<ToldToken | Superseded, void, undefined> {
  // By lane, the run that said something and is not through yet.
  const saying = new Map<string, Place>();
  for await (const event of events) {
    for (const place of saying.values()) {
      if (!isOver(place, event)) continue;
      saying.delete(place.lane);
      if (superseded && !isDone(place, event)) yield { ...place, type: 'langchain/superseded', id: event.id };
    }
    if (event.type !== 'output' || !isToken(event.data)) continue;
    const { thread, lane, node, visit, attempt, run, id } = event;
    const place = { thread, lane, node, visit, attempt, run, id };
    saying.set(lane, place);
    yield { ...event.data, ...place };
  }
}

/** Whether a run is over by what happens. */
function isOver({ lane, visit, attempt, run }: Place, event: ThreadEvent): boolean {
  if (event.type === 'status') return event.status === 'cancelled';
  if (event.type === 'missed') return false;
  if (event.type === 'checkpoint') {
    const { cause, from, to, note } = event;
    if (cause === 'cancel' || cause === 'rewind') return true;
    if (note?.cancelled?.some((path) => lane === path || lane.startsWith(`${path}/`)) === true) return true;
    return event.lane === lane && (endings.has(cause) || isPayment(event) || (to !== undefined && to !== from));
  }
  if (event.lane !== lane) return false;
  // A run that begins ends the one before it: after a rewind it may have that one's number.
  return event.type !== 'output' || event.visit !== visit || event.attempt !== attempt || event.run !== run;
}

/** By which a lane's run is over, wherever it goes on. */
const endings: ReadonlySet<string> = new Set(['done', 'attempt', 'fail', 'error']);

/** Whether what the run said is in the state by what happens. */
function isDone({ lane }: Place, event: ThreadEvent): boolean {
  return event.type === 'checkpoint' && event.lane === lane && (event.cause === 'done' || isPayment(event));
}

function isPayment({ cause, label }: Extract<ThreadEvent, { type: 'checkpoint' }>): boolean {
  return cause === 'save' && isOfPayment(label);
}
