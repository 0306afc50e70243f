import { z } from 'zod';

/** Whoever says something to a pattern: who is not named did not say anything. */
export const somebody: z.ZodString = z.string().regex(/\S/u, 'nobody is named');
