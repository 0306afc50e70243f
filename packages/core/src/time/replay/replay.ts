import { codecOf, noClasses, type ClassCodec, type Codec } from '../../base/value/codec.ts';
import {
  callable,
  list,
  listOf,
  mustBe,
  mustFit,
  number,
  object,
  objectWith,
  signal as aSignal,
  text,
  type Shape,
} from '../../base/problem/given.ts';
import { isProblem } from '../../base/problem/problem.ts';
import { unlessAborted } from '../../base/unless-aborted.ts';
import { codecWith } from '../../compile/codecs-of.ts';
import { compile } from '../../compile/compile.ts';
import type { Plan } from '../../compile/plan.ts';
import type { AnyGraph } from '../../definition/facts.ts';
import { briefly } from '../../store/ask.ts';
import { everyThread, isUnlisted } from '../../store/records.ts';
import { isEndOfStore } from '../../store/contract/end-of-store.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import { memory } from '../../store/memory/memory.ts';
import { readPatiently } from '../../store/ask.ts';
import { readUntil } from '../read/read-until.ts';
import type { Store, ThreadQuery } from '../../store/contract/store.ts';
import { queryShapes } from '../../store/contract/thread-list.ts';
import { protection, protecting } from '../../store/text/protection.ts';
import type { Protection } from '../../store/text/sealed-text.ts';
import type { ExportSource } from '../transfer/export-source.ts';
import { replayThread, type Replay, type ReplayPart } from './replay-thread.ts';

/** A thread in a store; the handle of a thread is one. */
export interface StoredThread {
  readonly store: Store;
  readonly id: string;
  readonly codec?: Codec;
}

/** How a thread is replayed. */
export interface ReplayOptions extends ReplayPart {
  /** How instances of classes were stored, beside what comes with the graph; a thread's handle knows it. */
  readonly codecs?: readonly ClassCodec[];
  /** How protected keys were sealed, where that is not known of the store: that of a thread's handle knows it. */
  readonly protect?: Protection;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Would today's graph have done what was recorded? Runs the recorded results, events, answers and times of a thread through
 * it, and reports the first checkpoint at which it goes elsewhere or computes another state. No activity runs, and nothing
 * is written.
 *
 * @example
 * const { divergence } = await replay('incident.jsonl', incident);
 * if (divergence) console.log(divergence.seq, divergence.how);
 */
export async function replay(
  recording: StoredThread | ExportSource,
  graph: AnyGraph,
  options: ReplayOptions = {},
): Promise<Replay> {
  mustBe('recording', recording, recordings);
  mustFit('options', options, { from: number, codecs: list, protect: protection, signal: aSignal });
  const { codecs, protect, signal, ...part } = options;
  signal?.throwIfAborted();
  const source = isStored(recording) ? recording : await unlessAborted(imported(recording), signal);
  const known = codecWith(codecs === undefined ? (source.codec ?? noClasses) : codecOf(codecs), [graph]);
  const { store, codec } = protecting(readUntil(readPatiently(source.store, briefly), signal), known, protect);
  return replayThread(store, source.id, compile(graph, codec), { codec, ...part });
}

const stored = objectWith('a thread in a store', { store: object, id: text });

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

const recordings: Shape = {
  expected: 'a thread in a store, or an exported thread',
  fits: (value) => typeof value === 'string' || value instanceof URL || stored.fits(value) || isIterable(value),
};

function isStored(recording: StoredThread | ExportSource): recording is StoredThread {
  return typeof recording === 'object' && 'store' in recording && 'id' in recording;
}

async function imported(source: ExportSource): Promise<StoredThread> {
  const { importThread } = await import('../transfer/import-thread.ts');
  const store = memory();
  return { store, id: await importThread(store, source) };
}

/**
 * Replays every thread of these graphs that a store has, or those that the query asks for, newest first. A thread that
 * cannot be read is reported with the problem, and with no graph where its record is damaged, which would say it. A store that fails is no thread's problem: what passes is waited for a
 * moment, and then the store's own problem is thrown.
 */
export async function* replayAll(
  kept: Store,
  graphs: readonly AnyGraph[],
  options: Omit<ThreadQuery, 'cursor' | 'limit'> & Pick<ReplayOptions, 'codecs' | 'protect' | 'signal'> = {},
): AsyncGenerator<Replay, void, undefined> {
  mustBe('store', kept, objectWith('a store', { threads: callable }));
  mustBe('graphs', graphs, listOf(object));
  mustFit('options', options, { ...queryShapes, codecs: list, protect: protection, signal: aSignal });
  const { codecs = [], protect, signal, ...query } = options;
  const patient = readUntil(readPatiently(kept, briefly), signal);
  const { store, codec } = protecting(patient, codecWith(codecOf(codecs), graphs), protect);
  const plans = new Map(graphs.map((graph) => [graph.name, compile(graph, codec)]));
  for await (const found of everyThread(store, query)) {
    if (isUnlisted(found)) {
      // Which graph it is of, its record would say.
      const fingerprints = { recorded: '', today: '' };
      yield { thread: found.id, graph: query.graph ?? '', fingerprints, ...nothing, problem: found.problem };
      continue;
    }
    const { id, graph, fingerprint } = found;
    const plan = plans.get(graph);
    if (plan === undefined) continue;
    const report = await replayThread(store, id, plan, { codec }).catch((error: unknown) => {
      signal?.throwIfAborted();
      return unreadable(id, plan, fingerprint)(error);
    });
    if (report !== undefined) yield report;
  }
}

const nothing = { checkpoints: 0, skipped: 0, older: [] };

/** The report of a thread that could not be replayed; none of one that is gone by now. */
function unreadable(thread: string, plan: Plan, recorded: string): (error: unknown) => Replay | undefined {
  return (error) => {
    if (isProblem(error, 'thread/not-found')) return undefined;
    if (!isProblem(error) || isPassing(error) || isEndOfStore(error)) throw error;
    const fingerprints = { recorded, today: plan.fingerprint };
    return { thread, graph: plan.name, fingerprints, ...nothing, problem: error };
  };
}
