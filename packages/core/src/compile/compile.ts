import { noClasses, type Codec } from '../base/value/codec.ts';
import { dictionary } from '../base/value/dictionary.ts';
import { inWords, object } from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';
import type { AnyGraph } from '../definition/facts.ts';
import type { Limits } from '../definition/policy.ts';
import type { StateDefinition } from '../definition/state.ts';
import { normaliseLimits } from './limits.ts';
import { mistakesIn } from './check.ts';
import { codecWith } from './codecs-of.ts';
import { fingerprintOf, graphData } from './fingerprint.ts';
import { normaliseKeys, unwrittenValues } from './keys.ts';
import type { GraphOutline } from './outline/outline.ts';
import { readGraphs } from './outline/read-graph.ts';
import type { Author, GraphPlan, NodePlan, Plan } from './plan.ts';
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
  const outlines = readGraphs(graph);
  const mistakes = mistakesIn(outlines);
  const root = outlines.graphs[0];
  if (mistakes.length > 0 || root === undefined) throw problem('graph/invalid', { graph: nameOf(graph), mistakes });
  const graphs = dictionary<GraphPlan>();
  addGraph(graphs, root, '', codec);
  const { name, version } = graphs[''] as GraphPlan;
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

function addGraph(graphs: Record<string, GraphPlan>, outline: GraphOutline, at: string, codec: Codec): void {
  const { name, start, on, after, migrations, questions, services, limits } = outline;
  const version = outline.fields['version'] as string | undefined;
  const begin = outline.fields['begin'] as Author | undefined;
  const keys = normaliseKeys(outline.keys as StateDefinition, codec);
  const nodes = dictionary<NodePlan>();
  graphs[at] = {
    name,
    ...(version !== undefined && { version }),
    at,
    keys,
    keyNames: Object.keys(keys),
    unwritten: unwrittenValues(keys),
    events: outline.declared ?? {},
    questions,
    services: Object.keys(services),
    start: start.to as string,
    ...(begin !== undefined && { begin }),
    nodes,
    on,
    after,
    ...normaliseLimits(limits as Limits),
    migrations,
  };
  for (const node of outline.nodes.values()) {
    const child = node.child && (at === '' ? node.name : `${at}.${node.name}`);
    nodes[node.name] = Object.freeze({ ...node.plan, ...(child !== undefined && { child }) });
    if (node.child !== undefined && child !== undefined) addGraph(graphs, node.child, child, codec);
  }
}
