import { expect } from 'vitest';
import { codecOf, fold, isProblem, open, type Row, type Snapshot, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import type { Lane } from '../../packages/core/src/advance/state/lane.ts';
import type { Lanes } from '../../packages/core/src/advance/state/lanes.ts';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { encode } from '../../packages/core/src/base/value/encode.ts';
import { load } from '../../packages/core/src/store/load.ts';
import type { Part } from './parts.ts';
import { allHeard, opensBook, withPeers, wrongsOfTalk } from './peers.ts';
import { graphOf } from './random-graph.ts';
import { scheduleOf, type Schedule } from './schedule.ts';
import type { State } from './views.ts';

/** How a thread ended, and all that happened to it. */
export interface Played {
  /** Where it ended and with which state, as text. */
  readonly end: string;
  readonly status: string;
  /** What was counted on the way, as text. */
  readonly counts: string;
  readonly rows: readonly Row[];
}

/** At most so many waits of the clock pass before a thread counts as stuck. */
const patience = 2_000;

const reading = { codec: codecOf([]) };

/** The id of the thread that is played. */
const id = 'random';

/** Looks at a thread while it is played. */
export type Look = (thread: Pick<Thread, 'at'>, rows: readonly Row[]) => Promise<void>;

/** How a thread is played, beside its schedule. */
export interface Playing {
  readonly clock?: VirtualClock;
  /** Called whenever something may have happened. */
  readonly look?: Look;
  /** How much of its history is kept while it goes on; all of it by default. */
  readonly keep?: number;
}

/** Runs a graph of parts to its end by the schedule of a seed, some graphs not at once; a thread that is there already goes on. */
export async function play(
  parts: readonly Part[],
  seed: number,
  store: Store,
  { clock = virtualClock(), look, keep }: Playing = {},
): Promise<Played> {
  const schedule = scheduleOf(seed, clock);
  const graph = graphOf(parts, schedule);
  const history = keep === undefined ? {} : { history: { keep } };
  const cairn = open({ store, graphs: withPeers(graph), clock, ...history });
  await opensBook(cairn);
  await cairn.start(graph, {}, { id, context: { by: 'start' }, ...beginning(parts) }).catch(ignoreTooLate);
  const thread = cairn.thread(graph, id);
  const rows: Row[] = [];
  let snapshot = emptySnapshot(id);
  for (let turn = 0; turn < patience; turn += 1) {
    await pass(clock, turn);
    const news = await thread.history({ from: snapshot.seq + 1 });
    rows.push(...news);
    const isCut = (news[0]?.seq ?? 0) > snapshot.seq + 1;
    snapshot = isCut ? (await load(store, id, reading, news.at(-1)?.seq)).snapshot : fold(snapshot, news);
    await look?.(thread, rows);
    await whileTimePasses(clock, answer(thread, snapshot, schedule));
    if (turn === 3) await whileTimePasses(clock, greet(thread));
    if (turn === 5) await thread.tag({ add: ['late'], set: { turn: '5' } });
    if (goesOn(snapshot)) continue;
    if (mayBeMended(snapshot)) {
      await whileTimePasses(clock, thread.resume());
      continue;
    }
    if (!(await allHeard(store))) continue;
    const { status, ...result } = await thread.settled();
    // What a thread that failed was told since the last look stands in its log as well.
    rows.push(...(await thread.history({ from: snapshot.seq + 1 })));
    const { spent, transitions } = snapshot;
    expect(await wrongsOfTalk(store, [id])).toEqual([]);
    if (turn > 5) expect((await thread.record()).tags).toEqual(['late', 'turn=5']);
    await cairn.close();
    const { noise: _, ...state } = result.state as State;
    const end = encode({ ...result, status, state, seq: undefined, lanes: snapshot.lanes.all().length });
    const told = rows.flatMap(({ note }) => note?.sent?.map(({ type, name }) => `${type} ${name}`) ?? []).toSorted();
    return { end, status, counts: encode({ spent, transitions, told }), rows };
  }
  throw new Error(`It is stuck: ${rows.map(({ lane, cause, from }) => `${lane} ${cause} ${from}`).join(', ')}`);
}

/** Some graphs do not begin at once, and some are sent something as they are started. */
function beginning({ length }: readonly Part[]): object {
  return {
    ...(length % 4 === 0 && { after: 3 }),
    ...(length % 2 === 0 && { send: { event: 'greet', payload: 'hello', id: 'hello' } }),
  };
}

/** Greets a thread wherever it is; it may be over by then. */
async function greet(thread: Asking): Promise<void> {
  await thread.send('greet', 'and again', { lanes: 'all', id: 'again', context: { by: 'greet' } }).catch(ignoreTooLate);
}

/** Lets what can happen now happen, and from the second turn on what is due next. */
function pass(clock: VirtualClock, turn: number): Promise<void> {
  return clock.advance(turn === 0 ? 0 : (clock.pending[0] ?? clock.now()) - clock.now());
}

/** Waits for calls that may need time: after a restart, an answer waits until a run comes to where it asks. */
async function whileTimePasses(clock: VirtualClock, calls: Promise<void>): Promise<void> {
  const yes = (): boolean => true;
  const end = calls.then(yes, yes);
  for (let turn = 0; turn < patience; turn += 1) {
    await pass(clock, turn);
    if (await Promise.race([end, Promise.resolve(false)])) return calls;
  }
  throw new Error('A call is stuck.');
}

type Asking = Pick<Thread, 'answer'> & {
  send(event: 'go' | 'tell' | 'greet', payload: object | string, options: object): Promise<void>;
  edit(update: object, options: object): Promise<void>;
};

/** Sends what a thread waits for, or leaves that for later. */
async function answer(thread: Asking, { lanes }: Snapshot, schedule: Schedule): Promise<void> {
  const written = new Set<string>();
  for (const { path: lane, node, phase } of lanes.all()) {
    const isAsked = phase === 'suspended' || (phase === 'waiting' && node.startsWith('wait'));
    if (!isAsked || !schedule.answersNow()) continue;
    if (phase === 'waiting') await writeBeside(thread, lanes, lane, written);
    const giving =
      phase === 'waiting'
        ? thread.send('go', { n: 1 }, { lane, context: { by: 'go' } })
        : thread.answer('name', 'Ada', { lane });
    await giving.catch(ignoreTooLate);
  }
}

/** Writes to those who hold a lane that is about to go on, once each, if that is to be while their lanes are open. */
async function writeBeside(thread: Asking, lanes: Lanes, path: string, written: Set<string>): Promise<void> {
  for (let at = lanes.get(path)?.parent; at !== undefined; at = lanes.get(at)?.parent) {
    const holder = lanes.get(at);
    const beside = /^(?:all|each)(told|edited)/u.exec(holder?.node ?? '')?.[1];
    if (beside === undefined || holder === undefined || wasWritten(holder) || written.has(at)) continue;
    written.add(at);
    const place = { lane: at };
    const writing =
      beside === 'told'
        ? thread.send('tell', { node: holder.node }, place)
        : thread.edit({ log: [`${holder.node} by hand`], total: 1, digest: 'hand' }, place);
    await writing.catch(ignoreTooLate);
  }
}

/** Whether something was written to the holder of lanes meanwhile; where they come and go, its log alone says so. */
function wasWritten({ node, values, fork }: Lane): boolean {
  if (fork?.came === undefined) return 'log' in (fork?.written ?? {});
  const log = (values['log'] ?? []) as readonly string[];
  return log.some((line) => line === `${node} by hand` || line.startsWith(`${node} told`));
}

/** How often a lane is resumed at most. */
const resumes = 3;

/** Whether a thread rests with a failed activity that may be done when it is tried again. */
function mayBeMended({ lanes }: Snapshot): boolean {
  return lanes.all().some(({ phase, pending, failures }) => {
    return phase === 'failed' && pending === 'running' && failures.length > 0 && failures.length <= resumes;
  });
}

const over: ReadonlySet<string> = new Set(['open', 'closed', 'queued', 'failed']);

/** Whether any lane is about to do something, by itself or once it is answered. */
function goesOn({ lanes }: Snapshot): boolean {
  // The first lane is queued while its thread has not begun.
  return lanes.all().some(({ path, phase }) => !over.has(phase) || (path === '' && phase === 'queued'));
}

const tooLate: ReadonlySet<string> = new Set([
  'answer/not-asked',
  'event/not-accepted',
  'lane/not-found',
  'thread/over',
  'thread/send-refused',
]);

/** It sleeps, or the time that the answer before took has led it elsewhere. */
function ignoreTooLate(error: unknown): void {
  if (!isProblem(error) || !tooLate.has(error.code)) throw error;
}
