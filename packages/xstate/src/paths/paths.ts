import { createMachine, initialTransition, transition, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import { getShortestPaths, getSimplePaths, type StatePath } from 'xstate/graph';
import type { AnyGraph, FactsOf } from '@cairn/core';
import { encode } from '@cairn/core/inspect';
import type { ModelContext } from '../machine/model.ts';
import type { StateValue } from '../machine/state-config.ts';
import { toXState } from '../machine/to-xstate.ts';
import { unvisited, type ModelEvent, type Walk } from '../machine/walk.ts';
import { possibleEvents, type Given } from './possible.ts';

/** What paths are found of a graph. */
export interface PathsOptions<G extends AnyGraph = AnyGraph> extends Given {
  /** What the thread is started with. */
  readonly input?: FactsOf<G>['input'];
  /** A shortest path to each situation by each event that leads there, `shortest`, which is the default; or every path that comes to none of these twice, `simple`. */
  readonly kind?: 'shortest' | 'simple';
  /**
   * What of a lane's state makes two situations of one node different; all of it by default. Where a state grows without end, there would be no end of
   * situations: `by: () => null` goes by nodes alone.
   */
  readonly by?: (state: Readonly<Record<string, unknown>>) => unknown;
  /** Leaves out paths to other situations. */
  readonly to?: (value: StateValue) => boolean;
  /** How many situations are looked at, at most; 10,000 by default. */
  readonly limit?: number;
  /** When threads begin, in milliseconds since 1970; the beginning of 2026 by default. */
  readonly now?: number;
}

/** One thing that happens on a path. */
export interface PathStep {
  readonly event: ModelEvent;
  /** The value of the model's state after it. */
  readonly value: StateValue;
  /** The thread of the model after it. */
  readonly walk: Walk;
}

/** A way through a graph from its start. */
export interface Path {
  /** The events by their types, `done.price, approve, done.pay`. */
  readonly text: string;
  readonly input: unknown;
  /** Where it begins. */
  readonly start: Omit<PathStep, 'event'>;
  readonly steps: readonly PathStep[];
}

/** The id of the threads that go along paths: the chance in backoffs follows from it. */
export const pathThread = 'path';

/**
 * The paths through a graph, found by `xstate/graph` over its model: what decides is the graph's own code, what activities come to and what events carry
 * is given. A path that is the beginning of another is left out. Throws where there are more situations than `limit`, where a graph's input is refused, and where an outcome fits no schema.
 *
 * @example
 * paths(order, { input: { item: 'book' }, outcomes: { price: [{ total: 50 }, { total: 500 }] }, events: { approve: [{ by: 'ada' }] } });
 */
export function paths<G extends AnyGraph>(graph: G, options: PathsOptions<G> = {}): readonly Path[] {
  const { input = {}, kind = 'shortest', by, to, limit = 10_000, now } = options;
  const { config, implementations } = toXState(graph, {
    profile: 'model',
    thread: pathThread,
    ...(now !== undefined && { now }),
  });
  const machine = createMachine(config as never, implementations as never);
  refuseUnbegun(initialTransition(machine, input as never)[0]);
  const situation = (
    { value, context }: AnyMachineSnapshot,
    event?: ModelEvent,
    before?: AnyMachineSnapshot,
  ): string => {
    const way = event === undefined || before === undefined ? [] : [event.type, before.value];
    return encode([value, walkOf(context).situation(by), ...way]);
  };
  const find = kind === 'simple' ? getSimplePaths : getShortestPaths;
  try {
    const found = find(machine, {
      input,
      limit,
      serializeState: situation as never,
      serializeEvent: (event: object) => encode(event),
      events: (snapshot: AnyMachineSnapshot) => possibleEvents(walkOf(snapshot.context), options),
      ...(to !== undefined && { toState: ({ value }: AnyMachineSnapshot) => to(value as StateValue) }),
    } as never) as unknown as readonly StatePath<AnyMachineSnapshot, ModelEvent>[];
    const events = found.map(({ steps }) => steps.slice(1).map(({ event }) => event));
    return longest(events.map((each) => pathOf(machine, each, input)));
  } catch (error) {
    throw (error as Error).message === 'Traversal limit exceeded' ? tooMany(graph.name, limit) : error;
  }
}

/** Throws what a machine's context could not be made for: XState keeps it in the snapshot. */
function refuseUnbegun({ status, error }: AnyMachineSnapshot): void {
  if (status === 'error') throw error;
}

function walkOf(context: unknown): Walk {
  return (context as ModelContext).walk;
}

/**
 * The path of these events, walked once more: of a situation that several ways lead to, `xstate/graph` keeps one thread. It ends before what that thread
 * could do and this one cannot.
 */
function pathOf(machine: AnyStateMachine, events: readonly ModelEvent[], input: unknown): Path {
  let [snapshot] = initialTransition(machine, input as never) as readonly [AnyMachineSnapshot, unknown];
  const start = stepAt(snapshot);
  const steps: PathStep[] = [];
  for (const given of events) {
    const event = inItsLane(walkOf(snapshot.context), given);
    if (event === undefined) break;
    [snapshot] = transition(machine, snapshot, event) as readonly [AnyMachineSnapshot, unknown];
    steps.push({ event, ...stepAt(snapshot) });
  }
  return { text: steps.map(({ event }) => event.type).join(', '), input, start, steps };
}

function stepAt({ value, context }: AnyMachineSnapshot): Omit<PathStep, 'event'> {
  return { value: value as StateValue, walk: walkOf(context) };
}

/** The event as the thread takes it, whose lane may have come to its node more often; undefined where it does not. */
function inItsLane(walk: Walk, event: ModelEvent): ModelEvent | undefined {
  if (walk.take(event) !== undefined) return event;
  const { lane } = event;
  if (lane === undefined) return undefined;
  const like = walk.snapshot.lanes.all().filter(({ path }) => unvisited(path) === unvisited(lane));
  return like.map(({ path }) => ({ ...event, lane: path })).find((each) => walk.take(each) !== undefined);
}

/** Paths but those that are the beginning of another. */
function longest(all: readonly Path[]): readonly Path[] {
  const eventsOf = ({ steps }: Path): readonly string[] => steps.map(({ event }) => encode(event));
  const begun = new Set<string>();
  const told = all.map((path) => ({ path, events: eventsOf(path) }));
  for (const { events } of told)
    for (let end = 0; end < events.length; end += 1) begun.add(encode(events.slice(0, end)));
  const left = new Map(
    told.filter(({ events }) => !begun.has(encode(events))).map(({ path, events }) => [encode(events), path]),
  );
  return [...left.values()];
}

function tooMany(graph: string, limit: number): Error {
  return new Error(
    `The graph "${graph}" comes to more than ${limit} situations. Say by \`by\` what of the state makes two of them different, or raise \`limit\`.`,
  );
}
