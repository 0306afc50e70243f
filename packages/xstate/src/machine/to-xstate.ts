import {
  and,
  assign,
  fromPromise,
  or,
  stateIn,
  type AnyActorLogic,
  type MachineConfig,
  type MachineContext,
} from 'xstate';
import { compile, type AnyGraph, type FactsOf } from '@cairn/core';
import { lostOf, type Lost } from './lost.ts';
import { modelDress, modelGuards, modelSteps, type ModelContext } from './model.ts';
import { machineOf } from './skeleton.ts';
import type { MachineData } from './state-config.ts';
import { longestWait, Viz, type ToldOfNode } from './viz.ts';
import { newYear, Walked, type ModelEvent } from './walk.ts';

/** What a machine's names stand for, as `createMachine` and `provide` take it. */
export interface Implementations {
  readonly guards: Readonly<Record<string, (...args: readonly unknown[]) => boolean>>;
  readonly actions: Readonly<Record<string, (...args: readonly unknown[]) => void>>;
  readonly actors: Readonly<Record<string, AnyActorLogic>>;
  readonly delays: Readonly<Record<string, number>>;
}

/** The events that a model of a graph takes. */
export type ModelEventOf<G extends AnyGraph> =
  | { readonly type: `done.${string}`; readonly update?: unknown; readonly lane?: string }
  | { readonly type: `error.${string}`; readonly error?: ModelEvent['error']; readonly lane?: string }
  | { readonly type: `after.${string}` | `retry.${string}` | `timeout.${string}`; readonly lane?: string }
  | { readonly type: keyof FactsOf<G>['events'] & string; readonly payload?: unknown; readonly lane?: string };

/** The configuration of a model: its context is the thread, which it makes of the machine's input. */
export type ModelConfig<G extends AnyGraph = AnyGraph> = MachineConfig<
  ModelContext,
  ModelEventOf<G>,
  never,
  never,
  never,
  never,
  never,
  FactsOf<G>['input']
>;

/** How a graph is made a machine. */
export interface ToXStateOptions {
  /**
   * `viz` is to be looked at: plain JSON, with activities that are invoked, waits and lanes. `model` is to be walked through by `xstate/graph`: what
   * activities come to and what time does are events, and what is decided is decided by the graph's own functions.
   */
  readonly profile: 'viz' | 'model';
  /** Of a model: the id of its thread, which the chance in backoffs follows from; `model` by default. */
  readonly thread?: string;
  /** Of a model: when it begins, in milliseconds since 1970; the beginning of 2026 by default, as that of `virtualClock`. */
  readonly now?: number;
}

/** A graph as a machine of XState. */
export interface XStateMachine<Config> {
  readonly config: Config;
  readonly implementations: Implementations;
  /** All of the graph that the machine does not have, by name and place. */
  readonly lost: readonly Lost[];
}

/**
 * A graph as a machine of XState v5, with all that is lost. States are the nodes, by their names: `#order.pay`, and `#order.pay.charge` within a
 * subgraph. States that are no nodes have names with a space, such as `in lanes`.
 *
 * The implementations of a `viz` are there so that the machine starts: activities never end, and guards do not hold. A problem `graph/invalid` where the graph is.
 *
 * @example
 * const { config, lost } = toXState(order, { profile: 'viz' });
 * writeFileSync('order.json', JSON.stringify(config)); // to be opened by Stately's tools
 *
 * const model = toXState(order, { profile: 'model' });
 * const paths = getShortestPaths(createMachine(model.config, model.implementations), { input: {} });
 */
export function toXState<G extends AnyGraph>(
  graph: G,
  options: ToXStateOptions & { readonly profile: 'model' },
): XStateMachine<ModelConfig<G>>;
export function toXState(
  graph: AnyGraph,
  options: ToXStateOptions & { readonly profile: 'viz' },
): XStateMachine<MachineData>;
export function toXState<G extends AnyGraph>(
  graph: G,
  options: ToXStateOptions,
): XStateMachine<MachineData | ModelConfig<G>>;
export function toXState(graph: AnyGraph, options: ToXStateOptions): XStateMachine<unknown> {
  return options.profile === 'viz' ? vizOf(graph) : modelOf(graph, options);
}

function vizOf(graph: AnyGraph): XStateMachine<MachineData> {
  const plan = compile(graph);
  const viz = new Viz(plan, (id) => toldOf(graph, id.split('.')));
  const config = machineOf(plan, viz);
  const { guards, actions, actors, delays, needs } = viz.names;
  const closed = [...needs].map(([name, lanes]) => [
    name,
    and(lanes.map((ends) => or(ends.map((end) => stateIn(end))))),
  ]);
  const implementations = {
    guards: { ...byName(guards, () => false), ...Object.fromEntries(closed) },
    actions: byName(actions, () => undefined),
    actors: byName(actors, fromPromise(() => new Promise<never>(() => undefined)) as AnyActorLogic),
    delays: byName(delays, longestWait),
  };
  return { config, implementations, lost: lostOf(plan, 'viz') };
}

function byName<Value>(names: ReadonlySet<string>, value: Value): Readonly<Record<string, Value>> {
  return Object.fromEntries([...names].map((name) => [name, value]));
}

function toldOf(graph: AnyGraph, [name = '', ...rest]: readonly string[]): ToldOfNode {
  const node = graph.source.nodes[name];
  if (rest.length === 0 || node?.graph === undefined) return node ?? {};
  return toldOf(node.graph, rest);
}

function modelOf(graph: AnyGraph, { thread = 'model', now = newYear }: ToXStateOptions): XStateMachine<unknown> {
  const walked = new Walked(graph);
  const context = ({ input }: { input: unknown }): MachineContext => ({ walk: walked.begin(input ?? {}, thread, now) });
  const config = { ...machineOf(walked.plan, modelDress(walked.plan)), context };
  const steps = Object.entries(modelSteps).map(([name, step]) => [name, assign(step as never)]);
  const implementations: Implementations = {
    guards: modelGuards as unknown as Implementations['guards'],
    actions: Object.fromEntries(steps) as Implementations['actions'],
    actors: {},
    delays: {},
  };
  return { config, implementations, lost: lostOf(compile(graph), 'model') };
}
