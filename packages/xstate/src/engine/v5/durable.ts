import type { AnyActorLogic, AnyEventObject } from 'xstate';
import { OBSERVABLE_NEXT, outcomes, STOP, type InnerSnapshot } from './inner.ts';
import type { Work } from './work.ts';

/** What is heard of logic while it is run. */
export interface Hearing {
  /** It takes an event. */
  begin(event: object): void;
  /** It took it. */
  end(snapshot: InnerSnapshot): void;
  /** It got an event that is for who runs it outside. */
  told(event: AnyEventObject): void;
}

/** Events that make who gets them fail with an error, as if an action of it threw. */
export const failing: WeakMap<object, { readonly error: unknown }> = new WeakMap();

/** Logic that is heard; what works outside does not begin, and is told by events what its work came to. */
export function durable(logic: AnyActorLogic, work: Work, hearing: Hearing): AnyActorLogic {
  const heard: Partial<AnyActorLogic> =
    work === 'inside'
      ? inside(logic, hearing)
      : { start: () => undefined, transition: (snapshot, event) => outside(logic, work, snapshot, event, hearing) };
  return Object.assign(Object.create(logic) as AnyActorLogic, heard);
}

function inside(logic: AnyActorLogic, hearing: Hearing): Partial<AnyActorLogic> {
  return {
    getInitialSnapshot: (scope, input: unknown) => {
      hearing.begin({ type: 'xstate.init', input });
      const snapshot = logic.getInitialSnapshot(scope, input) as InnerSnapshot;
      hearing.end(snapshot);
      return snapshot as never;
    },
    transition: (snapshot, event, scope) => {
      throwFailure(event);
      if (event.type !== STOP) hearing.begin(event);
      const next = logic.transition(snapshot, event, scope) as InnerSnapshot;
      if (event.type !== STOP) hearing.end(next);
      return next as never;
    },
  };
}

const results: ReadonlySet<string> = new Set([
  ...Object.values(outcomes).flatMap((each) => Object.values(each)),
  OBSERVABLE_NEXT,
]);

function outside(
  logic: AnyActorLogic,
  work: Work,
  snapshot: InnerSnapshot,
  event: AnyEventObject,
  hearing: Hearing,
): never {
  throwFailure(event);
  if (snapshot.status !== 'active') return snapshot as never;
  // The logic's own would end work that did not begin here.
  if (event.type === STOP) return { ...snapshot, status: 'stopped', input: undefined } as never;
  if (work === 'callback') hearing.told(event);
  else if (results.has(event.type)) return logic.transition(snapshot, event, {} as never) as never;
  return snapshot as never;
}

function throwFailure(event: object): void {
  const failure = failing.get(event);
  if (failure !== undefined) throw failure.error;
}
