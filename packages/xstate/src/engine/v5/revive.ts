import { problem } from '@cairn/core/store';
import type { ActorMark, ActorRecord } from '../machine-state.ts';
import { fromPlain } from '../plain.ts';
import { isMachineSnapshot, type Inner, type InnerMachineSnapshot } from './inner.ts';

/** What XState brings an actor back from. Its context waits until the actors that it names are there. */
export function snapshotFor({ status, held, children }: ActorRecord): object {
  if (!('nodes' in held)) return { status };
  return {
    status,
    value: fromPlain(held['value'], noActor),
    context: {},
    historyValue: Object.fromEntries(
      Object.entries(held['history'] as Record<string, readonly string[]>).map(([key, ids]) => [
        key,
        ids.map((id) => ({ id })),
      ]),
    ),
    children: Object.fromEntries(
      Object.entries(children).map(([key, child]) => [
        key,
        {
          snapshot: snapshotFor(child),
          src: child.src,
          systemId: child.systemId,
          syncSnapshot: child.sync ?? false,
        },
      ]),
    ),
  };
}

/** Gives an actor that was brought back what it held; a problem `machine/unfit` where the machine has no place for it any more. */
export function revive(
  actor: Inner,
  record: ActorRecord,
  machine: string,
  actorOf: (mark: ActorMark) => unknown,
): void {
  const { held, status } = record;
  const snapshot = actor._snapshot;
  if (snapshot.status !== status) {
    throw problem('machine/unfit', { machine, actor: record.id, why: whyOf(snapshot['error']) }, snapshot['error']);
  }
  const { history: _, nodes, ...fields } = held;
  Object.assign(snapshot, fromPlain(fields, actorOf));
  if (isMachineSnapshot(snapshot) && nodes !== undefined) putInOrder(snapshot, nodes as readonly string[]);
}

/** In which order the nodes of parallel states are asked depends on the order in which they were entered. */
function putInOrder({ _nodes: nodes }: InnerMachineSnapshot, ids: readonly string[]): void {
  const places = new Map(ids.map((id, place) => [id, place]));
  nodes.sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function noActor(): undefined {
  return undefined;
}
