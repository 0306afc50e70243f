import type { AnyStateMachine, SnapshotFrom } from 'xstate';
import type { MachineState } from '../engine/machine-state.ts';
import { standingOf } from '../engine/stands.ts';

/**
 * What XState says of a machine of XState 5 as a thread has it, by the state of that: `context`, `matches`, `can`, `hasTag`, `getMeta`. Its children are data, so there are none
 * in it, and what stands for an actor in its context is data too.
 *
 * @example
 * const { state } = await thread.settled();
 * const snapshot = snapshotOf(machine, state);
 * console.log(snapshot.context, snapshot.matches('paying'));
 */
export function snapshotOf<M extends AnyStateMachine>(
  machine: M,
  { machine: state }: { readonly machine: MachineState },
): SnapshotFrom<M> {
  const { value, context, status, output, error } = standingOf(state);
  return machine.resolveState({ value, context, status, output, error } as never) as SnapshotFrom<M>;
}
