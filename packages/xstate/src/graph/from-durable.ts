import type { ClassCodec, Context, Graph } from '@cairn/core';
import { durableEngine, type DurableEngineOptions, type DurableMachine } from '../engine/v6/durable-engine.ts';
import { drawingOf } from '../engine/machine-drawing.ts';
import type { StateNode } from '../engine/state-node.ts';
import type { DurableState } from '../engine/v6/durable-state.ts';
import type { InnerMachine, MakeExecution } from '../engine/v6/inner.ts';
import { durableActionAt, runDurableJob } from '../engine/v6/run-durable-job.ts';
import { checkPolicies } from './check-options.ts';
import { hostEngine, type TriedAgain } from './host-engine.ts';
import { outputOf, type HostedState } from './keys.ts';
import { areTriedAgain, runActions, type ActionPolicy, type Actions } from './actions.ts';
import { attemptsBy, mostOf, runTask, type Policies, type TaskPolicy } from './task.ts';

type Sources<M> = M extends { readonly provide: (sources: infer Given) => unknown } ? Given : never;
type PartsOf<M, Part extends string> =
  Sources<M> extends { readonly [Key in Part]?: infer Parts } ? NonNullable<Parts> : Record<string, unknown>;
type Named<M, Part extends string> = keyof PartsOf<M, Part> & string;
/** What an action of a name is given. */
type ArgumentsOf<M, Type> = Type extends keyof PartsOf<M, 'actions'>
  ? NonNullable<PartsOf<M, 'actions'>[Type]> extends (...args: infer Args) => unknown
    ? Args
    : never[]
  : never[];

type SnapshotOf<M> = M extends { readonly getInitialSnapshot: (...given: never[]) => infer Snapshot }
  ? Snapshot
  : never;
type ContextOf<M> = SnapshotOf<M> extends { readonly context: infer Held } ? Held : unknown;
type EventOf<M> = M extends { readonly transition: (snapshot: never, event: infer Event, scope?: never) => unknown }
  ? Event
  : never;
type InputOf<M> = M extends { readonly initialTransition: (input: infer Input, scope?: never) => unknown }
  ? Exclude<Input, undefined>
  : never;
type OutputOf<M> =
  Extract<SnapshotOf<M>, { readonly status: 'done' }> extends { readonly output: infer Output } ? Output : unknown;

/** What an action is told before its own arguments. */
export interface DurableActionFacts<M extends DurableMachine = DurableMachine> {
  /** The context of its actor after the macrostep, and the event of that. */
  readonly context: ContextOf<M>;
  readonly event: EventOf<M>;
  /** An idempotency key: the same however often the action is begun again after a crash, and of no other. */
  readonly key: string;
  /** Which attempt it is, counted from 1. */
  readonly attempt: number;
  /** Aborts when the attempt times out, or the thread is cancelled. */
  readonly signal: AbortSignal;
}

type ActionRun<M extends DurableMachine, Type> = (
  facts: DurableActionFacts<M>,
  ...args: ArgumentsOf<M, Type>
) => unknown;

/** How a machine of XState 6 is hosted. */
export interface FromDurableOptions<M extends DurableMachine> extends DurableEngineOptions {
  readonly version?: string;
  readonly description?: string;
  /** How instances of classes are stored that its contexts, its events and what its promises come to hold. */
  readonly codecs?: readonly ClassCodec[];
  /** How its promises are run, by the names of their logic. */
  readonly tasks?: { readonly [Src in Named<M, 'actors'>]?: TaskPolicy };
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

type PayloadOf<Event> = Event extends unknown
  ? keyof Omit<Event, 'type'> extends never
    ? undefined
    : object extends Omit<Event, 'type'>
      ? Omit<Event, 'type'> | undefined
      : Omit<Event, 'type'>
  : never;
type EventUnder<Event, Type> = Event extends { readonly type: infer Own } ? (Type extends Own ? Event : never) : never;
type TypeOf<Event> = Event extends { readonly type: infer Type extends string } ? Type : never;

/** The payloads of a machine's events, by their types; `*` brings an event under any type. */
export type DurableEventsOf<M extends DurableMachine> = {
  readonly [Type in TypeOf<EventOf<M>>]: PayloadOf<EventUnder<EventOf<M>, Type>>;
} & { readonly '*': EventOf<M> };

/** A machine of XState 6 as a graph: to run alone, or as the subgraph of a node. */
export type DurableGraph<Name extends string, M extends DurableMachine> = Graph<{
  readonly name: Name;
  readonly state: HostedState<DurableState, InputOf<M>, OutputOf<M>>;
  readonly stored: HostedState<DurableState, InputOf<M>, OutputOf<M>>;
  readonly update: Partial<HostedState<DurableState, InputOf<M>, OutputOf<M>>>;
  readonly input: { readonly input?: InputOf<M> };
  readonly outcome: 'done';
  readonly nodes: 'machine' | 'work' | 'over' | 'failed' | 'done';
  readonly events: DurableEventsOf<M>;
  readonly questions: {};
  readonly services: {};
}>;

/**
 * A graph that hosts a machine of XState 6 in an execution of `createDurable`: every macrostep is a checkpoint, what it invokes are
 * activities whose steps are kept, and `after` is waited for over restarts. A problem `machine/undurable` where a machine does what
 * cannot be begun again in another process.
 *
 * @example
 * import { createDurable } from 'xstate/durable';
 *
 * const checkout = fromDurable('checkout', machine, { createDurable, tasks: { charge: { attempts: 3 } } });
 * const thread = await cairn.start(checkout, { input: { cart: 'c-1' } });
 * await thread.send('PAY', { card: '4242' });
 */
export function fromDurable<const Name extends string, M extends DurableMachine>(
  name: Name,
  machine: M,
  options: FromDurableOptions<NoInfer<M>>,
): DurableGraph<Name, M> {
  const { version, description, tasks = {}, actions = {}, retry, codecs, ...ofEngine } = options;
  checkPolicies(name, 'tasks', tasks);
  checkPolicies(name, 'actions', actions);
  const policies = tasks as Policies;
  const acting = actions as Actions;
  const inner = machine as unknown as InnerMachine;
  const createDurable = options.createDurable as unknown as MakeExecution;
  return hostEngine({
    name,
    engine: durableEngine(machine, ofEngine),
    drawing: drawingOf(inner.root as unknown as StateNode, { active: { key: 'machine', path: ['snapshot', 'value'] } }),
    events: machine.events.filter((type) => !/^@?xstate\.|\*/u.test(type)),
    run: (job, context) => {
      const { logic, actor, src } = job;
      if (job.kind === 'promise')
        return runTask(policies[src], job, context, () =>
          runDurableJob(inner, createDurable, job, {
            step: stepsOf(context),
            emitted: (event) => context.emit(outputOf(actor, event)),
          }),
        );
      return runActions(job, acting, context, ({ type, params }, facts, run) => {
        const args = params as readonly unknown[];
        return run === undefined ? durableActionAt(inner, logic, type)(...args) : run(facts, ...args);
      });
    },
    attempts: attemptsBy(policies),
    retry: { ...retry, attempts: areTriedAgain(acting) ? Number.MAX_SAFE_INTEGER : mostOf(policies) },
    ...(version !== undefined && { version }),
    ...(codecs !== undefined && { codecs }),
    ...(description !== undefined && { description }),
  }) as unknown as DurableGraph<Name, M>;
}

/** Steps that are kept; one that is asked for twice under a key runs once. */
function stepsOf({ step }: Context): (key: string, run: () => unknown) => Promise<unknown> {
  const begun = new Map<string, Promise<unknown>>();
  return (key, run) => {
    const known = begun.get(key) ?? step(key, run);
    begun.set(key, known);
    return known;
  };
}
