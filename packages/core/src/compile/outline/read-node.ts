import { entriesOf, fieldsOf, lengthOf, noFields } from './fields.ts';
import type { Fields, GraphOutline, ListEntry, NodeOutline } from './outline.ts';
import type { Author, NodeKind, NodePlan, RetryPlan } from '../plan.ts';
import { readDrawing } from './read-drawing.ts';
import { readAfter, readOn, readOnError } from './read-exits.ts';
import { readNext } from './read-next.ts';
import type { Reader } from './reader.ts';

/** Gives the outline of a graph that a node holds. */
export type ReadChild = (path: string, child: unknown) => GraphOutline | undefined;

const ofNode = [
  'run',
  'graph',
  'final',
  'next',
  'on',
  'after',
  'onError',
  'input',
  'output',
  'verify',
  'retry',
  'timeout',
  'cache',
  'writes',
  'share',
  'label',
  'description',
  'drawing',
];

const ofRetry = ['attempts', 'backoff', 'factor', 'max', 'jitter', 'when'];

/** Reads a node. */
export function readNode(
  reader: Reader,
  path: string,
  name: string,
  value: unknown,
  readChild: ReadChild,
): NodeOutline {
  const fields = reader.record(path, value, 'a node, which is an object such as { run, next } or { final: true }');
  reader.known(path, fields, ofNode, 'A node');
  reader.typed(path, fields, {
    run: 'function',
    input: 'function',
    output: 'function',
    verify: 'function',
    label: 'string',
    description: 'string',
  });
  const { final, graph } = fields;
  if (final !== undefined && final !== true) reader.wrong(`${path}.final`, final, 'true, or left out');
  const unreadable = fields === noFields;
  if (unreadable) reader.ways.push({ kind: 'next', path, to: undefined });
  const kind = kindOf(fields);
  const { next, fork } = readNext(reader, `${path}.next`, fields['next']);
  const on = readOn(reader, `${path}.on`, fields['on']);
  const after = readAfter(reader, `${path}.after`, fields['after']);
  const onError = readOnError(reader, `${path}.onError`, fields['onError']);
  const writes = readKeys(reader, 'keys', `${path}.writes`, fields['writes']);
  const share = readKeys(reader, 'shares', `${path}.share`, fields['share']);
  const child = graph === undefined ? undefined : readChild(`${path}.graph`, graph);
  const retry = readRetry(reader, `${path}.retry`, fields['retry']);
  const cache = readCache(reader, `${path}.cache`, fields['cache']);
  return {
    name,
    path,
    kind,
    fields,
    ...reader.exits,
    retry,
    cache,
    waits: happens(fields['on'], Object.keys(on)) || happens(fields['after'], entriesOf(fields['after']) ?? after),
    ...(fork !== undefined && { fork }),
    ...(child !== undefined && { child }),
    plan: {
      name,
      kind,
      ...ownParts(fields),
      ...drawingPart(reader, path, fields),
      ...(next && { next }),
      on,
      after,
      ...(onError && { onError }),
      retry: retryPlan(retry),
      ...(fields['cache'] !== undefined && {
        cache: { key: cache['key'] as Author, ttl: lengthOf(cache['ttl']) ?? 0 },
      }),
      ...(writes && { writes }),
      ...(share && share.length > 0 && { share }),
    },
  };
}

/** Whether what is read may take a lane on: there is some of it, or it could not be read. */
function happens(value: unknown, read: readonly unknown[]): boolean {
  return value !== undefined && (read.length > 0 || (fieldsOf(value) === undefined && entriesOf(value) === undefined));
}

/** What is drawn below a node, as its plan has it. */
function drawingPart(reader: Reader, path: string, fields: Fields): Pick<NodePlan, 'drawing'> {
  const drawing = readDrawing(reader, `${path}.drawing`, fields['drawing']);
  return drawing === undefined ? {} : { drawing };
}

/** Of a plan, what a node has as it is written. */
function ownParts(fields: Fields): Partial<NodePlan> {
  const { run, input, output, verify } = fields as unknown as NodePlan;
  const timeout = lengthOf(fields['timeout']);
  return {
    ...(run && { run }),
    ...(input && { input }),
    ...(output && { output }),
    ...(verify && { verify }),
    ...(timeout !== undefined && { timeout }),
  };
}

function kindOf({ final, run, graph, on, after }: Fields): NodeKind {
  if (final === true) return 'final';
  if (run !== undefined) return 'run';
  if (graph !== undefined) return 'graph';
  return on === undefined && after === undefined ? 'pass' : 'wait';
}

function readRetry(reader: Reader, path: string, retry: unknown): Fields {
  const fields = reader.optional(path, retry, 'an object such as { attempts: 3 }');
  reader.typed(path, fields, { when: 'function' });
  reader.known(path, fields, ofRetry, 'A retry');
  return fields;
}

function retryPlan(retry: Fields): RetryPlan {
  const { attempts = 1, factor = 2, jitter = 0, when } = retry as unknown as Partial<RetryPlan>;
  const backoff = lengthOf(retry['backoff']) ?? 0;
  return { attempts, backoff, factor, max: lengthOf(retry['max']) ?? Infinity, jitter, ...(when && { when }) };
}

function readCache(reader: Reader, path: string, cache: unknown): Fields {
  const fields = reader.optional(path, cache, 'an object such as { key: (state) => …, ttl: "1h" }');
  if (cache !== undefined && fields['key'] === undefined)
    reader.wrong(`${path}.key`, undefined, 'a function of the state');
  reader.typed(path, fields, { key: 'function' });
  reader.known(path, fields, ['key', 'ttl'], 'A cache');
  return fields;
}

function readKeys(reader: Reader, of: 'keys' | 'shares', path: string, keys: unknown): readonly string[] | undefined {
  if (keys === undefined) return undefined;
  const names = reader.list(path, keys, 'a list of keys of the state');
  const entries = names?.map((value, index): ListEntry => {
    const at = `${path}[${index}]`;
    return { path: at, name: reader.name(at, value, 'a key of the state'), guarded: false };
  });
  if (entries !== undefined) reader.lists.push({ path, of, entries });
  return names as readonly string[] | undefined;
}

/** The keys that a node declares to write, where it does. */
export function writesOf(node: NodeOutline): readonly ListEntry[] {
  return node.lists.find((list) => list.of === 'keys')?.entries ?? [];
}

/** The keys that a node says to share with its subgraph. */
export function sharesOf(node: NodeOutline): readonly ListEntry[] {
  return node.lists.find((list) => list.of === 'shares')?.entries ?? [];
}
