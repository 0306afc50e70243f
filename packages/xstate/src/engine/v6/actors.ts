import { problem } from '@cairn/core/store';
import {
  isMachine,
  isMachineSnapshot,
  STOP,
  STOPPED,
  type InnerActor,
  type InnerLogic,
  type InnerMachine,
  type InnerSnapshot,
} from './inner.ts';
import type { Called, DurableRecording } from './durable-recording.ts';

/** All actors below a machine, with the ids down to each. */
export function actorsBelow(snapshot: InnerSnapshot): ReadonlyMap<InnerActor, readonly string[]> {
  const found = new Map<InnerActor, readonly string[]>();
  const look = (each: InnerSnapshot, ids: readonly string[]): void => {
    if (!isMachineSnapshot(each)) return;
    for (const [id, child] of Object.entries(each.children)) {
      found.set(child, [...ids, id]);
      look(child.getSnapshot(), [...ids, id]);
    }
  };
  look(snapshot, []);
  return found;
}

/** Why a step is refused that leaves an actor of {@link lostOf}. */
export const LOST =
  'It lives, but XState has no child of its id any more, so it would end with the process. Invoke it, or spawn it on a transition.';

/**
 * Those of some actors that live and are nobody's child: XState 6.0.0-alpha.52 forgets who was spawned by the entry of a state where a
 * state that is entered after it invokes, and its own snapshots know nothing of it either.
 */
export function lostOf(actors: Iterable<InnerActor>, living: ReadonlyMap<InnerActor, unknown>): readonly InnerActor[] {
  return [...actors].filter((actor) => !living.has(actor) && !isOver(actor));
}

function isOver(actor: InnerActor): boolean {
  if (actor._processingStatus === STOPPED || actor.getSnapshot().status !== 'active') return true;
  return actor._parent !== undefined && isOver(actor._parent);
}

/** How an actor is called in what is recorded. */
export function calledOf({ address, id, src, logic, _parent }: InnerActor, machine: InnerMachine): Called {
  if (_parent === undefined) return { address, path: '', logic: [], actions: actionsOf(machine) };
  const above = calledOf(_parent, machine);
  return {
    address,
    path: above.path === '' ? id : `${above.path}/${id}`,
    logic: [...above.logic, typeof src === 'string' ? src : ''],
    actions: actionsOf(logic),
  };
}

/** A problem `machine/unfit` where XState could not bring an actor back, which it then brings back as one that failed. */
export function mustFit(actor: InnerActor, { status }: Readonly<Record<string, unknown>>, machine: InnerMachine): void {
  const { status: now, error } = actor.getSnapshot();
  if (now === status) return;
  const why = error instanceof Error ? error.message : String(error);
  throw problem('machine/unfit', { machine: machine.id, actor: actor.id, why }, error);
}

/** Logic that has what it takes written down. */
export function heard(logic: InnerLogic, called: Called, recording: DurableRecording): InnerLogic {
  return over(logic, {
    transition: (snapshot, event, scope) => {
      if (event.type === STOP) return logic.transition(snapshot, event, scope);
      recording.begin(called, snapshot, event);
      const [next, effects] = logic.transition(snapshot, event, scope);
      recording.end(called, snapshot, next, effects);
      return [next, effects];
    },
  });
}

/** Logic that fails by an error once, and is as it was then. */
export function failingOnce(logic: InnerLogic, error: unknown): InnerLogic {
  let isThrown = false;
  return over(logic, {
    transition: (...given) => {
      if (isThrown) return logic.transition(...given);
      isThrown = true;
      throw error;
    },
  });
}

/** Logic with something of its own in the place of what it had. */
export function over(logic: InnerLogic, own: Partial<InnerLogic>): InnerLogic {
  return Object.assign(Object.create(logic) as InnerLogic, own);
}

/** The names of the actions that logic has, by what they are. */
function actionsOf(logic: InnerLogic): ReadonlyMap<unknown, string> {
  if (!isMachine(logic)) return new Map();
  return new Map(Object.entries(logic.sources.actions).map(([name, action]) => [action, name]));
}
