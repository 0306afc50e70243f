import { z } from 'zod';
import type { Schema } from '@cairn/core';

/** What a rule, or all of them together, say to an action. */
export type Ruling = 'allow' | 'ask' | 'refuse';

/** What a rule may look at beside the action. */
export interface RuleFacts<Policy = undefined> {
  /** How often the action has come to the rules, this time included: more than once where somebody amended it. */
  readonly round: number;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
  /** What was learned by then, where the gate has a policy. */
  readonly policy: Policy;
}

/** A rule over actions. */
export interface Rule<Action, Policy = undefined> {
  /** What people see where it held. */
  readonly name: string;
  /**
   * Whether it holds: a decision, by what it is given alone. One that throws, or answers anything but true and false,
   * holds, unless it would allow: what cannot be judged does not pass.
   */
  readonly when: (action: Action, facts: RuleFacts<Policy>) => boolean;
  readonly then: Ruling;
  /** Where it asks: how many different people have to approve; 1 by default. */
  readonly approvals?: number;
}

/** A rule that held. */
export interface Held {
  readonly rule: string;
  readonly then: Ruling;
  readonly approvals?: number;
  /** Why it could not be judged. */
  readonly error?: string;
}

/** The rules that held; none until they were asked. */
export const heldSchema: Schema<readonly Held[] | undefined, readonly Held[]> = z
  .array(
    z.object({
      rule: z.string(),
      then: z.enum(['allow', 'ask', 'refuse']),
      approvals: z.number().exactOptional(),
      error: z.string().exactOptional(),
    }),
  )
  .default([]);

const strictness: readonly Ruling[] = ['allow', 'ask', 'refuse'];

/** The rules that hold for an action, in the order in which they were given. */
export function heldOf<Action, Policy>(
  rules: readonly Rule<Action, Policy>[],
  action: Action,
  facts: RuleFacts<Policy>,
): readonly Held[] {
  return rules.flatMap((rule): readonly Held[] => {
    const { name, then, approvals } = rule;
    const held = { rule: name, then, ...(approvals !== undefined && { approvals }) };
    try {
      return holds(rule.when(action, facts)) ? [held] : [];
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error('what was thrown is no error');
      return then === 'allow' ? [] : [{ ...held, error: message }];
    }
  });
}

/** A promise, a text, a number or nothing says neither. */
function holds(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new TypeError('it answered neither true nor false');
}

/** The strictest of those that held; `otherwise` where none did. */
export function rulingOf(held: readonly Held[], otherwise: Ruling): Ruling {
  if (held.length === 0) return otherwise;
  return strictness.findLast((ruling) => held.some(({ then }) => then === ruling)) ?? otherwise;
}

/** How many different people have to approve: the most that a rule which asks says. */
export function approvalsOf(held: readonly Held[]): number {
  return Math.max(1, ...held.filter(({ then }) => then === 'ask').map(({ approvals = 1 }) => approvals));
}
