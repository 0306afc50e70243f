import type { Schema } from '@cairn/core';
import { z } from 'zod';
import type { Learned } from './learned.ts';
import type { Held, Ruling } from './rules.ts';

/** An approval that somebody gave. */
export interface Approval {
  readonly by: string;
  readonly note?: string;
  /** Of which round of the action. */
  readonly round: number;
}

/** An action that somebody put another in the place of. */
export interface Amended<Action> {
  readonly by: string;
  /** As it was in that round. */
  readonly action: Action;
  readonly round: number;
}

/** What is to be decided, as people are told. */
export interface Deciding<Action> {
  readonly action: Action;
  readonly round: number;
  /** The rules that held. */
  readonly held: readonly Held[];
  /** Those of this round. */
  readonly approvals: readonly Approval[];
}

/** What people may say to an action. What names a `round` is taken in that round alone. */
export interface GateEvents<Action> {
  readonly approve: { readonly by: string; readonly note?: string; readonly round?: number };
  readonly reject: { readonly by: string; readonly reason: string; readonly round?: number };
  /** Another action in its place, which goes through the rules as the first did. */
  readonly amend: { readonly by: string; readonly action: Action; readonly round?: number };
}

/** The state of a gate, whatever its action. */
export interface GateState extends Deciding<unknown> {
  readonly ruling?: Ruling;
  /** When the rules were asked, in milliseconds since 1970. */
  readonly at: number;
  readonly policy?: Learned<unknown>;
}

export const approvalSchema: Schema<Approval> = z.object({
  by: z.string(),
  note: z.string().exactOptional(),
  round: z.number(),
});
