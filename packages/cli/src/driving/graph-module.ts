import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  check,
  codecOf,
  codecsOf,
  compile,
  isProblem,
  type AnyGraph,
  type Around,
  type OpenOptions,
} from '@cairn/core';
import { listed, suggest } from '@cairn/core/store';
import type { Context } from '../context.ts';
import { CommandError, usageError } from '../exit-code.ts';
import { fileNamed } from '../line/file-named.ts';
import { loadFailure } from './load-failure.ts';

/** Where the graph is, if the command line says so. */
export interface GraphFlags {
  readonly graph?: string;
}

/** What a module gives its graphs, by name. */
export type Services = Readonly<Record<string, unknown>>;

/** The graphs that a module exports, how its values are stored (`codecs`, `protect`), and what its activities need. */
export interface GraphModule {
  /** As the command line names it. */
  readonly path: string;
  /** Graphs by the name they are exported under; all of them, or the one that was asked for. */
  readonly graphs: ReadonlyMap<string, AnyGraph>;
  /** All that it exports. */
  readonly all: readonly AnyGraph[];
  readonly codecs: NonNullable<OpenOptions['codecs']>;
  /** What it exports as `services`, or what that function makes: by whoever drives threads, and by nobody else. */
  readonly services: () => Promise<Services>;
  /** What is around the work of whoever drives threads. */
  readonly around: readonly Around[];
  /** Which keys are sealed, and how. */
  readonly protect?: OpenOptions['protect'];
}

/** The module that the command line names, or the environment. */
export function graphNamed({ env }: Context, spec: string | undefined): string | undefined {
  if (spec === '') throw usageError('The module of the graph is empty. Give its path: --graph module.ts.');
  if (spec === undefined && env['CAIRN_GRAPH'] === '')
    throw usageError('CAIRN_GRAPH is set, and empty. Give it the path of a module, or unset it.');
  return spec ?? env['CAIRN_GRAPH'];
}

/** Loads a module and finds its graphs: `incident.ts`, or `incident.ts#incident` for one of them. */
export async function loadGraphs(
  context: Context,
  spec: string | undefined,
  flag: '--graph' | '--against' = '--graph',
): Promise<GraphModule> {
  const named = graphNamed(context, spec);
  if (named === undefined)
    throw usageError(`Name the module of the graph: ${flag} module.ts, or CAIRN_GRAPH=module.ts.`);
  const { path, wanted } = splitSpec(context, named);
  const exports = await load(context, path);
  const graphs = graphsOf(exports);
  if (graphs.size === 0) throw new CommandError(`"${path}" exports no graph. ${exportsText(exports)}`);
  const codecs = (Array.isArray(exports['codecs']) ? exports['codecs'] : []) as GraphModule['codecs'];
  const around = {
    codecs,
    all: [...new Set(graphs.values())],
    services: (): Promise<Services> => servicesOf(path, exports['services']),
    around: exports['around'] === undefined ? [] : ([exports['around']].flat() as GraphModule['around']),
    ...(isProtection(exports['protect']) && { protect: exports['protect'] }),
  };
  if (wanted === undefined) return { path, graphs, ...around };
  const graph = graphs.get(wanted) ?? [...graphs.values()].find(({ name }) => name === wanted);
  if (graph !== undefined) return { path, graphs: new Map([[wanted, graph]]), ...around };
  throw usageError(`"${path}" exports no graph "${wanted}". ${suggest(wanted, [...graphs.keys()])}`);
}

/** The services of several modules; two of one name are one only where they are the same. */
export async function servicesOfAll(modules: readonly GraphModule[]): Promise<Services> {
  const all = new Map<string, { readonly path: string; readonly service: unknown }>();
  for (const { path, services } of modules) {
    for (const [name, service] of Object.entries(await services())) {
      const before = all.get(name) ?? { path, service };
      if (before.service !== service) {
        const both = `"${before.path}" and "${path}"`;
        throw new CommandError(`${both} give a service "${name}" each, which are two. Work on them apart.`);
      }
      all.set(name, before);
    }
  }
  return Object.fromEntries(Array.from(all, ([name, { service }]) => [name, service]));
}

async function servicesOf(path: string, exported: unknown): Promise<Services> {
  try {
    const made: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : exported;
    if (made === undefined) return {};
    if (typeof made === 'object' && made !== null) return made as Services;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new CommandError(`"services" of "${path}" threw: ${said}`, undefined, { cause: error });
  }
  throw new CommandError(`"services" of "${path}" is no object with services by name, nor a function that makes one.`);
}

/**
 * A graph, and those beside it in its module that its threads may talk to: sound ones of other names, of which this process has what
 * they need, and whose classes it can store beside those of the others.
 */
export function withOthers({ all, codecs }: GraphModule, graph: AnyGraph, services: Services): readonly AnyGraph[] {
  const opened = [graph];
  for (const other of all) {
    const isNamed = opened.some(({ name }) => name === other.name);
    if (!isNamed && check(other).length === 0 && canRun(other, opened, codecs, services)) opened.push(other);
  }
  return opened;
}

function canRun(
  graph: AnyGraph,
  beside: readonly AnyGraph[],
  codecs: GraphModule['codecs'],
  services: Services,
): boolean {
  try {
    const codec = codecOf([...codecs, ...[...beside, graph].flatMap(codecsOf)]);
    const needed = Object.values(compile(graph, codec).graphs).flatMap((each) => each.services);
    return needed.every((name) => services[name] !== undefined);
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}

/** The only graph of a module, or the one of a name. */
export function graphOf({ path, graphs }: GraphModule, name?: string): AnyGraph {
  if (name !== undefined) {
    for (const graph of graphs.values()) if (graph.name === name) return graph;
    const known = listed([...graphs.values()].map((graph) => `"${graph.name}"`));
    throw new CommandError(`"${path}" has no graph "${name}", of which the thread is. It has: ${known}.`);
  }
  const distinct = new Set(graphs.values());
  const [graph] = distinct;
  if (graph !== undefined && distinct.size === 1) return graph;
  const names = listed([...graphs.keys()].map((each) => `${path}#${each}`));
  throw usageError(`"${path}" exports ${distinct.size} graphs. Name one: ${names}.`);
}

/** Whether a word of the command line is the path of a module that is there. */
export function isModule(context: Context, spec: string): boolean {
  const path = resolve(context.folder, spec.replace(/#[^#/\\]*$/u, ''));
  return existsSync(path) && statSync(path).isFile();
}

function splitSpec(context: Context, spec: string): { path: string; wanted: string | undefined } {
  const at = spec.lastIndexOf('#');
  if (at === -1 || existsSync(resolve(context.folder, spec))) return { path: spec, wanted: undefined };
  return { path: spec.slice(0, at), wanted: spec.slice(at + 1) };
}

/** How long a module may take before that is said, in milliseconds. */
const patience = 3_000;

async function load({ folder, output }: Context, path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = fileNamed({ folder }, path);
  quietly();
  output.keepResultsApart();
  const long = setTimeout(
    () => output.note(`"${path}" is still being loaded: its code is not through.`),
    patience,
  ).unref();
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new CommandError(`"${path}" cannot be loaded: ${loadFailure(error, folder)}`, undefined, { cause: error });
  } finally {
    clearTimeout(long);
  }
}

/** What Node says of running TypeScript is no news here. */
function quietly(): void {
  const warn = process.emitWarning.bind(process) as (...given: unknown[]) => void;
  process.emitWarning = (warning: unknown, ...rest: unknown[]) => {
    const said = `${String(warning)} ${rest.map(String).join(' ')}`;
    if (!/Type Stripping|MODULE_TYPELESS_PACKAGE_JSON/u.test(said)) warn(warning, ...rest);
  };
}

function graphsOf(exports: Readonly<Record<string, unknown>>): Map<string, AnyGraph> {
  return new Map(Object.entries(exports).filter((entry): entry is [string, AnyGraph] => isGraph(entry[1])));
}

function isProtection(value: unknown): value is NonNullable<OpenOptions['protect']> {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
}

/** The module may have another copy of Cairn, so a graph is recognised by its shape. */
function isGraph(value: unknown): value is AnyGraph {
  if (typeof value !== 'object' || value === null || !('name' in value && 'source' in value)) return false;
  const { name, source } = value;
  return typeof name === 'string' && typeof source === 'object' && source !== null && 'nodes' in source;
}

function exportsText(exports: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(exports);
  return names.length === 0 ? 'It exports nothing.' : `It exports: ${listed(names)}. Export what graph({ … }) returns.`;
}
