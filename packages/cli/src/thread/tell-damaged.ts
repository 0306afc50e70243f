import { listed } from '@cairn/core/store';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';

/** Says which threads are not in a list because their records are damaged: the list is not all there is. */
export function tellDamaged(context: Context, damaged: readonly string[] | undefined): void {
  if (damaged === undefined || damaged.length === 0) return;
  context.exitCode = exitCode.problem;
  const names = listed(damaged.map((id) => JSON.stringify(id)));
  context.output.note(
    `Not listed, as ${damaged.length === 1 ? 'its record is' : 'their records are'} damaged: ${names}. "cairn integrity" says more.`,
  );
}
