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
import { count, countOrNone, numberOf } from '../kit/number.ts';
import { mustBeSome } from '../kit/some.ts';
import { fields, toldFields } from '../kit/fields.ts';
import { optional, type Optional } from '../kit/optional.ts';
import { saidOf, type PatternGraph, type PatternOptions } from '../kit/pattern.ts';
import type { Giving, Hint } from '../kit/told.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy, type AnyOf, type Worker, type WorkerPolicy, type WorkersBy } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import { personNode, type AskingNode, type PersonOptions } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';
import type { Arguing, Argument, Judging, Finding, Unjudged } from './argument.ts';
import { abstentionSchema, type Abstention } from './stance.ts';

/** What a debate is made of. */
export interface DebateOptions<
  Name extends string,
  Task extends Schema,
  Of extends Schema,
  Said extends Hint,
  Verdict extends Schema,
  Ruled extends Hint,
  Services extends ServiceDefinitions,
  Sides,
  Judge,
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** What a side says in its turn. */
  readonly argument: Of & Giving<Said>;
  readonly verdict: Verdict & Giving<Ruled>;
  /** Who argues, by name, in this order. A side that throws or talks nonsense misses its turn. */
  readonly sides: WorkersBy<Arguing<InferOutput<Task>, NoInfer<Said>>, NoInfer<Said>, ServicesOf<Services>, Sides>;
  readonly judge: Judge &
    Worker<Judging<InferOutput<Task>, NoInfer<Said>>, Finding<NoInfer<Ruled>>, ServicesOf<Services>>;
  /** What holds for whoever says nothing else. */
  readonly policy?: WorkerPolicy;
  /** How many rounds there are before the judge is asked; 2 by default. */
  readonly rounds?: number;
  /** How many more the judge may ask for; 1 by default. */
  readonly more?: number;
  /** How people are asked where the judge does not decide; `'nobody'` has it end as `undecided` at once. */
  readonly person?:
    | 'nobody'
    | (PersonOptions<ServicesOf<Services>> & {
        readonly notice?: (about: Unjudged<InferOutput<Task>, NoInfer<Said>>) => Notice;
      });
}

interface Keys<Task extends Schema, Of extends Schema, Verdict extends Schema> {
  readonly task: Task;
  readonly arguments: AppendKey<Schema<Argument<InferOutput<Of>>>>;
  readonly missed: AppendKey<Schema<Abstention>>;
  readonly round: SumKey;
  readonly granted: SumKey;
  readonly wanted: AppendKey<z.ZodString>;
  readonly verdict: Optional<Verdict>;
  readonly why: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly doubt: z.ZodOptional<z.ZodString>;
}

type KeysOf<Task extends Schema, Of extends Schema, Verdict extends Schema> = {
  readonly [Key in keyof Keys<Task, Of, Verdict>]: Keys<Task, Of, Verdict>[Key];
};

/** What people may say where the judge did not decide. */
export interface DebateEvents<Verdict> {
  readonly decide: { readonly by: string; readonly verdict: Verdict; readonly why: string };
  /** Another round, about something, and the judge again. */
  readonly again: { readonly by: string; readonly hint?: string };
  readonly giveUp: { readonly by: string };
}

/** The graph of {@link debate}. `verdict` is what came of it; `by` says who decided, where a person did. */
export type Debate<
  Name extends string,
  Task extends Schema,
  Of extends Schema,
  Verdict extends Schema,
  Services extends ServiceDefinitions = {},
  Sides = {},
  Judge = never,
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Of, Verdict>;
  readonly outcome: 'judged' | 'decided' | 'undecided' | 'exhausted';
  readonly nodes:
    | 'round'
    | `side-${keyof Sides & string}`
    | 'judge'
    | 'person'
    | AskingNode
    | 'judged'
    | 'decided'
    | 'undecided'
    | 'exhausted';
  readonly events: DebateEvents<InferOutput<Verdict>>;
  readonly services: Services;
  readonly workers: AnyOf<Sides> | Judge;
}>;

/**
 * Sides argue in turns, round by round, and a judge decides, who may ask for further rounds within a bound. Where the judge does not decide, a person
 * is asked. It ends as `judged`, as `decided` by a person, as `undecided`, or as `exhausted` where a limit is used up.
 *
 * @example
 * const trial = debate({
 *   name: 'trial',
 *   task: z.object({ question: z.string() }),
 *   argument: z.string(),
 *   verdict: z.enum(['for', 'against']),
 *   sides: { pro: ({ task }) => `${task.question} Yes.`, con: ({ arguments: said }) => `Not "${said.at(-1)?.argument}".` },
 *   judge: () => ({ verdict: 'for', why: 'it was said first' }),
 * });
 */
export function debate<
  const Name extends string,
  Task extends Schema,
  Of extends Schema,
  Said extends Hint,
  Verdict extends Schema,
  Ruled extends Hint,
  Sides,
  const Judge,
  Services extends ServiceDefinitions = {},
>(
  options: DebateOptions<Name, Task, Of, Said, Verdict, Ruled, Services, Sides, Judge>,
): Debate<Name, Task, Of, Verdict, Services, Sides, Judge> {
  const { name, task, argument, verdict, sides } = options;
  mustBeSome(name, 'sides', sides);
  return graph({
    ...saidOf(options),
    state: {
      task,
      arguments: append(fields({ round: z.number(), by: z.string(), argument })),
      missed: append(abstentionSchema),
      round: sum(),
      granted: sum(),
      wanted: append(z.string()),
      verdict: optional(verdict),
      why: z.string().optional(),
      by: z.string().optional(),
      doubt: z.string().optional(),
    },
    events: {
      decide: toldFields({ by: somebody, verdict, why: z.string() }),
      again: z.object({ by: somebody, hint: z.string().exactOptional() }),
      giveUp: z.object({ by: somebody }),
    },
    start: 'round',
    nodes: {
      ...sideNodes(options as never),
      judge: judgeNode(options as never),
      ...(options.person !== 'nobody' && {
        person: waitNode(options as never, options.person as Person),
        decided: { final: true },
      }),
      judged: { final: true },
      undecided: { final: true },
      ...stoppingAt(options.limits).nodes,
    },
  } as never) as never;
}

type Erased = DebateOptions<string, Schema, Schema, {}, Schema, {}, {}, Readonly<Record<string, never>>, never>;

interface State {
  readonly task: unknown;
  readonly arguments: readonly Argument<{}>[];
  readonly missed: readonly Abstention[];
  readonly round: number;
  readonly granted: number;
  readonly wanted: readonly string[];
  readonly verdict: unknown;
  readonly doubt?: string;
}

function sideNodes({ name, sides, argument, policy, rounds = 2, limits }: Erased): object {
  const names = Object.keys(sides);
  const most = numberOf(name, 'rounds', count, rounds);
  const isOpen = (s: State) => s.round < most + s.granted;
  const nodes = Object.entries(sides).map(([me, worker], place) => {
    const next = names[place + 1];
    const missed = (reason: string, s: State) => ({ missed: [{ round: s.round, by: me, reason }] });
    const given = (s: State) => ({
      task: s.task,
      round: s.round,
      me,
      arguments: s.arguments,
      wanted: s.wanted,
    });
    const into = (said: {}, s: State) => ({ arguments: [{ round: s.round, by: me, argument: said }] });
    const unfitSaying = (said: unknown) => unfit(argument, said);
    const failed = (s: State, { message }: Failure) => missed(message, s);
    const { failed: stopped } = stoppingAt(limits, failed);
    const passes = { update: failed, label: 'misses its turn' };
    const node = {
      label: me,
      ...workedBy(worker, { given, into, unfit: unfitSaying, limits, ...(policy && { policy }) }),
      ...(next === undefined
        ? {
            next: [{ when: isOpen, to: 'round', label: 'another round' }, 'judge'],
            onError: [...stopped, { when: isOpen, to: 'round', ...passes }, { to: 'judge', ...passes }],
          }
        : { next: `side-${next}`, onError: [...stopped, { to: `side-${next}`, ...passes }] }),
    };
    return [`side-${me}`, node] as const;
  });
  return { round: { run: () => ({ round: 1 }), next: nodes[0]?.[0] ?? 'judge' }, ...Object.fromEntries(nodes) };
}

/** A judge that says nothing of use, or asks for more than there is, is asked again before a person is. */
const asking: WorkerPolicy = { retry: { attempts: 3 } };

function judgeNode({ name, judge, verdict, more = 1, person, policy, limits }: Erased): object {
  const stuck = person === 'nobody' ? 'undecided' : 'person';
  const most = numberOf(name, 'more', countOrNone, more);
  const left = ({ round, granted }: State) => Math.max(0, round === 0 ? 0 : most - granted);
  const unfitFinding = (ruling: unknown, s: State): string | undefined => {
    const { more: wanted, ...said } = Object(ruling) as { readonly more?: unknown };
    if (wanted === undefined) return unfit(fields({ verdict, why: z.string().optional() }), said);
    if (typeof wanted !== 'string') return 'more: it is no text';
    return left(s) > 0 ? undefined : 'No further round may be asked for: a verdict is due.';
  };
  const refused = (reason: string) => ({ doubt: reason });
  const failed = (_s: State, { message }: Failure) => refused(message);
  const place = {
    given: (s: State) => ({ task: s.task, arguments: s.arguments, missed: s.missed, left: left(s) }),
    into: (said: Finding<{}>) =>
      said.more === undefined
        ? { verdict: said.verdict, why: said.why, doubt: undefined }
        : { granted: 1, wanted: [said.more], doubt: undefined },
    unfit: unfitFinding,
    limits,
    policy: { ...asking, ...policy },
  };
  return {
    ...workedBy(judge, place),
    onError: [...stoppingAt(limits, failed).failed, { to: stuck, update: failed }],
    next: [
      { when: (s: State) => s.verdict !== undefined, to: 'judged', label: 'a verdict' },
      { when: (s: State) => s.doubt === undefined, to: 'round', label: 'another round' },
      stuck,
    ],
  };
}

type Told<Name extends keyof DebateEvents<unknown>> = DebateEvents<unknown>[Name];

type Person = Exclude<Erased['person'], 'nobody'>;

function waitNode({ name, services }: Erased, person: Person = {}): object {
  const notice = person.notice ?? ((about: Unjudged<unknown, {}>) => defaultNotice(name, about));
  return personNode(person, {
    pattern: name,
    services,
    notice: ({ task, arguments: said, doubt }: State) =>
      notice({ task, arguments: said, ...(doubt !== undefined && { doubt }) }),
    late: 'undecided',
    on: {
      decide: { to: 'decided', update: (_s: State, { by, verdict, why }: Told<'decide'>) => ({ by, verdict, why }) },
      again: {
        to: 'round',
        update: (_s: State, { by, hint }: Told<'again'>) => ({ by, wanted: hint === undefined ? [] : [hint] }),
      },
      giveUp: { to: 'undecided', update: (_s: State, { by }: Told<'giveUp'>) => ({ by }) },
    },
  });
}

function defaultNotice(name: string, { arguments: said, doubt = '' }: Unjudged<unknown, {}>): Notice {
  const lines = said.map(({ by, argument }) => {
    return `${by}: ${typeof argument === 'string' ? argument : JSON.stringify(argument)}`;
  });
  return { subject: `${name}: no verdict`, text: [...lines, `The judge: ${doubt}`].join('\n') };
}
