import type { Context } from '@cairn/core';
import { evidenceOf, type DeployEvidence, type Evidence } from '../graph/evidence.ts';
import type { Hypothesis } from '../graph/hypothesis.ts';

/** Bytes an order may leave behind before that counts as a leak. */
const leak = 262_144;

/** Finds the cause by rules. */
export async function correlate(
  evidence: readonly Evidence[],
  ctx: Context,
): Promise<{ hypothesis?: Hypothesis | undefined }> {
  const hypothesis = await ctx.step('correlate', () => hypothesisFrom(evidence));
  ctx.emit(hypothesis?.cause ?? 'the sources do not point to one cause');
  return { hypothesis };
}

/** The newest deploy is suspected of what began after it; each source that says so adds to the confidence. */
export function hypothesisFrom(evidence: readonly Evidence[]): Hypothesis | undefined {
  const deploy = evidenceOf(evidence, 'deploys');
  const remedy = deploy?.earlier[0];
  if (deploy === undefined || remedy === undefined) return undefined;
  const symptoms = symptomsOf(evidence, deploy);
  if (symptoms.length === 0) return undefined;
  const cause = `${deploy.version} ${symptoms.join(' and ')}, since its deploy: ${deploy.summary}`;
  return { cause, suspect: deploy.version, remedy, confidence: symptoms.length > 1 ? 0.9 : 0.6 };
}

function symptomsOf(evidence: readonly Evidence[], deploy: DeployEvidence): string[] {
  const logs = evidenceOf(evidence, 'logs');
  const metrics = evidenceOf(evidence, 'metrics');
  const fails = logs?.version === deploy.version && logs.since !== undefined && logs.since >= deploy.at;
  const leaks = metrics?.version === deploy.version && metrics.keptBytes > leak;
  return [
    ...(fails ? [`fails orders with "${logs.signature}"`] : []),
    ...(leaks ? ['leaks memory with each order'] : []),
  ];
}
