import { soon } from '../../store/contract/soon.ts';
import type { StoredOutput } from '../../store/contract/store.ts';
import type { ReadOutputs } from './ring.ts';

/** What a drive showed and has not written yet; undefined where there is nothing. */
interface Unwritten {
  readonly unwritten: readonly StoredOutput[] | undefined;
}

/**
 * Reads what a thread showed: what its store keeps, and what a drive in this process has shown and not written yet. That is looked at
 * first, so that nothing which is written meanwhile is in neither.
 */
export function outputsOf(stored: ReadOutputs, showing: () => Unwritten | undefined): ReadOutputs {
  return (after) => {
    const here = (showing()?.unwritten ?? []).filter(({ n }) => n > after);
    return soon(stored(after), (there) => [...there, ...here.filter(({ n }) => n > (there.at(-1)?.n ?? 0))]);
  };
}
