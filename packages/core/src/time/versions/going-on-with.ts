import { checkAnswer } from '../../advance/check-answer.ts';
import { checkEvent } from '../../advance/check-event.ts';
import { codecOf, type ClassCodec, type Codec } from '../../base/value/codec.ts';
import { decode } from '../../base/value/decode.ts';
import { isProblem, problem, type Problem } from '../../base/problem/problem.ts';
import { codecWith } from '../../compile/codecs-of.ts';
import { compile } from '../../compile/compile.ts';
import type { Plan } from '../../compile/plan.ts';
import type { AnyGraph } from '../../definition/facts.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import { load, type Reading } from '../../store/load.ts';
import type { Status, Store, ThreadQuery, ThreadRecord } from '../../store/contract/store.ts';
import { protecting } from '../../store/text/protection.ts';
import type { Protection } from '../../store/text/sealed-text.ts';
import { refuseNewerGraph } from './newer-graph.ts';
import { versionOf } from './version-at.ts';
import { migrate } from './versions.ts';

/** What becomes of a thread when it is next driven with today's graph. */
export interface GoingOnWith {
  readonly thread: string;
  readonly graph: string;
  readonly status: Status;
  /** `as it is`: its graph has not changed. `brought`: it is brought to today's. `refused`: it cannot be, and `problem` says why. */
  readonly how: 'as it is' | 'brought' | 'refused';
  /** `thread/changed-graph` with all that is in the way, or `thread/newer-graph`. */
  readonly problem?: Problem;
  /** What is queued for it and nothing in today's graph can take: it is refused when its turn comes, or with the thread's end. */
  readonly unfit?: readonly (UnfitEvent | UnfitAnswer | UnfitMessage)[];
}

/** An event that waits for a thread, and what is in the way of it. */
export interface UnfitEvent {
  readonly event: string;
  readonly answer?: undefined;
  readonly message?: undefined;
  /** The id that it was sent under, if it was. */
  readonly id?: string;
  /** `value/invalid`, or `event/unknown` where today's graph declares no such event. */
  readonly problem: Problem;
}

/** An answer that waits for a thread, and what is in the way of it. */
export interface UnfitAnswer {
  /** The key of its question. */
  readonly answer: string;
  readonly event?: undefined;
  readonly message?: undefined;
  readonly id?: string;
  /** `value/invalid`: it is not what today's graph declares for the question. */
  readonly problem: Problem;
}

/** What waits for a thread and says neither which event it is nor what it answers, as it cannot be read. */
export interface UnfitMessage {
  /** Its number in the store. */
  readonly message: number;
  readonly event?: undefined;
  readonly answer?: undefined;
  readonly id?: string;
  /** `value/unreadable`: it is no command, or has an instance of a class whose codec is not known. */
  readonly problem: Problem;
}

/** Which threads are looked at, and with what. */
export interface GoingOnWithQuery extends Omit<ThreadQuery, 'cursor' | 'limit'> {
  /** How instances of classes are stored, beside what comes with the graphs. */
  readonly codecs?: readonly ClassCodec[];
  /** How protected keys are sealed, as `open()` is told. */
  readonly protect?: Protection;
}

const live: readonly Status[] = ['running', 'waiting', 'failed'];

/**
 * Which threads would go on with today's graphs, and how: those that may still do something, or those that the query asks for,
 * newest first. Nothing is written.
 */
export async function* goingOnWith(
  kept: Store,
  graphs: readonly AnyGraph[],
  { codecs = [], protect, ...query }: GoingOnWithQuery = {},
): AsyncGenerator<GoingOnWith, void, undefined> {
  const { store, codec } = protecting(kept, codecWith(codecOf(codecs), graphs), protect);
  const plans = new Map(graphs.map((graph) => [graph.name, compile(graph, codec)]));
  for (let cursor: string | undefined, more = true; more;) {
    const page = await store.threads({ status: live, ...query, ...(cursor !== undefined && { cursor }) });
    for (const record of page.threads) {
      const plan = plans.get(record.graph);
      if (plan === undefined) continue;
      const unfit = await unfitMessages(store, record, plan, codec);
      yield { ...(await goesOn(store, record, plan, { codec })), ...(unfit.length > 0 && { unfit }) };
    }
    cursor = page.cursor;
    more = cursor !== undefined;
  }
}

async function unfitMessages(
  store: Store,
  { id: thread }: ThreadRecord,
  plan: Plan,
  codec: Codec,
): Promise<NonNullable<GoingOnWith['unfit']>> {
  const unfit: (UnfitEvent | UnfitAnswer | UnfitMessage)[] = [];
  for (const { id: message, body, key } of await store.messages(thread)) {
    // One that came under no id has a key of the runtime's own, which no id may begin like.
    const id = key?.startsWith('@') === false ? { id: key } : {};
    let what: { readonly event: string } | { readonly answer: string } | { readonly message: number } = { message };
    try {
      const { type, name, key: question, payload, value } = commandIn(body, codec);
      if (type === 'event' && typeof name === 'string') {
        what = { event: name };
        checkEvent(plan, name, payload);
      } else if (type === 'answer' && typeof question === 'string') {
        what = { answer: question };
        checkAnswer(plan, question, value);
      } else if (!fitAll.has(type)) throw noCommand();
    } catch (error) {
      if (!isProblem(error)) throw error;
      unfit.push({ ...what, ...id, problem: error });
    }
  }
  return unfit;
}

/** What any graph takes, or refuses by where its thread is. */
const fitAll: ReadonlySet<unknown> = new Set(['cancel', 'resume', 'edit']);

function commandIn(body: string, codec: Codec): Readonly<Record<string, unknown>> {
  const told = decode(body, codec, { path: 'message' });
  if (typeof told !== 'object' || told === null) throw noCommand();
  return told as Readonly<Record<string, unknown>>;
}

function noCommand(): Problem {
  return problem('value/unreadable', { path: 'message', found: 'it holds no command' });
}

async function goesOn(store: Store, record: ThreadRecord, plan: Plan, reading: Reading): Promise<GoingOnWith> {
  const { id: thread, graph, status, fingerprint } = record;
  const facts = { thread, graph, status };
  if (fingerprint === plan.fingerprint) return { ...facts, how: 'as it is' };
  try {
    await refuseNewerGraph(store, plan, thread, fingerprint);
    const { snapshot } = await load(store, thread, reading);
    migrate(plan, snapshot, await versionOf(store, fingerprint), { now: snapshot.time, codec: reading.codec });
    return { ...facts, how: 'brought' };
  } catch (error) {
    if (!isProblem(error) || isPassing(error)) throw error;
    return { ...facts, how: 'refused', problem: error };
  }
}
