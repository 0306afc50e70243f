import {
  append,
  graph,
  type AppendKey,
  type InferOutput,
  type Moment,
  type Schema,
  type ServiceDefinitions,
  type ServicesOf,
} from '@cairn/core';
import { z } from 'zod';
import { fields, toldFields } from '../kit/fields.ts';
import { count, numberOf } from '../kit/number.ts';
import { saidOf, type PatternGraph, type PatternOptions } from '../kit/pattern.ts';
import type { Asking } from '../people/notice.ts';
import type { AskingNode, PersonOptions } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';
import {
  approvalSchema,
  type Amended,
  type Approval,
  type Deciding,
  type GateEvents,
  type GateState,
} from './deciding.ts';
import { askingNode } from './gate-person.ts';
import type { WorkerContext } from '../kit/worker.ts';
import type { Learned } from './learned.ts';
import { heldOf, heldSchema, rulingOf, type Held, type Rule, type Ruling } from './rules.ts';

/** What a gate is made of. */
export interface GateOptions<
  Name extends string,
  Action extends Schema,
  Services extends ServiceDefinitions,
  Policy = undefined,
> extends PatternOptions<Name, Services> {
  readonly action: Action;
  /** Of those that hold the strictest is done: to refuse before to ask, and to ask before to allow. Their order says nothing. */
  readonly rules: readonly Rule<InferOutput<Action>, NoInfer<Policy>>[];
  /** What was learned, which is read before the rules are asked, and which they see. A function finds it among the services of the graph. */
  readonly policy?: PolicySource<Policy> | ((services: ServicesOf<Services>) => PolicySource<Policy>);
  /** What is done where none holds; `allow` by default. */
  readonly otherwise?: Ruling;
  /** How people are asked. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: Deciding<InferOutput<Action>>, moment: Moment) => Asking;
  };
}

/** Where the newest version of a policy is read. */
export interface PolicySource<Policy> {
  read(): Promise<Learned<Policy>>;
}

interface Keys<Action extends Schema, Policy> {
  readonly action: Action;
  readonly round: z.ZodDefault<z.ZodNumber>;
  readonly at: z.ZodDefault<z.ZodNumber>;
  readonly held: Schema<readonly Held[] | undefined, readonly Held[]>;
  readonly ruling: z.ZodOptional<z.ZodEnum<{ allow: 'allow'; ask: 'ask'; refuse: 'refuse' }>>;
  readonly approvals: AppendKey<Schema<Approval>>;
  readonly amended: AppendKey<Schema<Amended<InferOutput<Action>>>>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly reason: z.ZodOptional<z.ZodString>;
  readonly policy: Schema<Learned<Policy> | undefined>;
}

type KeysOf<Action extends Schema, Policy> = {
  readonly [Key in keyof Keys<Action, Policy>]: Keys<Action, Policy>[Key];
};

/** The graph of {@link gate}. `held` says which rules held, and `at` when they were asked; `by` and `reason` who decided, where somebody did. */
export type Gate<
  Name extends string,
  Action extends Schema,
  Services extends ServiceDefinitions = {},
  Policy = undefined,
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Action, Policy>;
  readonly outcome: 'allowed' | 'refused' | 'expired';
  readonly nodes: 'policy' | 'rules' | 'person' | AskingNode | 'allowed' | 'refused' | 'expired';
  readonly events: GateEvents<InferOutput<Action>>;
  readonly services: Services;
  readonly workers: never;
}>;

/**
 * Rules over a proposed action decide: it goes on, a person is asked, or it is refused. Whoever is asked approves, rejects or amends it,
 * and an amended action goes through the rules again. It ends as `allowed`, `refused`, or `expired` where nobody answered by the deadline.
 *
 * @example
 * const refund = gate({
 *   name: 'refund',
 *   action: z.object({ order: z.string(), amount: z.number() }),
 *   rules: [
 *     { name: 'more than 100', when: ({ amount }) => amount > 100, then: 'ask' },
 *     { name: 'more than 1000', when: ({ amount }) => amount > 1000, then: 'ask', approvals: 2 },
 *     { name: 'less than nothing', when: ({ amount }) => amount <= 0, then: 'refuse' },
 *   ],
 *   person: { deadline: '2d' },
 * });
 */
export function gate<
  const Name extends string,
  Action extends Schema,
  Services extends ServiceDefinitions = {},
  Policy = undefined,
>(options: GateOptions<Name, Action, Services, Policy>): Gate<Name, Action, Services, Policy> {
  const { action, rules, otherwise = 'allow', policy } = options;
  mustDiffer(rules.map(({ name }) => name));
  rulingBy(options.name, 'otherwise', otherwise);
  for (const { name, then } of rules) rulingBy(options.name, `rules.${name}.then`, then);
  for (const { name, approvals = 1 } of rules) numberOf(options.name, `rules.${name}.approvals`, count, approvals);
  const erased = options as unknown as Erased;
  const rule = (of: unknown, round: number, { now }: { readonly now: number }, learned?: unknown): object => ({
    at: now,
    ...ruledBy(heldOf(erased.rules, of, { round, now, policy: learned }), otherwise),
  });
  return graph({
    ...saidOf(options),
    state: {
      action,
      round: z.number().default(1),
      at: z.number().default(0),
      held: heldSchema,
      ruling: z.enum(['allow', 'ask', 'refuse']).optional(),
      approvals: append(approvalSchema),
      amended: append(fields({ by: z.string(), action, round: z.number() })),
      by: z.string().optional(),
      reason: z.string().optional(),
      policy: z.object({ version: z.number(), value: z.unknown() }).optional(),
    },
    events: {
      approve: z.object({ by: somebody, note: z.string().exactOptional(), round: z.number().exactOptional() }),
      reject: z.object({ by: somebody, reason: z.string(), round: z.number().exactOptional() }),
      amend: toldFields({ by: somebody, action, round: z.number().optional() }),
    },
    ...(policy === undefined
      ? { begin: (s: GateState, moment: Moment) => rule(s.action, s.round, moment), start: 'rules' }
      : { start: 'policy' }),
    nodes: {
      ...(policy !== undefined && { policy: readingNode(erased, rule) }),
      rules: { next: [...casesOf(erased.rules), places[otherwise]] },
      ...reached(erased, rule),
    },
  } as never) as never;
}

type Erased = GateOptions<string, Schema, {}, unknown>;

/** Reads the policy, and asks the rules by it: which version it was stands in the state. */
function readingNode(
  { policy }: Erased,
  rule: (action: unknown, round: number, moment: { readonly now: number }, learned: unknown) => object,
): object {
  return {
    run: async ({ action, round }: GateState, { services, now }: WorkerContext) => {
      const found = await (typeof policy === 'function' ? policy(services) : policy)?.read();
      return { policy: found, ...rule(action, round, { now: now() }, found?.value) };
    },
    retry: { attempts: 5, backoff: '1s', factor: 3, jitter: 0.2 },
    next: 'rules',
  };
}

const places = { allow: 'allowed', ask: 'person', refuse: 'refused' } as const;

/** The nodes that rules can lead to: a graph has no others. */
function reached(options: Erased, rule: (action: unknown, round: number, moment: Moment) => object): object {
  const { rules, otherwise = 'allow', person = {} } = options;
  const said = new Set<Ruling>([otherwise, ...rules.map(({ then }) => then)]);
  const asks = said.has('ask');
  const expires = asks && (person.deadline !== undefined || person.notifier !== undefined);
  const final = { final: true };
  return {
    ...(asks && { person: askingNode(options, rule) }),
    ...((asks || said.has('allow')) && { allowed: final }),
    ...((asks || said.has('refuse')) && { refused: final }),
    ...(expires && { expired: final }),
  };
}

/**
 * A way out for each rule, the strictest first: which is taken says why. Rules are asked here, and not what the state says of them, so that a
 * replay asks those of today.
 */
function casesOf(rules: readonly Rule<unknown, unknown>[]): readonly object[] {
  return (['refuse', 'ask', 'allow'] as const).flatMap((ruling) =>
    rules
      .filter(({ then }) => then === ruling)
      .map((rule) => ({
        when: ({ action, round, at: now, policy }: GateState) =>
          heldOf([rule], action, { round, now, policy: policy?.value }).length > 0,
        to: places[ruling],
        label: rule.name,
      })),
  );
}

function ruledBy(held: readonly Held[], otherwise: Ruling): object {
  const ruling = rulingOf(held, otherwise);
  const refusing = held.filter(({ then }) => then === 'refuse').map(({ rule }) => rule);
  const reason = refusing.length > 0 ? refusing.join(', ') : 'no rule allows it';
  return { held, ruling, ...(ruling === 'refuse' && { reason }) };
}

/** Refuses what is none of the three: what it leads to would be seen when the first action comes to it. */
function rulingBy(gateName: string, option: string, said: Ruling): void {
  if (Object.hasOwn(places, said)) return;
  throw new TypeError(
    `\`${option}\` of "${gateName}" is ${JSON.stringify(said)}. It has to be one of: "allow", "ask", "refuse".`,
  );
}

function mustDiffer(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new TypeError(`Two rules are named "${twice}": what held is told by names.`);
}
