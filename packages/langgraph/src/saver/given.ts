/** A checkpoint of LangGraph as the document that is kept of it, and back. */

import type { Checkpoint, CheckpointMetadata, ChannelVersions } from '@langchain/langgraph-checkpoint';
import { writtenKey } from '@cairn/core/store';
import { fromStored } from '../value/from-stored.ts';
import { toStored, type Classes, type Codec } from '../value/to-stored.ts';
import type { Document, Part } from './document.ts';
import { sinceId, timeAfter } from './id-time.ts';

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
