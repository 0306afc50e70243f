import { z } from 'zod';

/** A claim as it comes in. */
export const Claim = z.object({
  id: z.string(),
  what: z.string(),
  amount: z.number(),
  /** The most that the policy pays for this. */
  cover: z.number(),
  /** How long the policy had been in force. */
  days: z.number(),
  /** What the doctor wrote; empty where it cannot be read. */
  note: z.string(),
});

export type Claim = z.infer<typeof Claim>;

export const Stance = z.enum(['pay', 'refuse']);

export type Stance = z.infer<typeof Stance>;

/** This morning's post. */
export const claims: readonly Claim[] = [
  { id: 'C-1', what: 'a filling', amount: 120, cover: 500, days: 800, note: 'caries, treated' },
  { id: 'C-2', what: 'an operation', amount: 2_400, cover: 9_000, days: 10, note: 'emergency: appendicitis' },
  { id: 'C-3', what: 'whiter teeth', amount: 900, cover: 1_000, days: 400, note: 'cosmetic, as wished' },
  { id: 'C-4', what: 'glasses', amount: 210, cover: 300, days: 90, note: '' },
];
