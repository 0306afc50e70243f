import { z } from 'zod';

/** What is thought to be wrong, and what would mend it. */
export const Hypothesis = z.object({
  cause: z.string().min(1),
  /** The version that does it. */
  suspect: z.string(),
  /** The version to run instead. */
  remedy: z.string(),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
});

export type Hypothesis = z.infer<typeof Hypothesis>;
