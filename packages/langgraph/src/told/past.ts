/** A checkpoint of LangGraph as a step of a history: what its graph's state was, and which nodes came next. */

import { keyOf, writtenKey } from '@cairn/core/store';
import type { Document } from '../saver/document.ts';
import { timeAfter } from '../saver/id-time.ts';

/** Values by the names of channels, both as they stand in JSON that Cairn writes. */
export type Json = Readonly<Record<string, unknown>>;

/** What was written to a channel. */
export type Wrote = readonly [channel: string, json: unknown];

export interface Past {
  readonly id: string;
  /** The one that it follows. */
  readonly of: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** `input`, `loop`, `update` or `fork`. */
  readonly source: string;
  readonly values: Json;
  /** The nodes that come next, by name; none at the end. */
  readonly next: readonly string[];
  /** Those of them that edges lead to, be they sent to as well. */
  readonly led: readonly string[];
  /** What is sent to nodes that come next. */
  readonly sends: readonly { readonly node: string; readonly args?: unknown }[];
  /** A node waits for others, or until nothing else is left: what is pending beside `next`. */
  readonly isHalf: boolean;
  /** What the graph was given. */
  readonly input?: { readonly json: unknown };
}

/** What LangGraph keeps in channels for itself. */
const own = /^(?:__start__$|__pregel_|__input__$|branch:|join:|start:)/u;

/**
 * A checkpoint out of its document. Of a channel of which it has no value but what was written since, that is what the one before
 * has, with what was written to it then: `before` and `wrote` say so.
 */
export function pastOf(
  { id, of }: { readonly id: string; readonly of: string | undefined },
  { at, n, s, m, c }: Document,
  before: Json,
  wrote: readonly Wrote[],
): Past {
  const values: Record<string, unknown> = {};
  for (const key of Object.keys(c)) if (!own.test(keyOf(key))) values[key] = unwrapped(c[key]);
  for (const key of Object.keys(m['counters_since_delta_snapshot'] ?? {})) {
    if (!Object.hasOwn(c, key)) values[key] = grown(before[key], writesTo(key, wrote));
  }
  const led = ledTo({ n, s, c });
  const sends = sendsIn(c['__pregel_tasks']);
  const time = Math.floor(Date.parse(timeAfter(id, at)));
  return {
    id,
    of,
    time: Number.isFinite(time) ? time : 0,
    source: textOf(m['source']),
    values,
    next: [...new Set([...led, ...sends.map(({ node }) => node)])].toSorted(),
    led,
    sends,
    isHalf: Object.keys(c).some((key) => isHalf(keyOf(key), c[key])),
    ...(Object.hasOwn(c, '__start__') && { input: { json: c['__start__'] } }),
  };
}

function textOf(json: unknown): string {
  return typeof json === 'string' ? json : '';
}

/** A delta channel's value as a whole, where that is written. */
function unwrapped(json: unknown): unknown {
  const tagged = (json as { readonly $class?: readonly [string, unknown] } | null)?.$class;
  return tagged?.[0] === 'DeltaSnapshot' ? tagged[1] : json;
}

function writesTo(key: string, wrote: readonly Wrote[]): readonly unknown[] {
  return wrote.flatMap(([channel, json]) => (writtenKey(channel) === key ? [json] : []));
}

/** What was written is shown one after the other: what the channel's reducer makes of it nobody knows but the graph. */
function grown(before: unknown, writes: readonly unknown[]): unknown {
  return [...(Array.isArray(before) ? (before as unknown[]) : []), ...writes.flat()];
}

/** The nodes whose triggers are there and were not seen by them. */
function ledTo({ n, s, c }: Pick<Document, 'n' | 's' | 'c'>): readonly string[] {
  const led = new Set<string>();
  for (const key of Object.keys(c)) {
    const node = triggered(keyOf(key), c[key]);
    if (node === undefined) continue;
    const seen = (s[writtenKey(node)] as Json | undefined)?.[key];
    if (seen === undefined || isAfter(n[key], seen)) led.add(node);
  }
  return [...led].toSorted();
}

function sendsIn(json: unknown): Past['sends'] {
  const all = Array.isArray(json) ? (json as readonly { readonly node?: unknown }[]) : [];
  return all.filter((send): send is Past['sends'][number] => typeof send?.node === 'string');
}

/** Whether a channel holds something for a node that it does not trigger yet. */
function isHalf(channel: string, json: unknown): boolean {
  if (channel.startsWith('branch:to:')) return isHeldBack(json);
  if (!channel.startsWith('join:')) return false;
  const come = isDeferred(json) ? json[0] : json;
  return Array.isArray(come) && come.length > 0 && triggered(channel, json) === undefined;
}

/** The node that a channel with such a value triggers. */
function triggered(channel: string, json: unknown): string | undefined {
  if (isNothing(json)) return undefined;
  if (channel === '__start__') return channel;
  if (channel.startsWith('branch:to:')) return isHeldBack(json) ? undefined : channel.slice('branch:to:'.length);
  if (!channel.startsWith('join:') || isHeldBack(json)) return undefined;
  const at = channel.lastIndexOf(':');
  const all = channel.slice('join:'.length, at).split('+');
  const come = isDeferred(json) ? json[0] : json;
  return Array.isArray(come) && come.length >= all.length ? channel.slice(at + 1) : undefined;
}

/** The channel of a node that is put off until nothing else is left: its value, and whether that is so. */
function isDeferred(json: unknown): json is readonly [unknown, boolean] {
  return Array.isArray(json) && json.length === 2 && typeof json[1] === 'boolean';
}

/** Whether it is what stands for no value: such a channel of a node that is put off has none while nothing leads there. */
function isNothing(json: unknown): boolean {
  return (json as { readonly $undefined?: unknown } | null)?.$undefined === true;
}

function isHeldBack(json: unknown): boolean {
  return isDeferred(json) && !json[1];
}

function isAfter(version: unknown, seen: unknown): boolean {
  return typeof version === typeof seen && (version as number) > (seen as number);
}
