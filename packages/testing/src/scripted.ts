import { fatal, systemClock, type AnyGraph, type Clock, type Context, type Facts, type Graph } from '@cairn/core';
import { problem, suggest } from '@cairn/core/store';
import { play } from './outcome.ts';

/**
 * What stands for an activity: its outcomes in the order of the calls, or a function.
 *
 * An outcome is the update that the activity returns, an `Error` that it throws, or either of them `delayed`. A function
 * is given what the activity would be given; say what it expects of the state, for no type can know it. It may ask the
 * `Questions` of its graph.
 */
export type Script<Questions = {}> =
  | readonly unknown[]
  | ((state: never, context: Context<string, object, {}, Questions>) => unknown);

/** Scripts by node; a node of a subgraph is named by its path, `investigate.search`. */
export type Scripts<Questions = {}> = Readonly<Record<string, Script<Questions>>>;

/** One call of a scripted activity. */
export interface Call {
  /** The node's path. */
  readonly node: string;
  /** The path of the lane, empty for the first. */
  readonly lane: string;
  readonly visit: number;
  readonly attempt: number;
  readonly state: unknown;
}

/** The facts of a graph of which no type knows which services it still needs: a runtime says so when it is opened. */
type Acted<F extends Facts> = Omit<F, 'services'> & { readonly services: {} };

/** A graph whose activities are scripted, and what became of the scripts. */
export interface Scripted<F extends Facts = Facts> {
  /** It needs the services of graphs that have a function left that is given them: an activity without a script, or `verify`. */
  readonly graph: Graph<Acted<F>>;
  /** All calls so far, in order. */
  readonly calls: readonly Call[];
  /** The calls of one node so far; a problem `script/unknown-node` for a node that is not scripted. */
  callsOf(this: void, node: string): readonly Call[];
}

type Source = AnyGraph['source'];
type Node = Source['nodes'][string];

/**
 * The same graph with scripts in the place of some activities, so that it can be tried without their side effects. A
 * script for a node that holds a subgraph stands for the whole subgraph, and gives the update of that node, with what the
 * two share.
 *
 * A problem `script/unknown-node` or `script/no-activity` for a name that cannot be scripted. A call for which no outcome
 * is left fails its node for good, with `script/used-up`.
 *
 * @example
 * const { graph, callsOf } = scripted(incident, {
 *   triage: [{ severity: 'high' }],
 *   logs: [new Error('down'), delayed('2s', { evidence: [entry] })],
 *   'investigate.search': (state: { query: string }) => ({ found: [state.query] }),
 * }, { clock });
 */
export function scripted<F extends Facts>(
  graph: Graph<F>,
  scripts: Scripts<F['questions']>,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Scripted<F> {
  const calls: Call[] = [];
  const nodes = nodesOf(graph.source, '', scripts);
  for (const node of Object.keys(scripts)) refuseUnscriptable(graph.name, node, nodes);
  const actors = new Map(
    Object.entries(scripts).map(([node, script]) => [node, actor(node, script, { calls, clock })]),
  );
  const callsOf = (node: string): readonly Call[] => {
    if (!actors.has(node)) throw unknownNode(graph.name, node, [...actors.keys()]);
    return calls.filter((call) => call.node === node);
  };
  const acted = Object.freeze({ ...graph, source: withActors(graph.source, '', actors) });
  return { graph: acted as unknown as Graph<Acted<F>>, calls, callsOf };
}

/** Every node that can be named, by its path; what is inside a scripted node is gone. */
function nodesOf({ nodes }: Source, at: string, scripts: Scripts): ReadonlyMap<string, Node> {
  return new Map(
    Object.entries(nodes).flatMap(([name, node]) => {
      const path = at + name;
      const inside =
        node.graph === undefined || Object.hasOwn(scripts, path) ? [] : nodesOf(node.graph.source, `${path}.`, scripts);
      return [[path, node] as const, ...inside];
    }),
  );
}

function refuseUnscriptable(graph: string, name: string, nodes: ReadonlyMap<string, Node>): void {
  const node = nodes.get(name);
  if (node === undefined) throw unknownNode(graph, name, [...nodes.keys()]);
  if (node.run === undefined && node.graph === undefined) throw problem('script/no-activity', { node: name });
}

function unknownNode(graph: string, node: string, known: readonly string[]): Error {
  return problem('script/unknown-node', { graph, node, hint: suggest(node, known) });
}

type Actor = (state: Readonly<Record<string, unknown>>, context: Context) => unknown;

function actor(node: string, script: Script, { calls, clock }: { calls: Call[]; clock: Clock }): Actor {
  let played = 0;
  return (state, context) => {
    const { lane, visit, attempt, signal } = context;
    calls.push({ node, lane, visit, attempt, state });
    if (typeof script === 'function') return script(state as never, context);
    if (played >= script.length) throw fatal(problem('script/used-up', { node, outcomes: script.length }));
    return play(script[played++], signal, clock);
  };
}

function withActors(source: Source, at: string, actors: ReadonlyMap<string, Actor>): Source {
  const nodes = Object.entries(source.nodes).map(([name, node]) => [name, withActor(node, at + name, actors)]);
  const { services, ...rest } = source;
  // What a subgraph asks, the script that stands for it may ask.
  const questions = Object.entries(source.nodes).flatMap(([name, { graph: child }]) =>
    child !== undefined && actors.has(at + name) ? questionsIn(child.source) : [],
  );
  const isGiven = Object.entries(source.nodes).some(
    ([name, { run, verify }]) => verify !== undefined || (run !== undefined && !actors.has(at + name)),
  );
  return Object.freeze({
    ...rest,
    ...(isGiven && services !== undefined && { services }),
    ...(questions.length > 0 && { questions: { ...Object.fromEntries(questions), ...source.questions } }),
    nodes: Object.fromEntries(nodes) as Source['nodes'],
  });
}

function questionsIn({ questions = {}, nodes }: Source): [string, NonNullable<Source['questions']>[string]][] {
  const below = Object.values(nodes).flatMap(({ graph: child }) =>
    child === undefined ? [] : questionsIn(child.source),
  );
  return [...below, ...Object.entries(questions)];
}

function withActor(node: Node, path: string, actors: ReadonlyMap<string, Actor>): Node {
  const run = actors.get(path);
  const { graph: child, input: _input, output: _output, share: _share, ...rest } = node;
  if (run !== undefined) return { ...rest, run };
  if (child === undefined) return node;
  return { ...node, graph: { ...child, source: withActors(child.source, `${path}.`, actors) } };
}
