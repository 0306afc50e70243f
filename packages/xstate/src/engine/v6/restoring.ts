import { problem } from '@cairn/core/store';
import { over } from './actors.ts';
import type { InnerLogic, InnerMachine } from './inner.ts';

/** The event by which a system is brought back. */
export const RESTORE = 'cairn.restore';

/** A machine that takes {@link RESTORE}, with what is stored of it in the place of its snapshot. */
export function restoring(machine: InnerMachine): InnerLogic {
  return over(machine, {
    transition: (snapshot, event, scope) => {
      if (event.type !== RESTORE) return machine.transition(snapshot, event, scope);
      try {
        return [machine.restoreSnapshot(snapshot, scope), []];
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw problem('machine/unfit', { machine: machine.id, actor: machine.id, why }, error);
      }
    },
  });
}
