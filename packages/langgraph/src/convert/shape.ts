import { suggest } from '@cairn/core/store';
import type { Gap } from './gap.ts';
import { end, start, type Branch, type LangGraph, type NodeSpec, type Runs } from './lang-graph.ts';
import type { Join, Stepping } from './superstep.ts';

/** What cannot be read from a graph of LangGraph, of one of its nodes. */
export interface NodeHints {
  /** Where its router, or what it commands, may lead; for a node whose edges name no ends. */
  readonly ends?: readonly string[];
  /** It may lead to several nodes at once. */
  readonly several?: boolean;
  /** It may send to its ends, or to these. */
  readonly sends?: boolean | readonly string[];
  /** It is a graph that kept its state from one visit to the next, and may begin anew with each. */
  readonly anew?: boolean;
}

/** One way in which a node picks where to go. */
export interface Choice {
  readonly ends: readonly string[];
  readonly several: boolean;
  readonly sends: readonly string[];
  /** It may pick nothing. */
  readonly optional: boolean;
  /** The node itself says where to go, and no router of it. */
  readonly commanded: boolean;
}

/** Where a node leads. */
export interface Exits {
  /** By plain edges. */
  readonly to: readonly string[];
  readonly choices: readonly Choice[];
}

/** How the nodes of a graph lead to each other. */
export interface Shape extends Stepping {
  readonly names: readonly string[];
  /** Of each node, and of the start. */
  readonly exits: Readonly<Record<string, Exits>>;
  /** Who takes over where a node fails. */
  readonly handlers: Readonly<Record<string, string>>;
}

/** Reads how nodes lead to each other; what cannot be read is a gap. */
export function shapeOf(graph: LangGraph, hints: Readonly<Record<string, NodeHints | undefined>>, gaps: Gap[]): Shape {
  const names = Object.keys(graph.nodes);
  for (const name of Object.keys(hints)) {
    if (name !== start && !names.includes(name))
      gaps.push({ at: `node "${name}"`, why: 'The graph has no such node.' });
    const said = hints[name] ?? {};
    for (const to of [...(said.ends ?? []), ...(Array.isArray(said.sends) ? (said.sends as readonly string[]) : [])])
      mustBeNode(graph, name, to, gaps);
  }
  const exits = Object.fromEntries(
    [start, ...names].map((name) => [name, exitsOf(graph, name, hints[name] ?? {}, gaps)]),
  );
  const handlers = names.flatMap((name) => {
    const handler = graph.nodes[name]?.errorHandlerNode;
    return handler === undefined ? [] : [[name, handler] as const];
  });
  return {
    names,
    exits,
    joins: [...graph.waitingEdges].map(([from, to]): Join => ({ from, to })),
    deferred: new Set(names.filter((name) => graph.nodes[name]?.defer === true)),
    handlers: Object.fromEntries(handlers),
  };
}

function exitsOf(graph: LangGraph, name: string, hints: NodeHints, gaps: Gap[]): Exits {
  const to = [...graph.edges].filter(([from, next]) => from === name && next !== end).map(([, next]) => next);
  const branches = Object.values(graph.branches[name] ?? {});
  const choices = branches.map((branch) => choiceOfBranch(graph, name, branch, hints, gaps));
  const node = graph.nodes[name];
  const commanded = node?.ends ?? (branches.length === 0 ? hints.ends : undefined);
  for (const each of node?.ends ?? []) mustBeNode(graph, name, each, gaps);
  if (node !== undefined && commanded !== undefined && commanded.length > 0) {
    const command = choiceOf(graph, commanded, sourceOf(node.runnable), hints);
    choices.push({ ...command, optional: true, commanded: true });
  }
  return { to: [...new Set(to)], choices };
}

function choiceOfBranch(
  graph: LangGraph,
  name: string,
  { path, ends: map }: Branch,
  hints: NodeHints,
  gaps: Gap[],
): Choice {
  const ends = map === undefined ? hints.ends : [...new Set(Object.values(map))];
  if (map !== undefined) for (const each of ends ?? []) mustBeNode(graph, name, each, gaps);
  if (ends === undefined) {
    gaps.push({
      at: `node "${name}"`,
      why: 'Its router names no ends.',
      mend: `Give addConditionalEdges a path map, or convert \`nodes: { ${JSON.stringify(name)}: { ends: […] } }\`.`,
    });
  }
  const source = sourceOf(path);
  return { ...choiceOf(graph, ends ?? [], source, hints), optional: mayBeNone(source), commanded: false };
}

/** A gap where a node is said to lead to what is none. */
function mustBeNode(graph: LangGraph, name: string, to: string, gaps: Gap[]): void {
  if (to === end || Object.hasOwn(graph.nodes, to)) return;
  gaps.push({
    at: `node "${name}"`,
    why: `It is said to lead to "${to}", which is no node. ${suggest(to, Object.keys(graph.nodes))}`,
  });
}

function choiceOf(
  graph: LangGraph,
  said: readonly string[],
  source: string,
  hints: NodeHints,
): Omit<Choice, 'optional' | 'commanded'> {
  const isNode = (each: string): boolean => Object.hasOwn(graph.nodes, each);
  const ends = said.filter((each) => each === end || isNode(each));
  const { sends = /\bSend\b/u.test(source), several = /\[\s*['"`]/u.test(source) } = hints;
  const sent = sends === true ? ends : sends === false ? [] : sends;
  return { ends, several, sends: sent.filter(isNode) };
}

/** Whether a router may give an empty list, by what it says: it makes lists, or names nothing itself. */
function mayBeNone(source: string): boolean {
  return /\[\s*\]|\.(?:filter|map|flatMap|flat|slice|concat)\(/u.test(source) || !/['"`]|\bEND\b/u.test(source);
}

/**
 * What a function says. No router tells whether it may send, or lead to several nodes: one that looks as if it did is drawn so, and
 * one that does without looking so is refused when it does.
 */
export function sourceOf({ func }: Runs): string {
  return typeof func === 'function' ? Function.prototype.toString.call(func) : '';
}

/** The name of a node's handler of errors. */
export function handlerOf(node: string): string {
  return `__error_handler__${node}`;
}

/** A graph with what holds for all its nodes said of each. */
export function settled(graph: LangGraph): LangGraph {
  const { _nodeDefaults: defaults } = graph;
  const { retryPolicy, cachePolicy, timeout, errorHandler } = defaults;
  const nodes: Record<string, NodeSpec> = {};
  for (const [name, spec] of Object.entries(graph.nodes)) {
    const isHandler = spec.isErrorHandler === true;
    const isCaught = isHandler || spec.errorHandlerNode !== undefined || errorHandler === undefined;
    const common = { retryPolicy: spec.retryPolicy ?? retryPolicy, timeout: spec.timeout ?? timeout };
    nodes[name] = {
      ...spec,
      ...clean({ ...common, cachePolicy: isHandler ? undefined : (spec.cachePolicy ?? cachePolicy) }),
      ...(!isCaught && { errorHandlerNode: handlerOf(name) }),
    };
    if (!isCaught) nodes[handlerOf(name)] = { runnable: handling(errorHandler), isErrorHandler: true };
  }
  return Object.create(graph, { nodes: { value: nodes } }) as LangGraph;
}

/** Where a handler of errors is told whose they are. */
export const failureKey = '__pregel_node_error';

/** A handler of errors as what a node runs. */
function handling(handler: NonNullable<LangGraph['_nodeDefaults']['errorHandler']>): Runs {
  const invoke = async (input: unknown, config: object): Promise<unknown> => {
    const { configurable } = config as { readonly configurable: { readonly [failureKey]: object } };
    return handler(input, configurable[failureKey], config);
  };
  return { invoke, func: handler };
}

function clean<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
