import { durable } from './durable.ts';
import type { Inner, InnerAction } from './inner.ts';
import type { Called, Recording } from './recording.ts';
import type { Work } from './work.ts';

/** What the engine knows of an actor beside what XState does. */
export interface Known extends Called {
  /** The name of its logic in the machine of who began it. */
  readonly src: string;
  readonly work: Work;
}

/**
 * Has everything that an actor does written down, until it is let go of. What it would do outside it does not do.
 *
 * XState puts a new executor of actions around the one there was at each microstep. V8's young collector keeps those functions, and
 * with them all that they can reach: without letting go, whole systems lived on until the next full collection, and to copy them took
 * longer than the steps themselves.
 */
export function listen(actor: Inner, known: Known, recording: Recording, newJob: () => string): () => void {
  const { path, work } = known;
  const scope = actor._actorScope;
  actor.logic = durable(actor.logic, work, {
    begin: (event) => recording.begin(actor, path, event),
    end: (snapshot) => recording.end(actor, snapshot),
    told: (event) => recording.told.push({ job: actor.sessionId, event: recording.event(event, path) }),
  });
  const { actionExecutor } = scope;
  // XState's own actions are data for the system, which takes them as it always does.
  const held: Held = {
    execute: (action) =>
      actionExecutor(
        action.type.startsWith('xstate.')
          ? action
          : { ...action, exec: () => recording.act(actor, known, action, newJob) },
      ),
  };
  Object.assign(scope, {
    emit: (event: object) => recording.emitted.push({ actor: path, event: recording.event(event, path) }),
    logger: (...told: unknown[]) => recording.log(actor, told, path),
    actionExecutor: executorOf(held),
  });
  return () => {
    held.execute = undefined;
  };
}

interface Held {
  execute: ((action: InnerAction) => void) | undefined;
}

/** It reaches nothing but what is held, and stands apart so that it is no part of what it would reach else. */
function executorOf(held: Held): (action: InnerAction) => void {
  return (action) => held.execute?.(action);
}
