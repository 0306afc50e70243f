import type { Graph } from '@cairn/core';
import { NodeError } from '@langchain/langgraph';
import { configFor, type Acting, type Surroundings } from './acting.ts';
import type { KeyOf } from './channels.ts';
import { exitOf, type Exit } from './exit.ts';
import type { Ways } from './explore.ts';
import type { Gap } from './gap.ts';
import type { Hidden } from './hidden.ts';
import { definitionsOf, type Branch, type LangGraph, type NodeSpec } from './lang-graph.ts';
import { goalsOf, outcomeOf, updateOf, type Outcome } from './outcome.ts';
import { policiesOf, type Policies } from './policies.ts';
import { runAsking } from './run-asking.ts';
import { failureKey, handlerOf, type Shape } from './shape.ts';

/** A node as a graph's definition has it. */
export type NodeSource = Graph['source']['nodes'][string];

/** A state as a converted graph's functions see it. */
export type State = Readonly<Record<string, unknown>> & Hidden;

/** All that is known of a graph while it is converted. */
export interface Conversion {
  readonly graph: LangGraph;
  readonly keys: ReadonlyMap<string, KeyOf>;
  readonly shape: Shape;
  readonly ways: Ways;
  readonly surroundings: Surroundings;
  readonly gaps: Gap[];
  /** Its nodes may speak to the graph around. */
  readonly isUp: boolean;
  /** It was compiled with a cache, or not compiled. */
  readonly isCached: boolean;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Nodes by their names. */
export type Nodes = Record<string, NodeSource>;

/** What a node of LangGraph is given: what it was sent, or what there is of the channels that it reads. */
export function inputOf({ graph, keys }: Conversion, { input }: Pick<NodeSpec, 'input'>): (state: State) => unknown {
  const names = Object.keys(input ?? definitionsOf(graph).state);
  return (state) => {
    const sent = state['step:task']?.sent;
    return sent === undefined ? valuesOf(keys, names, state) : sent.args;
  };
}

/** What there is of some channels. */
function valuesOf(keys: Conversion['keys'], names: readonly string[], state: State): Record<string, unknown> {
  const valueOf = (name: string): unknown => (state[name] === undefined ? keys.get(name)?.absent?.() : state[name]);
  const values = names.map((name) => [name, valueOf(name)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** The nodes that stand for one node of LangGraph which runs a function. */
export function functionNodes(conversion: Conversion, name: string): Nodes {
  const { graph, shape, keys, surroundings, isUp, ways } = conversion;
  const spec = graph.nodes[name] as NodeSpec;
  const input = inputOf(conversion, spec);
  const stages = stagesOf(conversion, name, exitOf(shape, ways, name, isUp));
  const isAskedBefore = conversion.before.includes(name);
  const run = async (state: State, ctx: Acting): Promise<object> => {
    if (isAskedBefore) await ctx.ask(`before:${name}`, {});
    const given = input(state);
    const configured = configFor({ node: name, state, input: given, ctx }, surroundings, failureFor(spec, ctx));
    const { runnable: runs } = spec;
    const result = await runAsking({ node: name, runs, input: given, ctx, asked: state['step:asked'] }, configured);
    const outcome = outcomeOf(name, result);
    return { ...updateOf(keys, outcome.writes), ...stages.hand(state, outcome) };
  };
  return { [name]: { run, next: stages.next, ...stages.policies }, ...stages.nodes };
}

/** A handler of errors is told whose they are. */
function failureFor({ isErrorHandler }: NodeSpec, { node, error }: Acting): Record<string, unknown> {
  if (isErrorHandler !== true || error === undefined) return {};
  const { name, message, code } = error;
  const cause = Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });
  return { [failureKey]: new NodeError(node.slice(handlerOf('').length), cause) };
}

/** What comes after a node's own work: a pause, its routers, and where they lead. */
export interface Stages {
  readonly next: Exit['next'];
  readonly nodes: Nodes;
  /** What the node is held to. */
  readonly policies: Policies;
  /** What the node writes beside its update, so that the next stage knows. */
  readonly hand: (state: State, outcome: Omit<Outcome, 'writes'>) => Partial<Hidden>;
}

/** The stages behind a node, or behind the start. */
export function stagesOf(conversion: Conversion, name: string, exit: Exit): Stages {
  const { graph, after, gaps, isCached } = conversion;
  const spec = graph.nodes[name];
  const policies =
    spec === undefined
      ? {}
      : policiesOf(spec, { at: `node "${name}"`, input: inputOf(conversion, spec), gaps, isCached });
  const routers = Object.values(graph.branches[name] ?? {});
  const isAsked = after.includes(name);
  const mayCommand = exit.mayCommand;
  const hand = (_: State, { to, sends, up }: Omit<Outcome, 'writes'>): Partial<Hidden> => {
    if (mayCommand) return { 'step:command': { to, sends, ...(up && { up }) } };
    exit.check({ to, sends, ...(up && { up }) });
    return {};
  };
  // No name of LangGraph's has a colon: neither is ever that of a node.
  const first = isAsked ? `${name}:after` : routers.length > 0 ? `${name}:condition` : undefined;
  if (first === undefined) return { next: exit.next, nodes: {}, hand: exit.leave, policies };
  const route = routing(conversion, name, routers, exit);
  const label = routers.map(labelOf).join(', ');
  const described = label === '' ? {} : { label };
  const { cache: _, ...held } = policies;
  const pause = async (state: State, ctx: Acting): Promise<object> => {
    await ctx.ask(`after:${name}`, {});
    return route(state, ctx);
  };
  const nodes: Nodes = { [first]: { run: isAsked ? pause : route, next: exit.next, ...described, ...held } };
  return { next: first, nodes, hand, policies };
}

/** What the function of a router is called. */
function labelOf({ path: { func } }: Branch): string {
  return typeof func === 'function' ? func.name : '';
}

/** Asks a node's routers where to go, by the state that its node has left. */
function routing({ graph, keys, surroundings }: Conversion, name: string, routers: readonly Branch[], exit: Exit) {
  const names = Object.keys(graph.channels);
  return async (state: State, ctx: Acting): Promise<object> => {
    const { to = [], sends = [], up } = (exit.mayCommand ? state['step:command'] : undefined) ?? {};
    if (up !== undefined) return exit.leave(state, { to, sends, up });
    const goals: unknown[] = [...to];
    const input = valuesOf(keys, names, state);
    for (const { path, ends } of routers) {
      const { config } = configFor({ node: name, state, input, ctx }, surroundings)([]);
      const picked: unknown = await path.invoke(input, config);
      for (const goal of Array.isArray(picked) ? (picked as unknown[]) : [picked]) goals.push(goalOf(name, goal, ends));
    }
    const found = goalsOf(goals);
    return exit.leave(state, { to: found.to, sends: [...sends, ...found.sends] });
  };
}

function goalOf(name: string, picked: unknown, ends: Branch['ends']): unknown {
  const named = typeof picked === 'boolean' || typeof picked === 'number' ? String(picked) : picked;
  const goal = typeof named === 'string' && ends !== undefined && Object.hasOwn(ends, named) ? ends[named] : picked;
  if (typeof goal === 'string' || (typeof goal === 'object' && goal !== null)) return goal;
  const known = ends === undefined ? '' : ` Its path map has ${Object.keys(ends).join(', ')}.`;
  throw new Error(`A router of node "${name}" gave ${String(picked)}, which names no node.${known}`);
}
