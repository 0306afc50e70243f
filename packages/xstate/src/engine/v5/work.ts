import {
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  type AnyActorLogic,
  type AnyStateMachine,
} from 'xstate';
import { outcomes } from './inner.ts';

/** How a piece of logic works: inside of the engine, or outside of it as a job of one of three sorts. */
export type Work = 'inside' | 'promise' | 'observable' | 'callback';

/** What is known of how logic is written: XState makes all logic of a sort with one and the same transition. */
const written = new Map<string, Work>([
  [textOf(fromPromise(async () => undefined)), 'promise'],
  [textOf(fromObservable(nothing)), 'observable'],
  [textOf(fromEventObservable(nothing)), 'observable'],
  [textOf(fromCallback(() => undefined)), 'callback'],
]);

/** How logic works; undefined where it begins something of its own that nobody knows how to begin again. */
export function workOf(logic: AnyActorLogic): Work | undefined {
  if (isMachine(logic) || logic.start === undefined) return 'inside';
  return written.get(textOf(logic)) ?? (isPromise(logic) ? 'promise' : undefined);
}

export function isMachine(logic: unknown): logic is AnyStateMachine {
  return typeof logic === 'object' && logic !== null && '__xstatenode' in logic;
}

/** Whether logic that somebody else made behaves as a promise does. */
function isPromise(logic: AnyActorLogic): boolean {
  const data = {};
  try {
    const next = logic.transition({ status: 'active' }, { type: outcomes.promise.done, data }, {} as never) as {
      readonly status?: unknown;
      readonly output?: unknown;
    };
    return next.status === 'done' && next.output === data;
  } catch {
    return false;
  }
}

function textOf(logic: AnyActorLogic): string {
  return String(logic.transition);
}

function nothing(): never {
  throw new Error('It is not subscribed to.');
}
