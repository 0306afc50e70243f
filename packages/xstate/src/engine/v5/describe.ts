import { problem } from '@cairn/core/store';
import type { Inner } from './inner.ts';
import type { Known } from './listen.ts';
import { nameOf } from './logic-at.ts';
import type { Recording } from './recording.ts';
import { isMachine, workOf } from './work.ts';

/** What the engine knows of an actor that comes to be; what cannot be begun again is refused. The machine itself has nobody above it. */
export function describe(actor: Inner, parent: Known | undefined, root: string, recording: Recording): Known {
  const refuse = (at: string, message: string): void =>
    recording.refuse(
      problem('machine/undurable', { machine: root, mistakes: [{ path: at === '' ? root : at, message }] }),
    );
  const work = workOf(actor.logic);
  const machine = isMachine(actor.logic) ? actor.logic : undefined;
  if (parent === undefined) return { path: '', logic: [], machine, src: '', work: work ?? 'inside' };
  const path = parent.path === '' ? actor.id : `${parent.path}/${actor.id}`;
  const src = typeof actor.src === 'string' ? actor.src : parent.machine && nameOf(parent.machine, actor.src);
  if (src === undefined) refuse(parent.path, recording.nameless(actor));
  if (work === undefined) refuse(path, 'its logic begins something of its own. Use one of XState, or a promise.');
  return { path, logic: [...parent.logic, src ?? ''], machine, src: src ?? '', work: work ?? 'inside' };
}
