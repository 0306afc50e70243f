import type { ActorRecord, Kind } from '../machine-state.ts';
import { isMachineSnapshot, RUNNING, type Inner, type InnerMachineSnapshot } from './inner.ts';
import type { Recording } from './recording.ts';
import type { Work } from './work.ts';

/** What an actor's record needs to know beside the actor. */
export interface Describing {
  readonly recording: Recording;
  of(actor: Inner): { readonly path: string; readonly src: string; readonly work: Work };
}

/** An actor and those below it, written down. */
export function recordOf(actor: Inner, describing: Describing): ActorRecord {
  const { path, src, work } = describing.of(actor);
  const snapshot = actor._snapshot;
  const isMachine = isMachineSnapshot(snapshot);
  const data = isMachine ? machineData(snapshot) : ownData(snapshot);
  const children = isMachine ? snapshot.children : {};
  return {
    session: actor.sessionId,
    id: actor.id,
    kind: kindOf(work),
    src,
    ...systemIdOf(actor),
    ...(actor._syncSnapshot === true ? { sync: true } : {}),
    running: actor._processingStatus === RUNNING,
    status: snapshot.status,
    held: Object.fromEntries(
      Object.entries(data)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, describing.recording.plain(value, path, key)]),
    ),
    children: Object.fromEntries(
      Object.entries(children).flatMap(([key, child]) =>
        child === undefined ? [] : [[key, recordOf(child, describing)]],
      ),
    ),
  };
}

/** The name in the system, as long as it is its own. */
function systemIdOf(actor: Inner): { readonly systemId?: string } {
  const { systemId, system } = actor;
  return systemId === undefined || system.get(systemId) !== actor ? {} : { systemId };
}

/** What an actor is to a host, by how its logic works. */
export function kindOf(work: Work): Kind {
  if (work === 'inside' || work === 'promise') return work;
  return 'live';
}

function machineData({ value, context, output, error, historyValue, _nodes }: InnerMachineSnapshot): object {
  const history = Object.fromEntries(
    Object.entries(historyValue).map(([key, nodes]) => [key, nodes.map(({ id }) => id)]),
  );
  return { value, context, output, error, history, nodes: _nodes.map(({ id }) => id) };
}

/** The snapshot of other logic is data, but for what an observable holds while it is subscribed to. */
function ownData({ status: _, _subscription, ...data }: Readonly<Record<string, unknown>>): object {
  return data;
}
