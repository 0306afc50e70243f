import { graph as declare, service, type Graph } from '@cairn/core';
import { messageCodecs } from '@cairn/langchain';
import { contextKey, type Surroundings } from './acting.ts';
import { anything, keysOf } from './channels.ts';
import type { ConvertOptions } from './convert-options.ts';
import { upward } from './exit.ts';
import { explore } from './explore.ts';
import type { Gap } from './gap.ts';
import { hidden, hiddenKeys, type Needed } from './hidden.ts';
import { definitionsOf, end, isCompiled, type CompiledGraph, type LangGraph } from './lang-graph.ts';
import { functionNodes, type Conversion, type Nodes } from './nodes.ts';
import { settled, shapeOf } from './shape.ts';
import { startNodes } from './start.ts';
import { subgraphNodes, type Inner } from './subgraph.ts';
import { stepNodes } from './supersteps.ts';

type Source = Graph['source'];

/** What is found on the way. */
interface Found {
  /** What stands in the way. */
  readonly gaps: Gap[];
  /** What is left out. */
  readonly left: Gap[];
  readonly isUp: boolean;
}

/** A graph as it was built, or compiled. */
type Given = Pick<CompiledGraph, 'builder'> & Partial<CompiledGraph>;

/** A graph of LangGraph as a graph of Cairn, with the gaps that are found on the way. */
export function graphOf(given: Given, options: ConvertOptions, found: Found): Inner & { readonly name: string } {
  const name = options.name ?? (given.name === undefined || given.name === 'LangGraph' ? 'converted' : given.name);
  const conversion = conversionOf(given, options, found);
  const { graph, keys, shape, ways, surroundings, isUp } = conversion;
  checkNames(graph, options, found.gaps);
  noteLeft(given, found.left);
  for (const each of ways.doubled) found.left.push(doubledAt(each));
  const { start, nodes: first } = startNodes(conversion);
  const nodes: Nodes = { ...first };
  for (const each of Object.keys(graph.nodes)) {
    if (!isReached(ways, each)) continue;
    Object.assign(nodes, nodesOf(conversion, each, options, found));
  }
  Object.assign(nodes, stepNodes(shape, ways, isUp), endNodes(conversion, start, options));
  const { limits, turns = false } = options;
  const made = declare({
    name,
    state: stateOf(conversion, nodes),
    questions: { '*': anything },
    codecs: [...messageCodecs, ...(options.codecs ?? [])],
    ...(surroundings.context === 'service' && { services: { [contextKey]: service<object>() } }),
    ...(limits !== undefined && { limits }),
    ...(turns && { events: { input: inputSchema(conversion) } }),
    start,
    nodes,
  } as never);
  return { graph: made, keys, name };
}

function isReached({ together, alone, forks }: Conversion['ways'], node: string): boolean {
  return together.has(node) || alone.has(node) || [...forks.values()].some(({ lanes }) => lanes.includes(node));
}

function conversionOf(given: Given, options: ConvertOptions, { gaps, isUp }: Found): Conversion {
  const graph = settled(given.builder);
  const shape = shapeOf(graph, options.nodes ?? {}, gaps);
  return {
    graph,
    keys: keysOf(graph, options.channels ?? {}, gaps),
    shape,
    ways: explore(shape, !isUp),
    surroundings: surroundingsOf(given, options, gaps),
    gaps,
    isUp,
    isCached: !('cache' in given) || given.cache !== undefined,
    before: namesIn(given.interruptBefore, shape.names),
    after: namesIn(given.interruptAfter, shape.names),
  };
}

/** The nodes that stand for one of LangGraph's. */
function nodesOf(conversion: Conversion, name: string, options: ConvertOptions, found: Found): Nodes {
  const spec = conversion.graph.nodes[name];
  const inner: object | undefined = spec?.runnable;
  if (inner === undefined || !isCompiled(inner)) return functionNodes(conversion, name);
  const at = `node "${name}"`;
  const all: ConvertOptions['nodes'] = options.nodes ?? {};
  const hints = all[name];
  if (inner.checkpointer === true && hints?.anew !== true) {
    const mend = `Say that it begins anew each time: \`nodes: { ${JSON.stringify(name)}: { anew: true } }\`.`;
    found.gaps.push({ at, why: 'Its graph keeps its state from one visit to the next.', mend });
  }
  const gaps: Gap[] = [];
  const left: Gap[] = [];
  const own = { ...inheritedBy(options), name, ...hints?.graph, turns: false };
  const made = graphOf(inner, own, { gaps, left, isUp: (spec?.ends ?? []).length > 0 });
  found.gaps.push(...gaps.map((gap) => ({ ...gap, at: `${at}, ${gap.at}` })));
  found.left.push(...left.map((gap) => ({ ...gap, at: `${at}, ${gap.at}` })));
  return subgraphNodes(conversion, name, made);
}

/** What holds for the graphs within as well. */
function inheritedBy({ codecs, configurable, store, context }: ConvertOptions): ConvertOptions {
  const given = { codecs, configurable, store, context };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const unfit = /[./@\s"\\\p{Cc}\p{Cs}]/u;

function checkNames({ nodes, channels }: LangGraph, { context }: ConvertOptions, gaps: Gap[]): void {
  for (const name of Object.keys(nodes)) {
    const [found] = unfit.exec(name) ?? [];
    if (found !== undefined)
      gaps.push({
        at: `node "${name}"`,
        why: `Its name holds ${JSON.stringify(found)}, which separates names in paths.`,
      });
  }
  for (const name of Object.keys(channels)) {
    if (hidden.includes(name))
      gaps.push({ at: `channel "${name}"`, why: 'A converted graph keeps this name for itself.' });
  }
  if (context === 'state' && Object.hasOwn(channels, contextKey)) {
    const why = "A run's context would be under the same name.";
    gaps.push({ at: `channel "${contextKey}"`, why, mend: "Have it given to `open`: `context: 'service'`." });
  }
}

function namesIn(given: readonly string[] | '*' | undefined, names: readonly string[]): readonly string[] {
  return given === '*' ? names : (given ?? []);
}

function surroundingsOf(
  { builder, store, config }: Partial<CompiledGraph>,
  options: ConvertOptions,
  gaps: Gap[],
): Surroundings {
  if (builder !== undefined && hasContext(builder) && options.context === undefined) {
    const why = 'Its runs are given a context, which may be of the process or of the thread.';
    gaps.push({
      at: 'the graph',
      why,
      mend: "Say which: `context: 'service'`, given to `open`, or `context: 'state'`, given to `start`.",
    });
  }
  return {
    configurable: { ...config?.configurable, ...options.configurable },
    store: options.store ?? (typeof store === 'object' ? store : undefined),
    context: options.context,
  };
}

function hasContext({ _configRuntimeSchema: schema }: LangGraph): boolean {
  return schema !== undefined;
}

function doubledAt(node: string): Gap {
  const why =
    'A join and something else may lead there in one superstep. LangGraph forgets such a join, which is never met again in that run.';
  return { at: `node "${node}"`, why, mend: 'Here it is met once, and may be met again.' };
}

/** What a graph was compiled with that has no place, and makes no difference to what it comes to. */
function noteLeft({ checkpointer, config, streamTransformers }: Partial<CompiledGraph>, left: Gap[]): void {
  const at = 'the graph';
  if (typeof checkpointer === 'object')
    left.push({ at, why: 'Its checkpointer is not used: threads are in the store of the runtime.' });
  if (config?.recursionLimit !== undefined) {
    const why = `Its recursion limit of ${config.recursionLimit} supersteps is not kept.`;
    left.push({ at, why, mend: 'Limit what a thread may do with `limits: { transitions: … }`.' });
  }
  if (streamTransformers !== undefined && streamTransformers.length > 0) {
    left.push({ at, why: 'Its stream transformers are not used: what is shown is told by thread.watch().' });
  }
}

function endNodes({ isUp }: Conversion, start: string, { turns = false }: ConvertOptions): Nodes {
  const waiting = { on: { input: { to: start, update: (_: unknown, given: unknown) => given as object } } };
  return { [end]: turns ? waiting : { final: true }, ...(isUp && { [upward]: { final: true as const } }) };
}

function stateOf({ keys, surroundings, isUp, ways, shape }: Conversion, nodes: Nodes): Source['state'] {
  const commands = Object.values(shape.exits).some(({ choices }) => choices.some(({ commanded }) => commanded));
  const needed: Needed = {
    lanes: ways.after.size > 0 || ways.together.size > 0,
    choices: Object.values(nodes).some(({ next }) => typeof next === 'object' && 'choose' in next),
    commands: isUp || commands,
    up: isUp,
  };
  return {
    ...Object.fromEntries([...keys].map(([name, { entry }]) => [name, entry])),
    ...(surroundings.context === 'state' && { [contextKey]: anything }),
    ...hiddenKeys(needed),
  };
}

/** What a turn brings: channels that the graph takes from outside. */
function inputSchema({ graph, keys }: Conversion): typeof anything {
  const names = Object.keys(definitionsOf(graph).input);
  const validate = (value: unknown) => {
    const entries = Object.entries(Object(value) as object);
    const strange = entries.find(([key]) => !names.includes(key));
    if (strange !== undefined)
      return { issues: [{ message: `The graph takes no "${strange[0]}".`, path: [strange[0]] }] };
    return { value: Object.fromEntries(entries.filter(([key]) => keys.has(key))) };
  };
  return { '~standard': { version: 1, vendor: 'cairn', validate } };
}
