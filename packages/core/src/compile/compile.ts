import { noClasses, type Codec } from '../base/value/codec.ts';
import { dictionary } from '../base/value/dictionary.ts';
import { inWords, object } from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';
import type { AnyGraph } from '../definition/facts.ts';
import { normaliseLimits } from './limits.ts';
import type { GraphSource } from '../definition/source.ts';
import { check } from './check.ts';
import { codecWith } from './codecs-of.ts';
import { fingerprintOf, graphData } from './fingerprint.ts';
import { normaliseKeys } from './keys.ts';
import { normaliseNode, normaliseOn } from './normalise.ts';
import { ofGraph } from './timer-text.ts';
import { timersIn } from './timers-in.ts';
import type { GraphPlan, MigrationPlan, NodePlan, Plan } from './plan.ts';
import type { PlanData } from './plan-data.ts';

const plans = new WeakMap<AnyGraph, WeakMap<Codec, Plan>>();

/** The plan of a graph, made once; a problem `graph/invalid` with every mistake at once. */
export function compile(graph: AnyGraph, codec: Codec = codecWith(noClasses, [graph])): Plan {
  // A weak map takes no other keys.
  if (!object.fits(graph)) return compileAnew(graph, codec);
  const known = plans.get(graph) ?? new WeakMap<Codec, Plan>();
  const plan = known.get(codec) ?? compileAnew(graph, codec);
  plans.set(graph, known.set(codec, plan));
  return plan;
}

function compileAnew(graph: AnyGraph, codec: Codec): Plan {
  const mistakes = check(graph);
  if (mistakes.length > 0) throw problem('graph/invalid', { graph: nameOf(graph), mistakes });
  const graphs = dictionary<GraphPlan>();
  addGraph(graphs, graph.source, '', codec);
  const { name, version } = graph.source;
  return Object.freeze({
    name,
    ...(version !== undefined && { version }),
    fingerprint: fingerprintOf(mapGraphs(graphs)),
    graphs: Object.freeze(graphs),
  });
}

/** A graph's name, whatever it is: there is a mistake in it. */
function nameOf(graph: unknown): string {
  const given: unknown = object.fits(graph) ? (graph as AnyGraph).name : undefined;
  return typeof given === 'string' ? given : inWords(given);
}

/** The plan as data, to be kept beside the threads that ran with it. */
export function planData({ name, version, graphs }: Plan): PlanData {
  return { name, ...(version !== undefined && { version }), graphs: mapGraphs(graphs) };
}

const texts = new WeakMap<Plan, string>();

/** That as text, made once a plan: schemas take their time to say what they look like, and a store in memory is new each time. */
export function planText(plan: Plan): string {
  let text = texts.get(plan);
  if (text === undefined) texts.set(plan, (text = JSON.stringify(planData(plan))));
  return text;
}

function mapGraphs(graphs: Readonly<Record<string, GraphPlan>>): PlanData['graphs'] {
  return Object.fromEntries(Object.entries(graphs).map(([at, graph]) => [at, graphData(graph)]));
}

function addGraph(graphs: Record<string, GraphPlan>, source: GraphSource, at: string, codec: Codec): void {
  const keys = normaliseKeys(source.state, codec);
  const nodes = dictionary<NodePlan>();
  graphs[at] = {
    name: source.name,
    ...(source.version !== undefined && { version: source.version }),
    at,
    keys,
    keyNames: Object.keys(keys),
    events: dictionary(source.events),
    questions: dictionary(source.questions),
    services: Object.keys(source.services ?? {}),
    start: source.start,
    nodes,
    on: normaliseOn(source.on),
    after: timersIn(source.after, ofGraph),
    ...normaliseLimits(source.limits),
    migrations: (source.migrate ?? []).map(({ from, nodes: names, state }): MigrationPlan => ({
      from,
      nodes: dictionary(names),
      ...(state && { state: state }),
    })),
  };
  for (const [name, node] of Object.entries(source.nodes)) {
    const child = node.graph === undefined ? undefined : at === '' ? name : `${at}.${name}`;
    nodes[name] = normaliseNode(name, node, at, child);
    if (node.graph !== undefined && child !== undefined) addGraph(graphs, node.graph.source, child, codec);
  }
}
