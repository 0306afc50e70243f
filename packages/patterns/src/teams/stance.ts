import type { InferOutput, Schema } from '@cairn/core';
import { z } from 'zod';
import { fields } from '../kit/fields.ts';

/** What a reviewer holds, in one round. */
export interface Stance<Of> {
  /** Counted from 1. */
  readonly round: number;
  readonly by: string;
  readonly stance: Of;
  readonly why?: string;
}

/** What a reviewer says. */
export interface Opinion<Of> {
  readonly stance: Of;
  readonly why?: string;
}

/** The schema of {@link Opinion}, by that of what is held. */
export function opinionSchema<Of extends Schema>(stance: Of): Schema<Opinion<InferOutput<Of>>> {
  return fields({ stance, why: z.string().optional() }) as never;
}

/** A reviewer who took no stance in a round. */
export interface Abstention {
  readonly round: number;
  readonly by: string;
  /** What it threw, or what was wrong with what it said. */
  readonly reason: string;
}

export const abstentionSchema: Schema<Abstention> = z.object({ round: z.number(), by: z.string(), reason: z.string() });

/** The schema of {@link Stance}, by that of what is held. */
export function stanceSchema<Of extends Schema>(stance: Of): Schema<Stance<InferOutput<Of>>> {
  return fields({ round: z.number(), by: z.string(), stance, why: z.string().optional() }) as never;
}

/** The last stance of each who took one, in the order of `names`. */
export function lastOf<Of>(names: readonly string[], stances: readonly Stance<Of>[]): readonly Stance<Of>[] {
  return names.flatMap((name) => stances.findLast(({ by }) => by === name) ?? []);
}

/** The text by which stances are the same. */
export function asText(stance: unknown): string {
  return typeof stance === 'string' ? stance : JSON.stringify(stance);
}
