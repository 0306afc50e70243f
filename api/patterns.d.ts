// index.d.ts

import { AnyGraph, AppendKey, Context, Duration, FactsOf, Graph, InferInput, InferOutput, InputOf, Limits, Merged, Parts, Retry, Schema, ServiceDefinitions, ServicesOf, StateOfKeys, StoredOfKeys, SumKey, UpdateOfKeys } from "@cairn/core";
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
type KeysOf<Task extends Schema, Result extends Schema> = { readonly [Key in keyof Keys<Task, Result>]: Keys<Task, Result>[Key]; };
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
  readonly keys: KeysOf<Task, Result>;
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
export { type Acting, type Asked, type Attempt, type AttemptEvents, type AttemptOptions, type Delivery, type GraphWorker, type Judgement, type Notice, type Notifier, type PatternGraph, type PatternOptions, type PersonOptions, type Tried, type Verifying, type Worker, type WorkerContext, type WorkerPolicy, attempt, worker };
