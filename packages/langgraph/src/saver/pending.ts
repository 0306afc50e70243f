/**
 * What tasks wrote while a checkpoint's superstep ran.
 *
 * A write has a number: its place in its call, or that of its kind. One with the number of a kind replaces what is there; of others
 * the first stays, for a task that runs again has written already.
 */

import { WRITES_IDX_MAP, compareWritesSortKeys, writesSortKey } from '@langchain/langgraph-checkpoint';
import type { Written, WrittenWrite } from './written.ts';

/** A write as JSON. */
export interface Write {
  readonly task: string;
  /** Where its task stands in the superstep. */
  readonly path: string;
  readonly number: number;
  readonly channel: string;
  readonly json: unknown;
}

export function numberOf(channel: string, at: number): number {
  return WRITES_IDX_MAP[channel] ?? at;
}

/** Those that are there, with others that come; the same where nothing of these is new. */
export function merged(there: readonly Write[], come: readonly Write[]): readonly Write[] {
  const all = new Map(there.map((write) => [write.number, write]));
  const before = all.size;
  let replaced = false;
  for (const write of come) {
    if (write.number < 0) replaced = true;
    else if (all.has(write.number)) continue;
    all.set(write.number, write);
  }
  return all.size === before && !replaced
    ? there
    : [...all.values()].toSorted((one, other) => one.number - other.number);
}

/** The JSON of a task's writes. */
export function writtenWrites(writes: readonly Write[]): Written {
  const path = writes[0]?.path ?? '';
  const w = writes.map((write, at): WrittenWrite => {
    const { channel, json, number } = write;
    if (write.path !== path) return [channel, json, number, write.path];
    return number === numberOf(channel, at) ? [channel, json] : [channel, json, number];
  });
  return path === '' ? { w } : { p: path, w };
}

export function readWrites(task: string, { p = '', w }: Written): readonly Write[] {
  return w.map(([channel, json, number, path], at) => ({
    task,
    channel,
    json,
    number: number ?? numberOf(channel, at),
    path: path ?? p,
  }));
}

/** In the order in which a superstep takes them. */
export function inOrder(writes: readonly Write[]): readonly Write[] {
  const key = ({ path, task, number }: Write): ReturnType<typeof writesSortKey> => writesSortKey(path, task, number);
  return writes.toSorted((one, other) => compareWritesSortKeys(key(one), key(other)));
}
