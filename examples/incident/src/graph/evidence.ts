import { z } from 'zod';

/** What the log says of the running version. */
export const LogEvidence = z.object({
  source: z.literal('logs'),
  /** One sentence for people and models. */
  finding: z.string(),
  version: z.string(),
  orders: z.int(),
  errors: z.int(),
  /** The message most errors have. */
  signature: z.string().optional(),
  /** When the first of them came. */
  since: z.date().optional(),
});

/** What the metrics say of the running version. */
export const MetricEvidence = z.object({
  source: z.literal('metrics'),
  finding: z.string(),
  version: z.string(),
  /** The share of requests that failed, 0 to 1. */
  errorRatio: z.number(),
  /** Bytes of memory that an order left behind. */
  keptBytes: z.number(),
});

/** What the deploy list says. */
export const DeployEvidence = z.object({
  source: z.literal('deploys'),
  finding: z.string(),
  version: z.string(),
  at: z.date(),
  summary: z.string(),
  /** The versions that ran before, the newest first. */
  earlier: z.array(z.string()),
});

/** One piece of evidence: what one source says. */
export const Evidence = z.discriminatedUnion('source', [LogEvidence, MetricEvidence, DeployEvidence]);

export type LogEvidence = z.infer<typeof LogEvidence>;
export type MetricEvidence = z.infer<typeof MetricEvidence>;
export type DeployEvidence = z.infer<typeof DeployEvidence>;
export type Evidence = z.infer<typeof Evidence>;

/** What one source says, if it was heard. */
export function evidenceOf<Source extends Evidence['source']>(
  evidence: readonly Evidence[],
  source: Source,
): Extract<Evidence, { source: Source }> | undefined {
  return evidence.find((each): each is Extract<Evidence, { source: Source }> => each.source === source);
}
