import type { ClassCodec, Graph } from '@cairn/core';
import type { AnyActorLogic, AnyStateMachine, ContextFrom, EventFrom, InputFrom, OutputFrom } from 'xstate';
import { drawingOf } from '../engine/machine-drawing.ts';
import type { MachineState } from '../engine/machine-state.ts';
import { nodesOf } from '../engine/v5/addresses.ts';
import { runAction, runJob } from '../engine/v5/run-job.ts';
import { broughtOver, type MachineMigration } from '../engine/v5/over/bring-over.ts';
import { checkNames, logicIn } from '../engine/v5/over/check-names.ts';
import { drawnRenames } from '../engine/v5/over/drawn-renames.ts';
import { Renaming } from '../engine/v5/over/renaming.ts';
import { shapeOf } from '../engine/v5/over/shape.ts';
import { xstateEngine, type XStateEngineOptions } from '../engine/xstate-engine.ts';
import { hostEngine, type TriedAgain } from './host-engine.ts';
import { checkMigrate, checkPolicies } from './check-options.ts';
import { refuseLive } from './refuse-live.ts';
import { outputOf, type HostedState } from './keys.ts';
import { areTriedAgain, implementedIn, runActions, type ActionPolicy, type Actions } from './actions.ts';
import { attemptsBy, mostOf, runTask, type Policies, type TaskPolicy } from './task.ts';

type Implementations<M extends AnyStateMachine> = Parameters<M['provide']>[0];
type PartsOf<M extends AnyStateMachine, Part extends string> =
  Implementations<M> extends { readonly [Key in Part]?: infer Parts } ? NonNullable<Parts> : Record<string, unknown>;
type Named<M extends AnyStateMachine, Part extends string> = keyof PartsOf<M, Part> & string;
type PartOf<M extends AnyStateMachine, Part extends string, Name> = Name extends keyof PartsOf<M, Part>
  ? NonNullable<PartsOf<M, Part>[Name]>
  : never;

/** What the logic of a name is given. */
type TaskInput<M extends AnyStateMachine, Src> =
  PartOf<M, 'actors', Src> extends infer Logic ? (Logic extends AnyActorLogic ? InputFrom<Logic> : unknown) : unknown;
/** The parameters of an action of a name. */
type ParamsOf<M extends AnyStateMachine, Type> =
  PartOf<M, 'actions', Type> extends (args: never, params: infer Params) => unknown ? Params : unknown;

/** What an action is told beside its parameters. */
export interface ActionFacts<M extends AnyStateMachine = AnyStateMachine> {
  readonly context: ContextFrom<M>;
  readonly event: EventFrom<M>;
  /** An idempotency key: the same however often the action is begun again after a crash, and of no other. */
  readonly key: string;
  /** Which attempt it is, counted from 1. */
  readonly attempt: number;
  /** Aborts when the attempt times out, or the thread is cancelled. */
  readonly signal: AbortSignal;
}

type ActionRun<M extends AnyStateMachine, Type> = (facts: ActionFacts<M>, params: ParamsOf<M, Type>) => unknown;

/** How a machine is hosted. */
export interface FromXStateOptions<M extends AnyStateMachine> extends Omit<XStateEngineOptions, 'implemented'> {
  /** Told from another, it has what rests of that brought over by `migrate`. */
  readonly version?: string;
  readonly description?: string;
  /** How instances of classes are stored that its contexts, its events and what its promises come to hold. */
  readonly codecs?: readonly ClassCodec[];
  /** What becomes of what rests of older versions of the machine. Without an entry it goes on where today's machine has its states and actors. */
  readonly migrate?: readonly MachineMigration[];
  /** How its promises are run, by the names of their logic. */
  readonly tasks?: { readonly [Src in Named<M, 'actors'>]?: TaskPolicy<TaskInput<M, Src>> };
  /** How long it is waited before a task or an action is tried again, and which errors are worth that. */
  readonly retry?: TriedAgain;
  /**
   * What its named actions do, in the place of the machine's own, or how they are run. Each is run after the macrostep that it belongs to is stored, in order, and
   * once it is through never again. One that failed by its last attempt fails the thread, which goes on with it by `resume`.
   */
  readonly actions?: {
    readonly [Type in Named<M, 'actions'>]?: ActionRun<M, Type> | ActionPolicy<ActionRun<M, Type>>;
  };
}

/** What an event carries beside its type, which may be left out where nothing of it is needed. */
type PayloadOf<Event> = Event extends unknown
  ? keyof Omit<Event, 'type'> extends never
    ? undefined
    : object extends Omit<Event, 'type'>
      ? Omit<Event, 'type'> | undefined
      : Omit<Event, 'type'>
  : never;

/** The event of a type, also where several types are written as one event. */
type EventUnder<Event, Type> = Event extends { readonly type: infer Own } ? (Type extends Own ? Event : never) : never;

/** The payloads of a machine's events, by their types; `*` brings an event under any type. */
export type EventsOf<M extends AnyStateMachine> = {
  readonly [Type in EventFrom<M>['type']]: PayloadOf<EventUnder<EventFrom<M>, Type>>;
} & { readonly '*': EventFrom<M> };

/** A machine as a graph: to run alone, or as the subgraph of a node. */
export type MachineGraph<Name extends string, M extends AnyStateMachine> = Graph<{
  readonly name: Name;
  readonly state: HostedState<MachineState, InputFrom<M>, OutputFrom<M>>;
  readonly stored: HostedState<MachineState, InputFrom<M>, OutputFrom<M>>;
  readonly update: Partial<HostedState<MachineState, InputFrom<M>, OutputFrom<M>>>;
  readonly input: undefined extends InputFrom<M> ? { readonly input?: InputFrom<M> } : { readonly input: InputFrom<M> };
  readonly outcome: 'done';
  readonly nodes: 'machine' | 'work' | 'over' | 'failed' | 'done';
  readonly events: EventsOf<M>;
  readonly questions: {};
  readonly services: {};
}>;

/** The types of events that a machine names; XState leaves out those that it names to do nothing. */
function typesIn({ events, root }: AnyStateMachine): readonly string[] {
  return [...new Set([...events, ...nodesOf(root).flatMap(({ transitions }) => [...transitions.keys()])])];
}

/**
 * A graph that runs a machine of XState 5, durably: every macrostep is a checkpoint, what it invokes are activities, and `after` is waited
 * for over restarts. A problem `machine/undurable` where a machine does what cannot be begun again in another process.
 *
 * @example
 * const checkout = fromXState('checkout', machine, { tasks: { charge: { attempts: 3 } } });
 * const thread = await cairn.start(checkout, { input: { cart: 'c-1' } });
 * await thread.send('PAY', { card: '4242' });
 */
export function fromXState<const Name extends string, M extends AnyStateMachine>(
  name: Name,
  machine: M,
  options: FromXStateOptions<NoInfer<M>> = {},
): MachineGraph<Name, M> {
  refuseLive(machine);
  const { version, description, tasks = {}, actions = {}, retry, codecs, migrate = [], ...ofEngine } = options;
  const policies = tasks as Policies;
  const acting = actions as Actions;
  checkPolicies(name, 'tasks', tasks, logicIn(machine));
  checkPolicies(name, 'actions', actions);
  checkMigrate(name, migrate);
  const implemented = implementedIn(acting);
  checkNames(machine, migrate, implemented);
  const id = ofEngine.id ?? machine.id;
  const passedOver = migrate.flatMap(({ from = [] }) => from);
  return hostEngine<MachineState>({
    name,
    engine: xstateEngine(machine, { ...ofEngine, implemented }),
    events: typesIn(machine).filter((type) => !type.startsWith('xstate.') && !type.includes('*')),
    run: (job, context) => {
      if (job.kind === 'promise')
        return runTask(policies[job.src], job, context, () =>
          runJob(machine, job, {
            tell: () => undefined,
            emitted: (event) => context.emit(outputOf(job.actor, event)),
          }),
        );
      return runActions(job, acting, context, (action, facts, run) => {
        if (run !== undefined) return run(facts, action.params);
        return runAction(machine, id, job, action, facts);
      });
    },
    attempts: attemptsBy(policies),
    retry: { ...retry, attempts: areTriedAgain(acting) ? Number.MAX_SAFE_INTEGER : mostOf(policies) },
    shape: shapeOf(machine),
    drawing: drawingOf(machine.root, {
      active: { key: 'machine', path: ['root', 'held', 'value'] },
      went: { key: 'went' },
    }),
    migrate: [...migrate, ...(migrate.some(({ from }) => from === undefined) ? [] : [{}])].map((each) => ({
      ...(each.from !== undefined && { from: each.from }),
      state: (old, now) =>
        broughtOver(machine, old, each, { now, id, implemented, ...(!migrate.includes(each) && { passedOver }) }),
      renamed: (old) => drawnRenames(machine, old, each),
      job: (job) => new Renaming(machine, each).job(job),
    })),
    ...(version !== undefined && { version }),
    ...(codecs !== undefined && { codecs }),
    ...(description !== undefined && { description }),
  }) as unknown as MachineGraph<Name, M>;
}
