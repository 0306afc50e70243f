import {
  append,
  graph,
  sum,
  type AppendKey,
  type Failure,
  type InferOutput,
  type Limits,
  type Schema,
  type ServiceDefinitions,
  type ServicesOf,
  type SumKey,
} from '@cairn/core';
import { suggest } from '@cairn/core/store';
import { z } from 'zod';
import { count, numberOf } from '../kit/number.ts';
import { mustBeSome } from '../kit/some.ts';
import { fields, toldFields } from '../kit/fields.ts';
import { saidOf, type PatternGraph, type PatternOptions } from '../kit/pattern.ts';
import type { Giving, Hint } from '../kit/told.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy, type AnyOf, type Worker, type WorkerPolicy, type WorkersBy } from '../kit/worker.ts';
import { somebody } from '../people/somebody.ts';

/** What was said, and by whom. */
export interface Saying<Of> {
  /** Counted from 1; what somebody outside said has that of the turn that was under way. */
  readonly turn: number;
  readonly by: string;
  readonly message: Of;
}

/** A turn that came to nothing. */
export interface Silence {
  readonly turn: number;
  readonly by: string;
  readonly reason: string;
}

/** What a member is given when it is its turn. */
export interface Speaking<Task, Of> {
  readonly task: Task;
  /** The member's own name. */
  readonly me: string;
  /** Counted from 1. */
  readonly turn: number;
  readonly said: readonly Saying<Of>[];
}

/** What whoever picks the next speaker is given. */
export interface Picking<Task, Of> {
  readonly task: Task;
  readonly members: readonly string[];
  /** Counted from 1. */
  readonly turn: number;
  readonly said: readonly Saying<Of>[];
  readonly silences: readonly Silence[];
  /** What was wrong with whom it picked just before, where that was nobody. */
  readonly refused: readonly string[];
}

/** What a group's conversation is made of. */
export interface GroupChatOptions<
  Name extends string,
  Task extends Schema,
  Of extends Schema,
  Said extends Hint,
  Services extends ServiceDefinitions,
  Members,
  Next,
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** What is said in a turn. */
  readonly message: Of & Giving<Said>;
  /** Who talks, by name. One who throws or talks nonsense passes its turn. */
  readonly members: WorkersBy<Speaking<InferOutput<Task>, NoInfer<Said>>, NoInfer<Said>, ServicesOf<Services>, Members>;
  /** Who speaks next: in turn, by default; or whoever a worker names. */
  readonly next?:
    | 'round-robin'
    | (Next & Worker<Picking<InferOutput<Task>, NoInfer<Said>>, string, ServicesOf<Services>>);
  /** Whether it is over, asked after each turn. */
  readonly until?: (said: readonly Saying<NoInfer<Said>>[]) => boolean;
  /** How many turns there are at the most; 10 by default. */
  readonly turns?: number;
  /** What holds for a member that says nothing else. */
  readonly policy?: WorkerPolicy;
}

interface Keys<Task extends Schema, Of extends Schema> {
  readonly task: Task;
  readonly said: AppendKey<Schema<Saying<InferOutput<Of>>>>;
  readonly silences: AppendKey<Schema<Silence>>;
  readonly turn: SumKey;
  readonly speaker: z.ZodOptional<z.ZodString>;
  readonly refused: z.ZodDefault<z.ZodArray<z.ZodString>>;
  readonly by: z.ZodOptional<z.ZodString>;
}

type KeysOf<Task extends Schema, Of extends Schema> = { readonly [Key in keyof Keys<Task, Of>]: Keys<Task, Of>[Key] };

/** What somebody outside may say while a group talks. */
export interface GroupChatEvents<Of> {
  readonly say: { readonly by: string; readonly message: Of };
  readonly stop: { readonly by: string };
}

/** The graph of {@link groupChat}. */
export type GroupChat<
  Name extends string,
  Task extends Schema,
  Of extends Schema,
  Services extends ServiceDefinitions = {},
  Members = {},
  Next = never,
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Of>;
  readonly outcome: 'over' | 'unfinished' | 'stopped' | 'exhausted';
  readonly nodes:
    | 'turn'
    | 'pick'
    | 'speak'
    | 'heard'
    | `say-${keyof Members & string}`
    | 'over'
    | 'unfinished'
    | 'stopped'
    | 'exhausted';
  readonly events: GroupChatEvents<InferOutput<Of>>;
  readonly services: Services;
  readonly workers: AnyOf<Members> | Next;
}>;

/**
 * Members speak one after another, each hearing all that was said, until it is over or the turns are used up. Somebody outside may speak in between, or
 * stop it. It ends as `over`, as `unfinished`, as `stopped`, or as `exhausted` where a limit is used up.
 *
 * @example
 * const planning = groupChat({
 *   name: 'planning',
 *   task: z.string(),
 *   message: z.string(),
 *   members: { ada: ({ task }) => `How about ${task}?`, bob: ({ said }) => (said.length > 4 ? 'Agreed.' : 'Why?') },
 *   until: (said) => said.at(-1)?.message === 'Agreed.',
 * });
 */
export function groupChat<
  const Name extends string,
  Task extends Schema,
  Of extends Schema,
  Said extends Hint,
  Members,
  const Next = unknown,
  Services extends ServiceDefinitions = {},
>(
  options: GroupChatOptions<Name, Task, Of, Said, Services, Members, Next>,
): GroupChat<Name, Task, Of, Services, Members, Next> {
  const { name, task, message, members } = options;
  mustBeSome(name, 'members', members);
  return graph({
    ...saidOf(options),
    state: {
      task,
      said: append(fields({ turn: z.number(), by: z.string(), message })),
      silences: append(z.object({ turn: z.number(), by: z.string(), reason: z.string() })),
      turn: sum(),
      speaker: z.string().optional(),
      refused: z.array(z.string()).default([]),
      by: z.string().optional(),
    },
    events: { say: toldFields({ by: somebody, message }), stop: z.object({ by: somebody }) },
    start: 'turn',
    on: {
      say: {
        update: ({ turn }: State, { by, message: told }: GroupChatEvents<{}>['say']) => ({
          said: [{ turn, by, message: told }],
        }),
      },
      stop: { to: 'stopped', update: (_s: State, { by }: GroupChatEvents<{}>['stop']) => ({ by }) },
    },
    nodes: {
      ...turnNodes(options as never),
      ...memberNodes(options as never),
      ...(options.until && { over: { final: true } }),
      unfinished: { final: true },
      stopped: { final: true },
      ...stoppingAt(options.limits).nodes,
    },
  } as never) as never;
}

type Erased = GroupChatOptions<string, Schema, Schema, {}, {}, Readonly<Record<string, never>>, unknown>;

interface State {
  readonly task: unknown;
  readonly said: readonly Saying<{}>[];
  readonly silences: readonly Silence[];
  readonly turn: number;
  readonly speaker?: string;
  readonly refused: readonly string[];
}

/** So often whoever picks may name nobody in one turn, before the next one in turn speaks. */
const mostRefused = 3;

function turnNodes({ name: pattern, members, next, until, turns = 10, limits }: Erased): object {
  const names = Object.keys(members);
  const most = numberOf(pattern, 'turns', count, turns);
  const inTurn = ({ turn }: State) => names[(turn - 1) % names.length] as string;
  const picks = next !== undefined && next !== 'round-robin';
  const turn = {
    run: (s: State) => ({ turn: 1, refused: [], ...(!picks && { speaker: inTurn({ ...s, turn: s.turn + 1 }) }) }),
    next: picks ? 'pick' : 'speak',
  };
  const speak = {
    next: {
      choose: (s: State) => `say-${s.speaker ?? inTurn(s)}`,
      among: names.map((name) => `say-${name}`),
    },
  };
  const ends = [
    ...(until ? [{ when: ({ said }: State) => until(said), to: 'over', label: 'it is over' }] : []),
    { when: (s: State) => s.turn < most, to: 'turn', label: 'the next turn' },
    'unfinished',
  ];
  return { turn, ...(picks && { pick: pickNode(names, next, limits) }), speak, heard: { next: ends } };
}

function pickNode(
  names: readonly string[],
  next: Worker<Picking<unknown, {}>, string, never>,
  limits: Limits | undefined,
): object {
  const nobody = (found: unknown): string | undefined => {
    if (typeof found !== 'string') return 'What was picked is no name.';
    return names.includes(found) ? undefined : `"${found}" is nobody here. ${suggest(found, names)}`;
  };
  const refused = (reason: string, s: State) => ({ speaker: undefined, refused: [...s.refused, reason] });
  const place = {
    given: ({ task, turn, said, silences, refused: before }: State) => ({
      task,
      members: names,
      turn,
      said,
      silences,
      refused: before,
    }),
    into: (speaker: string) => ({ speaker }),
    unfit: nobody,
    limits,
  };
  const again = [
    {
      when: (s: State) => s.speaker === undefined && s.refused.length < mostRefused,
      to: 'pick',
      label: 'with what is wrong',
    },
    'speak',
  ];
  const failed = (s: State, { message }: Failure) => refused(message, s);
  return {
    ...workedBy(next, place),
    onError: [
      ...stoppingAt(limits, failed).failed,
      { when: (s: State) => s.refused.length + 1 < mostRefused, to: 'pick', update: failed },
      { to: 'speak', update: failed },
    ],
    next: again,
  };
}

function memberNodes({ members, message, policy, limits }: Erased): object {
  const nodes = Object.entries(members).map(([me, worker]) => {
    const silent = (reason: string, { turn }: State) => ({ silences: [{ turn, by: me, reason }] });
    const failed = (s: State, { message: why }: Failure) => silent(why, s);
    const place = {
      given: ({ task, turn, said }: State) => ({ task, me, turn, said }),
      into: (told: {}, { turn }: State) => ({ said: [{ turn, by: me, message: told }] }),
      unfit: (told: unknown) => unfit(message, told),
      limits,
      ...(policy && { policy }),
    };
    const node = {
      label: me,
      ...workedBy(worker, place),
      onError: [...stoppingAt(limits, failed).failed, { to: 'heard', label: 'passes its turn', update: failed }],
      next: 'heard',
    };
    return [`say-${me}`, node] as const;
  });
  return Object.fromEntries(nodes);
}
