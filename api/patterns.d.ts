// index.d.ts

import { a as Links, c as Notifier, i as Linking, l as Offer, n as Delivery, o as Notice, r as Field, s as NoticeLink, t as Asking } from "./shared/notice.js";
import { AnyGraph, AppendKey, Author, AuthorOf, Cairn, Context, Definition, Duration, EventDefinitions, EventsOf, FactsOf, Graph, InferInput, InferOutput, InputOf, Limits, LocalKey, MergeKey, Merged, Migration, Moment, Parts, Protection, QuestionDefinitions, Retry, Schema, ServiceDefinitions, ServicesOf, SideTable, StateDefinition, StateOfKeys, StepOptions, Store, StoredOfKeys, SumKey, Uncaptured, UpdateOfKeys, graph } from "@cairn/core";
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
/** A worker of whom its graph is known, where it is one. */
type WorkerOf<Given, Found, Services, Of> = WorkerRun<Given, Found, Services> | (WorkerPolicy & {
  readonly run: WorkerRun<Given, Found, Services>;
}) | GraphWorker<Given, Found, Of & AnyGraph>;
/** Workers by name: of `Graphs` each is inferred by itself, and is what is known of a worker that is a graph. */
type WorkersBy<Given, Found, Services, Graphs> = { readonly [Name in keyof Graphs]: WorkerOf<Given, Found, Services, Graphs[Name]>; };
/** What is known of {@link WorkersBy} name, as of one worker. */
type AnyOf<Graphs> = { readonly [Name in keyof Graphs]: Graphs[Name] extends AnyGraph ? {
  readonly graph: Graphs[Name];
} : never; }[keyof Graphs];
/** What is known of workers in a list, as of one worker. */
type AnyAmong<Graphs extends readonly unknown[]> = { readonly [At in keyof Graphs]: Graphs[At] extends AnyGraph ? {
  readonly graph: Graphs[At];
} : never; }[number];
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
  /**
   * The most that it may use, its workers included, of whatever they spend by `ctx.spend`: once one is used up it ends as `exhausted`, where it can. Its
   * `transitions` are a fuse: where they run out the thread fails with `limit/exceeded`. A saga's hold for its steps, and not for undoing them.
   */
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
/** One of those who are asked in turn. */
interface Asked {
  /** Who is told; where several are, each gets a notice with links of their own. */
  readonly who: string | readonly string[];
  /** How long this one is waited for before the next one is asked. The last one is waited for until the deadline. */
  readonly for: Duration;
}
/** How people are asked, and for how long they are waited for. */
interface PersonOptions<Services = {}> {
  /** Tells people that they are waited for; without one nobody is told. A function finds it among the services of the graph. */
  readonly notifier?: Notifier | ((services: Services) => Notifier);
  /** Makes a link of each answer that a notice offers. A function finds it among the services of the graph. */
  readonly links?: Links | ((services: Services) => Links);
  /** Who is asked, one after another. */
  readonly chain?: readonly Asked[];
  /** How long it is quiet before whoever is asked is told again. */
  readonly remind?: Duration;
  /** How long people are waited for in all; without one, for ever. */
  readonly deadline?: Duration;
}
/** The names of the nodes that ask people, beside the one that holds them. */
type AskingNode = "asked" | "tell" | "quiet";
/** A yes that somebody gave. */
interface Yes {
  readonly by: string;
  readonly note?: string;
}
/** What an approval is made of. */
interface ApprovalOptions<Name extends string, About extends Schema, Services extends ServiceDefinitions> extends PatternOptions<Name, Services> {
  /** What people are asked about. */
  readonly about: About;
  /** How many different people have to approve; 1 by default. */
  readonly approvals?: number | ((about: InferOutput<About>) => number);
  /** How people are asked. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: InferOutput<About>, moment: Moment) => Asking;
  };
}
interface Keys$9<About extends Schema> {
  readonly about: About;
  readonly approvals: AppendKey<Schema<Yes>>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly reason: z.ZodOptional<z.ZodString>;
}
type KeysOf$10<About extends Schema> = { readonly [Key in keyof Keys$9<About>]: Keys$9<About>[Key]; };
/** What people may say. */
interface ApprovalEvents {
  readonly approve: Yes;
  readonly reject: {
    readonly by: string;
    readonly reason: string;
  };
}
/** The graph of {@link approval}. `by` says who decided, where somebody did. */
type ApprovalGraph<Name extends string, About extends Schema, Services extends ServiceDefinitions = {}> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$10<About>;
  readonly outcome: "approved" | "rejected" | "expired";
  readonly nodes: "person" | AskingNode | "approved" | "rejected" | "expired";
  readonly events: ApprovalEvents;
  readonly services: Services;
  readonly workers: never;
}>;
/**
 * Asks people about something, who approve or reject it: by links, by webhooks, or by whatever sends the events. It ends as `approved`, `rejected`, or
 * `expired` where nobody answered by the deadline.
 *
 * @example
 * const leave = approval({
 *   name: 'leave',
 *   about: z.object({ who: z.string(), days: z.number() }),
 *   person: { notifier: slackNotifier({ url }), links, chain: [{ who: 'ada', for: '1d' }, { who: 'grace', for: '1d' }], deadline: '3d' },
 * });
 */
declare function approval<const Name extends string, About extends Schema, Services extends ServiceDefinitions = {}>(options: ApprovalOptions<Name, About, Services>): ApprovalGraph<Name, About, Services>;
/** Where Slack's notices go. */
interface SlackOptions {
  /** The address of an incoming webhook, which is a secret; by whom it is for, where each has a channel of their own. */
  readonly url: string | ((to: string | undefined) => string);
  /** How long an attempt may take; 10 s by default. */
  readonly timeout?: Duration;
}
/**
 * Brings notices to a channel, in the format of Slack's incoming webhooks, which others take as well: a header, the text, facts as fields,
 * and links. A 429 is tried again when it says so, a status from 500 on by the policy of whoever tells, and other refusals are not.
 *
 * @example
 * const notifier = slackNotifier({ url: process.env['SLACK_WEBHOOK_URL'] ?? '' });
 */
declare function slackNotifier({ url, timeout }: SlackOptions): Notifier;
/** An error that says for how many milliseconds its receiver wants to be left alone: the next attempt is made no earlier. */
declare function tryLater(message: string, wait: number): Error;
/** What is signed with: the first of them signs, and what any of them signed counts. So a new one is put first, and the old one goes once nothing it signed is under way. */
type Secrets = readonly [string, ...string[]];
/** How links are signed, and where they lead. */
interface LinkOptions {
  /** Where {@link answerByLink} is mounted, as people reach it. */
  readonly url: string;
  /** At least 16 bytes each. The first signs, and what any of them signed counts. */
  readonly secrets: Secrets;
  /** How long a link is good for; 7 days by default. */
  readonly expires?: Duration;
}
/** What a link says. It is signed and not sealed: whoever has it can read it. */
interface LinkContent {
  /** What it is known by: it is taken once. */
  readonly id: string;
  readonly thread: string;
  readonly lane?: string;
  /** The wait that it answers. */
  readonly wait: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ask: readonly Field[];
  readonly label: string;
  readonly subject: string;
  /** Until when it is good, in milliseconds since 1970. */
  readonly until: number;
}
/** What was found in an address: what it says, or why it says nothing. */
type LinkFound = {
  readonly ok: true;
  readonly content: LinkContent;
} | {
  readonly ok: false;
  readonly code: "malformed" | "tampered" | "expired";
};
/** Links that answer a wait, and what they say. */
interface SignedLinks extends Links {
  /** What a link says; `now` is in milliseconds since 1970. */
  read(url: string | URL, now: number): LinkFound;
}
/**
 * Links that are signed, expire, and are taken once: each sends one event to one thread, by {@link answerByLink}.
 *
 * @example
 * const links = signedLinks({ url: 'https://desk.example.com/answer', secrets: [process.env['LINK_SECRET'] ?? ''] });
 */
declare function signedLinks({ url, secrets, expires }: LinkOptions): SignedLinks;
/** Why an answer from outside came to nothing. */
type AnswerCode = "malformed" | "tampered" | "expired" | "used" | "late" | "unfit" | "unknown" | "unavailable";
/** What came of an answer. */
type Answered = {
  readonly ok: true;
  readonly thread: string;
  readonly event: string;
} | {
  readonly ok: false;
  readonly code: AnswerCode;
  readonly message: string;
};
/** Whose threads are answered. */
interface Answering {
  readonly cairn: Pick<Cairn, "thread">;
  /** The graphs of the threads that may be answered. */
  readonly graphs: readonly AnyGraph[];
  /** As for `open()`: what is kept of an answer until it was taken is sealed. */
  readonly protect?: Protection;
  /** How long it is waited for whoever drives the thread, in milliseconds; 10,000 by default. */
  readonly patience?: number;
}
/** An answer that is to be taken once. */
interface Answer {
  readonly thread: string;
  readonly lane?: string | undefined;
  /** What it is known by, among those of its thread. */
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
  /** The wait that it is for, as its notice names it; without one, whatever waits takes it. */
  readonly wait?: string | undefined;
}
/** What answers by links. */
interface LinkAnswering extends Answering {
  readonly links: SignedLinks;
  readonly clock?: {
    now(): number;
  };
}
/**
 * Answers requests for links of {@link signedLinks}, as a function that mounts wherever requests are those of the web. GET shows a page with a
 * button, POST answers; whoever accepts JSON is told {@link Answered}. It is refused with a code and a status where it is not taken.
 *
 * @example
 * const answer = answerByLink({ cairn, graphs: [refunds], links });
 * const response = await answer(request);
 */
declare function answerByLink(options: LinkAnswering): (request: Request) => Promise<Response>;
/** What a webhook says to a thread. */
type Told = Omit<Answer, "id">;
/** What answers by webhooks. */
interface WebhookAnswering extends Answering {
  /** At least 16 bytes each; what any of them signed counts. One that begins with `whsec_` is base64. */
  readonly secrets: Secrets;
  /** How far the sender's clock may be from this one, and how late a webhook may come; 5 minutes by default. */
  readonly tolerance?: Duration;
  /** Finds what a body says, which was JSON; nothing, where that is for no thread. Where it throws, that is `unavailable`, and its sender may send it again. */
  readonly read: (body: unknown, request: Request) => Told | undefined | Promise<Told | undefined>;
  /** Hears what `read` threw. */
  readonly onError?: (error: unknown) => void;
  readonly clock?: {
    now(): number;
  };
}
/**
 * Answers verified webhooks, as {@link answerByLink} does links. They are signed as Standard Webhooks says: `webhook-id`, `webhook-timestamp` (in
 * seconds) and `webhook-signature`, `v1,` and the base64 of HMAC-SHA256 over the id, the timestamp and the body with a dot between. What comes
 * again under its id is not taken again, and answered 200 with the code `used`: its sender only wants to know that it is here.
 *
 * @example
 * const hook = answerByWebhook({ cairn, graphs: [refunds], secrets, read: (body) => Paid.safeParse(body).data });
 */
declare function answerByWebhook(options: WebhookAnswering): (request: Request) => Promise<Response>;
/** The headers by which a webhook is believed; `now` is in milliseconds since 1970. For whoever sends some, and for tests. */
declare function webhookHeaders(secrets: Secrets, { id, body, now }: {
  readonly id: string;
  readonly body: string;
  readonly now: number;
}): Readonly<Record<string, string>>;
/** What is read of a request of `node:http`, without its types: consumers may not have them. */
interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Whether all of it has come. */
  readonly complete?: boolean;
}
/** What is written to of a response of `node:http`. */
interface NodeResponse {
  writeHead(status: number, headers: Readonly<Record<string, string>>): {
    end(body?: Uint8Array): unknown;
  };
}
/** A handler of requests as `node:http` has them. */
type NodeHandler = (request: NodeRequest, response: NodeResponse) => void;
/**
 * A handler of Web-standard requests as one of `node:http`: what `createServer` takes, and Express mounts. What it is sent and does not
 * read goes with the connection. 500 where the handler throws, and 400 where no request can be made of what came.
 *
 * @example
 * createServer(nodeHandler(answerByLink({ cairn, graphs: [refunds], links })));
 */
declare function nodeHandler(handler: (request: Request) => Promise<Response>): NodeHandler;
/** How something was judged: a reason, where it is not good enough. */
type Judgement = {
  readonly ok: true;
} | {
  readonly ok: false;
  readonly reason: string;
};
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
  /** How people are asked; `'nobody'` has it end as `abandoned` at once. */
  readonly person?: "nobody" | (PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: {
      readonly task: InferOutput<Task>;
      readonly tried: readonly Tried[];
    }, moment: Moment) => Asking;
  });
}
interface Keys$8<Task extends Schema, Result extends Schema> {
  readonly task: Task;
  readonly result: Optional<Result>;
  readonly tried: AppendKey<Schema<Tried>>;
  readonly hints: AppendKey<z.ZodString>;
  readonly failed: SumKey;
  readonly doubt: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
}
type KeysOf$9<Task extends Schema, Result extends Schema> = { readonly [Key in keyof Keys$8<Task, Result>]: Keys$8<Task, Result>[Key]; };
/** What people may say to an attempt that failed. What names how many attempts had `failed` is taken until there is another. */
interface AttemptEvents<Result> {
  /** They have done it themselves. */
  readonly resolve: {
    readonly by: string;
    readonly result: Result;
    readonly failed?: number;
  };
  /** It is tried again, as often as before, with a hint. */
  readonly again: {
    readonly by: string;
    readonly hint?: string;
    readonly failed?: number;
  };
  readonly giveUp: {
    readonly by: string;
    readonly failed?: number;
  };
}
/** The graph of {@link attempt}. `by` says who decided, where somebody did. */
type Attempt<Name extends string, Task extends Schema, Result extends Schema, Services extends ServiceDefinitions = {}, Workers = never> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$9<Task, Result>;
  readonly outcome: "verified" | "resolved" | "abandoned" | "exhausted";
  readonly nodes: "act" | "verify" | "judge" | "person" | AskingNode | "verified" | "resolved" | "abandoned" | "exhausted";
  readonly events: AttemptEvents<InferOutput<Result>>;
  readonly services: Services;
  readonly workers: Workers;
}>;
/**
 * Act, verify the outcome from outside, try again differently with the failures in hand; after so many failures a person decides.
 * It ends as `verified`, as `resolved` by a person, as `abandoned` by one, or where nobody answered by the deadline or is to be asked, or as `exhausted` where a limit is used up.
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
/** What was learned so far, and which version of it that is. */
interface Learned<Value> {
  /** Counted from 0, which is what there was before anything was learned. */
  readonly version: number;
  readonly value: Value;
}
/** A policy that outcomes change. */
interface LearnedPolicy<Value, Outcome> {
  /** The newest version, or one of before; undefined where there is no such version. */
  read(): Promise<Learned<Value>>;
  read(version: number): Promise<Learned<Value> | undefined>;
  /**
   * Learns from an outcome, and gives the version that has it. What comes under one id is learned once, from whatever process: the id of the
   * thread whose outcome it is, for one.
   */
  learn(outcome: Outcome, id: string): Promise<Learned<Value>>;
}
/** What a policy is made of. */
interface LearnedOptions<Value, Outcome> {
  readonly store: Store;
  /** What it is known by in the store. */
  readonly name: string;
  /** What holds before anything was learned. */
  readonly initial: Value;
  /** What holds once an outcome is known: a function of these alone, which may be asked several times. */
  readonly learn: (value: Value, outcome: Outcome) => Value;
}
/**
 * Thresholds, shares, tiers to begin with: whatever is decided by, read from a side table that outcomes update. Each version stays, so
 * that it can be told by what a thread was decided that names one.
 *
 * @example
 * const limits = learnedPolicy({
 *   store,
 *   name: 'refund-limit',
 *   initial: { limit: 100 },
 *   learn: ({ limit }, { wasRefused }: { wasRefused: boolean }) => ({ limit: wasRefused ? limit * 0.9 : limit * 1.01 }),
 * });
 */
declare function learnedPolicy<Value, Outcome>({ store, name, initial, learn }: LearnedOptions<Value, Outcome>): LearnedPolicy<Value, Outcome>;
/** What a rule, or all of them together, say to an action. */
type Ruling = "allow" | "ask" | "refuse";
/** What a rule may look at beside the action. */
interface RuleFacts<Policy = undefined> {
  /** How often the action has come to the rules, this time included: more than once where somebody amended it. */
  readonly round: number;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
  /** What was learned by then, where the gate has a policy. */
  readonly policy: Policy;
}
/** A rule over actions. */
interface Rule<Action, Policy = undefined> {
  /** What people see where it held. */
  readonly name: string;
  /**
   * Whether it holds: a decision, by what it is given alone. One that throws, or answers anything but true and false,
   * holds, unless it would allow: what cannot be judged does not pass.
   */
  readonly when: (action: Action, facts: RuleFacts<Policy>) => boolean;
  readonly then: Ruling;
  /** Where it asks: how many different people have to approve; 1 by default. */
  readonly approvals?: number;
}
/** A rule that held. */
interface Held {
  readonly rule: string;
  readonly then: Ruling;
  readonly approvals?: number;
  /** Why it could not be judged. */
  readonly error?: string;
}
/** An approval that somebody gave. */
interface Approval {
  readonly by: string;
  readonly note?: string;
  /** Of which round of the action. */
  readonly round: number;
}
/** An action that somebody put another in the place of. */
interface Amended<Action> {
  readonly by: string;
  /** As it was in that round. */
  readonly action: Action;
  readonly round: number;
}
/** What is to be decided, as people are told. */
interface Deciding<Action> {
  readonly action: Action;
  readonly round: number;
  /** The rules that held. */
  readonly held: readonly Held[];
  /** Those of this round. */
  readonly approvals: readonly Approval[];
}
/** What people may say to an action. What names a `round` is taken in that round alone. */
interface GateEvents<Action> {
  readonly approve: {
    readonly by: string;
    readonly note?: string;
    readonly round?: number;
  };
  readonly reject: {
    readonly by: string;
    readonly reason: string;
    readonly round?: number;
  };
  /** Another action in its place, which goes through the rules as the first did. */
  readonly amend: {
    readonly by: string;
    readonly action: Action;
    readonly round?: number;
  };
}
/** What a gate is made of. */
interface GateOptions<Name extends string, Action extends Schema, Services extends ServiceDefinitions, Policy = undefined> extends PatternOptions<Name, Services> {
  readonly action: Action;
  /** Of those that hold the strictest is done: to refuse before to ask, and to ask before to allow. Their order says nothing. */
  readonly rules: readonly Rule<InferOutput<Action>, NoInfer<Policy>>[];
  /** What was learned, which is read before the rules are asked, and which they see. A function finds it among the services of the graph. */
  readonly policy?: PolicySource<Policy> | ((services: ServicesOf<Services>) => PolicySource<Policy>);
  /** What is done where none holds; `allow` by default. */
  readonly otherwise?: Ruling;
  /** How people are asked. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: Deciding<InferOutput<Action>>, moment: Moment) => Asking;
  };
}
/** Where the newest version of a policy is read. */
interface PolicySource<Policy> {
  read(): Promise<Learned<Policy>>;
}
interface Keys$7<Action extends Schema, Policy> {
  readonly action: Action;
  readonly round: z.ZodDefault<z.ZodNumber>;
  readonly at: z.ZodDefault<z.ZodNumber>;
  readonly held: Schema<readonly Held[] | undefined, readonly Held[]>;
  readonly ruling: z.ZodOptional<z.ZodEnum<{
    allow: "allow";
    ask: "ask";
    refuse: "refuse";
  }>>;
  readonly approvals: AppendKey<Schema<Approval>>;
  readonly amended: AppendKey<Schema<Amended<InferOutput<Action>>>>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly reason: z.ZodOptional<z.ZodString>;
  readonly policy: Schema<Learned<Policy> | undefined>;
}
type KeysOf$8<Action extends Schema, Policy> = { readonly [Key in keyof Keys$7<Action, Policy>]: Keys$7<Action, Policy>[Key]; };
/** The graph of {@link gate}. `held` says which rules held, and `at` when they were asked; `by` and `reason` who decided, where somebody did. */
type Gate<Name extends string, Action extends Schema, Services extends ServiceDefinitions = {}, Policy = undefined> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$8<Action, Policy>;
  readonly outcome: "allowed" | "refused" | "expired";
  readonly nodes: "policy" | "rules" | "person" | AskingNode | "allowed" | "refused" | "expired";
  readonly events: GateEvents<InferOutput<Action>>;
  readonly services: Services;
  readonly workers: never;
}>;
/**
 * Rules over a proposed action decide: it goes on, a person is asked, or it is refused. Whoever is asked approves, rejects or amends it,
 * and an amended action goes through the rules again. It ends as `allowed`, `refused`, or `expired` where nobody answered by the deadline.
 *
 * @example
 * const refund = gate({
 *   name: 'refund',
 *   action: z.object({ order: z.string(), amount: z.number() }),
 *   rules: [
 *     { name: 'more than 100', when: ({ amount }) => amount > 100, then: 'ask' },
 *     { name: 'more than 1000', when: ({ amount }) => amount > 1000, then: 'ask', approvals: 2 },
 *     { name: 'less than nothing', when: ({ amount }) => amount <= 0, then: 'refuse' },
 *   ],
 *   person: { deadline: '2d' },
 * });
 */
declare function gate<const Name extends string, Action extends Schema, Services extends ServiceDefinitions = {}, Policy = undefined>(options: GateOptions<Name, Action, Services, Policy>): Gate<Name, Action, Services, Policy>;
/** What a tier finds. */
interface Found<Answer> {
  readonly answer: Answer;
  /** How sure it is, 0 to 1. */
  readonly confidence: number;
  /** What it took, which the state sums up. */
  readonly cost?: number;
}
/** What a tier said, or why it said nothing. */
interface TierSaid<Answer> {
  readonly tier: string;
  readonly answer?: Answer;
  readonly confidence?: number;
  readonly cost?: number;
  readonly error?: string;
}
/** What a tier is given. */
interface TierAsked<Task, Answer> {
  readonly task: Task;
  /** What those before it said. */
  readonly said: readonly TierSaid<Answer>[];
}
/** When an answer is taken: from so much confidence on, or as a decision says. */
type Accept<Task, Answer> = number | ((found: Found<Answer>, task: Task) => boolean);
/** One of those who are asked, each stronger and dearer than the one before. */
interface TierOptions<Name extends string, Task, Answer, Services, Asked = unknown> {
  readonly name: Name;
  readonly ask: WorkerOf<TierAsked<Task, Answer>, Found<Answer>, Services, Asked>;
  /** When its answer is taken, where that differs. */
  readonly accept?: Accept<Task, Answer>;
  /** What it is expected to take of the budget; it is passed over where less is left. */
  readonly cost?: number | ((task: Task) => number);
}
/** What of a tier stands in no list of graphs. */
interface Named<Name extends string> {
  readonly name: Name;
  readonly ask: unknown;
  readonly accept?: unknown;
  readonly cost?: unknown;
}
/** What tiers are made of. */
interface TiersOptions<Name extends string, Task extends Schema, Answer extends Schema, Tier extends string, Services extends ServiceDefinitions, Asked extends readonly unknown[]> extends PatternOptions<Name, Services> {
  readonly task: Task;
  readonly answer: Answer;
  /** When an answer is taken: from so much confidence on, 0 to 1, or as a decision says. */
  readonly accept: Accept<InferOutput<Task>, InferOutput<Answer>>;
  /** Who is asked, the cheapest first. */
  readonly tiers: readonly Named<Tier>[] & { readonly [At in keyof Asked]: TierOptions<string, InferOutput<Task>, InferOutput<Answer>, ServicesOf<Services>, Asked[At]>; };
  /** The tier to begin with, by how hard the task is; the first by default. */
  readonly begin?: (task: InferOutput<Task>) => NoInfer<Tier>;
  /** The name among `limits` of the budget that tiers spend by `ctx.spend`; `cost` by default. */
  readonly spend?: string;
  /** How people are asked when no tier was sure enough; without it, nobody is, as `'nobody'` says too. */
  readonly person?: "nobody" | (PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: TierAsked<InferOutput<Task>, InferOutput<Answer>>, moment: Moment) => Asking;
  });
}
interface Keys$6<Task extends Schema, Answer extends Schema> {
  readonly task: Task;
  readonly answer: Optional<Answer>;
  readonly said: AppendKey<Schema<TierSaid<InferOutput<Answer>>>>;
  readonly cost: SumKey;
  readonly tier: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
}
type KeysOf$7<Task extends Schema, Answer extends Schema> = { readonly [Key in keyof Keys$6<Task, Answer>]: Keys$6<Task, Answer>[Key]; };
/** What people may say where no tier was sure enough. */
interface TierEvents<Answer> {
  readonly answer: {
    readonly by: string;
    readonly answer: Answer;
  };
  readonly giveUp: {
    readonly by: string;
  };
}
/** The graph of `tiers`. `tier` says whose answer was taken, `said` what each said, `by` which person decided. */
type Tiers<Name extends string, Task extends Schema, Answer extends Schema, Tier extends string, Services extends ServiceDefinitions = {}, Asked extends readonly unknown[] = []> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$7<Task, Answer>;
  readonly outcome: "accepted" | "resolved" | "unanswered" | "exhausted";
  readonly nodes: "begin" | Tier | "person" | AskingNode | "accepted" | "resolved" | "unanswered" | "exhausted";
  readonly events: TierEvents<InferOutput<Answer>>;
  readonly services: Services;
  readonly workers: AnyAmong<Asked>;
}>;
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
declare function tiers<const Name extends string, Task extends Schema, Answer extends Schema, const Tier extends string, Services extends ServiceDefinitions = {}, Asked extends readonly unknown[] = readonly unknown[]>(options: TiersOptions<Name, Task, Answer, Tier, Services, Asked>): Tiers<Name, Task, Answer, Tier, Services, Asked>;
/** What a critic says of a draft. */
interface Critique {
  /** The higher, the better. */
  readonly score: number;
  readonly problems?: readonly string[];
  /** Whether it is good enough, where nothing else says so. */
  readonly good?: boolean;
}
/** What was said of the draft of a round, or why nothing could be. */
interface Round {
  /** Counted from 1. */
  readonly round: number;
  readonly score?: number;
  readonly problems?: readonly string[];
  readonly good?: boolean;
  readonly error?: string;
}
/** What whoever looks at a draft is given. */
interface Criticizing<Task, Draft> {
  readonly task: Task;
  readonly draft: Draft;
  readonly round: number;
}
/** What whoever improves a draft is given. */
interface Improving<Task, Draft> extends Criticizing<Task, Draft> {
  /** What was said of each draft so far, oldest first. */
  readonly critiques: readonly Round[];
}
/** The best draft there is. */
interface Best<Draft> {
  readonly draft: Draft;
  readonly round: number;
  /** Absent where nobody could say. */
  readonly score?: number;
}
/** What a reflection is made of. */
interface ReflectionOptions<Name extends string, Task extends Schema, Draft extends Schema, Services extends ServiceDefinitions, Produce, Criticize, Improve> extends PatternOptions<Name, Services> {
  readonly task: Task;
  readonly draft: Draft;
  /** Makes the first draft. */
  readonly produce: Produce & Worker<{
    readonly task: InferOutput<Task>;
  }, InferOutput<Draft>, ServicesOf<Services>>;
  readonly critique: Criticize & Worker<Criticizing<InferOutput<Task>, InferOutput<Draft>>, Critique, ServicesOf<Services>>;
  /** Makes the next draft of the last one and what was said of it. */
  readonly improve: Improve & Worker<Improving<InferOutput<Task>, InferOutput<Draft>>, InferOutput<Draft>, ServicesOf<Services>>;
  /** How many drafts are made at most; 3 by default. */
  readonly rounds?: number;
  /** From which score on a draft is good, or a decision; by default, where the critic says `good`. */
  readonly good?: number | ((critique: Critique, about: Criticizing<InferOutput<Task>, InferOutput<Draft>>) => boolean);
}
interface Keys$5<Task extends Schema, Draft extends Schema> {
  readonly task: Task;
  readonly draft: Optional<Draft>;
  readonly critiques: AppendKey<Schema<Round>>;
  readonly best: Optional<Schema<Best<InferOutput<Draft>>>>;
  readonly round: z.ZodDefault<z.ZodNumber>;
  readonly isGood: z.ZodDefault<z.ZodBoolean>;
  readonly error: z.ZodOptional<z.ZodString>;
}
type KeysOf$6<Task extends Schema, Draft extends Schema> = { readonly [Key in keyof Keys$5<Task, Draft>]: Keys$5<Task, Draft>[Key]; };
/** The graph of {@link reflection}. `best` is its result, `critiques` what was said of each draft. */
type Reflection<Name extends string, Task extends Schema, Draft extends Schema, Services extends ServiceDefinitions = {}, Workers = never> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$6<Task, Draft>;
  readonly outcome: "good" | "best" | "empty" | "exhausted";
  readonly nodes: "produce" | "critique" | "judge" | "improve" | "good" | "best" | "empty" | "exhausted";
  readonly events: {};
  readonly services: Services;
  readonly workers: Workers;
}>;
/**
 * Produce, critique, improve, until a draft is good or there are no rounds left. It ends as `good`; as `best`, with the draft of the highest score; or as `empty`
 * where none was made; or as `exhausted`, with the best there is, where a limit is used up.
 *
 * @example
 * const writing = reflection({
 *   name: 'writing',
 *   task: z.object({ topic: z.string() }),
 *   draft: z.string(),
 *   produce: ({ task }) => write(task.topic),
 *   critique: ({ draft }) => ({ score: judge(draft), problems: [] }),
 *   improve: ({ draft, critiques }) => rewrite(draft, critiques.at(-1)?.problems),
 *   good: 0.9,
 * });
 */
declare function reflection<const Name extends string, Task extends Schema, Draft extends Schema, const Produce, const Criticize, const Improve, Services extends ServiceDefinitions = {}>(options: ReflectionOptions<Name, Task, Draft, Services, Produce, Criticize, Improve>): Reflection<Name, Task, Draft, Services, Produce | Criticize | Improve>;
/** An error that says that a step did nothing, so that there is nothing to undo, and that no further attempt is worth it. */
declare function nothingDone(reason: string): Error;
/**
 * Several facts of one part of a literal, inferred from several places in it: of a step its schema, and the graphs that work on it.
 *
 * TypeScript infers what is known of a part as the union of what stands at the places that are captured, and as long as nothing was. So these are
 * seen by inference alone, and what a part has to be is checked against what was inferred.
 */
interface Nothing {
  readonly "~nothing": never;
}
/** The places from which what is known of a part is inferred: seen by inference, which looks into both branches, and while nothing was captured. */
type Inferring<Known, Captured> = [Known] extends [Nothing] ? Captured : unknown;
/** What steps have found, by their names; undefined where a step is not done, or nobody knows what it found. */
type Results<Steps> = { readonly [Name in keyof Steps as [SchemaOf<Steps[Name]>] extends [never] ? never : Name]?: ResultOf<Steps[Name]>; };
/** Of a step its schema and the graphs that work on it are known. */
type SchemaOf<Known> = Extract<Known, Schema>;
type ResultOf<Known> = [SchemaOf<Known>] extends [never] ? unknown : InferOutput<SchemaOf<Known>>;
/** The places of a step from which what is known of it is inferred. */
interface Captured$1<Known> {
  readonly result?: Known;
  readonly do?: {
    readonly graph: Known;
  };
  readonly undo?: {
    readonly graph: Known;
  };
}
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
  readonly steps: { readonly [Step in keyof Steps]: Inferring<Steps[Step], Captured$1<Steps[Step]>> & StepAmong<Steps, Step, InferOutput<Task>, ServicesOf<Services>>; };
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
type KeysOf$5<Task extends Schema, Steps> = { readonly [Key in keyof Progress]: Progress[Key]; } & {
  readonly task: Task;
} & { readonly [Name in keyof Steps as [SchemaOf<Steps[Name]>] extends [never] ? never : Name & string]: Optional<SchemaOf<Steps[Name]>>; };
/** The graphs that work on steps, as the kit looks for them. */
type WorkersOf$1<Steps> = { [Name in keyof Steps]: {
  readonly graph: Extract<Steps[Name], AnyGraph>;
}; }[keyof Steps];
/** The graph of {@link saga}: what a step found stands under its name. */
type Saga<Name extends string, Task extends Schema, Steps, Services extends ServiceDefinitions = {}> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$5<Task, Steps>;
  readonly outcome: "allDone" | "allUndone" | "partlyUndone";
  readonly nodes: (keyof Steps & string) | `undo-${keyof Steps & string}` | ("work" | "begin" | "sum" | "undo" | "ask" | "leave" | AskingNode | "allDone" | "allUndone" | "partlyUndone");
  readonly events: SagaEvents;
  readonly services: Services;
  readonly workers: WorkersOf$1<Steps>;
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
/** What is undone, as whoever undoes it is given it: of a step, what it gave is of the type that its author says, `Undo<Room>`. */
interface Undo<Result = unknown, State = never> {
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
type UndoWorker<State, Result, Services = {}> = Undoes<State, Result, Services>["run"] | (WorkerPolicy & Undoes<State, Result, Services>);
/** A step beside which stands what undoes it, by name. Its function is given its idempotency key, whether anything undoes it or not. */
interface Steps<Undos extends string> {
  step<Result>(this: void, key: string, action: (key: string) => Result | Promise<Result>, options?: StepOptions & {
    readonly undo?: Undos;
  }): Promise<Result>;
}
/** What the functions of nodes see and make whose steps can be undone. */
interface UndoableAuthor<Keys extends StateDefinition, Events extends EventDefinitions, Limited extends string, Services extends ServiceDefinitions, Questions extends QuestionDefinitions, Undos extends string> extends Omit<AuthorOf<Keys, Events, Limited, Services, Questions>, "context"> {
  readonly context: Omit<AuthorOf<Keys, Events, Limited, Services, Questions>["context"], "step"> & Steps<Undos>;
}
/** How threads of an older version of an undoable graph go on with this one: what they did is undone by this one's functions. */
interface UndoableMigration<Name extends string = string, Undos extends string = string> extends Migration<Name> {
  /** What became of what undoes something, by its old name. A node that `nodes` renames needs no entry. */
  readonly undo?: Readonly<Record<string, UndoMigration<Name | Undos>>>;
}
/** What became of what undoes a node or steps. */
interface UndoMigration<Name extends string = string> {
  /** Its name today. */
  readonly to?: Name;
  /** Makes of what the node returned or the step gave what is undone today. It is asked when that is undone, and not where nobody knows what was given. */
  result?(this: void, old: unknown): unknown;
}
/** The literal that {@link undoable} takes: that of `graph`, with what undoes its nodes and steps. */
type UndoableDefinition<Name extends string, Keys extends StateDefinition, Events extends EventDefinitions, Names extends string, Limited extends string, Services extends ServiceDefinitions, Questions extends QuestionDefinitions, Undos extends string, Known extends Author, Nodes> = Omit<Definition<Name, Keys, Events, Names, Limited, Services, Questions, Known, Nodes>, "migrate"> & {
  readonly nodes: { readonly [Key in Names]: {
    /** Of a node that runs a function, what undoes that; of a final one, `true`: it is come to once all is undone. */
    readonly undo?: true | UndoWorker<StateOfKeys<Keys>, UpdateOfKeys<Keys>, ServicesOf<Services>>;
  }; };
  /** What undoes steps, by the names that `ctx.step(key, action, { undo })` gives. */
  readonly undo?: { readonly [Key in Undos]: UndoWorker<StateOfKeys<Keys>, unknown, ServicesOf<Services>>; };
  /** How people are asked where something cannot be undone. Without it the thread is failed there, and `resume()` tries again. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: {
      readonly step: string;
      readonly reason: string;
    }) => Notice;
  };
  /** How threads of an older version go on with this one, and are undone by it. */
  readonly migrate?: readonly UndoableMigration<NoInfer<Names>, NoInfer<Undos>>[];
};
/** Something that is to be undone, where its record is found, and under which key it was done. */
interface ToUndo {
  readonly step: string;
  readonly at: string;
  /** The version, where it has one, of the graph that names the step so. */
  readonly version?: string | undefined;
}
/** What an undoable graph has in its state beside its author's keys. */
interface UndoProgress {
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
interface UndoEvents {
  /** It is tried again. */
  readonly again: {
    readonly by: string;
  };
  /** It is left as it is, and the rest is undone. */
  readonly leave: {
    readonly by: string;
  };
}
/** The graph of {@link undoable}: that of its literal, within one that undoes what was done. */
type Undoable<Work extends AnyGraph> = Graph<Omit<FactsOf<Work>, "state" | "stored" | "update" | "outcome" | "nodes" | "events"> & {
  readonly name: FactsOf<Work>["name"];
  readonly input: FactsOf<Work>["input"];
  readonly questions: FactsOf<Work>["questions"];
  readonly services: FactsOf<Work>["services"];
  readonly state: FactsOf<Work>["state"] & UndoProgress;
  readonly stored: FactsOf<Work>["stored"] & UndoProgress;
  readonly update: FactsOf<Work>["update"] & Partial<UndoProgress>;
  readonly outcome: FactsOf<Work>["outcome"] | "undone" | "partlyUndone";
  readonly nodes: FactsOf<Work>["nodes"] | "work" | "undo" | "undoing" | "ask" | "leave" | AskingNode | `undo-${string}`;
  readonly events: FactsOf<Work>["events"] & UndoEvents;
}>;
/**
 * A graph in whose literal stands beside a node what undoes it, by `undo`, and beside a step its name, by `ctx.step(key, action, { undo })`. Where it
 * fails for good, or comes to a final node with `undo: true`, what was done is undone in reverse, each by a node of its own.
 *
 * It is the literal's graph as the node `work` of one that has its state, its events and its outcomes. A `TypeError` where a name is taken, or
 * something can not be undone so.
 *
 * @example
 * const trip = undoable({
 *   name: 'trip',
 *   state: { city: z.string() },
 *   events: { callOff: z.undefined() },
 *   on: { callOff: 'calledOff' },
 *   start: 'flight',
 *   nodes: {
 *     flight: { run: (s, ctx) => book(s.city, ctx.key()), undo: ({ key }) => cancel(key), next: 'payment' },
 *     payment: { run: (s, ctx) => pay(ctx.key()), next: 'booked' },
 *     booked: { final: true },
 *     calledOff: { final: true, undo: true },
 *   },
 * });
 */
declare function undoable<Name extends string, Keys extends StateDefinition, Names extends string, Events extends EventDefinitions, Limited extends string, Services extends ServiceDefinitions, Questions extends QuestionDefinitions = QuestionDefinitions, Undos extends string = never, Known extends Author = UndoableAuthor<Keys, Events, Limited, Services, Questions, Undos>, Nodes = Uncaptured>(definition: UndoableDefinition<Name, Keys, Events, Names, Limited, Services, Questions, Undos, Known, Nodes>): Undoable<ReturnType<typeof graph<Name, Keys, Names, Events, Limited, Services, Questions, Known, Nodes>>>;
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
type KeysOf$4<Goal extends Schema, What extends Schema, Result extends Schema> = {
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
  readonly keys: KeysOf$4<Goal, What, Result>;
  readonly outcome: "complete" | "partial" | "unplanned" | "exhausted";
  readonly nodes: "plan" | "spread" | "task" | "skip" | "work" | "sum" | "complete" | "partial" | "unplanned" | "exhausted";
  readonly events: {};
  readonly services: Services;
  readonly workers: Workers;
}>;
/**
 * Tasks that need each other, done as parallel as that allows. One that fails keeps nobody from going on who does not need it. It ends as
 * `complete` where all are done, as `partial`, as `unplanned` where nobody could make a plan, or as `exhausted` where a limit is used up.
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
declare function tasks$1<const Name extends string, Goal extends Schema, What extends Schema, Result extends Schema, const Plan, const Work, Services extends ServiceDefinitions = {}>(options: TasksOptions<Name, Goal, What, Result, Services, Plan, Work>): Tasks<Name, Goal, What, Result, Services, Plan | Work>;
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
/** Something that happened outside. */
interface Arrived<Payload> {
  /** The same whenever it is told again: a webhook's id, a file's hash. At most 150 characters, without `@` and white space. */
  readonly id: string;
  readonly payload: Payload;
}
/** A thread that an event starts; made by {@link starts}. */
interface Starting {
  readonly graph: AnyGraph;
  readonly input: object;
  readonly id?: string;
  readonly tags?: readonly string[];
}
/** An event that threads are sent; made by {@link wakes}. */
interface Waking {
  readonly graph: AnyGraph;
  readonly event: string;
  readonly payload: unknown;
  readonly to: {
    readonly thread: string;
  } | {
    readonly tags: readonly string[];
  };
}
/** What an event of one type does. */
interface Route<Of extends Schema> {
  readonly payload: Of;
  /** The threads that it starts. */
  readonly start?: (event: Arrived<InferOutput<Of>>) => Starting | readonly Starting[] | undefined;
  /** The threads that it wakes. */
  readonly wake?: (event: Arrived<InferOutput<Of>>) => Waking | readonly Waking[] | undefined;
}
/** What became of an event. */
interface Routed {
  /** Whether it was through before: then nothing was done. */
  readonly seen: boolean;
  /** The threads that it started, also where an earlier call that was cut off started them. */
  readonly started: readonly string[];
  /** How many threads it was left for, and how many had it before. */
  readonly woken: number;
  readonly again: number;
  /** Threads that were to be woken, and are over or not there. */
  readonly missed: readonly string[];
}
/** What a router is made of. */
interface RouterOptions<Types> {
  /** What each type of event does. */
  readonly on: { readonly [Type in keyof Types]: Types[Type] extends Schema ? Route<Types[Type]> : never; };
  /**
   * Keeps which events are through, so that one that is told again years later does nothing, whatever became of its threads. Without it, an event
   * is known as long as the threads that had it are there.
   */
  readonly seen?: SideTable<Routed>;
}
/** An event as a router is given it. */
type Told$1<Types> = { readonly [Type in keyof Types]: {
  readonly id: string;
  readonly type: Type;
  readonly payload: unknown;
}; }[keyof Types];
/**
 * Brings events from outside to threads: each starts some, wakes some, or both, and is done once under its id. Where it is cut off between two
 * deliveries, whoever tells of the event tells again: what was delivered is passed over.
 *
 * It rejects where the event has a type of nobody, an id or a payload that is none (a `TypeError`), and where the store fails.
 *
 * @example
 * const route = router(cairn, {
 *   on: { 'file.uploaded': { payload: Upload, start: ({ id, payload }) => starts(intake, { path: payload.path }, { id: `file-${id}` }) } },
 * });
 * await route({ id: 'evt_1', type: 'file.uploaded', payload: { path: '/in/a.txt' } });
 */
declare function router<Types extends Readonly<Record<string, Schema>>>(cairn: Cairn, { on, seen }: RouterOptions<Types>): (event: Told$1<Types>) => Promise<Routed>;
/** A thread that an event starts. Without an `id` it has one of the event's own. */
declare function starts<Of extends AnyGraph>(graph: Of, input: InputOf<Of>, options?: {
  readonly id?: string;
  readonly tags?: readonly string[];
}): Starting;
/** An event that one thread is sent, or all threads of a graph that have some tags. */
declare function wakes<Of extends AnyGraph, Name extends keyof EventsOf<Of> & string>(graph: Of, event: Name, payload: EventsOf<Of>[Name], to: Waking["to"]): Waking;
/** A file that came, as {@link watchFolder} tells of it. */
interface FoundFile {
  readonly name: string;
  readonly path: string;
  /** The SHA-256 of its contents, in hexadecimal digits. */
  readonly hash: string;
  /** In bytes. */
  readonly size: number;
}
/** How a folder is watched. */
interface WatchFolderOptions {
  /** How often it is looked at; every second by default. */
  readonly every?: Duration;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Hears what could not be told, which is told again at the next look; or why the folder could not be looked at, without a file. */
  readonly onError?: (error: unknown, file?: FoundFile) => void;
}
/**
 * Tells of each file that is in a folder, or comes there, until its signal aborts, also where the folder is gone for a while. Files whose names begin with a dot,
 * folders and symbolic links are passed over. A file is told of once it is no longer written to; its id is made of its name and its contents, so one that is there twice, or was there
 * when the process died, is the same event.
 */
declare function watchFolder(folder: string, tell: (id: string, file: FoundFile) => Promise<unknown>, { every, signal, onError }: WatchFolderOptions): Promise<void>;
/** What takes events that are sent: {@link receiver}. */
interface Receiver extends NodeHandler {
  /** The same for requests of the web, as Hono, Next, Bun and Deno have them. */
  readonly fetch: (request: Request) => Promise<Response>;
}
/**
 * Answers requests that bring an event as JSON, `{ id, type, payload }`, of at most a mebibyte: 202 with what became of it, 400 where it is none, 413 where
 * it is longer, 500 where it could not be brought, so that whoever sent it sends it again. Who may call it is to be seen to before.
 *
 * @example
 * const events = receiver(router(cairn, { on }));
 * createServer(events); // node:http
 * app.post('/events', (c) => events.fetch(c.req.raw)); // Hono
 */
declare function receiver(route: (event: {
  readonly id: string;
  readonly type: never;
  readonly payload: unknown;
}) => Promise<object>): Receiver;
/** Any value that a worker may say: by it literals and tuples are kept that a function without parameters returns. */
type Hint = "" | 0 | 0n | boolean | null | undefined | {} | Hints | readonly Hint[] | readonly [];
interface Hints {
  readonly [key: string]: Hint;
}
/** A schema of what workers say. Functions are looked at before their schema is known, so what it gives is inferred by itself. */
interface Giving<Value> {
  readonly "~standard": {
    readonly types?: {
      readonly output: Value;
    } | undefined;
  };
}
/** What a reviewer holds, in one round. */
interface Stance<Of> {
  /** Counted from 1. */
  readonly round: number;
  readonly by: string;
  readonly stance: Of;
  readonly why?: string;
}
/** What a reviewer says. */
interface Opinion<Of> {
  readonly stance: Of;
  readonly why?: string;
}
/** A reviewer who took no stance in a round. */
interface Abstention {
  readonly round: number;
  readonly by: string;
  /** What it threw, or what was wrong with what it said. */
  readonly reason: string;
}
/** How a round ended. */
interface Tally<Task, Of> {
  readonly task: Task;
  /** Counted from 1. */
  readonly round: number;
  /** Everybody who was asked. */
  readonly reviewers: readonly string[];
  /** Those of this round. */
  readonly stances: readonly Stance<Of>[];
  readonly abstained: readonly Abstention[];
}
/**
 * How many have to hold the same: a number from 1 up; a share of all who are asked, below 1, which is to be reached; `'majority'`, more than half of them; or a
 * function that says which stance is agreed upon, if one is.
 */
type Quorum<Task, Of> = number | "majority" | "all" | ((tally: Tally<Task, Of>) => Of | undefined);
/** What a reviewer is given. */
interface Reviewing<Task, Of> {
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
interface ConsensusOptions<Name extends string, Task extends Schema, Of extends Schema, Held extends Hint, Services extends ServiceDefinitions, Reviewers> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** What may be held. */
  readonly stance: Of & Giving<Held>;
  /** Who is asked, by name. One who throws or says what is no stance abstains in that round. */
  readonly reviewers: WorkersBy<Reviewing<InferOutput<Task>, NoInfer<Held>>, Opinion<NoInfer<Held>>, ServicesOf<Services>, Reviewers>;
  /** What holds for a reviewer that says nothing else. */
  readonly policy?: WorkerPolicy;
  /** `'majority'` by default. */
  readonly quorum?: Quorum<InferOutput<Task>, NoInfer<Held>>;
  /** By which text stances are held to be the same; by what they are, by default. */
  readonly alike?: (stance: NoInfer<Held>) => string;
  /** After how many rounds a person is asked; 3 by default. */
  readonly rounds?: number | ((task: InferOutput<Task>) => number);
  /** How people are asked; `'nobody'` has it end as `deadlocked` at once. */
  readonly person?: "nobody" | (PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: Undecided<InferOutput<Task>, NoInfer<Held>>) => Notice;
  });
}
/** What people are told about who do not agree. */
interface Undecided<Task, Of> {
  readonly task: Task;
  /** The last stance of each. */
  readonly stances: readonly Stance<Of>[];
  readonly abstained: readonly Abstention[];
}
interface Keys$4<Task extends Schema, Of extends Schema> {
  readonly task: Task;
  readonly stances: AppendKey<Schema<Stance<InferOutput<Of>>>>;
  readonly abstained: AppendKey<Schema<Abstention>>;
  readonly rounds: SumKey;
  readonly hints: AppendKey<z.ZodString>;
  readonly stance: Optional<Of>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly why: z.ZodOptional<z.ZodString>;
}
type KeysOf$3<Task extends Schema, Of extends Schema> = { readonly [Key in keyof Keys$4<Task, Of>]: Keys$4<Task, Of>[Key]; };
/** What people may say where no quorum was found. */
interface ConsensusEvents<Of> {
  readonly decide: {
    readonly by: string;
    readonly stance: Of;
    readonly why: string;
  };
  /** As many rounds again, with a hint. */
  readonly again: {
    readonly by: string;
    readonly hint?: string;
  };
  /** It is left undecided. */
  readonly giveUp: {
    readonly by: string;
  };
}
/** The graph of {@link consensus}. `stance` is what came of it, `by` who decided, where a person did. */
type Consensus<Name extends string, Task extends Schema, Of extends Schema, Services extends ServiceDefinitions = {}, Reviewers = {}> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$3<Task, Of>;
  readonly outcome: "agreed" | "decided" | "deadlocked" | "exhausted";
  readonly nodes: "round" | `review-${keyof Reviewers & string}` | "count" | "person" | AskingNode | "agreed" | "decided" | "deadlocked" | "exhausted";
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
declare function consensus<const Name extends string, Task extends Schema, Of extends Schema, Held extends Hint, Reviewers, Services extends ServiceDefinitions = {}>(options: ConsensusOptions<Name, Task, Of, Held, Services, Reviewers>): Consensus<Name, Task, Of, Services, Reviewers>;
/** What a side said in a round. */
interface Argument<Of> {
  /** Counted from 1. */
  readonly round: number;
  readonly by: string;
  readonly argument: Of;
}
/** What a side is given when it is its turn. */
interface Arguing<Task, Of> {
  readonly task: Task;
  /** Counted from 1. */
  readonly round: number;
  /** The side's own name. */
  readonly me: string;
  /** All that was said, oldest first; of this round by the sides before this one. */
  readonly arguments: readonly Argument<Of>[];
  /** What the judge, or a person, asked to hear, newest last. */
  readonly wanted: readonly string[];
}
/** What the judge is given. */
interface Judging<Task, Of> {
  readonly task: Task;
  readonly arguments: readonly Argument<Of>[];
  /** The turns in which a side said nothing of use. */
  readonly missed: readonly Abstention[];
  /** How many more rounds may be asked for. */
  readonly left: number;
}
/** What the judge says: a verdict, or what another round is to be about. */
type Finding<Verdict> = {
  readonly verdict: Verdict;
  readonly why?: string;
  readonly more?: undefined;
} | {
  readonly more: string;
  readonly verdict?: undefined;
};
/** What people are told about a debate that its judge did not decide. */
interface Unjudged<Task, Of> {
  readonly task: Task;
  readonly arguments: readonly Argument<Of>[];
  /** Why the judge did not: what it threw, or what was wrong with what it said. */
  readonly doubt?: string;
}
/** What a debate is made of. */
interface DebateOptions<Name extends string, Task extends Schema, Of extends Schema, Said extends Hint, Verdict extends Schema, Ruled extends Hint, Services extends ServiceDefinitions, Sides, Judge> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** What a side says in its turn. */
  readonly argument: Of & Giving<Said>;
  readonly verdict: Verdict & Giving<Ruled>;
  /** Who argues, by name, in this order. A side that throws or talks nonsense misses its turn. */
  readonly sides: WorkersBy<Arguing<InferOutput<Task>, NoInfer<Said>>, NoInfer<Said>, ServicesOf<Services>, Sides>;
  readonly judge: Judge & Worker<Judging<InferOutput<Task>, NoInfer<Said>>, Finding<NoInfer<Ruled>>, ServicesOf<Services>>;
  /** What holds for whoever says nothing else. */
  readonly policy?: WorkerPolicy;
  /** How many rounds there are before the judge is asked; 2 by default. */
  readonly rounds?: number;
  /** How many more the judge may ask for; 1 by default. */
  readonly more?: number;
  /** How people are asked where the judge does not decide; `'nobody'` has it end as `undecided` at once. */
  readonly person?: "nobody" | (PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: Unjudged<InferOutput<Task>, NoInfer<Said>>) => Notice;
  });
}
interface Keys$3<Task extends Schema, Of extends Schema, Verdict extends Schema> {
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
type KeysOf$2<Task extends Schema, Of extends Schema, Verdict extends Schema> = { readonly [Key in keyof Keys$3<Task, Of, Verdict>]: Keys$3<Task, Of, Verdict>[Key]; };
/** What people may say where the judge did not decide. */
interface DebateEvents<Verdict> {
  readonly decide: {
    readonly by: string;
    readonly verdict: Verdict;
    readonly why: string;
  };
  /** Another round, about something, and the judge again. */
  readonly again: {
    readonly by: string;
    readonly hint?: string;
  };
  readonly giveUp: {
    readonly by: string;
  };
}
/** The graph of {@link debate}. `verdict` is what came of it; `by` says who decided, where a person did. */
type Debate<Name extends string, Task extends Schema, Of extends Schema, Verdict extends Schema, Services extends ServiceDefinitions = {}, Sides = {}, Judge = never> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$2<Task, Of, Verdict>;
  readonly outcome: "judged" | "decided" | "undecided" | "exhausted";
  readonly nodes: "round" | `side-${keyof Sides & string}` | "judge" | "person" | AskingNode | "judged" | "decided" | "undecided" | "exhausted";
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
declare function debate<const Name extends string, Task extends Schema, Of extends Schema, Said extends Hint, Verdict extends Schema, Ruled extends Hint, Sides, const Judge, Services extends ServiceDefinitions = {}>(options: DebateOptions<Name, Task, Of, Said, Verdict, Ruled, Services, Sides, Judge>): Debate<Name, Task, Of, Verdict, Services, Sides, Judge>;
/**
 * The most that one worker may use while its pattern is open: of `calls`, which are its attempts, and of what it spends by name. An attempt that the death of a
 * process cut off is made again as the same call, under the same idempotency keys, and counts once.
 */
type Budget = Readonly<Record<string, number>>;
/** A task of a plan. */
interface Assignment<Brief> {
  readonly id: string;
  /** Who is to do it. */
  readonly worker: string;
  /** The ids of the tasks whose results it is made from: they are accepted before it begins. */
  readonly needs?: readonly string[];
  /** What is to be done. */
  readonly brief: Brief;
}
/** What a worker is given. */
interface Assigned<Goal, Brief, Result> {
  readonly goal: Goal;
  readonly task: Assignment<Brief>;
  /** What came of the tasks that it needs, by id. */
  readonly results: Readonly<Record<string, Result>>;
  /** Why it is tried again: what was wrong with the earlier tries, oldest first. */
  readonly rejected: readonly string[];
}
/** What whoever reviews is given. */
interface Reviewed<Goal, Brief, Result> {
  readonly goal: Goal;
  readonly task: Assignment<Brief>;
  readonly result: Result;
  /** What came of the tasks that it needs, by id. */
  readonly results: Readonly<Record<string, Result>>;
  readonly rejected: readonly string[];
}
/** A try that came to nothing: it failed, or was rejected. */
interface Rejection {
  /** Which plan the task was of, counted from 1. */
  readonly plan: number;
  readonly task: string;
  readonly worker: string;
  readonly reason: string;
}
/** What whoever plans is given. */
interface Managing<Goal, Brief, Result> {
  readonly goal: Goal;
  /** The names of the workers. */
  readonly workers: readonly string[];
  /** The plan before this one; empty at first. */
  readonly before: readonly Assignment<Brief>[];
  /** What was accepted so far, by the ids of tasks: it stays, and may be needed. */
  readonly results: Readonly<Record<string, Result>>;
  /** What came to nothing in the plan before, and why. */
  readonly dropped: readonly Rejection[];
  /** What was wrong with plans that were made since, oldest first. */
  readonly refused: readonly string[];
  /** What people advised, newest last. */
  readonly hints: readonly string[];
}
/** What a supervision is told, whoever plans. */
interface SupervisingOptions<Name extends string, Goal extends Schema, Brief extends Schema, Briefed extends Hint, Result extends Schema, Given extends Hint, Services extends ServiceDefinitions, Workers, Review> extends PatternOptions<Name, Services> {
  readonly goal: Goal;
  /** What a task says to its worker. */
  readonly brief: Brief & Giving<Briefed>;
  /** What a worker gives. */
  readonly result: Result & Giving<Given>;
  /** Accepts a result, or says why not; without it each result is accepted. */
  readonly review?: Review & Worker<Reviewed<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>, Judgement, ServicesOf<Services>>;
  /** The most that each worker may use, over the whole thread. */
  readonly budgets?: { readonly [Each in keyof NoInfer<Workers>]?: Budget; };
  /** What holds for a worker that says nothing else. */
  readonly policy?: WorkerPolicy;
  /** How often a task is tried before it is dropped; 2 by default. */
  readonly tries?: number;
  /** How many tasks are at work at a time; as many as the plan allows, by default. */
  readonly limit?: number;
  /** How many tasks one worker is at work at, at a time; 1 by default. Its budget is passed by no more than the calls in flight. */
  readonly atOnce?: number;
  /** How people are asked; `'nobody'` has it end as `abandoned` at once. */
  readonly person?: "nobody" | (PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: Unfinished<InferOutput<Goal>, NoInfer<Given>>) => Notice;
  });
}
/** What a supervision is made of. */
interface SupervisionOptions<Name extends string, Goal extends Schema, Brief extends Schema, Briefed extends Hint, Result extends Schema, Given extends Hint, Services extends ServiceDefinitions, Workers, Plan, Review> extends SupervisingOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Workers, Review> {
  readonly workers: WorkersBy<Assigned<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>, NoInfer<Given>, ServicesOf<Services>, Workers>;
  /** Makes the plan, and makes it again. */
  readonly plan: Plan & Worker<Managing<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>, readonly Assignment<NoInfer<Briefed>>[], ServicesOf<Services>>;
  /** How many plans there are before a person is asked; 3 by default. */
  readonly plans?: number;
}
/** What people are told about what was not finished. */
interface Unfinished<Goal, Result> {
  readonly goal: Goal;
  readonly results: Readonly<Record<string, Result>>;
  readonly dropped: readonly Rejection[];
  /** Why there is no plan, where that is so. */
  readonly doubt?: string;
}
interface Keys$2<Goal extends Schema, Brief extends Schema, Result extends Schema> {
  readonly goal: Goal;
  readonly tasks: z.ZodDefault<z.ZodType<readonly Assignment<InferOutput<Brief>>[]>>;
  readonly results: MergeKey<Result>;
  readonly rejections: AppendKey<Schema<Rejection>>;
  readonly dropped: AppendKey<Schema<Rejection>>;
  readonly refused: AppendKey<z.ZodString>;
  readonly hints: AppendKey<z.ZodString>;
  readonly plans: SumKey;
  readonly drafts: z.ZodDefault<z.ZodNumber>;
  readonly doubt: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly task: LocalKey<Schema<Assignment<InferOutput<Brief>>>>;
}
type KeysOf$1<Goal extends Schema, Brief extends Schema, Result extends Schema> = { readonly [Key in keyof Keys$2<Goal, Brief, Result>]: Keys$2<Goal, Brief, Result>[Key]; };
/** What people may say about what was not finished. */
interface SupervisionEvents {
  /** It is taken as it is. */
  readonly accept: {
    readonly by: string;
  };
  /** As many plans again, with a hint. */
  readonly again: {
    readonly by: string;
    readonly hint?: string;
  };
  readonly giveUp: {
    readonly by: string;
  };
}
/** The graph of a supervision. `results` has what was accepted, by task. */
type Supervision<Name extends string, Goal extends Schema, Brief extends Schema, Result extends Schema, Services extends ServiceDefinitions = {}, Workers = {}, Others = never> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf$1<Goal, Brief, Result>;
  readonly outcome: "done" | "accepted" | "abandoned" | "exhausted";
  readonly nodes: "plan" | "judge" | "delegate" | "assign" | "blocked" | `work-${keyof Workers & string}` | "review" | "accept" | "again" | "drop" | "collect" | "person" | AskingNode | "done" | "accepted" | "abandoned" | "exhausted";
  readonly events: SupervisionEvents;
  readonly services: Services;
  readonly workers: AnyOf<Workers> | Others;
}>;
/**
 * A manager plans, workers do the tasks side by side as far as the plan allows, and each result is reviewed: one that is rejected is tried again with the
 * reason, and what came to nothing is planned anew, keeping what was accepted. It ends as `done`, as `accepted` by a person as far as it is, as `abandoned`,
 * or as `exhausted` where a limit is used up.
 *
 * @example
 * const article = supervision({
 *   name: 'article',
 *   goal: z.string(),
 *   brief: z.string(),
 *   result: z.string(),
 *   workers: { writer: ({ task, results }) => `${task.brief}: ${Object.values(results).join()}`, finder: ({ task }) => `about ${task.brief}` },
 *   plan: ({ goal }) => [
 *     { id: 'find', worker: 'finder', brief: goal },
 *     { id: 'write', worker: 'writer', needs: ['find'], brief: 'a page' },
 *   ],
 *   review: ({ result }) => (result.length > 3 ? { ok: true } : { ok: false, reason: 'too short' }),
 *   budgets: { writer: { calls: 5, tokens: 20_000 } },
 * });
 */
declare function supervision<const Name extends string, Goal extends Schema, Brief extends Schema, Briefed extends Hint, Result extends Schema, Given extends Hint, Workers, const Plan, const Review = unknown, Services extends ServiceDefinitions = {}>(options: SupervisionOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Workers, Plan, Review>): Supervision<Name, Goal, Brief, Result, Services, Workers, Plan | Review>;
/** A task of a crew, which is known beforehand. */
interface CrewTask<Brief, Role> {
  readonly id: string;
  /** Who does it. */
  readonly role: Role;
  /** The ids of the tasks whose results it is made from. */
  readonly needs?: readonly string[];
  readonly brief: Brief;
}
/** What a crew is made of. */
interface CrewOptions<Name extends string, Goal extends Schema, Brief extends Schema, Briefed extends Hint, Result extends Schema, Given extends Hint, Services extends ServiceDefinitions, Role extends string, Roles, Review> extends SupervisingOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Roles, Review> {
  /** Who works, by role. */
  readonly roles: { readonly [Each in Role]: unknown; } & WorkersBy<Assigned<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>, NoInfer<Given>, ServicesOf<Services>, Roles>;
  /** What is to be done; or what is to be done for a goal. */
  readonly tasks: readonly CrewTask<NoInfer<Briefed>, NoInfer<Role>>[] | ((goal: InferOutput<Goal>) => readonly CrewTask<NoInfer<Briefed>, NoInfer<Role>>[]);
}
/**
 * Roles and tasks that need each other: a {@link supervision} whose plan is fixed. What came to nothing goes to a person, who may have it tried again.
 *
 * @example
 * const report = crew({
 *   name: 'report',
 *   goal: z.string(),
 *   brief: z.string(),
 *   result: z.string(),
 *   roles: { researcher: ({ goal }) => `facts on ${goal}`, writer: ({ results }) => Object.values(results).join('. ') },
 *   tasks: [
 *     { id: 'research', role: 'researcher', brief: 'find what is known' },
 *     { id: 'write', role: 'writer', needs: ['research'], brief: 'a page' },
 *   ],
 * });
 */
declare function crew<const Name extends string, Goal extends Schema, Brief extends Schema, Briefed extends Hint, Result extends Schema, Given extends Hint, Role extends string, Roles, const Review = unknown, Services extends ServiceDefinitions = {}>({ roles, tasks, ...options }: CrewOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Role, Roles, Review>): Supervision<Name, Goal, Brief, Result, Services, Roles, Review>;
/** What was said, and by whom. */
interface Saying<Of> {
  /** Counted from 1; what somebody outside said has that of the turn that was under way. */
  readonly turn: number;
  readonly by: string;
  readonly message: Of;
}
/** A turn that came to nothing. */
interface Silence {
  readonly turn: number;
  readonly by: string;
  readonly reason: string;
}
/** What a member is given when it is its turn. */
interface Speaking<Task, Of> {
  readonly task: Task;
  /** The member's own name. */
  readonly me: string;
  /** Counted from 1. */
  readonly turn: number;
  readonly said: readonly Saying<Of>[];
}
/** What whoever picks the next speaker is given. */
interface Picking<Task, Of> {
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
interface GroupChatOptions<Name extends string, Task extends Schema, Of extends Schema, Said extends Hint, Services extends ServiceDefinitions, Members, Next> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** What is said in a turn. */
  readonly message: Of & Giving<Said>;
  /** Who talks, by name. One who throws or talks nonsense passes its turn. */
  readonly members: WorkersBy<Speaking<InferOutput<Task>, NoInfer<Said>>, NoInfer<Said>, ServicesOf<Services>, Members>;
  /** Who speaks next: in turn, by default; or whoever a worker names. */
  readonly next?: "round-robin" | (Next & Worker<Picking<InferOutput<Task>, NoInfer<Said>>, string, ServicesOf<Services>>);
  /** Whether it is over, asked after each turn. */
  readonly until?: (said: readonly Saying<NoInfer<Said>>[]) => boolean;
  /** How many turns there are at the most; 10 by default. */
  readonly turns?: number;
  /** What holds for a member that says nothing else. */
  readonly policy?: WorkerPolicy;
}
interface Keys$1<Task extends Schema, Of extends Schema> {
  readonly task: Task;
  readonly said: AppendKey<Schema<Saying<InferOutput<Of>>>>;
  readonly silences: AppendKey<Schema<Silence>>;
  readonly turn: SumKey;
  readonly speaker: z.ZodOptional<z.ZodString>;
  readonly refused: z.ZodDefault<z.ZodArray<z.ZodString>>;
  readonly by: z.ZodOptional<z.ZodString>;
}
type KeysOf<Task extends Schema, Of extends Schema> = { readonly [Key in keyof Keys$1<Task, Of>]: Keys$1<Task, Of>[Key]; };
/** What somebody outside may say while a group talks. */
interface GroupChatEvents<Of> {
  readonly say: {
    readonly by: string;
    readonly message: Of;
  };
  readonly stop: {
    readonly by: string;
  };
}
/** The graph of {@link groupChat}. */
type GroupChat<Name extends string, Task extends Schema, Of extends Schema, Services extends ServiceDefinitions = {}, Members = {}, Next = never> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Of>;
  readonly outcome: "over" | "unfinished" | "stopped" | "exhausted";
  readonly nodes: "turn" | "pick" | "speak" | "heard" | `say-${keyof Members & string}` | "over" | "unfinished" | "stopped" | "exhausted";
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
declare function groupChat<const Name extends string, Task extends Schema, Of extends Schema, Said extends Hint, Members, const Next = unknown, Services extends ServiceDefinitions = {}>(options: GroupChatOptions<Name, Task, Of, Said, Services, Members, Next>): GroupChat<Name, Task, Of, Services, Members, Next>;
/** Of an agent the keys that it writes are known, and the graph that works for it. */
type SegmentOf<Known> = Exclude<Known, AnyGraph>;
/** The places of an agent from which what is known of it is inferred. */
interface Captured<Known> {
  readonly writes?: Known;
  readonly work?: {
    readonly graph: Known;
  };
}
/** What is found in a segment. */
type SegmentState<Of> = { readonly [Key in keyof Of]: Of[Key] extends Schema ? InferOutput<Of[Key]> : never; };
/** What is written to a segment. */
type SegmentUpdate<Of> = { readonly [Key in keyof Of]: Of[Key] extends Schema ? InferInput<Of[Key]> : never; };
/** The segments that are written, by agent. */
type Written<Agents> = { readonly [Name in keyof Agents]?: SegmentState<SegmentOf<Agents[Name]>>; };
/** What an agent is given. */
interface Writing<Task, Agents> {
  readonly task: Task;
  /** The segments of the agents that it needs. */
  readonly written: Written<Agents>;
  /** Why it writes again: what was wrong with what it wrote before, oldest first. */
  readonly refused: readonly string[];
}
/** Somebody who writes a segment. */
interface Agent<Task, Known, Agents, Services> {
  /** Its own keys: it writes all of them, and no others. */
  readonly writes: SegmentOf<Known>;
  /** Whose segments it reads. */
  readonly needs?: readonly (string & NoInfer<keyof Agents>)[];
  readonly work: Worker<Writing<Task, NoInfer<Agents>>, SegmentUpdate<NoInfer<SegmentOf<Known>>>, Services>;
}
/** Two segments that cannot both be true. */
interface Contradiction<Name> {
  readonly between: readonly [Name, Name];
  readonly why: string;
}
/** What an agent wrote that was not accepted, or why it wrote nothing. */
interface Refusal {
  readonly agent: string;
  readonly version: number;
  readonly reason: string;
  /** Whose segment it contradicts, where that is why. */
  readonly against?: string;
}
/** What was taken back. */
interface Rollback {
  readonly agent: string;
  readonly by: string;
  readonly why?: string;
  /** All agents that write anew: it, and those that depend on it. */
  readonly again: readonly string[];
}
/** What owned segments are made of. */
interface SegmentsOptions<Name extends string, Task extends Schema, Services extends ServiceDefinitions, Agents> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** Who writes, by name. */
  readonly agents: { readonly [Each in keyof Agents]: Inferring<Agents[Each], Captured<Agents[Each]>> & Agent<InferOutput<Task>, Agents[Each], Agents, ServicesOf<Services>>; };
  /** What cannot both be true among segments. What an agent just wrote is not accepted where it contradicts what was. */
  readonly contradictions?: (written: Written<NoInfer<Agents>>) => readonly Contradiction<NoInfer<keyof Agents>>[];
  /** How often an agent writes before it is given up; 2 by default. */
  readonly tries?: number;
  /** Whether a person accepts what is whole, too. */
  readonly confirm?: boolean;
  /** How people are asked; `'nobody'` has it end as `abandoned` at once where something is missing, and stands beside no `confirm`. */
  readonly person?: "nobody" | (PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: Unsettled<InferOutput<Task>>) => Notice;
  });
}
/** What people are told about segments that they decide on. */
interface Unsettled<Task> {
  readonly task: Task;
  readonly written: readonly string[];
  /** Who wrote nothing that could be accepted, and why. */
  readonly failed: Readonly<Record<string, string>>;
}
type Keys<Task extends Schema, Agents> = {
  readonly task: Task;
  readonly versions: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodNumber>>;
  readonly failed: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
  readonly refusals: AppendKey<Schema<Refusal>>;
  readonly rollbacks: AppendKey<Schema<Rollback>>;
  readonly by: z.ZodOptional<z.ZodString>;
} & { readonly [Name in keyof Agents & string]: Optional<Schema<SegmentUpdate<SegmentOf<Agents[Name]>>, SegmentState<SegmentOf<Agents[Name]>>>>; };
/** The graphs that work for agents, as the kit looks for them. */
type WorkersOf<Agents> = { [Name in keyof Agents]: {
  readonly graph: Extract<Agents[Name], AnyGraph>;
}; }[keyof Agents];
/** What people may say. */
interface SegmentsEvents<Name> {
  /** Takes back what an agent wrote, and what depends on it; all of these write anew, and all else stays. */
  readonly rollback: {
    readonly agent: Name;
    readonly by: string;
    readonly why?: string;
  };
  readonly accept: {
    readonly by: string;
  };
  readonly giveUp: {
    readonly by: string;
  };
}
/** The graph of segments. The state has each segment under the name of its agent. */
type Segments<Name extends string, Task extends Schema, Services extends ServiceDefinitions = {}, Agents = {}> = PatternGraph<{
  readonly name: Name;
  readonly keys: Keys<Task, Agents>;
  readonly outcome: "whole" | "accepted" | "abandoned" | "exhausted";
  readonly nodes: "write" | "assign" | `agent-${keyof Agents & string}` | "judge" | "person" | AskingNode | "whole" | "accepted" | "abandoned" | "exhausted";
  readonly events: SegmentsEvents<keyof Agents & string>;
  readonly services: Services;
  readonly workers: WorkersOf<Agents>;
}>;
/**
 * Agents write side by side, each its own segment alone, from those that it needs. What contradicts what was accepted is written again. `rollback` takes
 * back what one agent wrote, and what depends on it, at any time. It ends as `whole`, as `accepted` by a person as far as it is, as `abandoned`, or as
 * `exhausted` where a limit is used up.
 *
 * @example
 * const inquiry = segments({
 *   name: 'inquiry',
 *   task: z.string(),
 *   agents: {
 *     logs: { writes: { since: z.number() }, work: () => ({ since: 14 }) },
 *     cause: { writes: { cause: z.string() }, needs: ['logs'], work: ({ written }) => ({ cause: `since ${written.logs?.since}` }) },
 *   },
 * });
 */
declare function segments<const Name extends string, Task extends Schema, Agents, Services extends ServiceDefinitions = {}>(options: SegmentsOptions<Name, Task, Services, Agents>): Segments<Name, Task, Services, Agents>;
export { type Abstention, type Accept, type Acting, type Agent, type Amended, type Answer, type AnswerCode, type Answered, type Answering, type Approval, type ApprovalEvents, type ApprovalGraph, type ApprovalOptions, type Arguing, type Argument, type Arrived, type Asked, type Asking, type Assigned, type Assignment, type Attempt, type AttemptEvents, type AttemptOptions, type Best, type BreakerOptions, type BreakerRule, type BreakerState, type Budget, type Consensus, type ConsensusEvents, type ConsensusOptions, type Contradiction, type CrewOptions, type CrewTask, type Criticizing, type Critique, type Debate, type DebateEvents, type DebateOptions, type Deciding, type Delivery, type Doing, type Field, type Finding, type Found, type FoundFile, type Gate, type GateEvents, type GateOptions, type GraphWorker, type GroupChat, type GroupChatEvents, type GroupChatOptions, type Held, type Improving, type Judgement, type Judging, type Learned, type LearnedOptions, type LearnedPolicy, type LinkAnswering, type LinkContent, type LinkFound, type LinkOptions, type Linking, type Links, type Managing, type NodeHandler, type NodeRequest, type NodeResponse, type Notice, type NoticeLink, type Notifier, type Offer, type Opinion, type PatternGraph, type PatternOptions, type PersonOptions, type Picking, type Planning, type PolicySource, type Quorum, type Receiver, type Reflection, type ReflectionOptions, type Refusal, type Rejection, type Results, type Reviewed, type Reviewing, type Rollback, type Round, type Route, type Routed, type RouterOptions, type Rule, type RuleFacts, type Ruling, type Saga, type SagaEvents, type SagaOptions, type SagaStep, type Saying, type Secrets, type Segments, type SegmentsEvents, type SegmentsOptions, type SignedLinks, type Silence, type SlackOptions, type Speaking, type Stance, type Starting, type StepFailure, type SupervisingOptions, type Supervision, type SupervisionEvents, type SupervisionOptions, type Tally, type Task, type TaskResult, type Tasks, type TasksOptions, type TierAsked, type TierEvents, type TierOptions, type TierSaid, type Tiers, type TiersOptions, type ToUndo, type Told, type Tried, type TriedWay, type Undecided, type Undo, type UndoEvents, type UndoMigration, type UndoProgress, type UndoWorker, type Undoable, type UndoableAuthor, type UndoableDefinition, type UndoableMigration, type Undoing, type Unfinished, type Unjudged, type Unsettled, type Verifying, type Waking, type WatchFolderOptions, type WebhookAnswering, type Worker, type WorkerContext, type WorkerPolicy, type Working, type Writing, type Written, type Yes, answerByLink, answerByWebhook, approval, attempt, breaker, consensus, crew, debate, gate, groupChat, learnedPolicy, nodeHandler, nothingDone, receiver, reflection, router, saga, segments, signedLinks, slackNotifier, starts, supervision, tasks$1 as tasks, tiers, tryLater, undoable, wakes, watchFolder, webhookHeaders, worker };

// shared/notice.d.ts

/** What people are told when they are waited for. */
interface Notice {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** What is to be known at a glance, by its name. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Where it can be answered. */
  readonly links?: readonly NoticeLink[];
}
/** A link as people see it. */
interface NoticeLink {
  readonly label: string;
  readonly url: string;
}
/** Something that a person fills in when answering: it comes into the payload by its name. */
interface Field {
  readonly name: string;
  readonly label: string;
  readonly optional?: boolean;
}
/** An answer that is offered to whoever is asked: an event of the thread, which a link sends. */
interface Offer {
  readonly label: string;
  readonly event: string;
  /** What is said by it whoever answers; who it was, `by`, is added. */
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly ask?: readonly Field[];
}
/** A notice, and what is offered as answers to it. */
interface Asking extends Notice {
  /** Answers that become links, where there is a maker of links. */
  readonly offers?: readonly Offer[];
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
/** What a link is made of. */
interface Linking {
  readonly offer: Offer;
  /** What it is about, in one line. */
  readonly subject: string;
  readonly thread: string;
  /** The path of the lane that waits. */
  readonly lane: string;
  /** Whom it is made for; who opens it is asked for a name where nobody is named. */
  readonly by?: string;
  /** What the wait is known by: what people are shown, and when it began. An answer to another wait at the same place is late. */
  readonly wait: string;
  /** The same for every attempt to bring the notice: links of one key are one. */
  readonly key: string;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}
/** Makes links that answer. */
interface Links {
  link(of: Linking): NoticeLink;
}
export { Links as a, Notifier as c, Linking as i, Offer as l, Delivery as n, Notice as o, Field as r, NoticeLink as s, Asking as t };

// smtp.d.ts

import { c as Notifier } from "./shared/notice.js";
/** Where mail goes. */
interface SmtpOptions {
  /** The server: `smtp://user:password@host:port`, `smtps://…`, with options of nodemailer as its query. */
  readonly server: string;
  readonly from: string;
  /** Whose address it goes to, by whom it is for. Where it gives nothing, that is nobody who could be told. */
  readonly to: string | ((to: string | undefined) => string | undefined);
}
/**
 * Brings notices by mail, with nodemailer. What a server refuses for good, 5xx, is not tried again. All attempts to bring a notice have one
 * `Message-ID`, by which most mailboxes show it once.
 *
 * @example
 * const notifier = smtpNotifier({ server: 'smtps://desk:secret@mail.test', from: 'desk@mail.test', to: (who) => `${who}@mail.test` });
 */
declare function smtpNotifier({ server, from, to }: SmtpOptions): Notifier;
export { type SmtpOptions, smtpNotifier };
