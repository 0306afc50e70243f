import { durable } from './durable.ts';
import type { Inner } from './inner.ts';
import type { Called, Recording } from './recording.ts';
import type { Work } from './work.ts';

/** What the engine knows of an actor beside what XState does. */
export interface Known extends Called {
  /** The name of its logic in the machine of who began it. */
  readonly src: string;
  readonly work: Work;
}

/** Has everything that an actor does written down. What it would do outside it does not do. */
export function listen(actor: Inner, known: Known, recording: Recording, newJob: () => string): void {
  const { path, work } = known;
  const scope = actor._actorScope;
  actor.logic = durable(actor.logic, work, {
    begin: (event) => recording.begin(actor, path, event),
    end: (snapshot) => recording.end(actor, snapshot),
    told: (event) => recording.told.push({ job: actor.sessionId, event: recording.event(event, path) }),
  });
  scope.emit = (event) => recording.emitted.push({ actor: path, event: recording.event(event, path) });
  scope.logger = (...told) => recording.log(actor, told, path);
  const execute = scope.actionExecutor;
  // XState's own actions are data for the system, which takes them as it always does.
  scope.actionExecutor = (action) =>
    execute(
      action.type.startsWith('xstate.')
        ? action
        : { ...action, exec: () => recording.act(actor, known, action, newJob) },
    );
}
