import { fatal, type AnyGraph } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import { below } from '../document/path.ts';
import {
  dataOf,
  entryOf,
  partOf,
  textOf,
  type MappingEntry,
  type MappingPiece,
  type Piece,
} from '../document/piece.ts';
import { typeInWords } from '../cel/cel-type.ts';
import { mayBeUsedAs } from '../expression/fits.ts';
import { wanted, type Decide, type Wanted } from '../expression/expression.ts';
import { anything, objectKnown, type Known } from '../cel/known.ts';
import {
  isDescribed,
  named,
  type DescribedActivity,
  type NamedActivity,
  type NamedKey,
  type Values,
} from '../registry/registry.ts';
import { knownOfKey } from '../values/schema-known.ts';
import { updateOf } from '../values/update-of.ts';
import type { GraphSite } from './graph-site.ts';
import { readAfter, readOn, readOnError, type Fields } from './read-exits.ts';
import { readNext } from './read-next.ts';

/** A subgraph of a node, and what is known of its state. */
export interface Child {
  readonly graph: AnyGraph;
  readonly state: Known;
  /** The keys that it may be given, where they are known, and what is known of these. */
  readonly keys?: ReadonlyMap<string, Known>;
}

/** Gives the graph that a node names; undefined where there is none, which is noted. */
export type FindChild = (name: string, piece: Piece, path: string) => Child | undefined;

/** Reads a node. */
export function readNode(site: GraphSite, piece: Piece, path: string, findChild: FindChild): unknown {
  if (piece.kind !== 'mapping') return dataOf(piece);
  const child = readChild(piece, path, findChild);
  const fields: Fields = Object.fromEntries(
    piece.entries
      .filter(({ key }) => key !== 'with')
      .map(({ key, value }) => [key, readPart(site, piece, key, value, below(path, key), child)]),
  );
  return fields;
}

function readChild(piece: MappingPiece, path: string, findChild: FindChild): Child | undefined {
  const graph = partOf(piece, 'graph');
  const name = textOf(graph);
  return graph === undefined || name === undefined ? undefined : findChild(name, graph, below(path, 'graph'));
}

function readPart(
  site: GraphSite,
  node: MappingPiece,
  key: string,
  value: Piece,
  path: string,
  child: Child | undefined,
): unknown {
  switch (key) {
    case 'run':
      return readRun(site, node, value, path);
    case 'graph':
      return child?.graph ?? placeholder();
    case 'input':
      if (child?.keys !== undefined) {
        const { keys } = child;
        site.keysOf(
          value,
          path,
          keys,
          (name) => `The subgraph has no key ${JSON.stringify(name)}. ${suggest(name, [...keys.keys()])}`,
        );
      }
      return site.template(value, path, 'state', child === undefined ? wanted.update : inputOf(child));
    case 'output':
      return readOutput(site, value, path, child);
    case 'verify':
      return readVerify(site, value, path);
    case 'next':
      return readNext(site, value, path);
    case 'on':
      return readOn(site, value, path);
    case 'after':
      return readAfter(site, value, path);
    case 'onError':
      return readOnError(site, value, path);
    case 'retry':
      return readRetry(site, value, path);
    case 'cache':
      return readCache(site, value, path);
    default:
      return dataOf(value);
  }
}

/** What the input of a subgraph has to give. */
function inputOf({ graph, keys }: Child): Wanted {
  return updateOf(new Map(Object.entries(graph.source.state)), keys === undefined ? anything : objectKnown(keys));
}

function readOutput(site: GraphSite, value: Piece, path: string, child: Child | undefined): unknown {
  const known = [...site.state.keys()];
  site.keysOf(
    value,
    path,
    site.state,
    (name) => `There is no key ${JSON.stringify(name)} in the state. ${suggest(name, known)}`,
  );
  return site.template(value, path, 'child', site.update, { child: child?.state ?? anything });
}

/** Stands for a graph that is not there, so that what else is wrong is told as well. */
function placeholder(): AnyGraph {
  const source = { name: 'missing', state: {}, start: 'end', nodes: { end: { final: true as const } } };
  return Object.freeze({ name: 'missing', source }) as AnyGraph;
}

function readVerify(site: GraphSite, value: Piece, path: string): unknown {
  const name = textOf(value) ?? '';
  const found = named(site.registry.verifiers, name);
  if (found !== undefined) return found;
  const hint = suggest(name, Object.keys(site.registry.verifiers ?? {}));
  site.mistakes.add(
    'unknown-verifier',
    path,
    value.at,
    `The registry has no verifier ${JSON.stringify(name)}. ${hint}`,
  );
  return () => true;
}

function readRetry(site: GraphSite, value: Piece, path: string): unknown {
  const retry = dataOf(value) as Fields;
  const when = entryOf(value, 'when');
  if (when === undefined) return retry;
  const decide = site.expression(when.value, below(path, 'when'), 'thrown', wanted.verdict);
  return { ...retry, when: (error: unknown) => decide(reasonOf(error)) };
}

/** What was thrown, as expressions see it. */
function reasonOf(error: unknown): Fields {
  if (typeof error !== 'object' || error === null) return { name: 'Error', message: String(error), code: '' };
  const { name, message, code } = error as Fields;
  return {
    name: textIn(name, 'Error'),
    message: textIn(message, ''),
    code: textIn(code, ''),
  };
}

function textIn(value: unknown, otherwise: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}

function readCache(site: GraphSite, value: Piece, path: string): unknown {
  const key = entryOf(value, 'key');
  const data = dataOf(value) as Fields;
  return key === undefined
    ? data
    : { ...data, key: site.template(key.value, below(path, 'key'), 'timeless', wanted.value) };
}

function readRun(site: GraphSite, node: MappingPiece, value: Piece, path: string): unknown {
  const name = textOf(value) ?? '';
  const found = named(site.registry.activities, name);
  if (found === undefined) {
    const hint = suggest(name, Object.keys(site.registry.activities ?? {}));
    site.mistakes.add(
      'unknown-activity',
      path,
      value.at,
      `The registry has no activity ${JSON.stringify(name)}. ${hint}`,
    );
    return () => undefined;
  }
  const given = entryOf(node, 'with');
  const at = `${path.slice(0, -'run'.length)}with`;
  if (isDescribed(found)) checkNeeds(site, found, value, given, path, at);
  const args = given && site.template(given.value, at, 'timeless', wanted.value);
  return runOf(found, args);
}

function runOf(found: NamedActivity | DescribedActivity, args: Decide | undefined): NamedActivity {
  const own = isDescribed(found) ? found.run : found;
  const schema = isDescribed(found) ? found.args : undefined;
  return (state, context) => {
    const given = args === undefined ? {} : (args(state) as Values);
    const result = schema?.['~standard'].validate(given);
    if (result === undefined || result instanceof Promise) return own(state, context, given);
    if (result.issues !== undefined) throw fatal(`What stands under "with" does not fit: ${issuesOf(result.issues)}`);
    return own(state, context, result.value as Values);
  };
}

/** Notes what an activity needs and a document does not have. */
function checkNeeds(
  site: GraphSite,
  activity: DescribedActivity,
  value: Piece,
  given: MappingEntry | undefined,
  path: string,
  at: string,
): void {
  const name = JSON.stringify(textOf(value));
  for (const [key, needed] of Object.entries(activity.state)) {
    const held = site.state.get(key);
    if (held !== undefined) {
      const needs = knownOfKey(needed as NamedKey);
      if (mayBeUsedAs(held, needs)) continue;
      const unfit = `Activity ${name} needs ${typeInWords(needs.cel)} under ${JSON.stringify(key)}, and the state has ${typeInWords(held.cel)} there. Change its type under "state".`;
      site.mistakes.add('unfit-value', path, value.at, unfit);
      continue;
    }
    const said = `Activity ${name} needs a key ${JSON.stringify(key)}, which the state does not have. Add it under "state".`;
    site.mistakes.add('missing-key', path, value.at, said);
  }
  const constant = given === undefined ? { value: {} } : site.constant(given.value, 'timeless');
  if (activity.args === undefined) return;
  if (constant === undefined) {
    if (given !== undefined)
      site.partsFit(given.value, at, 'timeless', activity.args, `What activity ${name} takes does not fit:`);
    return;
  }
  const result = activity.args['~standard'].validate(constant.value);
  if (result instanceof Promise || result.issues === undefined) return;
  const said = `What activity ${name} takes does not fit: ${issuesOf(result.issues)}`;
  site.mistakes.add('unfit-value', given === undefined ? path : at, given?.keyAt ?? value.at, said);
}

function issuesOf(
  issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[],
): string {
  const told = issues.map(({ message, path = [] }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  );
  return `${told.join('; ')}.`;
}
