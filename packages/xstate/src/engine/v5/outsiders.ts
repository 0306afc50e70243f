import { createActor, fromTransition, type AnyEventObject } from 'xstate';
import type { ActorMark } from '../machine-state.ts';
import { STOPPED, type Inner } from './inner.ts';

export const HOLDER = 'holder';

/** Who holds a machine, as its actors see it: what is sent to it goes to `send`. */
export function holderOf(send: (event: AnyEventObject) => void): Inner {
  const holder = { id: HOLDER, sessionId: HOLDER, send, _send: send, getSnapshot: () => undefined };
  return Object.assign(holder, { ref: holder }) as unknown as Inner;
}

const over = fromTransition((state: undefined) => state, undefined);

/** An actor that is no more, for who still names it: it takes nothing. */
export function stoppedActor({ xstate$$actor, id }: ActorMark, owner: Inner): Inner {
  const actor = createActor(over, { id, parent: owner as never }) as unknown as Inner;
  actor.sessionId = xstate$$actor;
  actor._processingStatus = STOPPED;
  return actor;
}
