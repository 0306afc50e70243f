import { problem } from '../base/problem/problem.ts';
import { seal } from '../base/value/seal.ts';
import type { WhenLeft } from '../definition/starting.ts';
import type { Entry } from './state/entries.ts';
import type { Input } from './moves/input.ts';
import { awake, countOf, type Lane } from './state/lane.ts';
import { noteSent } from './moves/sent.ts';
import { kept } from './offer.ts';
import { endOf, mainLane, treeOf, type Snapshot } from './state/snapshot.ts';
import { facts, graphOf, laneAt, record, type Fact, type Turn } from './moves/turn.ts';
import { reduceChanges } from './moves/update.ts';
import { waitsAfter } from './moves/waits-of.ts';

type Of<Type extends Input['type']> = Extract<Input, { type: Type }>;

/** A step's result is there: it is kept for as long as the lane is at this node and nothing that it found is refused. */
export function recordStep(turn: Turn, { lane: path, key, value, keep, per, duration, sent }: Of<'step'>): void {
  const lane = laneAt(turn, path);
  record(turn, {
    ...standing(lane),
    cause: 'step',
    label: key,
    note: {
      value: seal(value, `step.${key}`, turn.codec),
      ...(keep === true && { keep }),
      ...(per !== undefined && { per }),
      ...noteSent(sent),
    },
    ...(duration !== undefined && { duration }),
  });
}

/** A run saves an update while it goes on: the state has it from then on, whatever becomes of the attempt. */
export function recordSave(turn: Turn, { lane: path, key, changes, transient, sent }: Of<'save'>): void {
  const lane = laneAt(turn, path);
  const reduced = reduceChanges(graphOf(turn, lane), lane.values, changes, turn.codec);
  const told = { ...facts(reduced, transient), ...waitsAfter(turn, lane, reduced) };
  const note = noteSent(sent);
  record(turn, { ...standing(lane), cause: 'save', label: key, ...told, ...(note && { note }) });
}

/** An activity asks: its lane waits for the answer, unless that came meanwhile. */
export function recordAsk(turn: Turn, { lane: path, key, payload, child, sent }: Of<'ask'>): void {
  const lane = laneAt(turn, path);
  if (lane.journal?.get(key)?.kind === 'answer') return;
  const value = seal(payload, `ask.${key}`, turn.codec);
  const note = { value, ...(child && { child }), ...noteSent(sent) };
  record(turn, { lane: path, from: lane.node, cause: 'ask', phase: 'suspended', label: key, note });
}

/** An activity sleeps: its lane goes on when the time has come. */
export function recordSleep(turn: Turn, { lane: path, key, until }: Of<'sleep'>): void {
  const lane = laneAt(turn, path);
  record(turn, {
    lane: path,
    from: lane.node,
    cause: 'sleep',
    phase: 'suspended',
    label: key,
    due: until,
    note: { at: until },
  });
}

/** An activity waits again for what it asked or sleeps for already, unless that came meanwhile. */
export function recordWait(turn: Turn, { lane: path }: Of<'wait'>): void {
  const lane = laneAt(turn, path);
  const sleeps = Array.from(lane.journal?.sleeping() ?? [], ([, until]) => until);
  if (sleeps.length === 0 && lane.journal?.has('ask') !== true) return;
  const due = sleeps.length === 0 ? undefined : Math.min(...sleeps);
  record(turn, { lane: path, from: lane.node, cause: 'wait', phase: 'suspended', ...(due !== undefined && { due }) });
}

/** The least share of a sum that is more than the rounding of its parts. */
const rounding = 1e-12;

/** Something was spent of a limit; the activity itself is told when that was too much. */
export function recordSpend(turn: Turn, { lane: path, name, amount: given, total, step, left }: Of<'spend'>): void {
  const told = { cause: 'spend', label: name } as const;
  if (left !== undefined) {
    record(turn, { ...told, lane: path, from: left, phase: 'running', note: { amount: given, left: true } });
    return;
  }
  const lane = laneAt(turn, path);
  const amount = total === undefined ? given : total - countOf(lane.counted, name);
  if (total !== undefined && amount <= total * rounding) return;
  record(turn, { ...standing(lane), ...told, note: { amount, ...(step !== undefined && { step }) } });
}

/** A question that waits for its answer. */
export interface OpenQuestion<Key extends string = string> {
  readonly lane: string;
  readonly node: string;
  readonly key: Key;
  readonly payload: unknown;
  /** What it shows has some of what a protected key holds. */
  readonly guarded?: true;
  /** The thread whose end answers it. */
  readonly child?: string;
}

/** The questions that wait for an answer, in the order of the lanes; those that a lane is about to ask again included. */
export function openQuestions(snapshot: Snapshot): readonly OpenQuestion[] {
  return treeOf(snapshot, mainLane(snapshot)).flatMap((lane) =>
    lane.phase !== 'suspended' && lane.phase !== 'running' && lane.phase !== 'verifying'
      ? []
      : [...(lane.journal ?? [])].flatMap(([key, entry]) =>
          entry.kind === 'ask' ? [questionOf(lane, key, entry)] : [],
        ),
  );
}

function questionOf(
  { path, node }: Lane,
  key: string,
  { payload, guarded, child }: Extract<Entry, { kind: 'ask' }>,
): OpenQuestion {
  const waitsFor = child && { child: (payload as AwaitedThread).thread };
  return { lane: path, node, key, payload, ...(guarded && { guarded }), ...waitsFor };
}

/** What is asked where a thread is waited for: which, and who started it. A copy of that thread waits for nobody. */
export interface AwaitedThread {
  readonly thread: string;
  readonly of: string;
  /** Its graph; one that was asked for before this was told has none. */
  readonly graph?: string;
}

/** A thread that another one waits for. */
export interface OpenChild extends AwaitedThread {
  readonly lane: string;
  readonly key: string;
  readonly whenLeft: WhenLeft;
}

/** The threads that a thread started and waits for. */
export function openChildren(snapshot: Snapshot): readonly OpenChild[] {
  if (snapshot.hasChildren !== true || endOf(snapshot) !== undefined) return [];
  return snapshot.lanes.all().flatMap(({ path, journal }) =>
    [...(journal ?? [])].flatMap(([key, entry]) => {
      if (entry.kind !== 'ask' || entry.child === undefined) return [];
      const awaited = entry.payload as AwaitedThread;
      return awaited.of === snapshot.thread ? [{ ...awaited, lane: path, key, whenLeft: entry.child }] : [];
    }),
  );
}

/**
 * The one question an answer is for.
 *
 * A problem `answer/not-asked` when nobody asked it, `answer/ambiguous` when several lanes did and none is named.
 */
export function questionFor(
  snapshot: Snapshot,
  { key, lane, child }: Pick<Of<'answer'>, 'key' | 'lane' | 'child'>,
): OpenQuestion {
  const open = openQuestions(snapshot);
  const isFor = (each: OpenQuestion): boolean =>
    each.key === key && (lane === undefined || each.lane === lane) && (child === undefined || each.child === child);
  const [question, other] = open.filter(isFor);
  if (question === undefined) throw problem('answer/not-asked', { key, open: open.map((each) => each.key) });
  if (other !== undefined) {
    throw problem('answer/ambiguous', { key, lanes: open.filter((each) => each.key === key).map((each) => each.lane) });
  }
  return question;
}

/** An answer, checked already, goes to the one question it is for; the lane's activity, or its `verify`, runs again. */
export function recordAnswer(turn: Turn, answer: Of<'answer'>): void {
  const { key, value } = answer;
  const { lane: path, node } = questionFor(turn.draft, answer);
  const phase = awake(laneAt(turn, path));
  const note = {
    value: seal(value, `answer.${key}`, turn.codec),
    ...(answer.child !== undefined && { ended: answer.child }),
  };
  record(turn, { lane: path, from: node, cause: 'answer', phase, label: key, note });
}

function standing(lane: Lane): Pick<Fact, 'lane' | 'from' | 'phase' | 'due'> {
  return { lane: lane.path, from: lane.node, phase: lane.phase, ...kept(lane) };
}
