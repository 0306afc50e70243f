import { append, graph, sum, type Schema, type ServiceDefinitions } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import { z } from 'zod';
import { fields, toldFields } from '../kit/fields.ts';
import { amount, numberOf, share } from '../kit/number.ts';
import { optional } from '../kit/optional.ts';
import { saidOf } from '../kit/pattern.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt, usedUp, type Left } from '../kit/used-up.ts';
import { workedBy } from '../kit/worker.ts';
import type { Asking } from '../people/notice.ts';
import { personNode } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';
import type { AnyTier, Found, TierEvents, Tiers, TiersOptions, TierSaid } from './tier.ts';

/**
 * A cheap worker first, then stronger ones, then a person. What a tier finds is taken where it is sure enough; a tier that fails, or that the
 * budget left does not pay for, is passed over. It ends as `accepted`, as `resolved` by a person, as `unanswered`, or, where nobody is asked and a limit is
 * used up, as `exhausted`.
 *
 * @example
 * const answering = tiers({
 *   name: 'answering',
 *   task: z.object({ question: z.string() }),
 *   answer: z.string(),
 *   accept: 0.8,
 *   limits: { cost: 100 },
 *   tiers: [
 *     { name: 'small', ask: ({ task }) => small(task.question), cost: 1 },
 *     { name: 'large', ask: ({ task }) => large(task.question), cost: 20 },
 *   ],
 *   begin: ({ question }) => (question.length > 2_000 ? 'large' : 'small'),
 *   person: { deadline: '1d' },
 * });
 */
export function tiers<
  const Name extends string,
  Task extends Schema,
  Answer extends Schema,
  const Tier extends string,
  Services extends ServiceDefinitions = {},
  Asked extends readonly unknown[] = readonly unknown[],
>(options: TiersOptions<Name, Task, Answer, Tier, Services, Asked>): Tiers<Name, Task, Answer, Tier, Services, Asked> {
  const { task, answer } = options;
  const erased = options as unknown as Erased;
  mustBeNames(erased.tiers.map(({ name }) => name));
  mustMakeSense(erased);
  const final = { final: true };
  const asked = askedOf(erased.person);
  return graph({
    ...saidOf(options),
    state: {
      task,
      answer: optional(answer),
      said: append(saidSchema(answer)),
      cost: sum(),
      tier: z.string().optional(),
      by: z.string().optional(),
    },
    events: {
      answer: toldFields({ by: somebody, answer }),
      giveUp: z.object({ by: somebody }),
    },
    start: 'begin',
    nodes: {
      begin: { next: [...waysFrom(erased, undefined), ...endsOf(erased)] },
      ...Object.fromEntries(erased.tiers.map((tier, at) => [tier.name, tierNode(erased, tier, at)])),
      ...(asked === undefined ? stoppingAt(erased.limits).nodes : { person: waitNode(erased, asked), resolved: final }),
      accepted: final,
      unanswered: final,
    },
  } as never) as never;
}

type Erased = Omit<TiersOptions<string, Schema, Schema, string, {}, readonly unknown[]>, 'tiers'> & {
  readonly tiers: readonly AnyTier[];
};

interface State {
  readonly task: unknown;
  readonly answer?: unknown;
  readonly said: readonly TierSaid<unknown>[];
}

function foundSchema(answer: Schema): Schema {
  const sure = z.number().min(0).max(1);
  const { validate } = fields({ answer, confidence: sure, cost: z.number().min(0).optional() })['~standard'];
  const known = (found: unknown) => {
    if (typeof found !== 'object' || found === null) return found;
    const { answer: said, confidence, cost } = found as Partial<Found<unknown>>;
    return { answer: said, confidence, cost };
  };
  return { '~standard': { version: 1, vendor: 'cairn', validate: (found) => validate(known(found)) } };
}

function saidSchema(answer: Schema): Schema {
  return fields({
    tier: z.string(),
    answer: optional(answer),
    confidence: z.number().min(0).max(1).optional(),
    cost: z.number().min(0).optional(),
    error: z.string().optional(),
  });
}

function tierNode(options: Erased, tier: AnyTier, at: number): object {
  const { name, ask, accept = options.accept } = tier;
  const asking = {
    given: ({ task, said }: State) => ({ task, said }),
    into: (found: Found<unknown>, { task }: State) => {
      const { answer, confidence, cost } = found;
      const isAccepted: unknown =
        typeof accept === 'function' ? accept(found as never, task as never) : confidence >= accept;
      return {
        said: [{ tier: name, answer, confidence, cost }],
        cost: cost ?? 0,
        ...(isAccepted === true && { answer, tier: name }),
      };
    },
    unfit: (found: unknown) => unfit(foundSchema(options.answer), found),
    limits: options.limits,
  };
  const update = (_s: State, { message }: Error): object => ({ said: [{ tier: name, error: message }] });
  const ways = waysFrom(options, at);
  return {
    ...workedBy(ask as never, asking),
    onError: [
      ...ways.map((way) => failing(way, update)),
      ...endsOf(options).map((end) => (typeof end === 'string' ? { to: end, update } : failing(end, update))),
    ],
    next: [
      { when: (s: State & { tier?: string }) => s.tier === name, to: 'accepted', label: 'sure enough' },
      ...ways,
      ...endsOf(options),
    ],
  };
}

interface Way {
  readonly when: (s: State, moment: Left) => boolean;
  readonly to: string;
  readonly label?: string;
}

/** The ways to tiers after one, or from the beginning: to the first that the budget left pays for. */
function waysFrom(
  { tiers: all, begin, limits = {}, spend = 'cost' }: Erased,
  after: number | undefined,
): readonly Way[] {
  const isLimited = Object.hasOwn(limits, spend);
  return all.flatMap((tier, at): readonly Way[] => {
    if (after !== undefined && at <= after) return [];
    const { name, cost = 0 } = tier;
    const isPaid = ({ task }: State, moment: Left): boolean =>
      !isLimited || moment.left(spend) >= (typeof cost === 'function' ? cost(task as never) : cost);
    const isReached = ({ task }: State): boolean =>
      after !== undefined || begin === undefined || at >= indexOf(all, begin(task));
    const isLeft = (moment: Left): boolean => usedUp(limits, moment) === undefined;
    return [{ when: (s, moment) => isReached(s) && isLeft(moment) && isPaid(s, moment), to: name }];
  });
}

function indexOf(all: readonly AnyTier[], name: string): number {
  const found = all.findIndex((tier) => tier.name === name);
  if (found < 0)
    throw new TypeError(`There is no tier "${name}": there are ${all.map((each) => each.name).join(', ')}.`);
  return found;
}

/** A way that is taken where a tier failed. */
function failing({ when, ...way }: Way, update: (s: State, error: Error) => object): object {
  return { ...way, when: (s: State, _error: unknown, moment: Left) => when(s, moment), update };
}

/** Where it goes when no tier is left: a person is asked, whatever is left to spend. */
function endsOf({ person, limits }: Erased): readonly (Way | string)[] {
  return askedOf(person) === undefined ? [...(stoppingAt(limits).ways as readonly Way[]), 'unanswered'] : ['person'];
}

type Person = Exclude<Erased['person'], 'nobody' | undefined>;

function askedOf(person: Erased['person']): Person | undefined {
  return person === 'nobody' ? undefined : person;
}

function waitNode({ name, services }: Erased, person: Person): object {
  return personNode(person, {
    pattern: name,
    services,
    notice: ({ task, said }: State, moment) => person.notice?.({ task, said }, moment) ?? defaultNotice(name, said),
    late: 'unanswered',
    on: {
      answer: {
        to: 'resolved',
        update: (_s: State, { by, answer }: TierEvents<unknown>['answer']) => ({ by, answer }),
      },
      giveUp: { to: 'unanswered', update: (_s: State, { by }: TierEvents<unknown>['giveUp']) => ({ by }) },
    },
  });
}

function defaultNotice(name: string, said: readonly TierSaid<unknown>[]): Asking {
  const lines = said.map(({ tier, error, confidence }) =>
    error === undefined ? `${tier} was sure by ${confidence}` : `${tier} failed: ${error}`,
  );
  return {
    subject: `${name} needs a person`,
    text: lines.join('\n'),
    offers: [{ label: 'Give up', event: 'giveUp' }],
  };
}

/** Refuses what no tier could be as sure as, or cost, and a budget that there is not. */
function mustMakeSense({ name, accept, tiers: all, spend, limits = {} }: Erased): void {
  if (spend !== undefined && !Object.hasOwn(limits, spend))
    throw new TypeError(
      `\`spend\` of "${name}" is ${JSON.stringify(spend)}, which is none of its \`limits\`. ${suggest(spend, Object.keys(limits))}`,
    );
  if (typeof accept !== 'function') numberOf(name, 'accept', share, accept);
  for (const tier of all) {
    if (tier.accept !== undefined && typeof tier.accept !== 'function')
      numberOf(name, `tiers.${tier.name}.accept`, share, tier.accept);
    if (tier.cost !== undefined && typeof tier.cost !== 'function')
      numberOf(name, `tiers.${tier.name}.cost`, amount, tier.cost);
  }
}

const taken = ['begin', 'person', 'accepted', 'resolved', 'unanswered', 'exhausted'];

function mustBeNames(names: readonly string[]): void {
  if (names.length === 0) throw new TypeError('There are no tiers.');
  const wrong = names.find((name, at) => taken.includes(name) || names.indexOf(name) !== at);
  if (wrong !== undefined) throw new TypeError(`A tier cannot be named "${wrong}": another node is.`);
}
