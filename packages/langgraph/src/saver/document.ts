/**
 * A checkpoint as JSON, and what leads from one to the next.
 *
 * `document + edits(document, next)` is `next`, and what is in both is in neither the edits nor, where it is a container, made anew.
 */

import type { Checkpoint, CheckpointMetadata, ChannelVersions } from '@langchain/langgraph-checkpoint';
import { differenceOf, patched, writtenKey, type Edit } from '@cairn/core/store';
import { fromStored } from '../value/from-stored.ts';
import { toStored, type Classes, type Codec } from '../value/to-stored.ts';
import { sinceId, timeAfter } from './id-time.ts';

type Part = Readonly<Record<string, unknown>>;

/** All of a checkpoint but its id, which is its place. The names are short because each edit bears one. */
export interface Document {
  readonly v: number;
  /** When it was made: in milliseconds since the time in its id, or as it was written. */
  readonly at: number | string;
  /** The channels' versions. */
  readonly n: Part;
  /** Which versions each node has seen. */
  readonly s: Part;
  /** The metadata. */
  readonly m: Part;
  /** The channels' values. */
  readonly c: Part;
}

/** What is put. */
export interface Given {
  readonly checkpoint: Checkpoint;
  readonly metadata: CheckpointMetadata;
  readonly newVersions: ChannelVersions;
}

/** The value of a channel that is not new, as it stands in what is known already; undefined where it is to be written. */
export type Found = (channel: string, version: unknown) => { readonly json: unknown } | 'none' | undefined;

export function documentOf(given: Given, found: Found, classes: Classes): Document {
  const { v, id, ts, channel_values, channel_versions, versions_seen } = given.checkpoint;
  const n = toStored(channel_versions, 'channel_versions', classes) as Part;
  return {
    v,
    at: sinceId(id, ts),
    n,
    s: toStored(versions_seen, 'versions_seen', classes) as Part,
    m: toStored(given.metadata, 'metadata', { ...classes, strict: false }) as Part,
    c: channels(given, channel_values, n, found, classes),
  };
}

function channels(given: Given, values: Part, n: Part, found: Found, classes: Classes): Part {
  const all: Record<string, unknown> = {};
  for (const name of Object.keys(values)) {
    const key = writtenKey(name);
    const kept = Object.hasOwn(given.newVersions, name) ? undefined : found(key, n[key]);
    if (kept === 'none') continue;
    all[key] = kept === undefined ? toStored(values[name], `channel "${name}"`, classes) : kept.json;
  }
  return all;
}

export function checkpointOf(id: string, { v, at, n, s, c }: Document, codec: Codec): Checkpoint {
  return {
    v,
    id,
    ts: timeAfter(id, at),
    channel_values: fromStored(c, codec) as Record<string, unknown>,
    channel_versions: fromStored(n, codec) as ChannelVersions,
    versions_seen: fromStored(s, codec) as Record<string, ChannelVersions>,
  };
}

const scalars = ['v', 'at'] as const;
const records = ['n', 's', 'm', 'c'] as const;

/** The edits that lead from one document to another. */
export function editsOf(was: Document, is: Document): readonly Edit[] {
  const edits: Edit[] = [];
  for (const name of scalars) if (was[name] !== is[name]) edits.push({ at: [name], set: is[name] });
  for (const name of records) differ(was[name], is[name], name, edits);
  return edits;
}

/** Part by part: how many parts of a document differ is no reason to tell all of it anew. */
function differ(was: Part, is: Part, name: string, edits: Edit[]): void {
  for (const key of Object.keys(was)) if (!Object.hasOwn(is, key)) edits.push({ at: [name, key], drop: true });
  for (const key of Object.keys(is)) {
    if (!Object.hasOwn(was, key)) edits.push({ at: [name, key], set: is[key] });
    else if (was[key] !== is[key]) {
      const within = differenceOf(was[key], is[key]);
      if (within === undefined) edits.push({ at: [name, key], set: is[key] });
      else for (const edit of within) edits.push({ ...edit, at: [name, key, ...edit.at] });
    }
  }
}

export function edited(document: Document, edits: readonly Edit[]): Document {
  return patched(document, edits) as Document;
}

/** An edit as it is written: its place, and what comes there; nothing where it drops what is there. */
export type WrittenEdit = readonly [at: Edit['at'], ...what: readonly unknown[]];

export function writtenEdit(edit: Edit): WrittenEdit {
  if ('set' in edit) return [edit.at, edit.set];
  return 'drop' in edit ? [edit.at] : [edit.at, ...edit.splice];
}

export function editOf([at, ...what]: WrittenEdit): Edit {
  if (what.length === 0) return { at, drop: true };
  if (what.length === 1) return { at, set: what[0] };
  return { at, splice: what as unknown as readonly [number, number, readonly unknown[] | string] };
}
