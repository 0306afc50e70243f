import type { Engine, MachineEvent, Standing, Step } from '../engine/engine.ts';
import { ancestorsOf, type DocState, type ScxmlDocument } from './document.ts';
import { atomicIn, begin, isTaken, take } from './interpret.ts';
import { lazyScope } from './lazy-scope.ts';
import { withoutExpressions } from './no-expressions.ts';
import { readDocument } from './read-document.ts';
import type { Run, Timer } from './run.ts';
import type { Expressions, ScxmlEvent, Surroundings } from './scope.ts';
import { inOrder } from './select.ts';
import { wentIn } from './steps-taken.ts';

/** Where a machine stands: plain data, and all that there is of it between two steps. */
export interface ScxmlState {
  /** What it is called among those that run. */
  readonly session: string;
  /** The ids of the states that it is in, but for those that hold some of them. */
  readonly states: readonly string[];
  /** The variables. */
  readonly data: Readonly<Record<string, unknown>>;
  /** By the id of a history, the ids of the states that it leads to. */
  readonly history: Readonly<Record<string, readonly string[]>>;
  /** Events that come later. */
  readonly timers: readonly Timer[];
  /** How many sends were given a name. */
  readonly made: number;
  /** The ids of the states whose variables have their values. */
  readonly bound: readonly string[];
  /** There once it is over: what its last state gives. */
  readonly over?: { readonly data: unknown };
}

/** What a machine is started with. */
export interface ScxmlStart {
  readonly session: string;
  /** Values of variables at the top of the document, in the place of those that it says. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A document as an engine that a timer is taken of by itself. */
export interface ScxmlEngine extends Engine<ScxmlState> {
  /** Takes the timer that is due first, at the time at which it is due; nothing changes where there is none. */
  next(state: ScxmlState): Step<ScxmlState>;
}

/** How a document is read for an engine. */
export interface ScxmlEngineOptions {
  /** What evaluates the document's expressions; without it, a document that has some is refused. */
  readonly expressions?: Expressions;
  /** The text of what a document has elsewhere, `<data src>` and `<script src>`; nothing is fetched by itself. */
  readonly source?: (src: string) => string | undefined;
}

/**
 * A document as an engine: a step is a macrostep of the recommendation. An event that the machine sends to itself without a delay is a timer
 * that is due at once. It throws {@link ScxmlRefused} where the document has what is not supported.
 */
export function scxmlEngine(text: string, { expressions, source }: ScxmlEngineOptions = {}): ScxmlEngine {
  return engineOf(readDocument(text, { hasExpressions: expressions !== undefined, source }), expressions);
}

/** A document that was read as an engine. */
export function engineOf(document: ScxmlDocument, expressions?: Expressions): ScxmlEngine {
  const begins = document.isNull ? withoutExpressions : (expressions?.begin ?? withoutExpressions);
  const open = (state: ScxmlState, now: number): Run => runOf(document, begins, state, now);
  const hear = (run: Run, event: ScxmlEvent): Step<ScxmlState> => {
    const first = new Set(run.active);
    return stepOf(run, event, { first, ignored: !take(run, event) });
  };
  const next: ScxmlEngine['next'] = (state) => {
    const due = firstOf(state);
    if (due === undefined || state.over !== undefined) return unchanged(state);
    const timers = state.timers.filter((timer) => timer !== due);
    return hear(open({ ...state, timers }, due.at), due.event);
  };
  return {
    next,
    start: (input, now) => {
      const { session, data = {} } = input as ScxmlStart;
      const run = open({ session, states: [], data: {}, history: {}, timers: [], made: 0, bound: [] }, now);
      begin(run, data);
      return stepOf(run, { name: '', type: 'platform' }, { first: new Set() });
    },
    step: (state, input, now) => {
      if (input.type === 'due') return allDue(next, state, now);
      if (input.type !== 'event' || state.over !== undefined) return unchanged(state);
      return hear(open(state, now), external(input.event));
    },
    later: (state, by) => ({ ...state, timers: state.timers.map((timer) => ({ ...timer, at: timer.at + by })) }),
    stands: standingOf,
    accepts: (state, event) => state.over === undefined && isTaken(open(state, 0), external(event)),
  };
}

/** The timer that is due first. */
export function firstOf({ timers }: Pick<ScxmlState, 'timers'>): Timer | undefined {
  return timers.toSorted((a, b) => a.at - b.at)[0];
}

/** One after another: what one leads to may cancel the next. */
function allDue(next: ScxmlEngine['next'], state: ScxmlState, now: number): Step<ScxmlState> {
  let step = unchanged(state);
  while ((firstOf(step.state)?.at ?? Infinity) <= now) {
    const { state: after, moves } = next(step.state);
    step = { ...step, state: after, moves: [...step.moves, ...moves] };
  }
  return step;
}

/** An event from outside: what it carries beside its type is its data, under `data` or as it is. */
function external({ type, ...rest }: MachineEvent): ScxmlEvent {
  const names = Object.keys(rest);
  const data = names.length === 1 && names[0] === 'data' ? rest['data'] : rest;
  return { name: type, type: 'external', ...(names.length > 0 && { data }) };
}

function runOf(document: ScxmlDocument, begins: Expressions['begin'], state: ScxmlState, now: number): Run {
  const { session, data, history, timers, made, bound, over } = state;
  const find = (ids: readonly string[]) =>
    ids.map((id) => document.states.get(id)).filter((each) => each !== undefined);
  const at = find(state.states);
  const active = new Set(at.flatMap((each) => [each, ...ancestorsOf(each, document.root)]));
  const isBegun = state.states.length > 0;
  const surroundings: Surroundings = {
    data,
    session,
    now,
    machine: document.name,
    declared: isBegun ? declaredIn(document) : [],
    scripts: isBegun ? document.scripts : [],
    isIn: (id) => [...active].some((each) => each.id === id),
  };
  return {
    document,
    scope: lazyScope(begins, surroundings),
    session,
    now,
    active,
    history: new Map(Object.entries(history).flatMap(([id, ids]) => find([id]).map((each) => [each, find(ids)]))),
    internal: [],
    timers,
    made,
    bound: new Set(bound),
    logged: [],
    taken: [],
    entered: [],
    over,
  };
}

function declaredIn({ root, states }: ScxmlDocument): readonly string[] {
  return [root, ...states.values()].flatMap(({ data }) => data.map(({ id }) => id));
}

function stateOf(run: Run): ScxmlState {
  const { session, history, timers, made, bound, over, scope } = run;
  const remembered = inOrder(history.keys()).map((each) => [
    each.id,
    inOrder(history.get(each) ?? []).map(({ id }) => id),
  ]);
  return {
    session,
    states: atomicIn(run),
    data: scope.data(),
    history: Object.fromEntries(remembered) as ScxmlState['history'],
    timers,
    made,
    bound: [...bound],
    ...(over !== undefined && { over }),
  };
}

interface Begun {
  /** What was active as the step began. */
  readonly first: ReadonlySet<DocState>;
  readonly ignored?: boolean;
}

function stepOf(run: Run, event: ScxmlEvent, { first, ignored = false }: Begun): Step<ScxmlState> {
  const told = { type: event.name, ...(event.data !== undefined && { data: event.data }) };
  const state = stateOf(run);
  const { logged } = run;
  const more = { ...(ignored && { ignored }), ...(logged.length > 0 && { logged }) };
  const move = { actor: '', event: told, value: state.states.join(', '), ...more };
  const went = wentIn(run, first);
  return { state, moves: [move], emitted: [], sent: [], told: [], ...(went !== undefined && { went }) };
}

function unchanged(state: ScxmlState): Step<ScxmlState> {
  return { state, moves: [], emitted: [], sent: [], told: [] };
}

function standingOf({ states, data, timers, over }: ScxmlState): Standing {
  const due = firstOf({ timers })?.at;
  const here = { value: states, context: data, jobs: [] };
  if (over !== undefined) return { ...here, status: 'done', output: over.data };
  return { ...here, status: 'active', ...(due !== undefined && { due }) };
}
