import type { Snapshot } from 'xstate';
import {
  compile,
  diagram,
  isProblem,
  type AnyGraph,
  type Cairn,
  type Checkpoint,
  type Diagram,
  type Plan,
  type Row,
  type Thread,
} from '@cairn/core';
import { activeIn } from '@cairn/core/inspect';
import { LaneTree } from './lane-tree.ts';
import { eventType, nodeId } from './model-events.ts';
import type { StateValue } from './state-config.ts';
import { toXState } from './to-xstate.ts';

/** What all messages of Stately's inspector have: those of `@statelyai/inspect` 0.7. */
interface OfActor {
  /** The id of the thread. */
  readonly sessionId: string;
  readonly rootId: string;
  /** Milliseconds since 1970, as text. */
  readonly createdAt: string;
  /** The checkpoint, `<thread>@<seq>`. */
  readonly id: string;
  readonly _version: string;
}

interface InspectedEvent {
  readonly type: string;
  readonly [part: string]: unknown;
}

/** How a thread stands, as a snapshot of the machine that `toXState` makes of its graph with the profile `viz`. */
export type InspectedSnapshot = Snapshot<unknown> & { readonly value: StateValue; readonly context: unknown };

/** A message of Stately's inspector. */
export type InspectionMessage =
  | (OfActor & {
      readonly type: '@xstate.actor';
      readonly name: string;
      /** The machine, as JSON. */
      readonly definition: string;
      readonly parentId: undefined;
      readonly snapshot: InspectedSnapshot;
    })
  | (OfActor & { readonly type: '@xstate.event'; readonly event: InspectedEvent; readonly sourceId: undefined })
  | (OfActor & {
      readonly type: '@xstate.snapshot';
      readonly event: InspectedEvent;
      readonly snapshot: InspectedSnapshot;
    });

/** What messages go to: the `adapter` of one of Stately's inspectors, or whatever sends them on. */
export interface InspectionSink {
  send(message: InspectionMessage): void;
}

export interface InspectOptions {
  /** Whether to go on with what happens until the thread is at its end; true by default, else all that is stored is told. */
  readonly live?: boolean;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Shows a thread to Stately's inspector, from its first checkpoint on: all that is stored of it, and then what happens. Each checkpoint is a snapshot of
 * the machine that `toXState` makes of the graph, and what came from outside is an event before it. Resolves when the thread is at its end.
 *
 * @example
 * const { adapter } = createWebSocketInspector({ url: 'ws://localhost:8080' });
 * await inspect(order, thread, adapter);
 */
export async function inspect(
  graph: AnyGraph,
  thread: Thread,
  sink: InspectionSink,
  { live = true, signal }: InspectOptions = {},
): Promise<void> {
  const shown = new Shown(graph, thread.id, sink);
  const rows = new Map((await thread.history()).map((row) => [row.seq, row]));
  for await (const state of thread.states()) {
    signal?.throwIfAborted();
    const row = rows.get(state.seq);
    if (row !== undefined) shown.show(row, state);
  }
  if (!live) return;
  for await (const event of thread.watch({ from: shown.seq + 1, until: 'ended', ...(signal && { signal }) })) {
    if (event.type === 'checkpoint') shown.show(event, await thread.at(event.seq));
  }
}

/**
 * Shows all threads of these graphs that a runtime starts or takes up, each as {@link inspect} does. Resolves when the runtime is closed, and rejects with
 * the signal's reason when that aborts.
 */
export async function inspectAll(
  cairn: Cairn,
  graphs: readonly AnyGraph[],
  sink: InspectionSink,
  { signal }: Pick<InspectOptions, 'signal'> = {},
): Promise<void> {
  const known = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for await (const event of cairn.events(signal && { signal })) {
    const graph = 'graph' in event ? graphs.find(({ name }) => name === event.graph) : undefined;
    if (graph === undefined || !('thread' in event) || known.has(event.thread)) continue;
    const showing = inspect(graph, cairn.thread(graph, event.thread), sink, signal && { signal });
    known.set(
      event.thread,
      showing.catch((error: unknown) => {
        // What is still under way when the runtime is closed is shown as far as it came.
        if (!isProblem(error, 'runtime/closed')) failures.push(error);
      }),
    );
  }
  await Promise.all(known.values());
  signal?.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}

/** What was shown of a thread. */
class Shown {
  seq = 0;
  readonly #graph: AnyGraph;
  readonly #plan: Plan;
  readonly #diagram: Diagram;
  readonly #thread: string;
  readonly #sink: InspectionSink;
  #before: Checkpoint | undefined;

  constructor(graph: AnyGraph, thread: string, sink: InspectionSink) {
    this.#graph = graph;
    this.#plan = compile(graph);
    this.#diagram = diagram(graph);
    this.#thread = thread;
    this.#sink = sink;
  }

  show(row: Row, state: Checkpoint): void {
    if (row.seq <= this.seq) return;
    const { plan, of } = { plan: this.#plan, of: this.#ofActor(row) };
    const snapshot = snapshotOf(plan, this.#diagram, state);
    const event = eventOf(plan, row, this.#before ?? state);
    if (this.#before === undefined) {
      const definition = JSON.stringify(toXState(this.#graph, { profile: 'viz' }).config);
      this.#sink.send({ ...of, type: '@xstate.actor', name: this.#thread, definition, parentId: undefined, snapshot });
    }
    // What follows from an input is no event of its own.
    if (row.turn === row.seq) this.#sink.send({ ...of, type: '@xstate.event', event, sourceId: undefined });
    this.#sink.send({ ...of, type: '@xstate.snapshot', event, snapshot });
    this.#before = state;
    this.seq = row.seq;
  }

  #ofActor({ seq, time }: Row): OfActor {
    const id = this.#thread;
    return { sessionId: id, rootId: id, createdAt: String(time), id: `${id}@${seq}`, _version: '0.7.2' };
  }
}

function snapshotOf(plan: Plan, drawn: Diagram, { status, lanes, state }: Checkpoint): InspectedSnapshot {
  const views = lanes.map(({ lane, graph, node, phase, state: values }) => {
    const { length } = nodeId({ at: graph }, node);
    const active = activeIn(drawn, { graph, node, state: values }).map((id) => id.slice(length + 1));
    return { lane, graph, node, phase, active: new Set(active) };
  });
  const { value } = new LaneTree(plan, 'viz', views);
  const seen = { value, context: state };
  if (status === 'done') return { ...seen, status, output: state, error: undefined };
  if (status === 'cancelled') return { ...seen, status: 'stopped', output: undefined, error: undefined };
  const error = lanes.find(({ stopped }) => stopped !== undefined)?.stopped;
  if (status === 'failed') return { ...seen, status: 'error', output: undefined, error };
  return { ...seen, status: 'active', output: undefined, error: undefined };
}

/** What led to a checkpoint, by the name that XState has for it. */
function eventOf(plan: Plan, { cause, lane, from, label, note }: Row, before: Checkpoint): InspectedEvent {
  const graph = plan.graphs[before.lanes.find((each) => each.lane === lane)?.graph ?? ''];
  const id = graph === undefined ? from : nodeId(graph, from);
  switch (cause) {
    case 'start':
      return { type: 'xstate.init' };
    case 'event':
      return { type: eventType(label ?? ''), payload: note?.value };
    case 'done':
      return { type: `xstate.done.actor.${id}` };
    case 'attempt':
      return { type: `xstate.error.actor.${id}`, error: note?.failure };
    case 'timer':
      return { type: `xstate.after.${label}.${plan.name}.${id}` };
    default:
      return {
        type: `cairn.${cause}`,
        node: id,
        ...(label !== undefined && { label }),
        ...(note?.value !== undefined && { value: note.value }),
      };
  }
}
