// index.d.ts

import { AnyGraph, AppendKey, Context, Duration, FactsOf, Graph, InferInput, InferOutput, InputOf, Limits, LocalKey, MergeKey, Merged, Parts, Retry, Schema, ServiceDefinitions, ServicesOf, SideTable, StateOfKeys, StoredOfKeys, SumKey, UpdateOfKeys } from "@cairn/core";
import { z } from "zod";
/** What a worker is given beside its task: all that an activity is, but for the state, which is the pattern's own. */
type WorkerContext<Services = {}> = Omit<Context<string, never, Services>, "save" | "saved">;
/** A worker as a function: what it does to the world is done in `ctx.step`. */
type WorkerRun<Given, Found, Services = {}> = (given: Given, ctx: WorkerContext<Services>) => Found | Promise<Found>;
/** How often a worker is tried, and how long an attempt may take. */
interface WorkerPolicy {
  readonly retry?: Retry;
  /** Of one attempt. */
  readonly timeout?: Duration;
}
/** A worker that is a graph: {@link worker} makes one. */
interface GraphWorker<Given, Found, Of extends AnyGraph = AnyGraph> extends WorkerPolicy {
  readonly graph: Of;
  readonly input: (given: Given) => object;
  readonly output: (ended: {
    readonly state: never;
    readonly outcome: string;
  }) => Found;
}
/** Who does a part of a pattern's work: a function, one with a policy, or a graph. */
type Worker<Given, Found, Services = {}> = WorkerRun<Given, Found, Services> | (WorkerPolicy & {
  readonly run: WorkerRun<Given, Found, Services>;
}) | GraphWorker<Given, Found>;
/** The graph of a worker, where it has one. */
type GraphIn<Of> = Of extends {
  readonly graph: infer Own extends AnyGraph;
} ? Own : never;
/**
 * A graph as a worker: what it begins with is made of what the worker is given, and what the worker finds of how it ended.
 *
 * @example
 * worker(research, { input: ({ task }) => ({ company: task.name }), output: ({ state }) => state.finding ?? 'nothing' });
 */
declare function worker<Of extends AnyGraph, Given, Found>(graph: Of, given: WorkerPolicy & {
  readonly input: (given: Given) => InputOf<Of>;
  readonly output: (ended: {
    readonly state: FactsOf<Of>["state"];
    readonly outcome: FactsOf<Of>["outcome"];
  }) => Found;
}): GraphWorker<Given, Found, Of>;
/** What every pattern may be told, as a graph is. */
interface PatternOptions<Name extends string, Services extends ServiceDefinitions> {
  readonly name: Name;
  readonly description?: string;
  readonly version?: string;
  /** What its workers find in `ctx.services`. */
  readonly services?: Services;
  /** The most that it may use, its workers included: of transitions, and of whatever they spend by `ctx.spend`. */
  readonly limits?: Limits;
}
/** What is known of a pattern's graph. */
interface Known {
  readonly name: string;
  readonly keys: Parts["state"];
  readonly outcome: string;
  readonly nodes: string;
  /** What may be sent, payloads by name. */
  readonly events: object;
  readonly services: ServiceDefinitions;
  /** Those who work in it: what their graphs take and need, it takes and needs. */
  readonly workers: unknown;
}
/** Of a worker that is a function there is nothing to know. */
type Inside<Workers, Fact extends "events" | "questions" | "services"> = [GraphIn<Workers>] extends [never] ? {} : Merged<FactsOf<GraphIn<Workers>>[Fact]>;
/** The graph that a pattern gives. */
type PatternGraph<Of extends Known> = Graph<{
  readonly name: Of["name"];
  readonly state: StateOfKeys<Of["keys"]>;
  readonly stored: StoredOfKeys<Of["keys"]>;
  readonly update: UpdateOfKeys<Of["keys"]>;
  readonly input: InputOf<{
    readonly state: Of["keys"];
  }>;
  readonly outcome: Of["outcome"];
  readonly nodes: Of["nodes"] | FactsOf<GraphIn<Of["workers"]>>["nodes"];
  readonly events: Of["events"] & Inside<Of["workers"], "events">;
  readonly questions: Inside<Of["workers"], "questions">;
  readonly services: ServicesOf<Of["services"]> & Inside<Of["workers"], "services">;
}>;
/** What people are told when they are waited for. */
interface Notice {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** What is to be known at a glance, by its name. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Where it can be answered. */
  readonly links?: readonly {
    readonly label: string;
    readonly url: string;
  }[];
}
/** How a notice is brought to people. */
interface Delivery {
  /** Whom it is for, as the chain names them; undefined where there is none. */
  readonly to?: string;
  /** An idempotency key: the same for every attempt to bring this notice. */
  readonly key: string;
  readonly signal: AbortSignal;
}
/** Tells people something: by a channel, by mail. It throws where it could not, and is tried again. */
interface Notifier {
  send(notice: Notice, delivery: Delivery): Promise<void>;
}
/** One of those who are asked in turn. */
interface Asked {
  readonly who: string;
  /** How long this one is waited for before the next one is asked. The last one is waited for until the deadline. */
  readonly for: Duration;
}
/** How people are asked, and for how long they are waited for. */
interface PersonOptions<Services = {}> {
  /** Tells people that they are waited for; without one nobody is told. A function finds it among the services of the graph. */
  readonly notifier?: Notifier | ((services: Services) => Notifier);
  /** Who is asked, one after another. */
  readonly chain?: readonly Asked[];
  /** How long it is quiet before whoever is asked is told again. */
  readonly remind?: Duration;
  /** How long people are waited for in all; without one, for ever. */
  readonly deadline?: Duration;
}
/** The names of the nodes that ask people, beside the one that holds them. */
type AskingNode = "asked" | "tell" | "quiet";
/** What a schema takes, or nothing. */
type Optional<Of extends Schema> = Schema<InferInput<Of> | undefined, InferOutput<Of> | undefined>;
/** An attempt that came to nothing. */
interface Tried {
  /** Which attempt it was, counted from 1. */
  readonly attempt: number;
  /** Why it was not enough: what `verify` said, or the error that ended it. */
  readonly reason: string;
}
/** What whoever acts is given. */
interface Acting<Task> {
  readonly task: Task;
  /** Which attempt this is, counted from 1. */
  readonly attempt: number;
  /** Those before it, oldest first: what is done differently is made of them. */
  readonly tried: readonly Tried[];
  /** What a person advised, newest last. */
  readonly hints: readonly string[];
}
/** What whoever verifies is given. */
interface Verifying<Task, Result> {
  readonly task: Task;
  readonly result: Result;
  readonly attempt: number;
}
/** How a result was judged: a reason, where it is not good enough. */
type Judgement = {
  readonly ok: true;
} | {
  readonly ok: false;
  readonly reason: string;
};
/** What an attempt is made of. */
interface AttemptOptions<Name extends string, Task extends Schema, Result extends Schema, Services extends ServiceDefinitions, Act, Verify> extends PatternOptions<Name, Services> {
  readonly task: Task;
  readonly result: Result;
  /** Does it. What it throws after its own `retry` is a failed attempt, as a refused result is. */
  readonly act: Act & Worker<Acting<InferOutput<Task>>, InferOutput<Result>, ServicesOf<Services>>;
  /** Looks from outside whether it was done: an activity of its own, that may ask the world. */
  readonly verify: Verify & Worker<Verifying<InferOutput<Task>, InferOutput<Result>>, Judgement, ServicesOf<Services>>;
  /** After how many failed attempts a person is asked; 3 by default. */
  readonly attempts?: number | ((task: InferOutput<Task>) => number);
  /** How people are asked. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: {
      readonly task: InferOutput<Task>;
      readonly tried: readonly Tried[];
    }) => Notice;
  };
}
interface Keys<Task extends Schema, Result extends Schema> {
  readonly task: Task;
  readonly result: Optional<Result>;
  readonly tried: AppendKey<Schema<Tried>>;
  readonly hints: AppendKey<z.ZodString>;
  readonly failed: SumKey;
  readonly doubt: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
}
type KeysOf$2<Task extends Schema, Result extends Schema> = { readonly [Key in keyof Keys<Task, Result>]: Keys<Task, Result>[Key]; };
/** What people may say to an attempt that failed. */
interface AttemptEvents<Result> {
  /** They have done it themselves. */
  readonly resolve: {
    readonly by: string;
    readonly result: Result;
  };
  /** It is tried again, as often as before, with a hint. */
  readonly again: {
    readonly by: string;
    readonly hint?: string;
  };
  readonly giveUp: {
    readonly by: string;
  };
}
/** The graph of {@link attempt}. `by` says who decided, where somebody did. */
type Attempt<Name extends string, Task extends Schema, Result extends Schema, Services extends ServiceDefinitions = {}, Workers = never> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$2<Task, Result>;
  readonly outcome: "verified" | "resolved" | "abandoned";
  readonly nodes: "act" | "verify" | "judge" | "person" | AskingNode | "verified" | "resolved" | "abandoned";
  readonly events: AttemptEvents<InferOutput<Result>>;
  readonly services: Services;
  readonly workers: Workers;
}>;
/**
 * Act, verify the outcome from outside, try again differently with the failures in hand; after so many failures a person decides.
 * It ends as `verified`, as `resolved` by a person, or as `abandoned` by one, or by nobody until the deadline.
 *
 * @example
 * const deploy = attempt({
 *   name: 'deploy',
 *   task: z.object({ service: z.string() }),
 *   result: z.object({ version: z.string() }),
 *   act: async ({ task, tried }, { step }) => step('roll out', () => rollOut(task.service, { slowly: tried.length > 0 })),
 *   verify: async ({ task }) => ((await isHealthy(task.service)) ? { ok: true } : { ok: false, reason: 'not healthy' }),
 * });
 */
declare function attempt<const Name extends string, Task extends Schema, Result extends Schema, const Act, const Verify, Services extends ServiceDefinitions = {}>(options: AttemptOptions<Name, Task, Result, Services, Act, Verify>): Attempt<Name, Task, Result, Services, Act | Verify>;
/** An error that says that a step did nothing, so that there is nothing to undo, and that no further attempt is worth it. */
declare function nothingDone(reason: string): Error;
/** What steps have found, by their names; undefined where a step is not done, or nobody knows what it found. */
type Results<Steps> = { readonly [Name in keyof Steps as [SchemaOf<Steps[Name]>] extends [never] ? never : Name]?: ResultOf<Steps[Name]>; };
/** Of a step its schema and the graphs that work on it are known. */
type SchemaOf<Known> = Extract<Known, Schema>;
type ResultOf<Known> = [SchemaOf<Known>] extends [never] ? unknown : InferOutput<SchemaOf<Known>>;
/** The places of a step from which what is known of it is inferred. */
interface Captured<Known> {
  readonly result?: Known;
  readonly do?: {
    readonly graph: Known;
  };
  readonly undo?: {
    readonly graph: Known;
  };
}
interface Nothing {
  readonly "~nothing": never;
}
/** Seen by inference, which looks into both branches, and while nothing was captured. */
type Inferring<Known> = [Known] extends [Nothing] ? Captured<Known> : unknown;
/** What a step is given. */
interface Doing<Task, Found> {
  readonly task: Task;
  /** What the steps found that it needs, directly or through others. */
  readonly results: Found;
  /** An idempotency key: the same for every attempt, and for what undoes it. */
  readonly key: string;
}
/** What undoes a step is given. */
interface Undoing<Task, Found, Result> extends Doing<Task, Found> {
  /** What the step found; undefined where that is not known: it failed, or was cut off, and may have done something all the same. */
  readonly result: Result | undefined;
  /** Why it is undone. */
  readonly reason: string;
}
/** A step, and what undoes it. */
interface SagaStep<Task, Found, Result, Services> {
  /** What it finds. Without a schema nothing is kept of that. */
  readonly result?: Schema;
  readonly do: Worker<Doing<Task, Found>, Result, Services>;
  /**
   * Undoes it: also where it failed or was cut off, as what it did may have been done. Then it has the `key` alone, and has to do the
   * right thing where nothing was done. Tried ten times over some hours where it says nothing else; without it nothing is to be undone.
   */
  readonly undo?: Worker<Undoing<Task, Found, Result>, unknown, Services>;
  /** The steps that are done before it begins. */
  readonly needs?: readonly string[];
}
type StepAmong<Steps, Step extends keyof Steps, Task, Services> = SagaStep<Task, Results<Steps>, ResultOf<Steps[Step]>, Services> & {
  readonly needs?: readonly (keyof Steps)[];
};
/** What a saga is made of. */
interface SagaOptions<Name extends string, Task extends Schema, Services extends ServiceDefinitions, Steps> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** As parallel as their `needs` allow. */
  readonly steps: { readonly [Step in keyof Steps]: Inferring<Steps[Step]> & StepAmong<Steps, Step, InferOutput<Task>, ServicesOf<Services>>; };
  /** How many steps are at work at a time; no limit by default. */
  readonly limit?: number;
  /** How long steps that are at work may still take once one failed or somebody calls it off; one minute by default. Then they are cut off. */
  readonly grace?: Duration;
  /** How people are asked where something cannot be undone. Without it the thread is failed there, and `resume()` tries again. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: {
      readonly step: string;
      readonly reason: string;
    }) => Notice;
  };
}
/** A step that failed for good. */
interface StepFailure {
  readonly step: string;
  readonly reason: string;
  /** It said that it had done nothing, by {@link nothingDone}: it is not undone. */
  readonly nothing?: true | undefined;
}
/** What people may say to a saga. */
interface SagaEvents {
  /** What was done is undone. Once that is under way it changes nothing. */
  readonly callOff: {
    readonly by: string;
    readonly reason?: string;
  };
  /** What could not be undone is tried again. */
  readonly again: {
    readonly by: string;
  };
  /** What could not be undone is left as it is, and the others are undone. */
  readonly leave: {
    readonly by: string;
  };
}
interface Progress {
  readonly begun: AppendKey<z.ZodObject<{
    step: z.ZodString;
    key: z.ZodString;
  }>>;
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
type KeysOf$1<Task extends Schema, Steps> = { readonly [Key in keyof Progress]: Progress[Key]; } & {
  readonly task: Task;
} & { readonly [Name in keyof Steps as [SchemaOf<Steps[Name]>] extends [never] ? never : Name & string]: Optional<SchemaOf<Steps[Name]>>; };
/** The graphs that work on steps, as the kit looks for them. */
type WorkersOf<Steps> = { [Name in keyof Steps]: {
  readonly graph: Extract<Steps[Name], AnyGraph>;
}; }[keyof Steps];
/** The graph of {@link saga}: what a step found stands under its name. */
type Saga<Name extends string, Task extends Schema, Steps, Services extends ServiceDefinitions = {}> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$1<Task, Steps>;
  readonly outcome: "allDone" | "allUndone" | "partlyUndone";
  readonly nodes: (keyof Steps & string) | `undo-${keyof Steps & string}` | ("work" | "begin" | "sum" | "undo" | "ask" | "leave" | AskingNode | "allDone" | "allUndone" | "partlyUndone");
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
declare function saga<const Name extends string, Task extends Schema, Steps extends object, Services extends ServiceDefinitions = {}>(options: SagaOptions<Name, Task, Services, Steps>): Saga<Name, Task, Steps, Services>;
/** One of the tasks of a plan. */
interface Task<What> {
  /** A name that no other has, without "/". */
  readonly id: string;
  /** Tasks that are done before it begins. Where one of them is not, it is skipped. */
  readonly needs?: readonly string[] | undefined;
  /** Tasks that it waits for, and goes on without where they are not done. */
  readonly wants?: readonly string[] | undefined;
  /** What there is to do. */
  readonly what: What;
}
/** What was tried, and failed. */
interface TriedWay {
  /** `work`, or the name of a fall-back. */
  readonly way: string;
  readonly reason: string;
}
/** What became of a task. */
type TaskResult<Result> = {
  readonly status: "done";
  readonly result: Result;
  /** `work`, or the name of the fall-back that did it. */
  readonly way: string;
  readonly tried: readonly TriedWay[];
} | {
  readonly status: "failed";
  readonly tried: readonly TriedWay[];
} | {
  readonly status: "skipped";
  readonly missing: readonly string[];
};
/** What whoever makes a plan is given. */
interface Planning<Goal> {
  readonly goal: Goal;
}
/** What whoever does a task is given. */
interface Working<Goal, What, Result> {
  readonly goal: Goal;
  readonly task: Task<What>;
  /** What the tasks found that it needs or wants, by their ids: what it wants may not be there. */
  readonly results: Readonly<Record<string, Result>>;
}
/** What {@link tasks} is made of. */
interface TasksOptions<Name extends string, Goal extends Schema, What extends Schema, Result extends Schema, Services extends ServiceDefinitions, Plan, Work> extends PatternOptions<Name, Services> {
  readonly goal: Goal;
  /** What a task says that there is to do. */
  readonly what: What;
  /** What a task finds. */
  readonly result: Result;
  /**
   * The tasks; or who makes them of the goal. A plan that cannot be one, as it needs what is not there or goes in a circle, is refused, and made
   * again with the reason in `ctx.failures`, three times where `retry` says nothing else.
   */
  readonly plan: readonly Task<InferOutput<What>>[] | (Plan & Worker<Planning<InferOutput<Goal>>, readonly Task<InferOutput<What>>[], ServicesOf<Services>>);
  /** Does a task. What it throws after its own `retry` is the end of this way, and of no other task. */
  readonly work: Work & Worker<Working<InferOutput<Goal>, InferOutput<What>, InferOutput<Result>>, InferOutput<Result>, ServicesOf<Services>>;
  /** What is tried when `work` has failed, one after another, by name: another source, what was found last time, a guess. */
  readonly fallbacks?: Readonly<Record<string, Worker<Working<InferOutput<Goal>, InferOutput<What>, InferOutput<Result>>, InferOutput<Result>, ServicesOf<Services>>>>;
  /** How many tasks are at work at a time; no limit by default. */
  readonly limit?: number;
}
type TaskOf<What extends Schema> = Task<InferOutput<What>>;
type Listed<What extends Schema> = Schema<readonly Task<InferInput<What>>[] | undefined, readonly TaskOf<What>[] | undefined>;
type KeysOf<Goal extends Schema, What extends Schema, Result extends Schema> = {
  readonly goal: Goal;
  readonly plan: Listed<What>;
  readonly results: MergeKey<Schema<TaskResult<InferInput<Result>>, TaskResult<InferOutput<Result>>>>;
  readonly task: LocalKey<Schema<Task<InferInput<What>>, TaskOf<What>>>;
  readonly tried: LocalKey<Schema<readonly {
    readonly way: string;
    readonly reason: string;
  }[]>>;
  readonly reason: z.ZodOptional<z.ZodString>;
};
/** The graph of {@link tasks}: `results` has what became of each task, by its id. */
type Tasks<Name extends string, Goal extends Schema, What extends Schema, Result extends Schema, Services extends ServiceDefinitions = {}, Workers = never> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Goal, What, Result>;
  readonly outcome: "complete" | "partial" | "unplanned";
  readonly nodes: "plan" | "spread" | "task" | "skip" | "work" | "sum" | "complete" | "partial" | "unplanned";
  readonly events: {};
  readonly services: Services;
  readonly workers: Workers;
}>;
/**
 * Tasks that need each other, done as parallel as that allows. One that fails keeps nobody from going on who does not need it. It ends as
 * `complete` where all are done, as `partial`, or as `unplanned` where nobody could make a plan.
 *
 * @example
 * const report = tasks({
 *   name: 'report',
 *   goal: z.object({}),
 *   what: z.string(),
 *   result: z.string(),
 *   plan: [
 *     { id: 'market', what: 'how large is it' },
 *     { id: 'write', needs: ['market'], what: 'a page on it' },
 *   ],
 *   work: ({ task, results }, ctx) => ctx.step('ask', () => ask(task.what, results)),
 * });
 */
declare function tasks<const Name extends string, Goal extends Schema, What extends Schema, Result extends Schema, const Plan, const Work, Services extends ServiceDefinitions = {}>(options: TasksOptions<Name, Goal, What, Result, Services, Plan, Work>): Tasks<Name, Goal, What, Result, Services, Plan | Work>;
/** How a breaker stands, as its side table keeps it under its name. */
type BreakerState = {
  readonly state: "closed";
  readonly kept: unknown;
} | {
  readonly state: "open";
  readonly until: number;
  readonly reason: string;
} | {
  readonly state: "half-open";
  readonly until: number;
  readonly probe: string;
  readonly reason: string;
};
/** When a breaker opens: after so many failures in a row, or when of the last calls more than a share failed, from 0 to 1. */
type BreakerRule = {
  readonly failures: number;
} | {
  readonly share: number;
  readonly of: number;
};
/** What a breaker is made of. */
interface BreakerOptions<Given, Found, Services extends ServiceDefinitions> {
  /** What is guarded: all that guard it by this name, in whatever thread or process, share a breaker. */
  readonly name: string;
  /** Where it is kept, or among which services. */
  readonly table: SideTable<BreakerState> | ((services: ServicesOf<Services>) => SideTable<BreakerState>);
  readonly opens: BreakerRule;
  /** How long it is open before a call is let through to see. */
  readonly for: Duration;
  /** How long that call may take before another is let through in its place; as long as it is open by default. */
  readonly probe?: Duration;
  /** Does it. */
  readonly work: WorkerRun<Given, Found, ServicesOf<Services>>;
  /** Does it instead, also where `work` has failed. Without it, the attempt fails. */
  readonly fallback?: WorkerRun<Given, Found, ServicesOf<Services>>;
  /** Which errors say that what is guarded is not well; all but those of `fatal` by default. */
  readonly counts?: (error: unknown) => boolean;
}
/**
 * A worker behind a circuit breaker, which threads of all processes share by a side table of their store: after too many failures nobody calls
 * what is not well for a while, and then one call at a time, over all processes, sees whether it is well again.
 *
 * What it gives is a worker of a pattern, or the `run` of a node. Time is the runtime's. A call that its breaker does not let through is given to
 * `fallback`, or throws an error of code `breaker/open`.
 *
 * @example
 * const rates = breaker({
 *   name: 'rates',
 *   table: sideTable<BreakerState>(store, 'breakers'),
 *   opens: { failures: 5 },
 *   for: '30s',
 *   work: async ({ currency }: { currency: string }, { signal }) => fetchRate(currency, signal),
 *   fallback: () => 1,
 * });
 */
declare function breaker<Given, Found, Services extends ServiceDefinitions = {}>(options: BreakerOptions<Given, Found, Services>): WorkerRun<Given, Found, ServicesOf<Services>>;
export { type Acting, type Asked, type Attempt, type AttemptEvents, type AttemptOptions, type BreakerOptions, type BreakerRule, type BreakerState, type Delivery, type Doing, type GraphWorker, type Judgement, type Notice, type Notifier, type PatternGraph, type PatternOptions, type PersonOptions, type Planning, type Results, type Saga, type SagaEvents, type SagaOptions, type SagaStep, type StepFailure, type Task, type TaskResult, type Tasks, type TasksOptions, type Tried, type TriedWay, type Undoing, type Verifying, type Worker, type WorkerContext, type WorkerPolicy, type Working, attempt, breaker, nothingDone, saga, tasks, worker };
