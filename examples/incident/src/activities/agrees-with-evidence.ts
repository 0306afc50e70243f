import { evidenceOf, type Evidence } from '../graph/evidence.ts';
import type { Hypothesis } from '../graph/hypothesis.ts';

/** Holds a hypothesis against what was seen, whoever came up with it; a sentence for one that does not agree. */
export function agreesWithEvidence(
  { hypothesis }: { readonly hypothesis?: Hypothesis | undefined },
  { evidence }: { readonly evidence: readonly Evidence[] },
): true | string {
  if (hypothesis === undefined) return 'the investigation found no likely cause';
  const { suspect, remedy } = hypothesis;
  const seen = [evidenceOf(evidence, 'logs')?.version, evidenceOf(evidence, 'metrics')?.version];
  const other = seen.find((version) => version !== undefined && version !== suspect);
  if (other !== undefined) return `it suspects ${suspect}, but the failures were seen at ${other}`;
  const earlier = evidenceOf(evidence, 'deploys')?.earlier ?? [];
  if (!earlier.includes(remedy)) return `its remedy is ${remedy}, which was not deployed before`;
  return remedy !== suspect || `its remedy is ${suspect} itself`;
}
