import { memory, open, type AnyGraph, type Cairn, type Row } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { exportThread } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import type { Part } from '../determinism/parts.ts';
import { withPeers } from '../determinism/peers.ts';
import { play } from '../determinism/play.ts';
import { graphOf } from '../determinism/random-graph.ts';

/** A thread of a random graph that was played to its end, and a runtime that has it much later. */
export interface PlayedThread {
  readonly store: Store;
  readonly graph: AnyGraph;
  readonly cairn: Cairn;
  readonly rows: readonly Row[];
}

/** The id of a thread that was played. */
export const playedId = 'random';

/** Plays a graph of parts by the schedule of a seed. */
export async function played(parts: readonly Part[], seed: number): Promise<PlayedThread> {
  const store = memory();
  const { rows } = await play(parts, seed, store);
  const graph = graphOf(parts, { pause: () => undefined, answersNow: () => true });
  const clock = virtualClock(Date.UTC(2027, 0, 1));
  // What is due by then stays as it is, so that the log does.
  return { store, graph, rows, cairn: open({ store, graphs: withPeers(graph), clock, recover: false }) };
}

/** All bytes that a thread has. */
export async function bytesOf(store: Store, id: string): Promise<string> {
  let text = '';
  for await (const line of exportThread(store, id)) text += `${line}\n`;
  return text;
}

/** A checkpoint without its number and the times in it. */
export function timeless({
  seq: _,
  time: _time,
  asOf: _asOf,
  turn: _turn,
  due: _due,
  transient: _transient,
  note,
  opened,
  ...row
}: Row): unknown {
  const { at: _at, failure, ...rest } = note ?? {};
  const lanes = opened?.lanes.map(({ transient: _dropped, ...lane }) => lane);
  return {
    ...row,
    ...(note && { note: { ...rest, ...(failure && { failure: { ...failure, at: 0, stack: '' } }) } }),
    ...(opened && { opened: { ...opened, lanes } }),
  };
}
