import {
  append,
  checkNeeds,
  graph,
  local,
  type AnyGraph,
  type AppendKey,
  type LocalKey,
  type Schema,
  type ServiceDefinitions,
  type StateDefinition,
} from '@cairn/core';
import { z } from 'zod';
import { count, lengthOf, numberOf } from '../kit/number.ts';
import { optional, type Optional } from '../kit/optional.ts';
import { saidOf, type PatternGraph } from '../kit/pattern.ts';
import { countedOnly } from '../kit/used-up.ts';
import type { AskingNode } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';
import { askingNodes, doingNodes, limitedNode, sumNode, undoingNodes } from './saga-nodes.ts';
import type { ErasedSaga, SagaEvents, SagaOptions, SchemaOf, StepFailure } from './saga-options.ts';
import { begin, type SagaState } from './saga-state.ts';

interface Progress {
  readonly begun: AppendKey<z.ZodObject<{ step: z.ZodString; key: z.ZodString }>>;
  readonly done: AppendKey<z.ZodString>;
  readonly failures: AppendKey<Schema<StepFailure>>;
  readonly undone: AppendKey<z.ZodString>;
  readonly left: AppendKey<z.ZodString>;
  readonly reason: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly stopAt: z.ZodOptional<z.ZodNumber>;
  readonly stopped: z.ZodOptional<z.ZodBoolean>;
  readonly stuck: z.ZodOptional<z.ZodString>;
  readonly step: LocalKey<z.ZodString>;
  readonly key: LocalKey<z.ZodString>;
  readonly failure: LocalKey<Schema<StepFailure>>;
}

const failureSchema: Schema<StepFailure> = z.object({
  step: z.string(),
  reason: z.string(),
  nothing: z.literal(true).optional(),
});

type KeysOf<Task extends Schema, Steps> = { readonly [Key in keyof Progress]: Progress[Key] } & {
  readonly task: Task;
} & {
  readonly [Name in keyof Steps as [SchemaOf<Steps[Name]>] extends [never] ? never : Name & string]: Optional<
    SchemaOf<Steps[Name]>
  >;
};

/** The graphs that work on steps, as the kit looks for them. */
type WorkersOf<Steps> = { [Name in keyof Steps]: { readonly graph: Extract<Steps[Name], AnyGraph> } }[keyof Steps];

/** The graph of {@link saga}: what a step found stands under its name. */
export type Saga<
  Name extends string,
  Task extends Schema,
  Steps,
  Services extends ServiceDefinitions = {},
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Steps>;
  readonly outcome: 'allDone' | 'allUndone' | 'partlyUndone';
  readonly nodes:
    | (keyof Steps & string)
    | `undo-${keyof Steps & string}`
    | ('work' | 'begin' | 'sum' | 'undo' | 'ask' | 'leave' | AskingNode | 'allDone' | 'allUndone' | 'partlyUndone');
  readonly events: SagaEvents;
  readonly services: Services;
  readonly workers: WorkersOf<Steps>;
}>;

/**
 * Steps with what undoes each beside it. When one fails for good, or somebody calls it off, what was done is undone, the last one first. It
 * ends as `allDone`, as `allUndone`, or as `partlyUndone` where a person left something as it is.
 *
 * That a step begins is written before it does anything, so what a crash or an abort leaves open is undone as well.
 *
 * @example
 * const trip = saga({
 *   name: 'trip',
 *   task: z.object({ city: z.string() }),
 *   steps: {
 *     flight: { result: z.string(), do: ({ task, key }) => book(task.city, key), undo: ({ key }) => cancel(key) },
 *     hotel: { needs: ['flight'], do: ({ task, key }) => reserve(task.city, key), undo: ({ key }) => release(key) },
 *   },
 * });
 */
export function saga<
  const Name extends string,
  Task extends Schema,
  Steps extends object,
  Services extends ServiceDefinitions = {},
>(options: SagaOptions<Name, Task, Services, Steps>): Saga<Name, Task, Steps, Services> {
  const said = options as unknown as ErasedSaga;
  mustBeSteps(said);
  if (said.grace !== undefined) lengthOf(said.name, 'grace', said.grace, false);
  if (said.limit !== undefined) numberOf(said.name, 'limit', count, said.limit);
  const state = { ...progressKeys(), task: said.task, ...resultKeys(said) };
  return graph({
    ...saidOf(said),
    ...countedOnly(said.limits),
    state,
    events: {
      callOff,
      again: z.object({ by: somebody }),
      leave: z.object({ by: somebody }),
    },
    begin: (s: SagaState, moment: { readonly thread: string; readonly now: number }) => begin(said, s, moment),
    on: { callOff: {} },
    start: 'work',
    nodes: {
      ...(said.limits === undefined ? doingNodes(said) : limitedNodes(said, state)),
      ...sumNode,
      ...undoingNodes(said),
      ...(said.person !== undefined && askingNodes(said, said.person)),
      allDone: { final: true },
      allUndone: { final: true },
      ...(said.person !== undefined && { partlyUndone: { final: true } }),
    },
  } as never) as never;
}

const callOff = z.object({ by: somebody, reason: z.string().exactOptional() });

/** The steps of a saga that has limits, as a graph of their own: what undoes them is not within the limits. */
function limitedNodes(said: ErasedSaga, state: StateDefinition): object {
  const steps = graph({
    name: `${said.name}-work`,
    ...(said.services !== undefined && { services: said.services }),
    limits: said.limits,
    state,
    events: { callOff },
    start: 'work',
    nodes: { ...doingNodes(said), sum: { final: true } },
  } as never) as AnyGraph;
  return { work: limitedNode(said, steps, Object.keys(state)) };
}

const noNames: ReadonlySet<string> = new Set(
  'task begun done failures undone left reason by stopAt stopped stuck step key failure'
    .split(' ')
    .concat('work begin sum undo ask leave allDone allUndone partlyUndone'.split(' ')),
);

function mustBeSteps({ name, steps }: ErasedSaga): void {
  const entries = Object.entries(steps).map(([id, { needs }]) => ({ id, needs }));
  const taken = entries.find(({ id }) => noNames.has(id) || id.startsWith('undo-'));
  const wrong = taken === undefined ? checkNeeds(entries) : `"${taken.id}" is a name of the saga's own.`;
  if (wrong !== undefined) throw new TypeError(`The steps of "${name}": ${wrong}`);
}

function progressKeys(): { readonly [Key in keyof Progress]: Progress[Key] } {
  return {
    begun: append(z.object({ step: z.string(), key: z.string() })),
    done: append(z.string()),
    failures: append(failureSchema),
    undone: append(z.string()),
    left: append(z.string()),
    reason: z.string().optional(),
    by: z.string().optional(),
    stopAt: z.number().optional(),
    stopped: z.boolean().optional(),
    stuck: z.string().optional(),
    step: local(z.string()),
    key: local(z.string()),
    failure: local(failureSchema),
  };
}

function resultKeys({ steps }: ErasedSaga): Record<string, Schema> {
  const kept = Object.entries(steps).flatMap(([name, { result }]) =>
    result === undefined ? [] : ([[name, result]] as const),
  );
  return Object.fromEntries(kept.map(([name, result]) => [name, optional(result)]));
}
