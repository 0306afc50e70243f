import type { ThreadRecord } from './record.ts';
import type { Message, StoredState } from './stored.ts';

/** How a thread is taken. Where something that is said here does not hold of it, it is looked at, and left as it is. */
export interface Take {
  readonly owner: string;
  /** By which it is judged whether whoever has it is alive, where the store has no clock of its own, in milliseconds since 1970. */
  readonly now: number;
  /** Takes it from a living owner too. */
  readonly force?: boolean;
  /** It last ran with one of these plans. */
  readonly fingerprints?: readonly string[];
  /** Its owners died at most so often in a row, with the one that has it now. */
  readonly deaths?: number;
  /**
   * What is known of it. Where it is still that, its state is not read, and of its messages those after `seen`; whoever had it since has
   * raised its fence.
   */
  readonly known?: Pick<ThreadRecord, 'created' | 'fence' | 'head'> & { readonly seen: number };
}

/** A thread that was to be taken, all of it as of one moment. */
export type Found =
  | {
      readonly isTaken: true;
      /** Who owned it until then, dead or, where it was taken by force, alive. */
      readonly from: string | null;
      /** As it is since. */
      readonly record: ThreadRecord;
      /** Undefined where it is as it was known. */
      readonly state: StoredState | undefined;
      /** Those that are not consumed yet, oldest first. */
      readonly messages: readonly Message[];
      /** How many outputs it had. */
      readonly shown: number;
    }
  | { readonly isTaken: false; readonly record: ThreadRecord };

/** Whether a thread may be taken as it stands, and whoever owns it is alive or not. */
export function mayTake(
  { force = false, fingerprints, deaths = Infinity }: Pick<Take, 'force' | 'fingerprints' | 'deaths'>,
  { owner, takeovers, fingerprint }: ThreadRecord,
  isAlive: boolean,
): boolean {
  if (isAlive && !force) return false;
  if (fingerprints !== undefined && !fingerprints.includes(fingerprint)) return false;
  return takeovers + (owner === null || isAlive ? 0 : 1) <= deaths;
}

/** Whether a thread, before it is taken, is as it is known. */
export function isAsKnown(
  { known }: Take,
  { created, fence, head }: Pick<ThreadRecord, 'created' | 'fence' | 'head'>,
): boolean {
  return known !== undefined && known.created === created && known.fence === fence && known.head === head;
}
