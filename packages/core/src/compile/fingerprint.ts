import type { AllPlan, GraphPlan, Handler, NextPlan, NodePlan, RescuePlan, Timer } from './plan.ts';
import type { DecidedData, GraphData, HandlerData, NextData, NodeData, RescueData, TimerData } from './plan-data.ts';
import { hashOf } from '../base/hash.ts';
import { essenceOf } from './essence.ts';
import { guardText } from './outline/guard-text.ts';
import { schemaData } from './schema-data.ts';

/** A graph's plan without its functions; what a schema looks like is asked of the schema, where it can tell. */
export function graphData(graph: GraphPlan): GraphData {
  return {
    name: graph.name,
    ...(graph.version !== undefined && { version: graph.version }),
    start: graph.start,
    keys: mapValues(graph.keys, ({ kind, schema, by }) => ({
      kind,
      ...(schema && { schema: schemaData(schema) }),
      ...(by !== undefined && { by }),
    })),
    events: mapValues(graph.events, schemaData),
    ...(Object.keys(graph.questions).length > 0 && { questions: mapValues(graph.questions, schemaData) }),
    on: mapValues(graph.on, (handlers) => handlers.map(handlerData)),
    ...(graph.after.length > 0 && { after: graph.after.map(timerData) }),
    limits: Object.fromEntries(Object.entries(graph.limits).filter(([, limit]) => limit < Infinity)),
    ...(Object.keys(graph.windows).length > 0 && { windows: { ...graph.windows } }),
    nodes: mapValues(graph.nodes, nodeData),
  };
}

/** A hash of topology and schemas: whatever else changes reaches running threads. */
export function fingerprintOf(graphs: Readonly<Record<string, GraphData>>): string {
  return hashOf(essenceOf(graphs)).slice(0, 16);
}

/** The fingerprint of the graph at a place of a plan, as though it were compiled by itself. */
export function fingerprintAt(graphs: Readonly<Record<string, GraphData>>, at: string): string {
  if (at === '') return fingerprintOf(graphs);
  const below = `${at}.`;
  const own = Object.entries(graphs).filter(([place]) => place === at || place.startsWith(below));
  return fingerprintOf(
    Object.fromEntries(own.map(([place, graph]) => [place.slice(below.length), rooted(graph, below)])),
  );
}

function rooted(graph: GraphData, below: string): GraphData {
  const nodes = mapValues(graph.nodes, (node) =>
    node.graph === undefined ? node : { ...node, graph: node.graph.slice(below.length) },
  );
  return { ...graph, nodes };
}

function nodeData(node: NodePlan): NodeData {
  return {
    kind: node.kind,
    ...(node.child !== undefined && { graph: node.child }),
    ...(node.verify && { verify: true }),
    ...(node.next && { next: nextData(node.next) }),
    ...(Object.keys(node.on).length > 0 && { on: mapValues(node.on, (handlers) => handlers.map(handlerData)) }),
    ...(node.after.length > 0 && { after: node.after.map(timerData) }),
    ...(node.onError && { onError: rescueData(node.onError) }),
    ...(node.retry.attempts > 1 && { retry: node.retry }),
    ...(node.timeout !== undefined && { timeout: node.timeout }),
    ...(node.writes && { writes: node.writes }),
    ...(node.share && { share: node.share }),
    ...(node.drawing && { drawing: node.drawing }),
  };
}

function nextData(next: NextPlan): NextData {
  switch (next.kind) {
    case 'to':
      return next.to;
    case 'cases': {
      const cases = next.cases.map(({ to, label, when }) => ({
        to,
        ...(label !== undefined && { label }),
        guard: wordsFor(when),
      }));
      return { cases, ...(next.otherwise !== undefined && { otherwise: next.otherwise }) };
    }
    case 'choose':
      return { among: next.among };
    case 'all':
      return {
        all: next.entries,
        then: next.then,
        need: needData(next.need),
        ...(next.onError && { onError: rescueData(next.onError) }),
      };
    case 'each':
      return {
        each: next.to,
        ...(next.id && { id: true as const }),
        ...(next.needs && { needs: true as const }),
        ...(next.until && { until: true as const }),
        then: next.then,
        need: needData(next.need),
        ...(next.onError && { onError: rescueData(next.onError) }),
      };
  }
}

function rescueData(rescues: readonly RescuePlan[]): RescueData {
  const [first] = rescues;
  const isOne = rescues.length === 1 && first?.when === undefined && first?.label === undefined;
  return isOne && first !== undefined ? first.to : rescues.map((each) => ({ ...handlerData(each), to: each.to }));
}

function needData(need: AllPlan['need']): 'all' | number | DecidedData {
  return typeof need === 'function' ? { words: wordsFor(need) } : need;
}

function timerData({ name, wait, handlers }: Timer): TimerData {
  const by = typeof wait === 'number' ? undefined : 'at' in wait ? 'at' : 'in';
  const words = typeof wait === 'number' ? undefined : guardText('at' in wait ? wait.at : wait.in);
  return {
    name,
    ...(by !== undefined && { by }),
    ...(words !== undefined && { words }),
    handlers: handlers.map(handlerData),
  };
}

function handlerData({ to, when, label }: Handler): HandlerData {
  return {
    ...(to !== undefined && { to }),
    ...(label !== undefined && { label }),
    ...(when && { guard: wordsFor(when) }),
  };
}

/** A few words for a guard: that there is one, if nothing else can be said of it. */
function wordsFor(guard: unknown): string {
  return guardText(guard) ?? '…';
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
