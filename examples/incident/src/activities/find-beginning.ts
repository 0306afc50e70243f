import type { WorkerContext } from '@cairn/patterns';
import { evidenceOf, type Evidence } from '../graph/evidence.ts';

/** When it began: with the deploy, as one would think; where that cannot be, with the first order that failed. */
export async function findBeginning(
  evidence: readonly Evidence[],
  since: Date | undefined,
  refused: readonly string[],
  { step }: Pick<WorkerContext, 'step'>,
): Promise<{ began: Date; words: string }> {
  return step('find', () => {
    const deploy = evidenceOf(evidence, 'deploys');
    if (refused.length > 0 && since !== undefined) return { began: since, words: 'with the first order that failed' };
    if (deploy === undefined) throw new Error('Nobody knows what was deployed.');
    return { began: deploy.at, words: `with the deploy of ${deploy.version}` };
  });
}
