import type { Evidence } from '../graph/evidence.ts';
import type { Hypothesis } from '../graph/hypothesis.ts';
import { fact, heading } from './paint.ts';

/** Prints what a person is asked to approve. */
export function showProposal(service: string, hypothesis: Hypothesis, evidence: readonly Evidence[]): void {
  heading('Approval');
  fact('Cause', hypothesis.cause);
  fact('Confidence', `${Math.round(hypothesis.confidence * 100)}%`);
  for (const { source, finding } of evidence) fact(source, finding);
  fact('Remedy', `restart ${service} at ${hypothesis.remedy}`);
}
