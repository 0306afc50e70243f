import type {
  AnyGraph,
  Author,
  AuthorOf,
  Definition,
  EventDefinitions,
  FactsOf,
  Graph,
  Migration,
  QuestionDefinitions,
  ServiceDefinitions,
  ServicesOf,
  StateDefinition,
  StateOfKeys,
  StepOptions,
  UpdateOfKeys,
} from '@cairn/core';
import type { WorkerContext, WorkerPolicy } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import type { AskingNode, PersonOptions } from '../people/person.ts';

/** What is undone, as whoever undoes it is given it: of a step, what it gave is of the type that its author says, `Undo<Room>`. */
export interface Undo<Result = unknown, State = never> {
  /**
   * The state as it was when undoing began. Where a graph around its own undoes it, that has ended, and this is the state of the graph around it,
   * which has other keys: what undoing needs belongs into what the node returns or the step gives.
   */
  readonly state: State;
  /** What the node returned or the step gave; undefined where nobody knows: it failed or was cut off, and may have been done all the same. */
  readonly result: Result | undefined;
  /** The idempotency key: what `ctx.key()` gave in the node, and what the step's function was given. */
  readonly key: string;
  /** The path of the lane that it was done in. */
  readonly lane: string;
  /** Why it is undone. */
  readonly reason: string;
}

/** A method's parameters may be narrower than what it is given: an author says of what type a step's result is. */
interface Undoes<State, Result, Services> {
  run(this: void, undo: Undo<Result, State>, ctx: WorkerContext<Services>): unknown;
}

/** What undoes something: a function, or one with a policy. Tried ten times over some hours where it says nothing else. */
export type UndoWorker<State, Result, Services = {}> =
  | Undoes<State, Result, Services>['run']
  | (WorkerPolicy & Undoes<State, Result, Services>);

/** A step beside which stands what undoes it, by name. Its function is given its idempotency key, whether anything undoes it or not. */
interface Steps<Undos extends string> {
  step<Result>(
    this: void,
    key: string,
    action: (key: string) => Result | Promise<Result>,
    options?: StepOptions & { readonly undo?: Undos },
  ): Promise<Result>;
}

/** What the functions of nodes see and make whose steps can be undone. */
export interface UndoableAuthor<
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Limited extends string,
  Services extends ServiceDefinitions,
  Questions extends QuestionDefinitions,
  Undos extends string,
> extends Omit<AuthorOf<Keys, Events, Limited, Services, Questions>, 'context'> {
  readonly context: Omit<AuthorOf<Keys, Events, Limited, Services, Questions>['context'], 'step'> & Steps<Undos>;
}

/** How threads of an older version of an undoable graph go on with this one: what they did is undone by this one's functions. */
export interface UndoableMigration<
  Name extends string = string,
  Undos extends string = string,
> extends Migration<Name> {
  /** What became of what undoes something, by its old name. A node that `nodes` renames needs no entry. */
  readonly undo?: Readonly<Record<string, UndoMigration<Name | Undos>>>;
}

/** What became of what undoes a node or steps. */
export interface UndoMigration<Name extends string = string> {
  /** Its name today. */
  readonly to?: Name;
  /** Makes of what the node returned or the step gave what is undone today. It is asked when that is undone, and not where nobody knows what was given. */
  result?(this: void, old: unknown): unknown;
}

/** The literal that {@link undoable} takes: that of `graph`, with what undoes its nodes and steps. */
export type UndoableDefinition<
  Name extends string,
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Names extends string,
  Limited extends string,
  Services extends ServiceDefinitions,
  Questions extends QuestionDefinitions,
  Undos extends string,
  Known extends Author,
  Nodes,
> = Omit<Definition<Name, Keys, Events, Names, Limited, Services, Questions, Known, Nodes>, 'migrate'> & {
  readonly nodes: {
    readonly [Key in Names]: {
      /** Of a node that runs a function, what undoes that; of a final one, `true`: it is come to once all is undone. */
      readonly undo?: true | UndoWorker<StateOfKeys<Keys>, UpdateOfKeys<Keys>, ServicesOf<Services>>;
    };
  };
  /** What undoes steps, by the names that `ctx.step(key, action, { undo })` gives. */
  readonly undo?: { readonly [Key in Undos]: UndoWorker<StateOfKeys<Keys>, unknown, ServicesOf<Services>> };
  /** How people are asked where something cannot be undone. Without it the thread is failed there, and `resume()` tries again. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: { readonly step: string; readonly reason: string }) => Notice;
  };
  /** How threads of an older version go on with this one, and are undone by it. */
  readonly migrate?: readonly UndoableMigration<NoInfer<Names>, NoInfer<Undos>>[];
};

/** Something that is to be undone, where its record is found, and under which key it was done. */
export interface ToUndo {
  readonly step: string;
  readonly at: string;
  /** The version, where it has one, of the graph that names the step so. */
  readonly version?: string | undefined;
}

/** What an undoable graph has in its state beside its author's keys. */
export interface UndoProgress {
  /** What is to be undone, in the order in which that is done; written once, when undoing begins. */
  readonly toUndo: readonly ToUndo[];
  /** What was undone, by the names of nodes and of what undoes steps. */
  readonly undone: readonly string[];
  /** What people left as it is. */
  readonly left: readonly string[];
  /** Why everything is undone; absent while nothing stands against it. */
  readonly undoReason?: string | undefined;
  /** Which final node its work came to; absent where it failed. */
  readonly endsAs?: string | undefined;
  /** Why the last attempt to undo something came to nothing. */
  readonly stuck?: string | undefined;
  /** Who decided about what could not be undone. */
  readonly by?: string | undefined;
}

/** What people may say about what could not be undone. */
export interface UndoEvents {
  /** It is tried again. */
  readonly again: { readonly by: string };
  /** It is left as it is, and the rest is undone. */
  readonly leave: { readonly by: string };
}

/** The graph of {@link undoable}: that of its literal, within one that undoes what was done. */
export type Undoable<Work extends AnyGraph> = Graph<
  Omit<FactsOf<Work>, 'state' | 'stored' | 'update' | 'outcome' | 'nodes' | 'events'> & {
    readonly name: FactsOf<Work>['name'];
    readonly input: FactsOf<Work>['input'];
    readonly questions: FactsOf<Work>['questions'];
    readonly services: FactsOf<Work>['services'];
    readonly state: FactsOf<Work>['state'] & UndoProgress;
    readonly stored: FactsOf<Work>['stored'] & UndoProgress;
    readonly update: FactsOf<Work>['update'] & Partial<UndoProgress>;
    readonly outcome: FactsOf<Work>['outcome'] | 'undone' | 'partlyUndone';
    readonly nodes:
      | FactsOf<Work>['nodes']
      | 'work'
      | 'undo'
      | 'undoing'
      | 'ask'
      | 'leave'
      | AskingNode
      | `undo-${string}`;
    readonly events: FactsOf<Work>['events'] & UndoEvents;
  }
>;
