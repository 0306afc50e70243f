import { canClose } from './halted.ts';
import type { Lane } from './lane.ts';
import type { Snapshot } from './snapshot.ts';

/** Whether enough of a lane's lanes can still close, lost ones and those that need them left aside. */
export function canMeet({ lanes }: Pick<Snapshot, 'lanes'>, { path, fork }: Lane): boolean {
  return fork === undefined || canClose(lanes, fork, lanes.haltsOf(path).lost);
}
