import {
  append,
  graph,
  sum,
  type AppendKey,
  type Failure,
  type InferOutput,
  type Schema,
  type ServiceDefinitions,
  type ServicesOf,
  type SumKey,
} from '@cairn/core';
import { z } from 'zod';
import { count, numberBy } from '../kit/number.ts';
import { toldFields } from '../kit/fields.ts';
import { optional, type Optional } from '../kit/optional.ts';
import { saidOf, type PatternGraph, type PatternOptions } from '../kit/pattern.ts';
import type { Giving, Hint } from '../kit/told.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy, type AnyOf, type WorkerPolicy, type WorkersBy } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import { personNode, type AskingNode, type PersonOptions } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';
import { agreedIn, mustBeReached, type Quorum } from './quorum.ts';
import { abstentionSchema, asText, lastOf, opinionSchema, stanceSchema } from './stance.ts';
import type { Abstention, Opinion, Stance } from './stance.ts';

/** What a reviewer is given. */
export interface Reviewing<Task, Of> {
  readonly task: Task;
  /** Which round this is, counted from 1. */
  readonly round: number;
  /** The reviewer's own name. */
  readonly me: string;
  /** What this reviewer held last. */
  readonly mine?: Stance<Of>;
  /** The last stance of each of the others, from rounds before this one. */
  readonly others: readonly Stance<Of>[];
  /** What people advised, newest last. */
  readonly hints: readonly string[];
}

/** What a consensus is made of. */
export interface ConsensusOptions<
  Name extends string,
  Task extends Schema,
  Of extends Schema,
  Held extends Hint,
  Services extends ServiceDefinitions,
  Reviewers,
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** What may be held. */
  readonly stance: Of & Giving<Held>;
  /** Who is asked, by name. One who throws or says what is no stance abstains in that round. */
  readonly reviewers: WorkersBy<
    Reviewing<InferOutput<Task>, NoInfer<Held>>,
    Opinion<NoInfer<Held>>,
    ServicesOf<Services>,
    Reviewers
  >;
  /** What holds for a reviewer that says nothing else. */
  readonly policy?: WorkerPolicy;
  /** `'majority'` by default. */
  readonly quorum?: Quorum<InferOutput<Task>, NoInfer<Held>>;
  /** By which text stances are held to be the same; by what they are, by default. */
  readonly alike?: (stance: NoInfer<Held>) => string;
  /** After how many rounds a person is asked; 3 by default. */
  readonly rounds?: number | ((task: InferOutput<Task>) => number);
  /** How people are asked; `'nobody'` has it end as `deadlocked` at once. */
  readonly person?:
    | 'nobody'
    | (PersonOptions<ServicesOf<Services>> & {
        readonly notice?: (about: Undecided<InferOutput<Task>, NoInfer<Held>>) => Notice;
      });
}

/** What people are told about who do not agree. */
export interface Undecided<Task, Of> {
  readonly task: Task;
  /** The last stance of each. */
  readonly stances: readonly Stance<Of>[];
  readonly abstained: readonly Abstention[];
}

interface Keys<Task extends Schema, Of extends Schema> {
  readonly task: Task;
  readonly stances: AppendKey<Schema<Stance<InferOutput<Of>>>>;
  readonly abstained: AppendKey<Schema<Abstention>>;
  readonly rounds: SumKey;
  readonly hints: AppendKey<z.ZodString>;
  readonly stance: Optional<Of>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly why: z.ZodOptional<z.ZodString>;
}

type KeysOf<Task extends Schema, Of extends Schema> = {
  readonly [Key in keyof Keys<Task, Of>]: Keys<Task, Of>[Key];
};

/** What people may say where no quorum was found. */
export interface ConsensusEvents<Of> {
  readonly decide: { readonly by: string; readonly stance: Of; readonly why: string };
  /** As many rounds again, with a hint. */
  readonly again: { readonly by: string; readonly hint?: string };
  /** It is left undecided. */
  readonly giveUp: { readonly by: string };
}

/** The graph of {@link consensus}. `stance` is what came of it, `by` who decided, where a person did. */
export type Consensus<
  Name extends string,
  Task extends Schema,
  Of extends Schema,
  Services extends ServiceDefinitions = {},
  Reviewers = {},
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Of>;
  readonly outcome: 'agreed' | 'decided' | 'deadlocked' | 'exhausted';
  readonly nodes:
    | 'round'
    | `review-${keyof Reviewers & string}`
    | 'count'
    | 'person'
    | AskingNode
    | 'agreed'
    | 'decided'
    | 'deadlocked'
    | 'exhausted';
  readonly events: ConsensusEvents<InferOutput<Of>>;
  readonly services: Services;
  readonly workers: AnyOf<Reviewers>;
}>;

/**
 * Several reviewers take stances in rounds, side by side, each seeing what the others held before this round, until a quorum holds the same;
 * after so many rounds a person decides. It ends as `agreed`, as `decided` by a person, as `deadlocked` where nobody does, or as `exhausted`
 * where a limit is used up.
 *
 * @example
 * const claim = consensus({
 *   name: 'claim',
 *   task: z.object({ amount: z.number() }),
 *   stance: z.enum(['pay', 'refuse']),
 *   reviewers: {
 *     policy: ({ task }) => ({ stance: task.amount < 1_000 ? 'pay' : 'refuse', why: 'the cover ends there' }),
 *     fraud: () => ({ stance: 'pay' }),
 *     medical: ({ others }) => ({ stance: others[0]?.stance ?? 'pay' }),
 *   },
 *   quorum: 'majority',
 * });
 */
export function consensus<
  const Name extends string,
  Task extends Schema,
  Of extends Schema,
  Held extends Hint,
  Reviewers,
  Services extends ServiceDefinitions = {},
>(
  options: ConsensusOptions<Name, Task, Of, Held, Services, Reviewers>,
): Consensus<Name, Task, Of, Services, Reviewers> {
  const { task, stance } = mustBeReached(options);
  return graph({
    ...saidOf(options),
    state: {
      task,
      stances: append(stanceSchema(stance)),
      abstained: append(abstentionSchema),
      rounds: sum(),
      hints: append(z.string()),
      stance: optional(stance),
      by: z.string().optional(),
      why: z.string().optional(),
    },
    events: {
      decide: toldFields({ by: somebody, stance, why: z.string() }),
      again: z.object({ by: somebody, hint: z.string().exactOptional() }),
      giveUp: z.object({ by: somebody }),
    },
    start: 'round',
    nodes: {
      ...reviewNodes(options as never),
      ...countNodes(options as never),
      agreed: { final: true },
      ...(options.person !== 'nobody' && { decided: { final: true } }),
      deadlocked: { final: true },
    },
  } as never) as never;
}

type Erased = ConsensusOptions<string, Schema, Schema, {}, {}, Readonly<Record<string, never>>>;

interface State {
  readonly task: unknown;
  readonly stances: readonly Stance<{}>[];
  readonly abstained: readonly Abstention[];
  readonly rounds: number;
  readonly hints: readonly string[];
  readonly stance: unknown;
}

function reviewNodes({ reviewers, stance, policy, limits }: Erased): object {
  const names = Object.keys(reviewers);
  const opinion = opinionSchema(stance);
  const nodes = Object.entries(reviewers).map(([me, worker]) => {
    const given = (s: State) => {
      const mine = lastOf([me], s.stances)[0];
      const others = lastOf(
        names.filter((name) => name !== me),
        s.stances,
      );
      const base = { task: s.task, round: s.rounds + 1, me, others, hints: s.hints };
      return { ...base, ...(mine !== undefined && { mine }) };
    };
    const into = (said: Opinion<{}>, s: State) => ({ stances: [{ round: s.rounds + 1, by: me, ...said }] });
    const refused = (reason: string, s: State) => ({ abstained: [{ round: s.rounds + 1, by: me, reason }] });
    const unfitOpinion = (said: unknown) => unfit(opinion, said);
    const node = {
      label: me,
      ...workedBy(worker, { given, into, unfit: unfitOpinion, limits, ...(policy && { policy }) }),
      onError: { to: 'count', label: 'abstains', update: (s: State, { message }: Failure) => refused(message, s) },
      next: 'count',
    };
    return [`review-${me}`, node] as const;
  });
  return {
    round: { next: { all: nodes.map(([name]) => name), then: 'count' } },
    ...Object.fromEntries(nodes),
  };
}

function countNodes(options: Erased): object {
  const { name, reviewers, quorum = 'majority', alike = asText, rounds = 3, person = {}, limits } = options;
  const most = numberBy(name, 'rounds', count, rounds);
  const stopping = stoppingAt(limits);
  const counted = (s: State) => {
    const round = s.rounds + 1;
    const agreed = agreedIn(quorum, alike, {
      task: s.task,
      round,
      reviewers: Object.keys(reviewers),
      stances: s.stances.filter((each) => each.round === round),
      abstained: s.abstained.filter((each) => each.round === round),
    });
    return { rounds: 1, ...(agreed !== undefined && { stance: agreed }) };
  };
  return {
    count: {
      run: counted,
      next: [
        { when: (s: State) => s.stance !== undefined, to: 'agreed', label: 'a quorum' },
        ...stopping.ways,
        { when: (s: State) => s.rounds % most(s.task) !== 0, to: 'round', label: 'another round' },
        person === 'nobody' ? 'deadlocked' : 'person',
      ],
    },
    ...stopping.nodes,
    ...(person !== 'nobody' && { person: waitNode(options, person) }),
  };
}

type Said<Name extends keyof ConsensusEvents<unknown>> = ConsensusEvents<unknown>[Name];

function waitNode({ name, reviewers, services }: Erased, person: Exclude<Erased['person'], 'nobody' | undefined>) {
  const notice = person.notice ?? ((about: Undecided<unknown, {}>) => defaultNotice(name, about));
  return personNode(person, {
    pattern: name,
    services,
    notice: ({ task, stances, abstained, rounds }: State) =>
      notice({
        task,
        stances: lastOf(Object.keys(reviewers), stances),
        abstained: abstained.filter(({ round }) => round === rounds),
      }),
    late: 'deadlocked',
    on: {
      decide: {
        to: 'decided',
        update: (_s: State, { by, stance, why }: Said<'decide'>) => ({ by, stance, why }),
      },
      again: {
        to: 'round',
        update: (_s: State, { by, hint }: Said<'again'>) => ({ by, hints: hint === undefined ? [] : [hint] }),
      },
      giveUp: { to: 'deadlocked', update: (_s: State, { by }: Said<'giveUp'>) => ({ by }) },
    },
  });
}

function defaultNotice(name: string, { stances, abstained }: Undecided<unknown, {}>): Notice {
  const lines = stances.map(({ by, stance, why }) => `${by}: ${asText(stance)}${why === undefined ? '' : `, ${why}`}`);
  lines.push(...abstained.map(({ by, reason }) => `${by} abstained: ${reason}`));
  return { subject: `${name}: no agreement`, text: lines.join('\n') };
}
