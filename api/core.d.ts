// index.d.ts

import { $ as Facts, $t as SideTable, A as Retried, At as union, B as Row, Bt as CachePolicy, C as Upkeep, Cn as Codec, Ct as UpsertKey, D as OpenQuestion, Dt as reduce, E as statusOf, Et as merge, F as Entries, Ft as FlatServices, Gt as MigrationMoment, Ht as Retry, I as Entry, It as Service, J as NodePlan, Jt as Context, Kt as Drawing, L as Input, Lt as ServiceDefinitions, M as Snapshot, Mt as Replace, N as emptySnapshot, Nt as replace, O as AsOf, Ot as sum, P as Lane, Pt as AllServices, Q as AnyGraph, Qt as SideItemQuery, R as Sending, Rt as ServicesOf, S as Protection, Sn as ClassCodec, St as UpsertChange, T as Status, Tt as local, U as diagram, Ut as Moment, V as Diagram, Vt as Limits, W as compile, Wt as Migration, X as Changes, Xt as SentOptions, Y as Plan, Yt as Failure, Z as Values, Zt as SideItem, _ as ValueDifference, _n as EventInputs, _t as MergeKey, a as ExportSource, an as StartArguments, at as On, b as Checkpoint, bn as InferOutput, bt as TransientKey, cn as AnswerTo, ct as EntryUpdate, d as HistoryPart, dn as QuestionKey, dt as StateOfKeys, en as SideWrite, et as FactsOf, f as Blame, fn as QuestionsOf, ft as StoredOfKeys, gn as EventDefinitions, gt as LocalKey, hn as Talked, ht as KeyOptions, i as diff, in as FirstEvent, it as Next, j as Draft, jt as upsert, k as Rests, kt as transient, ln as Question, lt as InputOfKeys, mn as AwaitedGraph, mt as AppendKey, n as Difference, nn as ChildOptions, nt as Merged, on as StartOptions, ot as OnError, p as BlameOptions, pn as Addressed, pt as UpdateOfKeys, q as GraphPlan, qt as Went, rn as ChildResult, rt as After, s as Why, sn as Baggage, st as EntryState, tn as StepOptions, tt as Graph, un as QuestionDefinitions, ut as StateDefinition, vn as EventPayloads, vt as ReduceKey, w as Standing$1, wn as codecOf, wt as append, xn as Schema, xt as UnionKey, yn as InferInput, yt as SumKey, z as Cause, zt as service } from "./shared/diff.js";
import { C as Found, _ as ThreadPage, a as ProblemCode, ct as Mistake, d as NewThread, et as Message, h as Store, i as Problem, lt as Duration, m as Soon, nt as StoredOutput, o as isProblem, ot as Status$1, st as ThreadRecord, u as Commit, ut as toMilliseconds, v as ThreadQuery, w as Take, y as ThreadUpdate } from "./shared/difference.js";
import { a as Clock, n as MemoryOptions, o as systemClock, r as TagChange, s as Patience, t as memory } from "./shared/memory.js";
/** What nobody knows the types of yet. */
interface Hints {
  readonly [key: string]: Hint;
}
/**
 * Any value. A function without parameters is looked at before the state of its graph is known, and what it returns is typed
 * once and for all: beside literals and a tuple, those that it returns are kept.
 */
type Hint = "" | 0 | 0n | boolean | null | undefined | {} | Hints | readonly Hint[] | readonly [];
/** What the functions of a graph's nodes see and make. */
interface Author {
  readonly state: unknown;
  readonly update: Hints;
  readonly payloads: unknown;
  readonly context: unknown;
}
/**
 * What the functions of a graph with these parts see and make. Before anything is inferred, what they make is {@link Hints}.
 */
interface AuthorOf<Keys extends StateDefinition, Events extends EventDefinitions, Limited extends string, Services extends ServiceDefinitions, Questions extends QuestionDefinitions> {
  readonly state: { readonly [Name in keyof Keys]: EntryState<Keys[Name]>; };
  readonly update: string extends keyof Keys ? Hints : { readonly [Name in keyof Keys]?: EntryUpdate<Keys[Name]>; };
  readonly payloads: string extends keyof Keys & keyof Events ? Hints : EventPayloads<Events>;
  readonly context: Context<Limited, UpdateOfKeys<Keys>, ServicesOf<Services>, QuestionsOf<Questions>>;
}
/** What a function gives at once or later. */
type Answer$1<Value> = Value | Promise<Value>;
/** What `verify` says: `true` or nothing accepts the changes, `false` or a reason refuses them; whatever else is no verdict, and refuses them too. */
type Verdict = boolean | string | void;
/** What every node may say about itself. */
interface Described {
  readonly label?: string;
  readonly description?: string;
}
/** What every node but a final one may have. `Among` is what its `choose` may pick. */
interface Leaving<Known extends Author, Name, Among> extends Described {
  readonly final?: undefined;
  readonly next?: Next<Name, Known["state"], Known["update"], Among>;
  readonly on?: On<Name, Known["state"], Known["update"], Known["payloads"]>;
  readonly after?: After<Name, Known["state"], Known["update"]>;
  readonly onError?: OnError<Name, Known["state"], Known["update"]>;
  readonly retry?: Retry;
  /** For each attempt. */
  readonly timeout?: Duration;
  /** The keys this node may change, and no others; lets conflicts between lanes be found at compile time. */
  readonly writes?: readonly (keyof Known["update"] & string)[];
  /** Checks the changes before they enter the state; a refusal is a failed attempt, whose steps, answers and sleeps are forgotten. */
  readonly verify?: (update: Known["update"], state: Known["state"], context: Known["context"]) => Answer$1<Verdict>;
}
/** A node that runs a function, or only waits. */
interface RunNode<Known extends Author, Name, Among> extends Leaving<Known, Name, Among> {
  readonly graph?: undefined;
  readonly run?: (state: Known["state"], context: Known["context"]) => Answer$1<Known["update"] | void>;
  readonly cache?: CachePolicy<Known["state"]>;
  /** The states of what it hosts, a state machine: drawn within it, and followed by what its state tells. */
  readonly drawing?: Drawing;
}
type ChildInput<State, Input> = {} extends Input ? {
  readonly input?: (state: State, moment: Moment) => Input;
} : {
  readonly input: (state: State, moment: Moment) => Input;
};
/** What `input` gives: what the subgraph shares it has from its holder, and from nowhere else. */
type Unshared<Input, Shared> = [Shared] extends [never] ? Input : Omit<Input, Shared & string> & { readonly [Key in Shared & keyof Input]?: never; };
/** The keys of a state that a child has too, with the same value. */
type Shareable<State, ChildState> = { [Key in keyof State & keyof ChildState]: [State[Key], ChildState[Key]] extends [ChildState[Key], State[Key]] ? Key : never; }[keyof State & keyof ChildState];
/** How a subgraph ended. */
interface Ended$1<State, Outcome> {
  readonly state: State;
  /** The name of the final node. */
  readonly outcome: Outcome;
}
/** A node that runs a subgraph. */
type GraphNode<Known extends Author, Name, Among, Child extends AnyGraph, Shared> = Leaving<Known, Name, Among> & ChildInput<Known["state"], Unshared<FactsOf<Child>["input"], Shared>> & {
  readonly run?: undefined;
  readonly graph: AnyGraph;
  /**
   * Keys that the subgraph has too, and shares: it begins with what they are here, and what it changes of them is changed
   * here when it ends.
   */
  readonly share?: readonly Shareable<Known["state"], FactsOf<Child>["state"]>[];
  /** What changes when the subgraph ends; `state` is this graph's, with what the two share. */
  readonly output?: (ended: Ended$1<FactsOf<Child>["state"], FactsOf<Child>["outcome"]>, state: Known["state"], moment: Moment) => Known["update"];
};
/** A node at which a lane ends; its name is the outcome. It has no activity and no way out. */
interface FinalNode extends Described {
  readonly final: true;
}
/**
 * The places of a node from which `Capture` is inferred: its child, what it shares with that, that it is final, what it
 * chooses among, and the lanes that it opens.
 *
 * Nothing else may be captured: with whole nodes, inference grows quadratically with their number.
 */
interface Captured<Capture> {
  readonly graph?: Capture;
  readonly share?: Capture;
  readonly final?: Capture;
  readonly next?: {
    readonly among: readonly Capture[];
  } | {
    readonly all: readonly (Capture | {
      readonly to: Capture;
    })[];
  };
  readonly input?: () => Hints;
  readonly output?: () => Hints;
}
interface Nothing {
  readonly "~nothing": never;
}
/** Nodes of which nothing was captured: none was yet, or no type of them is known. Any name may be chosen. */
interface Uncaptured {
  readonly [name: string]: Nothing & "";
}
/** Seen by inference, which looks into both branches, and while nothing was captured. */
type Inferring<Capture> = [Capture] extends [Nothing] ? Captured<Capture> : unknown;
type ChildOf<Capture> = Extract<Capture, AnyGraph>;
type SharedOf<Capture> = Extract<Capture, readonly unknown[]>[number];
type AmongOf<Capture> = NoInfer<Extract<Capture, string>>;
/** A node whose functions see `Known`, and which may lead to one of `Names`; `Capture` is what it says about itself. */
type Node<Known extends Author, Names, Capture> = Inferring<Capture> & ([Capture] extends [true] ? FinalNode : [ChildOf<Capture>] extends [never] ? RunNode<Known, Names, AmongOf<Capture>> : GraphNode<Known, Names, AmongOf<Capture>, ChildOf<Capture>, SharedOf<Capture>>);
/** The literal that {@link graph} takes. `Nodes` holds what is captured of each node, whose names are `Names`. */
interface Definition<Name extends string, Keys extends StateDefinition, Events extends EventDefinitions, Names extends string = string, Limited extends string = string, Services extends ServiceDefinitions = ServiceDefinitions, Questions extends QuestionDefinitions = QuestionDefinitions, Known extends Author = AuthorOf<Keys, Events, Limited, Services, Questions>, Nodes = Uncaptured> {
  readonly name: Name;
  readonly description?: string;
  readonly version?: string;
  readonly state: Keys;
  readonly events?: Events;
  /** What its activities need of the world outside; whoever opens a runtime with it gives them. */
  readonly services?: Services;
  /** What its activities ask of whoever is outside: the schema of each answer, by key; a name that ends in `*` is of many keys. */
  readonly questions?: Questions;
  readonly start: NoInfer<Names>;
  /** Decides what the state that it begins with comes to: what keys start as, and what it is started with. */
  readonly begin?: (state: Known["state"], moment: Moment) => Known["update"] | void;
  /** What events do wherever in the graph a lane is. */
  readonly on?: On<NoInfer<Names>, Known["state"], Known["update"], Known["payloads"]>;
  /** What happens when so much time has passed since the graph was started, wherever in it a lane is. */
  readonly after?: After<NoInfer<Names>, Known["state"], Known["update"]>;
  readonly limits?: Limits<Limited>;
  /** How instances of classes are stored that its state, its events and its steps hold; keys may bring more. */
  readonly codecs?: readonly ClassCodec[];
  readonly nodes: { readonly [Key in Names]: unknown; } & { readonly [Key in keyof Nodes]: Node<Known, NoInfer<Names>, Nodes[Key]>; };
  readonly migrate?: readonly Migration<NoInfer<Names>>[];
}
type FinalName<Nodes> = { [Key in keyof Nodes]: Nodes[Key] extends true ? Key & string : never; }[keyof Nodes];
/** The graphs among what was captured of nodes: beside its graph stands what a node shares and what it chooses among. */
type ChildrenOf<Nodes> = { [Key in keyof Nodes]: Extract<Nodes[Key], AnyGraph>; }[keyof Nodes];
/**
 * Declares a graph from one literal, in which everything is inferred and every name is checked.
 *
 * @example
 * ```ts
 * const hello = graph({
 *   name: 'hello',
 *   state: { name: z.string(), greeting: z.string().optional() },
 *   start: 'greet',
 *   nodes: {
 *     greet: { run: (s) => ({ greeting: `Hello, ${s.name}!` }), next: 'done' },
 *     done: { final: true },
 *   },
 * });
 * ```
 */
declare function graph$1<Name extends string, Keys extends StateDefinition, Names extends string, Events extends EventDefinitions, Limited extends string, Services extends ServiceDefinitions, Questions extends QuestionDefinitions = QuestionDefinitions, Known extends Author = AuthorOf<Keys, Events, Limited, Services, Questions>, Nodes = Uncaptured>(definition: Definition<Name, Keys, Events, Names, Limited, Services, Questions, Known, Nodes>): Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<Keys>;
  readonly stored: StoredOfKeys<Keys>;
  readonly update: UpdateOfKeys<Keys>;
  readonly input: InputOfKeys<Keys>;
  readonly outcome: FinalName<Nodes>;
  readonly nodes: Names | FactsOf<ChildrenOf<Nodes>>["nodes"];
  readonly events: Merged<EventInputs<Events> | FactsOf<ChildrenOf<Nodes>>["events"]>;
  readonly questions: Merged<QuestionsOf<Questions> | FactsOf<ChildrenOf<Nodes>>["questions"]>;
  readonly services: FlatServices<ServicesOf<Services> & AllServices<FactsOf<ChildrenOf<Nodes>>["services"]>>;
}>;
/** What a graph says before its nodes, as an object to spread into it: `graph({ name: 'order', ...order, start, nodes })`. */
interface Parts {
  readonly state: StateDefinition;
  readonly events?: EventDefinitions;
  readonly services?: ServiceDefinitions;
  readonly questions?: QuestionDefinitions;
  readonly limits?: Limits;
  readonly codecs?: readonly ClassCodec[];
}
type EventsIn<Of> = Of extends {
  readonly events: infer Events extends EventDefinitions;
} ? Events : EventDefinitions;
type QuestionsIn<Of> = Of extends {
  readonly questions: infer Questions extends QuestionDefinitions;
} ? Questions : QuestionDefinitions;
type KnownOf<Of extends Parts> = AuthorOf<Of["state"], EventsIn<Of>, Of extends {
  readonly limits: infer Limited;
} ? keyof Limited & string : string, Of extends {
  readonly services: infer Services extends ServiceDefinitions;
} ? Services : ServiceDefinitions, QuestionsIn<Of>>;
/** The state that nodes see: `StateOf<typeof parts>`, or of a graph. */
type StateOf<Of extends Parts | AnyGraph> = Of extends AnyGraph ? FactsOf<Of>["state"] : Of extends Parts ? KnownOf<Of>["state"] : never;
/** The changes that nodes make: `UpdateOf<typeof parts>`, or of a graph. */
type UpdateOf<Of extends Parts | AnyGraph> = Of extends AnyGraph ? FactsOf<Of>["update"] : Of extends Parts ? KnownOf<Of>["update"] : never;
/** What a thread starts with: `InputOf<typeof parts>`, or of a graph. */
type InputOf<Of extends Parts | AnyGraph> = Of extends AnyGraph ? FactsOf<Of>["input"] : Of extends Parts ? InputOfKeys<Of["state"]> : never;
/** What may be sent to a thread: payloads by event name. Of a graph, those of its subgraphs too, at any depth. */
type EventsOf<Of extends Parts | AnyGraph> = Of extends AnyGraph ? FactsOf<Of>["events"] : EventInputs<EventsIn<Of>>;
/** What answers may be given: values by the keys of questions. Of a graph, those of its subgraphs too, at any depth. */
type AnswersOf<Of extends Parts | AnyGraph> = Answers<Of extends AnyGraph ? FactsOf<Of>["questions"] : QuestionsOf<QuestionsIn<Of>>>;
type Answers<Questions> = { readonly [Key in keyof Questions]: AnswerTo<Questions, Key>; };
/** What activities are given besides the state: `ContextOf<typeof parts>`. */
type ContextOf<Of extends Parts> = KnownOf<Of>["context"];
/** A function that a node runs: `const charge: ActivityOf<typeof parts> = async (s, ctx) => …`. */
type ActivityOf<Of extends Parts> = (state: StateOf<Of>, context: ContextOf<Of>) => Answer$1<UpdateOf<Of> | void>;
/** What says whether a way out is taken, where an event led to it by the event's name: `GuardOf<typeof parts, 'approve'>`. */
type GuardOf<Of extends Parts, Event extends keyof KnownOf<Of>["payloads"] = never> = [Event] extends [never] ? (state: StateOf<Of>, moment: Moment) => boolean : (state: StateOf<Of>, payload: KnownOf<Of>["payloads"][Event], moment: Moment) => boolean;
/**
 * A node that may lead to `To`, and runs `Child` where it is the node of a subgraph, with which it may share `Shared`:
 * `{ … } satisfies NodeOf<typeof parts, 'paid'>`.
 */
type NodeOf<Of extends Parts, To extends string, Child extends AnyGraph = never, Shared extends keyof KnownOf<Of>["state"] = never> = [Child] extends [never] ? RunNode<KnownOf<Of>, To, To> : GraphNode<KnownOf<Of>, To, To, Child, Shared> & {
  readonly graph: Child;
  readonly share?: readonly Shared[];
};
/**
 * What stands in the way of taking entries in an order in which each comes after those that it `needs`, in words: an id that
 * two have, one that nobody has or no record can have as a key, entries that need each other. Undefined where nothing does.
 *
 * It is made for `verify`: a plan that a model made is refused by what is wrong with it, and the next attempt reads that. What is
 * `done` may be needed, and is no entry any more.
 */
declare function checkNeeds(entries: readonly {
  readonly id: string;
  readonly needs?: readonly string[] | undefined;
}[], { done }?: {
  readonly done?: readonly string[];
}): string | undefined;
/** An error that is not worth another attempt; made by {@link fatal}. */
declare class Fatal extends Error {
  override readonly name = "CairnFatal";
}
/** Wraps the reason an activity failed for good: `throw fatal(cause)` skips what is left of the node's `retry`. */
declare function fatal(cause: unknown): Fatal;
/**
 * Every mistake in a graph and its subgraphs at once; an empty list means that it compiles.
 *
 * It never throws, whatever it is given. What only follows from another mistake is left out.
 */
declare function check(graph: AnyGraph): readonly Mistake[];
/** Where a thread has been, and where it is: nodes by their ids. */
interface MermaidMarks {
  readonly visited?: Iterable<string>;
  readonly current?: Iterable<string>;
}
/** A diagram as the text of a Mermaid flowchart; with marks, of a thread. */
declare function mermaid({ nodes, edges }: Diagram, marks?: MermaidMarks): string;
/** What to prune. */
interface PruneOptions {
  /** Threads that nothing happened to for so long; all by default. */
  readonly olderThan?: Duration;
  /** So many of the newest threads that match are kept whatever their age. */
  readonly keep?: number;
  /** Threads in these states; by default those that ended well or were cancelled, and whatever state named ones are in. */
  readonly status?: readonly Status$1[];
  readonly graph?: string;
  /** Those that have all of these tags. */
  readonly tags?: readonly string[];
  /** These threads alone, as far as they match the rest. */
  readonly threads?: readonly string[];
  /**
   * `threads` deletes the threads; `history` keeps them with their newest checkpoint only. A thread that may still go on is
   * never deleted, whatever `status` says, and its history is cut only where that is asked for.
   */
  readonly drop?: "threads" | "history";
  /** Says what would go, and leaves everything as it is. */
  readonly dryRun?: boolean;
  /** Called after each thread. */
  readonly onProgress?: (pruned: Pruned) => void;
}
/** What was pruned, or would be. */
interface Pruned {
  /** Threads looked at that match. */
  readonly matched: number;
  /** Threads deleted. */
  readonly deleted: number;
  /** Threads whose history was cut. */
  readonly cut: number;
  /** Checkpoints that cut histories had and have no more; a fork keeps those that it shares. */
  readonly rows: number;
  /** Threads that may still go on, and so were not deleted. */
  readonly spared: number;
  /** Threads that somebody was driving; they were left alone. */
  readonly busy: readonly string[];
  /** Threads whose state cannot be told without a codec or a key; their histories were left as they are. */
  readonly unread: readonly string[];
  /** Threads of which something is damaged that pruning them takes; they were left alone. `store.remove()` takes them whatever is stored of them. */
  readonly damaged: readonly string[];
}
/** Something wrong with a thread's log. */
interface Finding {
  readonly thread: string;
  readonly found: string;
}
/** What was looked at, and what is wrong. */
interface Verified {
  readonly threads: number;
  readonly rows: number;
  readonly findings: readonly Finding[];
  /** What is wrong with the store as a whole, a sentence each. */
  readonly damage: readonly string[];
}
/** What an input comes to. */
interface Advanced {
  readonly snapshot: Snapshot;
  readonly rows: readonly Row[];
  /** Why the input was not taken, if it was not. */
  readonly refused?: Problem;
}
/** What `advance` needs besides plan and snapshot. */
interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly codec: Codec;
  /** What became of a lane's failed attempt: a replay takes that from its recording, as `retry` may be another today. */
  readonly retried?: ((lane: Lane, attempt: number) => Retried | undefined) | undefined;
  /** Takes where it comes to rest on the way. */
  readonly rests?: Rests | undefined;
  /** What decisions are told of the time instead of `now`, where they are made again as they were recorded. */
  readonly asOf?: AsOf | undefined;
}
/**
 * The next snapshot of a thread, and the rows that lead there: by what was due before somebody's input came, at `came` or
 * now, and by the input. What a run says is taken as it is: who lets it run sees to it that its lane is still there.
 */
declare function advance(plan: Plan, snapshot: Snapshot, input: Input, surroundings: Surroundings & {
  readonly came?: number;
}): Advanced;
/** What one process may ask of a thread that another drives. */
type Command = Extract<Input, {
  type: "event" | "answer" | "cancel" | "resume" | "edit";
}>;
type Answer = Extract<Command, {
  type: "answer";
}>;
/** An answer to what nobody has asked yet. */
interface EarlyAnswer {
  readonly answer: Answer;
  readonly message: Message;
}
/** A message that was refused. */
interface Refused {
  readonly id: number;
  readonly problem: Problem;
  /** It told how another thread ended, which nobody waits for any more: that is no news. */
  readonly isChilds: boolean;
}
/** What a turn has of an inbox: it comes back where the turn is not written. */
interface FromInbox {
  readonly refused: readonly Refused[];
  /** Answers that nobody will ask for any more, as the thread comes to its end. */
  readonly early: readonly EarlyAnswer[];
}
/** A thread that a call made its owner's, and the fence under which it did. */
interface Taken {
  readonly thread: string;
  readonly fence: number;
}
/** What a call that was given up has done all the same: it took a thread, or wrote until when its owner lives. */
type DoneLate = Taken | "heartbeat";
/** A store whose calls are given up where they are not answered in time. */
interface InTime {
  readonly store: Store;
  /** From now on nothing is waited for longer than so many milliseconds in all, and closing the store tells of a call that was given up. */
  readonly hurry: (within: number) => void;
  /** Has somebody hear what calls do after they were given up. */
  readonly hearLate: (listener: (done: DoneLate) => void) => void;
}
/** Which attempt of which visit of a lane's node. */
interface OfAttempt {
  readonly thread: string;
  readonly lane: string;
  readonly node: string;
  /** How often the lane has come to the node. */
  readonly visit: number;
  readonly attempt: number;
}
/** Which run of the attempt's function, counted from 1. */
interface OfRun extends OfAttempt {
  readonly run: number;
}
/** What happens to a thread. */
type Happening = ({
  readonly type: "checkpoint";
  readonly thread: string;
} & Row) | ({
  readonly type: "attempt";
} & OfAttempt) | ({
  readonly type: "run";
} & OfRun) | ({
  readonly type: "output";
  readonly data: unknown;
} & OfRun) | {
  readonly type: "status";
  readonly thread: string;
  readonly status: Status;
} | {
  readonly type: "missed";
  readonly thread: string;
  readonly count: number;
};
/** What runs show. */
type Shown = Extract<Happening, {
  type: "attempt" | "run" | "output";
}>;
/** What happens to a thread, as it is heard in the process that drives it; `n` is an output's number, where the store keeps outputs. */
type Published = Exclude<Happening, Shown> | (Shown & {
  readonly n?: number;
});
/**
 * What happens to a thread, as whoever watches it is told. Its `id` is the place after it, `<seq>.<n>`: the newest checkpoint that was
 * told by then, and how many outputs of those that the store keeps.
 */
type ThreadEvent = Happening & {
  readonly id: string;
};
/**
 * What a runtime does, and what happens to the threads that it drives: what {@link Happening} says of each, who has it, and what is wrong.
 * Its `thread` is of the `graph` of that name.
 */
type RuntimeEvent = Exclude<Happening, {
  type: "missed";
}> | ({
  readonly type: "ended";
  readonly duration: number;
} & OfRun & Ended) | {
  readonly type: "started";
  readonly thread: string;
  readonly graph: string;
} | {
  readonly type: "taken";
  readonly thread: string;
  readonly graph: string;
  readonly from?: string;
  readonly deaths?: number;
} | {
  readonly type: "released";
  readonly thread: string;
} | {
  readonly type: "lost";
  readonly thread: string;
} | {
  readonly type: "refused";
  readonly thread: string;
  readonly input?: string;
  readonly error: unknown;
} | {
  readonly type: "broken";
  readonly thread: string;
  readonly error: unknown;
} | {
  readonly type: "failing";
  readonly error: unknown;
} | {
  readonly type: "stopping";
  readonly driven: number;
} | {
  readonly type: "stopped";
};
/** The events of a runtime for a reader, and how many were left out where it was too far behind. */
type ToldEvent = RuntimeEvent | {
  readonly type: "missed";
  readonly count: number;
};
/** How a run ended. */
type Ended = {
  readonly how: HowEnded;
} | {
  readonly how: "failed";
  readonly error: unknown;
};
/**
 * How a run ended that did not fail: it is `done`; it waits for an answer or for time, and will run again; its node was `left`; its thread
 * was let go of, as the process stops; or it was lost to another process.
 */
type HowEnded = "done" | "waiting" | "left" | "released" | "lost";
/**
 * Functions around the work of a runtime, for tracing, measuring and async context: each is called with what is about to be done, and
 * `next()` does it.
 *
 * They cannot change the work. What they return is ignored, and where one throws, or ends without `next()`, the work is done all the
 * same, and the process warned of `around/failed`.
 */
interface Around {
  /**
   * Around a run of an activity: its function, `verify` and what they call see what was set around it. `next()` resolves with how the run
   * ended, and rejects with what it failed by.
   */
  readonly activity?: (run: RunAround, next: () => Promise<HowEnded>) => unknown;
  /** Around the function of a step that is not recorded yet. `next()` rejects with what it throws. */
  readonly step?: (step: StepAround, next: () => Promise<void>) => unknown;
  /**
   * Around a commit of a thread, which waits for nothing: `next()` has to be called before this returns. It resolves with `stale`
   * where another process has the thread, and then nothing was written.
   */
  readonly commit?: (commit: CommitAround, next: () => Promise<"ok" | "stale">) => unknown;
}
/** A run of an activity's function. */
interface RunAround extends OfRun {
  /** The runtime that drives the thread: `cairn.owner`. */
  readonly owner: string;
  /** The name of the graph that the node is of. */
  readonly graph: string;
  /** What goes along: see `ctx.context`. */
  readonly context: Baggage;
  /** Aborts when the run is over before it ended by itself. */
  readonly signal: AbortSignal;
}
/** A step of a run. */
interface StepAround extends RunAround {
  readonly key: string;
}
/** What is written at once of one thread. */
interface CommitAround {
  readonly thread: string;
  /** The runtime that writes it: `cairn.owner`. */
  readonly owner: string;
  /** Whether the thread is made by it. */
  readonly creates: boolean;
  /** The checkpoints; none where only facts of the thread change. */
  readonly rows: readonly Row[];
  /** How long the texts are that are written of rows, values and the state. */
  readonly bytes: number;
}
/** All functions around the work of a runtime, the outermost first: subscribers of the process's channels, then those given to `open()`. */
declare class Interceptors {
  #private;
  constructor(given: Around | readonly Around[] | undefined);
  get activity(): Own<"activity">;
  get step(): Own<"step">;
  get commit(): Own<"commit">;
}
type Own<Kind extends keyof Around> = readonly NonNullable<Around[Kind]>[];
/**
 * The events of a runtime for one reader, who may be slow: `Events` puts them in, `next()` takes them out.
 *
 * Once {@link most} wait, those that come are only counted, until all that wait were read; then the reader is told how many it `missed`.
 */
declare class EventReader implements AsyncIterableIterator<ToldEvent, void, undefined> {
  #private;
  constructor(signal: AbortSignal | undefined, leave: (reader: EventReader) => void);
  [Symbol.asyncIterator](): this;
  next(): Promise<IteratorResult<ToldEvent, void>>;
  /** Drops what waits and hears no more; a pending `next()` is done. */
  return(): Promise<IteratorResult<ToldEvent, void>>;
  hear(event: RuntimeEvent): void;
  /** Nothing more comes. */
  end(): void;
}
/**
 * What a runtime does, told to its listener, to those who read it and to those who subscribed to the process's channels.
 *
 * 1. Nothing is made for an event that nobody hears.
 * 2. Nothing waits for a listener; what is kept for a slow reader is limited, see {@link EventReader}.
 */
declare class Events {
  #private;
  constructor(owner: string, listen: ((event: RuntimeEvent) => unknown) | undefined);
  /** Whether there is a listener or a reader: they hear of runs and checkpoints too, for which subscribers have tracing channels. */
  get hasListener(): boolean;
  /** Whether anybody hears events of a type. */
  hears(type: RuntimeEvent["type"]): boolean;
  tell(event: RuntimeEvent): void;
  /** A reader of the events from this call on. */
  read(signal: AbortSignal | undefined): EventReader;
  /** Ends all readers, as the runtime has stopped. */
  end(): void;
  /** Tells what happens to a thread, but for its checkpoints: `tell-written.ts` tells those once they are written. */
  tellOf(event: Published): void;
}
/**
 * The time by which others' leases are judged.
 *
 * Leases end at times of the wall clock. When that is set forward, or the machine slept, all leases look over before living owners
 * could renew theirs. So for the length of a lease after a step, the time is given as though there had been no step.
 */
declare class LeaseTime {
  #private;
  constructor(clock: Clock, lease: number);
  now(): number;
}
type ServicesOfGraphs<Graphs extends readonly AnyGraph[]> = FlatServices<AllServices<FactsOf<Graphs[number]>["services"]>>;
/**
 * The services that a runtime is given; whoever drives nothing needs none.
 *
 * No union of the two ways: of that the type checker would tell why it is not the last, and name no service.
 */
type ServicesOption<Graphs extends readonly AnyGraph[], Drive> = {} extends ServicesOfGraphs<Graphs> ? {
  readonly services?: unknown;
} : [Drive] extends [false] ? {
  readonly services?: Partial<ServicesOfGraphs<Graphs>>;
} : {
  readonly services: ServicesOfGraphs<Graphs>;
};
/** The services of one graph, by name. */
type Services = Readonly<Record<string, unknown>>;
/** What every thread of a runtime shares. */
interface Environment {
  readonly store: Store;
  /** From now on no call of the store is waited for longer than so many milliseconds in all, see {@link InTime}. */
  readonly hurry: InTime["hurry"];
  /** Sets the one listener for calls of the store that end after they were given up. */
  readonly hearLate: InTime["hearLate"];
  readonly clock: Clock;
  /** The time by which it is judged whether an owner is alive. */
  readonly leases: LeaseTime;
  readonly codec: Codec;
  /** What activities get besides the state; nothing of it is stored. */
  readonly servicesOf: (graph: GraphPlan) => Services;
  /** The runtime's name as an owner of threads. */
  readonly owner: string;
  /** Who sees what activities give to `ctx.emit`: this process alone, or all, through the store. */
  readonly outputs: "here" | "stored";
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** How many checkpoints a thread keeps at least when its history is cut; `Infinity` where it never is. */
  readonly keep: number;
  readonly talking: Talking;
  /** Tells listeners, readers and channels what the runtime does. */
  readonly events: Events;
  /** The interceptors of activities, steps and commits. */
  readonly around: Interceptors;
  /** Does something in the async context in which the runtime was opened, so that activities do not see that of a caller. */
  readonly outside: <Value>(work: () => Value) => Value;
}
/** What a thread needs of its runtime to talk to others. */
interface Talking {
  /** The graphs of the runtime, by name. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** The graphs that the plans were compiled from, by name. */
  readonly graphs: ReadonlyMap<string, AnyGraph>;
  /** Stores a plan, before a thread begins with it. */
  keep(plan: Plan): Soon<void>;
  /** Called once something sent to these threads is on disk, so that they are woken. */
  sent(threads: readonly string[]): void;
}
/** What goes to other threads and into side tables with a commit. */
type Outgoing = Pick<Commit, "begins" | "posts" | "items">;
/** Steps that a run finds. */
interface FoundSteps {
  readonly turn: readonly Entries[];
  readonly thread: readonly Entries[];
}
/** What an update comes to: changes to store, and values that are never stored. */
interface Parsed {
  readonly changes?: Changes;
  readonly transient?: Values;
}
type Spend = Extract<Input, {
  type: "spend";
}>;
/** Holds spending against the limits around a lane, for one driven thread: what its state has counted, and what runs were promised since. */
declare class Budget {
  #private;
  constructor(plan: Plan, snapshot: () => Snapshot, now: () => number);
  /** Why a lane may not spend an amount: `limit/unknown` or `limit/exceeded`; undefined where it may. */
  refusalOf(path: string, name: string, amount: number): Problem | undefined;
  /** How much of a name may still be spent; a problem `limit/unknown` where no graph around the lane declares it. */
  leftOf(path: string, name: string): number;
  promise(spend: Spend): void;
  /** The driver takes what was promised: from here on the thread's state counts it. */
  take(spend: Spend): void;
}
/** What a run, an `Activity`, tells its driver. */
interface Listener$1<Run> {
  /** Something for `advance`; resolves when it is on disk, rejects when it was refused. */
  tellOf(run: Run, input: Input): Promise<void>;
  /** The attempt ended: the input is `done` or `failed`. */
  ended(run: Run, input: Input): void;
  /** It asked or sleeps, and a turn of the event loop passed: what it waits for is to be recorded, and it may be put aside. */
  waiting(run: Run): void;
  emit(run: Run, data: unknown): void;
  /** It needs what this runtime does not have: it is heard no more, and its thread is left to others that have it. */
  leave(run: Run, why: Problem): void;
  readonly plan: Plan;
  readonly budget: Budget;
  /** Remembers the schema of a question, so that an answer can be checked before anything runs. */
  asked(run: Run, key: string, schema: Schema): void;
}
/** A step under way. */
interface Within {
  /** The run whose step it is. */
  readonly run: object;
  readonly key: string;
  /** Whether its result outlives a refusal by `verify`. */
  readonly keep: boolean;
  /** The step of the same run that it is within. */
  readonly within: Within | undefined;
}
/**
 * Tells a run what is over in the order in which that was recorded, so that what won a race in an earlier run wins it again.
 *
 * 1. All that a run is told comes through here: what is recorded of its visit, what comes while it runs, and what its own
 *    steps give. What is recorded while it runs comes after all that was recorded before.
 * 2. Each thing is told in a turn of the event loop of its own, so that the function does all that follows from it, and what it
 *    does by itself before, first.
 * 3. What stands behind something that the function did not ask for yet waits until it is asked for and told. Only where no
 *    step is under way and the function lets turn after turn pass is that passed by, for good: today's code, or this attempt,
 *    goes another way.
 * 4. A step within which something waits for its turn is not under way meanwhile: else the two would wait for each other.
 */
declare class InOrder {
  #private;
  constructor(journal: Entries | undefined);
  /** Gives a key that is over the next place in the order, or the one that it has. */
  recorded(key: string): number;
  /** A step of the run begins. */
  begins(): void;
  /** A step of the run is recorded, or failed. */
  isThrough(): void;
  /** Waits until it is the turn of something that is over, which may have been asked for within a step. */
  turnOf(key: string, within?: Within): Promise<void>;
}
/** An answer that is tried on a run, because only the run knows its schema. */
interface Offer {
  readonly value: unknown;
  /** Has the answer recorded; resolves when it is on disk. */
  readonly accept: (value: unknown) => Promise<void>;
  /** Tells whoever answered why not: the answer does not fit, or the store could not be written. */
  readonly refuse: (reason: unknown) => void;
}
/** The answers that wait for a run to ask for them, by key; of two to one question, the first that fits is taken. */
declare class Offers {
  #private;
  get isEmpty(): boolean;
  add(key: string, offer: Offer): void;
  /** The next answer to a question; it waits no longer. */
  take(key: string): Offer | undefined;
  /** All that still wait, with their keys; none waits any longer. */
  takeAll(): readonly (readonly [key: string, offer: Offer])[];
  /** Refuses all that still wait with `answer/not-asked`: the run is over, or put aside. */
  refuseAll(): void;
}
/** The run that sends. */
interface Run {
  readonly environment: Environment;
  readonly thread: string;
  readonly lane: Pick<Lane, "path">;
  /** What came along with the last input for its lane; it goes along with what it sends. */
  readonly context: Baggage;
  readonly isGone: boolean;
  readonly isOver: boolean;
  readonly onceEnded: (hear: (ended: Ended) => void) => void;
  readonly node: {
    readonly name: string;
  };
  readonly listener: {
    leave(run: Run, why: Problem): void;
  };
}
/**
 * What a run sends to other threads, and writes into side tables, until something of it is recorded.
 *
 * 1. What is sent within a step goes with what that step gives, all else with what the run saves next, or with its end.
 * 2. The baggage of the run's lane goes along with what it sends, so a trace goes on from thread to thread.
 * 3. What is not recorded was not sent: a run that fails, waits or is left sends nothing more than went with its steps.
 */
declare class Outbox {
  #private;
  constructor(run: Run);
  /** Takes out what was sent within a step, or outside of steps; undefined where nothing was. */
  take(step?: string): {
    readonly sent: readonly Sending[];
  } | undefined;
  /** Whether nothing that was sent outside of steps is still to be recorded. */
  get isEmpty(): boolean;
  readonly send: Context["send"];
  readonly answer: Context["answer"];
  readonly start: Context["start"];
  readonly write: Context["write"];
  /** A thread that begins in the commit of the question that its end answers; a problem `thread/exists` where its id is taken. */
  readonly child: (key: string, graph: Addressed, input: unknown, { id: named, tags }: ChildOptions) => Promise<{
    readonly id: string;
    readonly sending: Sending;
  }>;
}
/** The input that records a question or a sleep. */
type Wait = Extract<Input, {
  type: "ask" | "sleep";
}>;
/** A wait that is over: the entry that ended it, and what resolves the promise that the function awaits. */
interface Over {
  readonly key: string;
  readonly entry: Entry;
  readonly tell: (entry: Entry) => void;
}
/** The open questions and sleeps of one run. The run puts them in; they go out once the journal says that they are over. */
declare class Waits {
  #private;
  get isEmpty(): boolean;
  /** The keys of the questions among them. */
  get questions(): readonly string[];
  add(wait: Wait, isRecorded: boolean, tell: Over["tell"]): void;
  /** Those that are not recorded yet; they are to be recorded now. */
  takeUnrecorded(): readonly Wait[];
  /** A wait that was taken was not recorded: it is still to be, while it is open. */
  putBack(wait: Wait): void;
  /** Whether any of them is over, as a journal has it. */
  isAnyOver(journal: Entries | undefined): boolean;
  /** Those that are over, in the order in which that was recorded; they are waited for no more. */
  takeOver(journal: Entries | undefined): readonly Over[];
}
/**
 * The life of one run of an activity, as data: what comes goes in, the life after it comes out.
 *
 *     working ◀── works, waits ──▶ waiting ── quiet ──▶ aside
 *        │                            │
 *        ├──── ends ─────────────────┴────────────────▶ over
 *        └──── throws, closes ──▶ ending ── through ──▶ over
 *
 * | phase   | what holds                                           | what may come of it                                        |
 * | ------- | ---------------------------------------------------- | ---------------------------------------------------------- |
 * | working | its function does something for its lane             | whatever it tells counts                                   |
 * | waiting | it asked or sleeps; something else may still end first | the same: a race with a wait may be won by a step or a wait that is over |
 * | aside   | nothing is left but its waits                        | nothing: its lane starts another run when a wait is over   |
 * | ending  | its function threw, or its thread is about to be let go of | what its steps under way give is recorded; nothing else is heard |
 * | over    | it ended, or was ended                               | nothing                                                    |
 *
 * 1. Nothing that comes changes a life that is aside or over.
 * 2. A run is put aside only after a turn of the event loop in which nothing of it was under way: neither a step, nor
 *    anything on its way to the disk.
 * 3. A run that threw is over once nothing of it is under way, so that its next attempt finds what its steps gave; one that is
 *    let go of, once what had come by then is recorded. Whatever stops or leaves a run does so at once.
 */
/** How a run ends: by itself, or because its attempt was stopped (its time or a budget was up), its node was left, or its thread was let go of or lost. */
type RunEnd = "return" | "throw" | "stopped" | "left" | "let-go" | "lost";
/** One run of the activity of a lane's node. The driver makes one each time it starts the function, several for one attempt; `run-life.ts` has its states. */
declare class Activity {
  #private;
  readonly lane: Lane;
  readonly graph: GraphPlan;
  readonly node: NodePlan;
  readonly environment: Environment;
  readonly thread: string;
  readonly rewinds: number;
  run: number;
  readonly context: Context["context"];
  readonly listener: Listener$1<Activity>;
  /** Whether its visit has saved anything, in this run or an earlier one. */
  hasSaved: boolean;
  /** Whether `verify` is being asked; then nothing may be saved. */
  isVerifying: boolean;
  /** Answers that wait for this run to ask for them, as only it has their schema. */
  readonly offers: Offers;
  /** Steps that earlier visits did and that are kept for the turn or the thread. */
  readonly kept: FoundSteps | undefined;
  /** What it sends and is not recorded yet; made with the first. */
  sends: Outbox | undefined;
  /** Its open questions and sleeps; undefined before the first, and once `verify` is asked. */
  waits: Waits | undefined;
  constructor(lane: Lane, plans: {
    readonly graph: GraphPlan;
    readonly node: NodePlan;
  }, thread: Pick<Snapshot, "thread" | "rewinds" | "lanes">, environment: Environment, listener: Listener$1<Activity>, contextOf: (activity: Activity) => Context);
  /** Aborts when the run is put aside, let go of or ended from outside; made when it is first looked at, aborted where that was before. */
  get signal(): AbortSignal;
  /** Whether its function is heard no more: it is ending, aside or over. While it is ending, steps under way are still recorded. */
  get isOver(): boolean;
  /** Whether nothing of it is recorded any more: it is aside or over. */
  get isGone(): boolean;
  /** Whether a lane is still at the attempt that this is a run of. */
  isOf(lane: Lane): boolean;
  /** Starts the node's function, or `verify` where its subgraph has ended. The listener hears the end, before this returns where the function is not async. */
  start(snapshot: Snapshot): void;
  /** Something is under way from now on, a step or an input for the driver, until {@link isThrough}. */
  begins(): void;
  /** Ends what {@link begins} began, but only after a turn of the event loop, in which the function goes on and may begin something else. */
  isThrough(): void;
  /** Adds an open question or sleep; `over` is told how it ends, if this run still lives then. A turn of the event loop later the driver looks at it. */
  waitsFor(wait: Wait, isRecorded: boolean, over: Over["tell"]): void;
  /** The order in which this run is told results; made when first needed. */
  get inOrder(): InOrder;
  /** The driver wrote a row of this visit under a key: where the journal has a result there, it gets the next place in the order. */
  recorded(key: string, journal: Lane["journal"]): void;
  /** Tells the run which of its waits are over by a journal, each in its turn. */
  hear(journal: Lane["journal"]): void;
  /** Puts the run aside if it does nothing but wait; `false` where it does more. Its lane starts another run when a wait is over. */
  putAside(): boolean;
  /** Calls back once: when the run is over or put aside, or at once where it is already. */
  onceEnded(hear: (ended: Ended) => void): void;
  /** Ends the run from outside. With `closes` it is ending, and what its steps under way give is recorded; else nothing of it is heard any more. */
  end(by: Exclude<RunEnd, "return" | "throw"> | "closes", reason: () => unknown): void;
  /** The function has ended and `verify` is asked: open waits are dropped, so that the run is not put aside meanwhile. */
  verifies(): void;
  /** An update as changes; a problem where it does not fit. A key's `from` sees no current value once the visit saved or its subgraph ended: this lane is older. */
  parse(update: unknown): Parsed;
  /** The driver could not record an input of this run: the attempt fails by that, even where the run was over. */
  refuse(error: unknown): void;
  /** Fails the attempt at once, as its time is up or a limit is passed; what the function still does or catches is not heard. */
  failBy(error: unknown, reason?: unknown): void;
}
/** The driver, as its activities see it. */
interface Host {
  readonly snapshot: Snapshot;
  /** Takes an input of a run or a message; resolves when it is written, rejects when it is refused. */
  tell(input: Input, from: Origin): Promise<void>;
  /** Takes an input that nobody awaits: the end of a run, or what it waits for. */
  push(told: Origin & {
    readonly input: Input;
  }): void;
  /** Lets go of the thread, for runtimes that have what the run needs and this one has not. */
  leave(run: Activity, why: Problem): void;
  /** Has the driver look again whether anything is left to do. */
  rouse(): void;
  publish(event: Published): void;
  /** Whether anybody hears what is published of a type. */
  isHeard(type: Published["type"]): boolean;
}
/** Where an input comes from. */
interface Origin {
  /** The run it comes from: it counts only while that run does. */
  readonly activity?: Activity;
  /** The message it came by, consumed by the commit that takes it. */
  readonly message?: Message;
}
/** A thread's status when nothing runs. */
type Resting = Exclude<Status, "running">;
/** How driving a thread ended. */
type DriveEnd = Resting | "yielded" | "stale";
/** One input on its way in, and who waits for it. */
interface Told extends Origin {
  readonly input: Input;
  /** When it came, where timers were waited for then: those that were due by then are taken before it. */
  readonly came?: number;
  readonly taken?: () => void;
  readonly refused?: (problem: unknown) => void;
}
/** What an agenda is given. */
interface AgendaOptions {
  readonly environment: Environment;
  /** The names of the graphs whose threads are taken up. */
  readonly graphs: readonly string[];
  /** Takes a thread up; gives how its drive ends once it is driven here, and nothing where it was driven here before. */
  readonly take: (id: string) => Promise<{
    readonly ended: Promise<DriveEnd>;
  } | "later" | undefined>;
  /** How many threads are driven here. */
  readonly driven: () => number;
  /** How many threads are driven at once before no more are taken up. */
  readonly concurrency: number;
}
/** How a worker goes through an agenda. */
interface Working {
  readonly concurrency: number;
  /** The store will never answer again. */
  readonly fail: (error: unknown) => void;
}
/**
 * Sees to threads that have something to do and that nobody drives: stranded ones, and those whose time has come.
 *
 * 1. Every alarm has a net: however it was set, it is looked again now and then.
 * 2. What could not be done is done again only after a pause, which grows.
 */
declare class Agenda {
  #private;
  constructor(options: AgendaOptions);
  /** Begins to look, once what is under way in this turn of the event loop is through. */
  start(): void;
  /** Sees only to what was driven here before. */
  startWithOwn(): void;
  /** Looks for what other processes leave too, again and again, until it is closed. */
  work(working: Working): void;
  /** Looks for threads to drive, and sets the time for the next look. */
  look(): void;
  /**
   * A thread came to rest here, and goes on by itself at `due`. What is left to do is known from the last look, unless there
   * was no room then or others wrote since.
   */
  rested(id: string, due: number): void;
  /** Sees to it that a thread goes on at `due`. */
  attend(id: string, due: number): void;
  /** Sees to a thread no more, unless it is driven here again. */
  forget(id: string): void;
  /** A thread was lost to others: it is looked at again, and not at once where that was so before. */
  lost(id: string): void;
  /** A thread's drive died, or let go of it for others: it is taken up again after a pause. */
  died(id: string, error: unknown): void;
  /** Whether a thread is left alone for a while, for its drives died or were lost. */
  isResting(id: string): boolean;
  /** What a thread's drive died of, where it is left alone for that. */
  diedOf(id: string): unknown;
  /** Throws what is in the way of a thread that its last drive here left to others. */
  mustFit(id: string): void;
  /** Looks, for nobody writes that an owner died, and resolves when all that was due has been taken up. */
  settled(): Promise<void>;
  /** What is in the way of threads that could not be taken up, by id. */
  get left(): ReadonlyMap<string, unknown>;
  close(): Promise<void>;
}
/**
 * Keeps the process alive while somebody waits for something of the runtime.
 *
 * Timers of the runtime hold no process: a script ends once it has nothing more to do, whatever is due tomorrow. Whoever
 * awaits a thread is doing something, and an activity that holds no handle of Node's would let the process end under them.
 */
declare class KeepAlive {
  #private;
  /** Keeps the process alive until {@link leave} is called as often. */
  enter(): void;
  leave(): void;
  /** Nobody waits any more, or not for long: the handle goes. */
  end(): void;
  /** Keeps the process alive until a promise settles. */
  during<Value>(promise: Promise<Value>): Promise<Value>;
}
/** Keeps plans in the store, beside the threads that run with them; each is written once. */
declare class KeptPlans {
  #private;
  constructor(store: Store, patience: Patience);
  /** Takes note of a plan that is in the store, as that of each of its threads is. */
  note(fingerprint: string): void;
  /** Keeps the plans that a runtime is opened with: in which order they came tells which of two is the newer one. */
  keepAll(plans: Iterable<Plan>): Promise<void>;
  /** Keeps a plan; most threads begin with one that is known to be kept. */
  keep(plan: Plan): Soon<void>;
}
/** Who hears what happens to a thread. */
type Listener = (event: Published) => void;
/**
 * Creations and other calls under way after which a thread may be this runtime's. The runtime adds them, and waits for them when it is
 * closed: a thread that is made then would have an owner that drives nothing.
 */
declare class Making {
  #private;
  add<Made>(making: Promise<Made>): Promise<Made>;
  get all(): ReadonlySet<Promise<unknown>>;
}
/**
 * Numbers the runs of a thread's attempts, counted from 1.
 *
 * 1. No run has the number of an earlier one of its attempt: what a wait ended the journal tells, what this process began is known
 *    here, and of what a death ended whoever takes the thread over notes what is known.
 * 2. A rewind takes attempts back, and their runs are counted anew.
 */
declare class RunNumbers {
  #private;
  /** There was a run. */
  note({ lane, node, visit, attempt, run }: Omit<OfRun, "thread">): void;
  /** The number of the run that begins with a lane, one of those that there are. */
  next(lane: Lane, lanes: {
    get(path: string): Lane | undefined;
  }): number;
}
type Write = (outputs: readonly StoredOutput[]) => Soon<"ok" | "stale">;
/**
 * What a thread's runs show, on its way to whoever watches in other processes.
 *
 * 1. Outputs are numbered in the order in which they come, over all drives of the thread.
 * 2. What was shown before a checkpoint is written before it or with it.
 * 3. What is not known to be written is written again with what follows, which the store passes over where it was; no drive waits
 *    for it, and none ends by it.
 */
declare class Outputs {
  #private;
  constructor(count: number, write: Write);
  /** How many there were. */
  get count(): number;
  /** Those that are not known to be written; undefined where there are none. */
  get unwritten(): readonly StoredOutput[] | undefined;
  /** Gives what is shown its number. */
  add(seq: number, body: string): number;
  /** Some are on their way to the store; what becomes of that is heard. */
  follow<End extends Soon<"ok" | "stale">>(outputs: readonly StoredOutput[] | undefined, written: End): End;
}
/** How a thread comes to rest, as its record shows it. */
interface Rest {
  readonly status: Status;
  readonly due: number | null;
  readonly summary: string;
  /** The newest message that was looked at: only a newer one makes the thread runnable again. */
  readonly seen?: number;
}
/** What a commit holds besides its rows. */
interface Extras {
  /** The thread comes to rest, and is let go of. */
  readonly rest?: Rest | undefined;
  /** Messages that these rows consume. */
  readonly consumed?: Commit["consumed"];
  /** What goes to other threads with it. */
  readonly outgoing?: Outgoing | undefined;
  /** A state that does not follow from the rows before it: it is written whatever the log's size. */
  readonly snapshot?: Snapshot | undefined;
  readonly update?: ThreadUpdate;
}
/** What a thread is created with. */
interface FirstRows {
  readonly rows: readonly Row[];
  /** The state after them: whoever drives the thread goes on with it. */
  readonly snapshot: Draft;
  /** A state among them that does not follow from the rows before it. */
  readonly brought?: Snapshot;
  /** Where the log stood before them, which a fork shares with another. */
  readonly upkeep?: Upkeep;
}
/** What a driver knows of its thread's record when it begins to write. */
interface Standing extends Pick<ThreadRecord, "id" | "created" | "fence" | "status" | "due" | "takeovers" | "summary"> {
  /** There where nobody owns the thread: its first commit takes it, and then this is called. */
  readonly free?: () => void;
  /** The newest message that is known, 0 where none is: a commit that takes the thread is stale where a newer one waits. */
  readonly seen?: number;
  /** The number of its newest stored output. */
  readonly shown?: number;
  /** How its runs are numbered, where this process drove it before. */
  readonly runs?: RunNumbers;
}
/** What a new thread's record has beside its graph and how it stands. */
type Born = Pick<NewThread, "id" | "created" | "tags" | "origin" | "brings">;
/**
 * Writes one thread's log: rows, and a snapshot where it is due. Whoever takes or creates a thread makes one, and its driver goes on with it.
 *
 * The thread is *free* at first where it rested here: nobody owns it, and the first commit takes it, or is stale. Else, and from then
 * on, it is *owned* under the fence, until a commit sets no owner.
 */
declare class ThreadLog {
  #private;
  readonly thread: string;
  readonly created: number;
  /** What its runs show, where others are to see it too. */
  readonly outputs: Outputs | undefined;
  readonly runs: RunNumbers;
  /** The newest checkpoint that whoever listens here was told of; the store may have newer ones, whose commits have not answered. */
  told: number;
  constructor(environment: Environment, { id, created, fence, takeovers, status, due, summary, free, seen, shown, runs }: Standing, upkeep?: Upkeep, snapshot?: Snapshot);
  /** From now on what a store may be rid of by itself is waited for, as long as a lease, and until the signal aborts. */
  beDriven(lettingGo: Patience): void;
  /** The number under which the thread is owned, or was owned last. */
  get fence(): number;
  /** How often in a row its owners died, and when it goes on by itself, likewise. */
  get takeovers(): number;
  get due(): number | null;
  /** How the thread stands by the newest commit. */
  get standing(): Standing;
  /** Whether a thread that is still to be taken is as it was at a checkpoint, in the store too. */
  isCurrent(head: number): Promise<boolean>;
  /** Whether the thread is still to be taken. */
  get isFree(): boolean;
  /** How the log stands since its last snapshot. */
  get upkeep(): Upkeep;
  /** Appends rows; `snapshot` is the state after them. */
  commit(rows: readonly Row[], snapshot: Snapshot, extras?: Extras): Soon<"ok" | "stale">;
  /** Creates the thread with its first rows; `false` when its id is taken. */
  create(facts: Omit<NewThread, "rows" | "snapshot" | "blobs">, { rows, snapshot, brought }: FirstRows): Soon<boolean>;
  /** Takes the thread up again after a rest; `false` when somebody else has it now, or had it since it was at that checkpoint. */
  reclaim(head?: number): Promise<boolean>;
  /** Reads the thread again as the store has it; the state, or undefined where somebody else has it now. */
  reread(): Promise<Snapshot | undefined>;
}
/** What is known of a thread that is owned here and driven no more. */
interface Released {
  readonly thread: string;
  readonly fence: number;
  /** Facts of it that change with that. */
  readonly update?: ThreadUpdate;
  /** Whether it counts as a death, like that of an owner. */
  readonly died?: boolean;
}
/**
 * Claims threads, and lets go of those that are owned here though nobody drives them, because what claimed them failed afterwards: to
 * others they would have a living owner. Takeovers, rewinds and prunings claim by it; where the store fails, letting go is tried again.
 */
declare class Releases {
  #private;
  constructor(environment: Environment, closing: AbortSignal, isDriven: (thread: string) => boolean);
  /**
   * Claims a thread for this runtime; `force` takes it from a living owner too. Where that fails, it may be owned here all the same:
   * it is let go of.
   */
  claim(thread: string, force?: boolean): Promise<ThreadRecord | "busy" | undefined>;
  /** Takes a thread for this runtime and reads it, where that may be, likewise. */
  take(thread: string, terms: Omit<Take, "owner" | "now">): Promise<Found | undefined>;
  /** A drive lost its thread; where that was to nobody, for its own fence still holds, the thread is let go of. */
  lost({ thread, fence, isFree }: Pick<ThreadLog, "thread" | "fence" | "isFree">): Promise<void>;
  /** Lets go of a thread, again and again after a growing pause where the store cannot be written; never rejects. */
  release({ thread, fence, update, died }: Released): Promise<void>;
}
/** What is done when another process drives the thread: a problem, a message to that process, or taking the thread from it. */
type OnBusy = "refuse" | "wait" | "replace";
/** How a runtime goes about its work. */
interface RuntimeOptions {
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** How often a thread's owners or drives may die in a row before it is failed. */
  readonly maxTakeovers: number;
  /** How many threads its worker drives at once of those that have no living owner. */
  readonly concurrency: number;
  /** Whether threads are driven here at all. */
  readonly drive: boolean;
  /** What is done, unless a call says otherwise, when another process drives a thread. */
  readonly onBusy: OnBusy;
}
/** The schemas of the questions that activities of this process asked, so that an answer is checked before anything runs. */
declare class Asked$1 {
  #private;
  remember(thread: Visited, lane: Lane, key: string, schema: Schema): void;
  schemaOf(thread: Visited, lane: Lane, key: string): Schema | undefined;
}
type Visited = Pick<Snapshot, "thread" | "rewinds">;
/**
 * Messages that nothing accepts yet, by what they are called, in the order in which they came.
 *
 * They are looked at only where the thread moved or its state changed, and only those that something listens to: what waits
 * in vain costs a look at its name, however much of it there is, and what is taken costs no look at what is left.
 */
declare class Parked {
  #private;
  get size(): number;
  /** About how much memory they take. */
  get bytes(): number;
  add(told: Told): void;
  /**
   * Offers what may be taken now, oldest first, until nothing more of it is: what is taken may lead to where the rest is.
   *
   * `take` says whether it was taken, or refused for good; what was not stays.
   */
  offer(plan: Plan, snapshot: Snapshot, take: (told: Told) => boolean): void;
  /** Keeps it no more. */
  drop(told: Told): void;
}
/**
 * What was left for a thread and is not taken yet, as whoever drove it knew it when the thread came to rest. It is kept with the warm
 * state, and given to the next driver here, which need not read those messages again.
 *
 * It holds for as long as nobody else had the thread: what is consumed is consumed by whoever owns it.
 */
interface Mail {
  /** What nothing accepts yet. */
  readonly parked: Parked | undefined;
  /** Answers to what nobody has asked yet. */
  readonly early: EarlyAnswer[] | undefined;
  /** Those of it that were found to be kept, by message. */
  readonly kept: Set<number> | undefined;
  /** The newest message that was looked at; 0 where there was none. */
  readonly seen: number;
}
/** The commands that callers in this process gave to threads and have not heard of yet. */
declare class CommandsGiven {
  #private;
  /** Notes that a command to a thread is under way, until {@link end}. */
  begin(id: string): void;
  end(id: string): void;
  /** Whether a command to a thread is under way. */
  isUnderWay(id: string): boolean;
  /** Calls back each time no command to a thread is under way any more; what it gives calls that off. */
  onceDone(id: string, wake: () => void): () => void;
}
/** How a thread stands at a checkpoint, for whoever waits for it to rest. */
interface StandingAt {
  readonly seq: number;
  readonly status: Status;
  /** Whether it waits for somebody. */
  readonly forSomebody: boolean;
}
/** What somebody waits for: that a thread is at rest for good or for somebody, or for good alone. */
type Until = "settled" | "ended";
/**
 * How threads stand at their newest checkpoint, for the waiters of a process. A standing is unknown, being read, or remembered until the
 * thread has another checkpoint: a state is read once a rest, however many wait and however often they look.
 */
declare class Standings {
  #private;
  constructor(read: (record: ThreadRecord) => Soon<Snapshot>);
  /** How a thread stands, as far as that needs no look at its state. */
  of({ id, created, head, status }: ThreadRecord): StandingAt | undefined;
  /** Remembers how a thread stood. */
  note({ id, created }: ThreadRecord, standing: StandingAt): void;
  /** How a thread stands. */
  standing(plan: Plan, record: ThreadRecord): Promise<StandingAt>;
  /** A thread's state, no older than its record; those who ask at one time share what is read. */
  state(record: ThreadRecord): Soon<Snapshot>;
}
/** What a waiter knows of a thread. */
type Known = Pick<ThreadRecord, "created" | "head" | "status" | "owner">;
/** Somebody who waits for a thread to change. */
interface Waiter {
  /** What the thread has to differ from; undefined where whatever comes is news. */
  readonly known: Known | undefined;
  /** Whether the thread is to be taken up for it where nobody drives it. */
  readonly rouses: boolean;
  /** Whether it is only to hear why the thread does not go on: nobody takes that up for it. */
  readonly minds?: boolean;
  /** How many outputs of it are known, where more are news. */
  readonly shown?: number;
  readonly tell: (record: ThreadRecord, shown: number) => void;
  readonly fail: (error: unknown) => void;
}
/** What waiters are given. */
interface WaitersOptions {
  readonly environment: Environment;
  /** Whether a thread is driven here: then its drive says when there is something to look at. */
  readonly isDriven: (id: string) => boolean;
  /** Takes up a thread that nobody drives, where threads are driven here. */
  readonly wake: ((record: ThreadRecord) => Promise<unknown>) | undefined;
  /** A problem where nobody could take up a thread that nobody drives, once it was tried so often. */
  readonly mustFit: (record: ThreadRecord, tries: number) => Promise<void>;
  /** Whether a thread has to be taken up, though it rests: its graph is another now. */
  readonly isOutdated: (record: ThreadRecord) => boolean;
  /** Reads a thread's newest state. */
  readonly read: (record: ThreadRecord) => Soon<Snapshot>;
}
/** All who wait. */
declare class Waiters {
  #private;
  readonly commands: CommandsGiven;
  readonly standings: Standings;
  constructor(options: WaitersOptions);
  /** A problem `runtime/closed` where nobody can wait any more. */
  mustBeOpen(): void;
  /** Whether anybody here waits for a thread. */
  isWaitedFor(id: string): boolean;
  /** Waits until a thread differs from what is known of it; what it gives calls that off. */
  join(id: string, waiter: Waiter): () => void;
  /**
   * What came of a message: the problem that it was refused with, or none where it was taken, or where it is queued and waits for
   * something to take it. It is waited for from the call on.
   *
   * Rejects where that cannot be told: the runtime is closed, or nobody can take the thread up.
   */
  answerTo(id: string, message: number, isQueued: boolean, signal?: AbortSignal): Promise<Problem | undefined>;
  /** What came of a message is known, or that it is kept, which is all that whoever queued it waits for: who waits for that is told. */
  heardOf(id: string, message: number, refused: Problem | undefined | "kept"): void;
  /** A thread's record once it differs from what is known of it. */
  changed(id: string, known: Known | undefined, signal?: AbortSignal): Promise<ThreadRecord>;
  /** The drive of a thread died here, of what will not pass by itself. */
  died(id: string, error: unknown): void;
  /** A thread came to rest here, or something else was done with it: it is looked at now. */
  nudge(id: string): void;
  /**
   * Does something with the store for those who wait; {@link close} waits for it. A store that fails for a moment is asked again, for
   * about as long as looks may fail.
   */
  reading<Value>(read: () => Soon<Value>): Soon<Value>;
  /** Tells the last news, and to all others that the runtime is closed. */
  close(): Promise<void>;
}
/** What a driver is given. */
interface DriverOptions {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly log: ThreadLog;
  readonly asked: Asked$1;
  readonly listeners: ReadonlySet<(event: Published) => void>;
  readonly mail?: Mail | undefined;
  /** The thread was not at rest: what waits in it may have been left in the middle of a step. */
  readonly wasCutOff?: boolean | undefined;
  /** Those who left messages. */
  readonly waiters: Pick<Waiters, "heardOf">;
}
/** Takes up what messages ask for. */
interface Recipient {
  /** Takes a command that needs no look at an activity. */
  enqueue(told: {
    readonly input: Command;
    readonly message: Message;
  }): void;
  /** Tries an answer; rejects with the problem when it is refused. */
  tryAnswer(answer: Answer, message: Message): Promise<void>;
  /** A message waits for something to take it: so much can be said of it. */
  kept(message: Message): void;
  /** Why nothing is kept for the thread any more: it is at its end. */
  over(): Problem | undefined;
  /** Asks the store for the messages after one. */
  read(after: number): Soon<readonly Message[]>;
  /** Has the driver look again whether anything is left to do. */
  rouse(): void;
  /** Does something for what came then once what was due before is taken. */
  inTurn(goOn: () => void, came: number): void;
}
/**
 * The messages that others left for a thread that is driven here; the thread's intake has one. A message is unseen, being tried (an
 * answer whose run has to look at it), early (an answer to what nobody asked yet), handed on to the intake, or refused and to be consumed.
 *
 * 1. A message counts as looked at only together with what came of it: while an answer is tried, the thread does not rest.
 * 2. Messages are taken up in the order of their ids, each once; whoever brings some asks the store for those after
 *    {@link seen}.
 * 3. What the thread is told directly comes after what was left for it before that, as far as this process knows.
 */
declare class Inbox {
  #private;
  constructor(codec: Codec, recipient: Recipient, mail?: Mail);
  /** What is left of it, with what is parked; undefined where nothing is. */
  mailWith(parked: Parked | undefined): Mail | undefined;
  /** The newest message that was looked at; 0 where there was none. */
  get seen(): number;
  /** Whether an answer is being tried, or something brought. */
  get isTrying(): boolean;
  /** Whether any answer waits for its question, or is being tried. */
  get hasAnswers(): boolean;
  /** Whether a message waits for something to take it. */
  isKept(id: number): boolean;
  /** Brings something for the thread: it does not rest meanwhile. */
  bring<Brought>(bring: () => Promise<Brought>): Promise<Brought>;
  /** A message waits for something to take it. */
  keep(message: Message): void;
  /** What came of a message is written: it waits no more. */
  answered(id: number): void;
  /** Nobody looks at messages here any more. */
  close(): void;
  /** Does something once what was left for the thread before, and is being read, is taken up. */
  inOrder(tell: () => void): void;
  /** Something was asked: answers that came before their question are tried again. */
  asked(): void;
  /** Takes up what was left by now; those who ask side by side share what is read. */
  catchUp(): Promise<void>;
  /** Takes up messages; those that were taken up before are passed over, and all where nobody looks at them any more. */
  deliver(messages: readonly Message[]): void;
  /** Whether anything was refused since that was asked last. */
  get hasRefused(): boolean;
  /** What was refused since this was asked last; and the answers that wait for their question, where nobody will ask any more. */
  takeRefused(isOver: boolean): FromInbox;
  /** What it gave away was not written. */
  takeBack({ refused, early }: FromInbox): void;
  /** Has a message consumed with the problem that it met. */
  refuse(message: Message, problem: Problem, isChilds?: boolean): void;
}
/** The runs of one thread, each by its lane; its driver has one, starts what rows call for with it, and asks it what is at work. */
declare class Running$1 implements Listener$1<Activity> {
  #private;
  readonly plan: Plan;
  constructor({ plan, environment, log, asked, wasCutOff }: DriverOptions, host: Host);
  get budget(): Budget;
  get size(): number;
  /** Starts no more runs. */
  hold(): void;
  /** Starts no more runs, and has those that are under way begin nothing more. */
  close(): void;
  /** Whether no run is under way and none is to be started. */
  get isDrained(): boolean;
  /** Whether any run still does something for its lane, or one is still to look whether there is anything to do. */
  get isAtWork(): boolean;
  /** Whether any run does something for a lane, or for one below it. */
  isAtWorkAt(path: string): boolean;
  /** Starts and aborts what rows call for. */
  follow(rows: readonly Row[]): void;
  /** Has runs know what is over by rows, in their order, and hear what they waited for of it. */
  hear(rows: readonly Row[]): void;
  /** Brings what runs in line with where the lanes are. */
  reconcileAll(): void;
  /** Brings what runs for a lane in line with where the lane is. */
  reconcile(path: string): void;
  /** Has recorded what runs wait for, and puts those aside that do nothing else. */
  lookAtWaiting(): void;
  /** What a run says, as it still counts; undefined where it does not. The last that it says takes it off the list. */
  heard(activity: Activity, input: Input): Input | undefined;
  /** What a run said was heard and is not written: it is under way until that is taken again, or its failure is. */
  takeBack(activity: Activity, again?: Input): void;
  /** Answers a question; its schema is asked of the activity where its graph does not declare it, nor this process has seen it yet. */
  answer(answer: Answer, message?: Message): Promise<void>;
  /** Ends all runs; those of lanes that are still there start again when the thread is next driven. */
  abort(by: "left" | "let-go" | "lost", reason: string): void;
  tellOf(activity: Activity, input: Input): Promise<void>;
  ended(activity: Activity, input: Input): void;
  waiting(activity: Activity): void;
  leave(run: Activity, why: Problem): void;
  emit(activity: Activity, data: unknown): void;
  asked(activity: Activity, key: string, schema: Schema): void;
}
/**
 * The driver of one thread, made by the runtime once the thread is its own, or can be taken with its first commit. It is asleep until
 * something comes, in a turn (inputs are taken, what they come to is written, what follows is started), or over: then it takes nothing.
 */
declare class Driver implements Host {
  #private;
  readonly plan: Plan;
  constructor(options: DriverOptions, snapshot: Draft);
  /** The state, changed in place: nobody else holds on to it while the thread is driven. */
  get snapshot(): Snapshot;
  /** Whether it drives no more. */
  get isOver(): boolean;
  /** Gives the thread an input; resolves when it is on disk, rejects with the problem when it is refused. */
  tell(input: Input, from?: Origin): Promise<void>;
  push(told: Told): void;
  /** Answers a question; a value that does not fit its schema is refused before anything is stored. */
  answer(...given: Parameters<Running$1["answer"]>): Promise<void>;
  /** Lets go of the thread at the next turn; what runs is aborted and starts again when the thread is next driven. */
  stop(): void;
  /** Lets go of the thread for those who have what a run needs, unless what has come in leads elsewhere. */
  leave(...given: Parameters<Host["leave"]>): void;
  /** Lets go of the thread once what runs is through; nothing else is started. */
  drain(): void;
  /** What others leave for the thread, and what of it is not taken yet. */
  get inbox(): Inbox;
  get mail(): Mail | undefined;
  /** Drives until nothing is left to do here, or the thread is lost or given up. */
  drive(): Promise<DriveEnd>;
  heardOf(message: number, refused: Problem | undefined | "kept"): void;
  isHeard(type: Published["type"]): boolean;
  publish(event: Published): void;
  rouse(by?: Input["type"]): void;
}
/** What is done with a driver, and how its thread is taken where nobody drives it here. */
interface Use<Answer = unknown> {
  readonly of: (driver: Driver) => Promise<Answer>;
  /** Whether it takes it from a living owner too, asked whenever that is tried. */
  readonly force?: () => boolean;
  /** The plan of its graph, where that is known: a problem `thread/wrong-graph` where it is another. */
  readonly plan?: Plan | undefined;
  /** Nothing starts before the first commit, so the thread may be taken with that. */
  readonly lazily?: boolean;
  /** Changes the state by hand, as may be done with a thread that is at its end. */
  readonly edits?: boolean;
}
/** A thread that is driven here. */
interface Driving {
  readonly driver: Driver;
  readonly log: ThreadLog;
  readonly ended: Promise<DriveEnd>;
  readonly used: unknown;
  readonly answer: Promise<unknown> | undefined;
}
/** Drives threads of known graphs: open, then closing (nothing more is begun, what is under way is waited for), then closed. `open()` makes it. */
declare class Runtime {
  #private;
  readonly environment: Environment;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly kept: KeptPlans;
  readonly agenda: Agenda;
  readonly releases: Releases;
  readonly options: RuntimeOptions;
  readonly alive: KeepAlive;
  readonly waiters: Waiters;
  readonly making: Making;
  readonly patience: Patience;
  isWorking: boolean;
  constructor(environment: Environment, plans: ReadonlyMap<string, Plan>, options: RuntimeOptions);
  get driven(): number;
  /** Aborts when the runtime is closed. */
  get closing(): AbortSignal;
  /** The plan of a thread's graph; a problem `thread/unknown-graph` where this runtime was not given it. */
  planOf({ id, graph }: Pick<ThreadRecord, "id" | "graph">, expected?: Plan): Plan;
  /** A thread's record; a problem `thread/not-found` where there is none. */
  record(id: string): Soon<ThreadRecord>;
  /** Creates a thread with its first rows, and drives it where threads are driven; false when its id is taken. */
  begin(plan: Plan, facts: Born, first: FirstRows): Promise<boolean>;
  /** Does something with the driver of a thread: the one here, or a new one once the thread is taken. */
  with<Answer>(id: string, use: Use<Answer>): Promise<Answer>;
  /** Takes a thread over and drives it, unless threads are not driven here; gives how that ends, once it is driven. One that nobody has and that is unfit here is a problem. */
  wake(id: string, owner?: string | null): Promise<{
    readonly ended: Promise<DriveEnd>;
  } | undefined>;
  /** Takes threads: this runtime counts as alive from before. */
  holding<Value>(take: () => Soon<Value>): Promise<Value>;
  driving(id: string): Driving | undefined;
  /** Whether this process has a thread of this plan, or had it last, as far as it knows. */
  knows(id: string, plan: Plan): boolean;
  /** Hears what happens to a thread, until the function it gives is called. */
  listen(id: string, listener: Listener): () => void;
  /** Takes up nothing more by itself; activities may end within so many milliseconds before they are aborted. */
  drain(milliseconds: number): Promise<void>;
  /** Lets go of every thread and closes the store; called again without a drain, it waits no longer. */
  close(drain?: number): Promise<void>;
  /** A thread's drive here, or a new one once the thread is taken; a problem `thread/busy` while a living owner drives it. */
  take(id: string, use?: Use): Promise<Driving>;
  /** A problem `runtime/closed` for what is called too late. */
  refuseWhenClosed(what: string): void;
}
/** To whom something is broadcast, and who hears how far it is. */
interface BroadcastOptions extends Pick<ThreadQuery, "status" | "tags" | "createdAfter" | "createdBefore"> {
  /** Tells how many threads would have it, and sends nothing. */
  readonly dryRun?: boolean;
  /** Hears from time to time how many threads have it. */
  readonly onProgress?: (broadcast: Broadcast) => void;
  /** A few texts that go along with it to each thread, as with what is sent. */
  readonly context?: Baggage;
  /** Ends it with its reason between two threads when it aborts; called again under its id, it goes on. */
  readonly signal?: AbortSignal;
}
/** How far a broadcast is. */
interface Broadcast {
  /** Threads that it was left for. */
  readonly sent: number;
  /** Threads that had it before. */
  readonly again: number;
  /** Threads whose records are damaged, so that it is not known whether they are meant. */
  readonly damaged: readonly string[];
}
/** How one thread is driven. */
interface DriveOptions {
  /** After so long nothing more of it is begun; what runs then goes on to its end. */
  readonly budget?: Duration;
  /** Lets go of it when it aborts: what runs is aborted, and runs again when the thread is next driven. */
  readonly signal?: AbortSignal;
  /**
   * What is done while another process drives it: `refuse` is a problem `thread/busy`, `wait` waits until that lets go of it, `replace`
   * takes it from that. By default, what `open()` was given.
   */
  readonly onBusy?: OnBusy;
}
/** How driving a thread ended. */
interface Driven {
  /**
   * How it rests; or `yielded`, where something is left to do and there was no more time for it; or `lost`, where another process has
   * taken it.
   */
  readonly status: "waiting" | "done" | "failed" | "cancelled" | "yielded" | "lost";
  /** When it goes on by itself, in milliseconds since 1970. */
  readonly due?: number;
}
/** What a runtime is opened with. */
interface OpenOptions<Graphs extends readonly AnyGraph[] = readonly AnyGraph[]> {
  readonly store: Store;
  /** The graphs whose threads it may drive. */
  readonly graphs: Graphs;
  readonly clock?: Clock;
  /** How instances of classes are stored, beside what comes with the graphs. */
  readonly codecs?: readonly ClassCodec[];
  /** What the graphs say they need of the world outside, by name: clients, pools, keys. */
  readonly services?: unknown;
  /** Keys whose values are not to be readable in the store. */
  readonly protect?: Protection;
  /** How long this process counts as alive after a heartbeat; 30 seconds by default. */
  readonly lease?: Duration;
  /** How often a thread's owners, or its drives, may die in a row at the same place before it is failed; 5 by default. */
  readonly takeovers?: number;
  /** How many threads that nobody drives are taken up at once; 32 by default. */
  readonly concurrency?: number;
  /**
   * Whether it takes up stranded threads and threads whose time has come; true by default. Otherwise it drives what its
   * caller started or sent something to, to its end, and leaves everything else alone.
   */
  readonly recover?: boolean;
  /**
   * Whether threads are driven in this process; true by default. Otherwise it starts, messages and reads threads, and
   * workers elsewhere drive them.
   */
  readonly drive?: boolean;
  /**
   * Who sees what activities give to `ctx.emit`: whoever watches in this process, `here`, which is the default; or whoever watches the
   * thread, in whatever process, now or a little later, `stored`.
   */
  readonly outputs?: "here" | "stored";
  /** Cuts the histories of threads that go on: so many of the newest checkpoints of each are kept, and up to about twice as many. */
  readonly history?: {
    readonly keep: number;
  };
  /** What is done when another process drives a thread that is sent something; `wait` by default. */
  readonly onBusy?: OnBusy;
  /** Hears what the runtime does and what happens to its threads, in order, and holds nothing up. */
  readonly onEvent?: (event: RuntimeEvent) => unknown;
  /** What is around activities, steps and commits, the outermost first. */
  readonly around?: Around | readonly Around[];
}
/** A failed lane, for lists. */
interface FailedAt {
  readonly lane: string;
  readonly node: string;
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}
/** The names of the events of a graph, where it is known. */
type EventName<F extends Facts> = unknown extends F["events"] ? string : keyof F["events"] & string;
/** A question of a graph, by a key that it declares where it declares any; what another thread's end answers has a key of its own. */
type QuestionOf<F extends Facts> = (OpenQuestion<QuestionKey<F["questions"]>> & {
  readonly child?: never;
}) | (OpenQuestion & {
  readonly child: string;
});
/** How a thread stands once nothing of it runs. */
type Result<F extends Facts = Facts> = Done<F> | {
  readonly status: "waiting";
  readonly thread: string;
  readonly seq: number;
  readonly state: F["stored"];
  /** Events that something listens to now, at any level; a guard may still refuse one. */
  readonly events: readonly EventName<F>[];
  readonly questions: readonly QuestionOf<F>[];
  /** When it goes on by itself, in milliseconds since 1970. */
  readonly due: number | undefined;
  /** Whether something takes an event or an answer, at any level, or nothing else takes it on; time alone does otherwise. */
  readonly forSomebody: boolean;
  readonly at: Standing$1["at"];
} | {
  readonly status: "failed";
  readonly thread: string;
  readonly seq: number;
  readonly state: F["stored"];
  readonly failed: readonly FailedAt[];
} | {
  readonly status: "cancelled";
  readonly thread: string;
  readonly seq: number;
  readonly state: F["stored"];
  readonly reason: string;
};
/** A thread that reached a final node: which one, and the state it ended with. */
interface Done<F extends Facts = Facts> {
  readonly status: "done";
  readonly thread: string;
  readonly seq: number;
  readonly outcome: F["outcome"];
  readonly state: F["stored"];
}
/** How a thread stands at this moment: what a {@link Result} says of one at rest, and as much of one that runs. */
type Now<F extends Facts = Facts> = (Result<F> | Running<F>) & {
  /** What was spent of each limit. */
  readonly spent: Readonly<Record<string, number>>;
  /** The attempts that failed of what its lanes are at, those that were made again since included. */
  readonly failures: readonly (Failure & {
    readonly lane: string;
    readonly node: string;
  })[];
};
/** A thread of which something runs: what it takes meanwhile, and where its lanes are. */
interface Running<F extends Facts = Facts> extends Omit<Standing$1, "forSomebody" | "questions"> {
  readonly status: "running";
  readonly thread: string;
  readonly seq: number;
  readonly state: F["stored"];
  readonly questions: readonly QuestionOf<F>[];
  /** It goes on by itself. */
  readonly forSomebody: false;
}
/** How long one waits. */
interface WaitOptions {
  /** Ends the wait with its reason when it aborts; the thread goes on. */
  readonly signal?: AbortSignal;
}
/** How a graph is run: what it needs, and how long it is waited for. */
type RunOptions<Services> = WaitOptions & {
  readonly services: Services;
};
/** What `run()` takes after its graph: what may be left out where nothing is needed. */
type RunArguments<Input, Services> = {} extends Services ? object extends Input ? [input?: Input, options?: Partial<RunOptions<Services>>] : [input: Input, options?: Partial<RunOptions<Services>>] : [input: object extends Input ? Input | undefined : Input, options: RunOptions<Services>];
/** A question, as a waiting thread has it among its `questions`. */
type Asked = Pick<OpenQuestion, "key" | "lane">;
/** How any child may have come to its end. */
type AnyEnd = ChildResult<{
  outcome: string;
  state: unknown;
}>;
/** What answers one of a graph's questions, or stands in the place of a child's end. */
type AnyAnswer<Questions> = AnswerTo<Questions, QuestionKey<Questions>> | AnyEnd;
/**
 * Results that activities are said to have had: by the checkpoint of the recorded result, or by the visit of a node,
 * `classify.1` or `gather.1/logs/read.2`. An `Error` fails the activity for good.
 */
type OtherResults = Readonly<Record<string | number, unknown>>;
/** How a thread goes on from another's checkpoint. */
interface ForkOptions<Update = unknown> {
  /** The new thread's id; a random one by default. */
  readonly id?: string;
  /** Changes of the first lane's state. */
  readonly set?: Update;
  /**
   * Whether what was recorded after the checkpoint is used instead of running activities again: results, events, answers
   * and timers, as far as the fork comes to where they belong. A number names the last checkpoint whose record is used.
   */
  readonly recorded?: boolean | number;
  /**
   * Results that activities are said to have had instead: by the checkpoint of the recorded result, or by the visit of a
   * node, `classify.1` or `gather.1/logs/read.2`. An `Error` fails the activity. Without `recorded`, what was recorded is
   * used up to there.
   */
  readonly results?: OtherResults;
  /** A few texts that go along, as with what is sent: who forked it, for example. They stand in the fork's first checkpoint. */
  readonly context?: Baggage;
  /** Ends the wait with its reason when it aborts; the fork may be there by then, under its id. */
  readonly signal?: AbortSignal;
}
/** Names one lane where several would do, and says what happens when another process drives the thread. */
interface SendOptions {
  /** The lane's path. */
  readonly lane?: string;
  /**
   * What is done when another process drives the thread: `refuse` is a problem `thread/busy`, `wait` leaves it a message and
   * waits for what comes of it, `replace` takes the thread from it. By default, what `open()` was given.
   */
  readonly onBusy?: OnBusy;
  /**
   * What comes under one id of one thread is taken once, whatever it is, from whatever process, now or later: whoever sends
   * something under it again hears what came of the first. At most 200 characters, without `@`, white space and what nobody sees.
   */
  readonly id?: string;
  /**
   * Ends the wait with its reason when it aborts. What did not reach the thread by then does not any more; what was left for another
   * process is taken back where nobody drives the thread and it has no id. Anything else may be taken yet.
   */
  readonly signal?: AbortSignal;
  /**
   * A few texts that go along, a trace's context for example: they stand in its checkpoint, and `ctx.context` gives them to
   * the functions that run by what it led to. At most 16, with names of up to 64 characters, each of up to 512.
   */
  readonly context?: Baggage;
}
/** How an event is sent. */
interface EventOptions extends SendOptions {
  /** Keeps it, durably, until something accepts it. */
  readonly queue?: boolean;
  /** Gives it to every lane that takes it, where it would be ambiguous otherwise: one after the other, each as if it were named. */
  readonly lanes?: "all";
}
/** A payload may be left out where the event takes nothing. */
type SendArguments<Payload> = undefined extends Payload ? [payload?: Payload, options?: EventOptions] : [payload: Payload, options?: EventOptions];
/** How a thread is watched. */
interface WatchOptions {
  /**
   * The checkpoint to begin with; or the id of an event, to go on after it, in whatever process that was told. By default, what
   * happens from the call on.
   */
  readonly from?: number | string;
  /**
   * When to end: once it is done, failed, cancelled or waits for somebody, `settled`, which is the default; `ended`, which goes on while
   * it waits; or `stopped`, which goes on over its end too, from which an edit or a rewind may take it up, until whoever watches stops.
   */
  readonly until?: Until | "stopped";
  /** Ends the loop with its reason when it aborts; the thread goes on. */
  readonly signal?: AbortSignal;
}
type AnswerOptions = SendOptions & {
  readonly queue?: boolean;
};
/** One run of a graph: a handle that holds nothing, and works in any process that has the store. */
declare class Thread<F extends Facts = Facts> {
  #private;
  readonly id: string;
  /** Whether the `start()` that gave this handle made the thread, or the same start was there already; undefined where none did. */
  readonly isNew: boolean | undefined;
  constructor(runtime: Runtime, plan: Plan, id: string, isNew?: boolean);
  /** The store that keeps it. */
  get store(): Store;
  /** How instances of classes are stored. */
  get codec(): Codec;
  /** What the store lists of it; a problem `thread/not-found` where there is none. */
  record(): Promise<ThreadRecord>;
  /** Sends an event; a problem `event/not-accepted` when nothing takes it now, unless it is queued. */
  send<Event extends keyof F["events"] & string>(event: Event, ...[payload, options]: SendArguments<F["events"][Event]>): Promise<void>;
  /** Answers `ctx.child` in the place of the thread whose end is waited for. */
  answer(key: string, value: AnyEnd, options?: AnswerOptions): Promise<void>;
  /** Answers an open question, in the lane that asks it; of which question it is an answer, the type of `value` does not say. */
  answer(question: Asked, value: AnyAnswer<F["questions"]>, options?: Omit<AnswerOptions, "lane">): Promise<void>;
  /** Answers a question that an activity asks with `ctx.ask`; a problem `answer/not-asked` when nobody asks it now, unless it is queued. */
  answer<Key extends QuestionKey<F["questions"]>>(key: Key, value: AnswerTo<F["questions"], Key>, options?: AnswerOptions): Promise<void>;
  /** Takes failed lanes up where they stopped. */
  resume(options?: SendOptions): Promise<void>;
  /** Ends it where it stands, and aborts what runs, in whatever process that is. */
  cancel(reason?: string, options?: Omit<SendOptions, "lane">): Promise<void>;
  /** Changes its state by hand; with `as`, it goes on as though that node had made the changes. */
  edit(update: F["update"], options?: SendOptions & {
    readonly as?: F["nodes"];
  }): Promise<void>;
  /**
   * Sends it back to a checkpoint, and on from there. Nothing is deleted: going back is a checkpoint of its own.
   *
   * What drives it in this process is stopped. While another process does, `wait` waits until that lets go of it.
   */
  rewind(seq: number, options?: Pick<SendOptions, "onBusy" | "signal" | "context">): Promise<void>;
  /**
   * A new thread that shares this one's past up to a checkpoint, and goes on from there; this one stays as it is.
   *
   * @example
   * const other = await thread.fork(17, { results: { 'classify.1': { severity: 'high' } } });
   */
  fork(seq: number, options?: ForkOptions<F["update"]>): Promise<Thread<F>>;
  /**
   * Changes what it is found by, and gives all of its tags: words, and names with values, `plan=basic`. They are no part of its
   * history, and change whoever drives it, whether or not it is over.
   *
   * @example
   * await thread.tag({ add: ['vip'], remove: ['new'], set: { plan: 'basic', owner: null } });
   */
  tag(change: TagChange): Promise<readonly string[]>;
  /** Its checkpoints, oldest first; a part of them where that is asked for. Negative numbers count from the newest, -1. */
  history(part?: HistoryPart): Promise<readonly Row[]>;
  /** Every lane, its node and its state, as they were at a checkpoint; the newest by default, which is -1. */
  at(seq?: number): Promise<Checkpoint>;
  /**
   * What {@link Thread.at} gives of each of its checkpoints, oldest first, or of a part of them: read and folded once, in one walk.
   *
   * @example
   * for await (const { seq, state } of thread.states({ from: -10 })) console.log(seq, state);
   */
  states(part?: HistoryPart): AsyncGenerator<Checkpoint, void, undefined>;
  /** Why it made a checkpoint: what came, which guards were tried, what else there was. */
  why(seq: number): Promise<Why>;
  /** The checkpoints that wrote what a key of its state holds, part by part. */
  blame(key: string, options?: BlameOptions): Promise<Blame>;
  /**
   * How it stands at this moment, whatever it is about: what {@link Thread.settled} gives of one at rest, and as much of one that
   * runs. Nothing is waited for, and nothing happens to it. A problem `thread/changed-graph` where today's graph does not fit it.
   */
  now(): Promise<Now<F>>;
  /** Whether it runs, waits, or is over. */
  status(): Promise<Status>;
  /**
   * What happens to it, from the call on or from a checkpoint on; ends when it is done, failed, cancelled or waits for somebody,
   * or goes on until it is done, failed or cancelled. A problem `runtime/closed` when the runtime is closed meanwhile.
   *
   * @example
   * for await (const event of thread.watch({ from: 1, until: 'ended' })) show(event);
   */
  watch(options?: WatchOptions): AsyncIterableIterator<ThreadEvent>;
  /** How it stands once it is done, failed, cancelled or waits for somebody; what only waits for time is waited for. */
  settled(options?: WaitOptions): Promise<Result<F>>;
  /** How it stands once it has come to its end: done, failed or cancelled. */
  ended(options?: WaitOptions): Promise<Exclude<Result<F>, {
    status: "waiting";
  }>>;
}
/** How a worker works. */
interface WorkOptions {
  /** How many threads this process drives at once; what `open()` was given by default. */
  readonly concurrency?: number;
  /** Stops the worker when it aborts. By default it stops on SIGTERM and SIGINT; a second one ends the process. */
  readonly signal?: AbortSignal;
  /** How long activities may go on once it stops, before they are aborted; 10 seconds by default. */
  readonly drain?: Duration;
}
/**
 * Opens a runtime: compiles the graphs and takes up what was stranded.
 *
 * A problem `graph/invalid` for a graph with mistakes, `graph/another` where two graphs have one name, `service/missing`
 * for services that they need and were not given.
 */
declare function open<const Graphs extends readonly AnyGraph[], Drive extends boolean = true>(options: OpenOptions<Graphs> & {
  readonly drive?: Drive;
} & ServicesOption<Graphs, Drive>): Cairn<Graphs[number]["name"]>;
/** A graph that a runtime was opened with. */
type Opened<F extends Facts, Names extends string> = Graph<F> & {
  readonly name: Names;
};
/** A runtime: starts threads, finds them again, and drives them. `Names` are those of its graphs, where they are known. */
declare class Cairn<Names extends string = string> {
  #private;
  /** The store that it was opened with, as it was given: what protected keys hold is sealed in it. */
  readonly store: Store;
  constructor(runtime: Runtime, graphs: ReadonlyMap<string, AnyGraph>, store: Store);
  /** The graphs that it was opened with, each once. */
  get graphs(): readonly AnyGraph[];
  /** What it is known by as the owner of threads, as whoever observes the process is told. */
  get owner(): string;
  /**
   * Starts a thread; resolves when it is on disk. Starting it again with the same input gives the same thread, and says that it is not
   * new.
   *
   * A problem `thread/exists` when the id is taken by another start, `value/invalid` when the input does not fit.
   */
  start<F extends Facts>(graph: Opened<F, Names>, ...[input, options]: StartArguments<F["input"], F["events"]>): Promise<Thread<F>>;
  /**
   * Sends an event to every thread of a graph that a query chooses, those that are over left out by default. It is kept there until
   * something accepts it, and each thread has it once under its id: called again, it goes on where it stopped.
   */
  broadcast<F extends Facts>(graph: Opened<F, Names>, event: FirstEvent<F["events"]> & {
    readonly id: string;
  }, options?: BroadcastOptions): Promise<Broadcast>;
  /** A thread by its id; whether it exists is found out when something is asked of it. */
  thread<F extends Facts>(graph: Opened<F, Names>, id: string): Thread<F>;
  /** Threads, newest first, a page at a time. */
  threads(query?: ThreadQuery): Promise<ThreadPage>;
  /** Resolves when all that was stranded or due has been taken up; gives what could not be, by thread. */
  recovered(options?: WaitOptions): Promise<ReadonlyMap<string, unknown>>;
  /** Deletes threads that are over, or cuts histories to their newest checkpoint; forks keep what they share. */
  prune(options?: PruneOptions): Promise<Pruned>;
  /** Looks at every thread: its rows are without gaps, all can be read, and snapshots say what rows come to. */
  verify(options?: {
    readonly onProgress?: (done: number) => void;
  }): Promise<Verified>;
  /**
   * Drives whatever has something to do, other processes' threads included, until it is stopped: by its signal, by SIGTERM
   * or SIGINT where it was given none, or by {@link Cairn.close}. Resolves when it has let go of every thread.
   */
  work(options?: WorkOptions): Promise<void>;
  /**
   * Drives one thread until it rests, or its signal or its budget says that there is no more time, and lets go of it; gives how that
   * ended. Also where `open()` was told to drive nothing: a function that is called for each event needs no more.
   */
  drive(id: string, options?: DriveOptions): Promise<Driven>;
  /**
   * What this runtime does, from the call on: what `onEvent` hears. It ends once the runtime is closed, and with the signal's reason when
   * that aborts. A reader that is far behind is told how much it `missed`. It keeps no process alive.
   */
  events(options?: WaitOptions): AsyncIterableIterator<ToldEvent, void, undefined>;
  /** Lets go of all threads and closes the store; activities that still run after `drain` are aborted, and run again. */
  close(options?: {
    readonly drain?: Duration;
  }): Promise<void>;
}
/**
 * Runs a graph in memory, to its end or until it waits for somebody. Nothing is set up and nothing is kept.
 *
 * @example
 * const { outcome, state } = await run(hello, { name: 'Ada' });
 * await run(order, { item: 'book' }, { services: { mailer } });
 */
declare function run$1<F extends Facts>(graph: Graph<F>, ...[input, options]: RunArguments<F["input"], F["services"]>): Promise<Result<F>>;
/** What a side table is opened with. */
interface SideTableOptions {
  /** The thread, by its id, with which all that is in it goes; nobody's by default. */
  readonly thread?: string;
  /** How instances of classes are stored. */
  readonly codecs?: readonly ClassCodec[];
  /** As for `open()`; all of a value is protected, and keys are not. */
  readonly protect?: Protection;
  readonly clock?: Pick<Clock, "now">;
}
/**
 * A side table of a store, which threads of any runtime on that store share.
 *
 * @example
 * const notes = sideTable<string>(store, 'notes');
 * await notes.write(notes.set('ada/1', 'likes tea'), notes.drop('ada/0'));
 * await notes.list({ prefix: 'ada/' });
 */
declare function sideTable<Value = unknown>(store: Store, table: string, options?: SideTableOptions): SideTable<Value>;
/** A fact by its namespace and its id within that. */
interface FactPlace {
  readonly namespace: readonly string[];
  readonly id: string;
}
/** Something that is remembered. */
interface Fact<Value = unknown> extends FactPlace {
  /** What is remembered, in words. */
  readonly text: string;
  readonly value: Value;
  /** The checkpoints that it came from, `thread@seq`, oldest first: those of all its sayings. */
  readonly from: readonly string[];
  /** The facts that it follows from, by any of its sayings. */
  readonly needs: readonly FactPlace[];
  /** The threads with the last of which it goes; none where it stays. */
  readonly of: readonly string[];
  /** Each time that it was said, the oldest first; it goes with the last of them. */
  readonly sayings: readonly Saying[];
  readonly created: Date;
  readonly updated: Date;
  readonly until?: Date;
  /** Another with each write. */
  readonly version: number;
}
/** One that said a fact. */
interface Saying {
  /** The checkpoints that it came from, `thread@seq`. */
  readonly from: readonly string[];
  /** The facts that it follows from; with any of them it goes. */
  readonly needs: readonly FactPlace[];
  /** The thread with which it goes. */
  readonly of?: string;
  /** It is over from then on. */
  readonly until?: Date;
}
/** How values stand in JSON. */
interface ValueForm {
  /** The JSON that stands for a value; a problem where none does. */
  write(value: unknown): unknown;
  read(json: unknown): unknown;
  /** Has a filter that fits no value find nothing; it is refused otherwise. */
  readonly takesAnyFilter?: boolean;
}
/** What properties of a value have to be: equal, or by these words. */
type FactFilter = Readonly<Record<string, unknown>>;
/** What makes vectors of texts; those of LangChain do. */
interface Embeddings {
  embedDocuments(texts: string[]): Promise<readonly (readonly number[])[]>;
  embedQuery(text: string): Promise<readonly number[]>;
}
/** A fact that another comes from: as it was when it was read, where it is given as it was found, and else as it is now. */
type FactSource = FactPlace & {
  readonly version?: number;
};
interface FactParts {
  /** In words, by which it is found. */
  readonly text: string;
  /** What it is known by in its namespace; by default it follows from the text, so that the same is remembered once. */
  readonly id?: string;
  /** Where it comes from: checkpoints, `thread@seq`, beside the one that it is written with, and facts, with any of which this saying of it goes. */
  readonly from?: readonly (string | FactSource)[];
  /** The id of a thread that this saying of it goes with. */
  readonly of?: string;
  /** This saying of it is over from then on. */
  readonly until?: Date;
  /** By what it is found in place of its text; by nothing, where there are none. */
  readonly found?: readonly string[];
  /** The vectors of that, where they are known. */
  readonly vectors?: readonly (readonly number[])[];
}
/** What is to be remembered; a fact goes with the last of its sayings. */
type NewFact<Value = unknown> = FactParts & (undefined extends Value ? {
  readonly value?: Value;
} : {
  readonly value: Value;
});
/** What to recall. */
interface RecallQuery {
  /** By what is said here; the newest facts where it is left out. */
  readonly text?: string;
  /** By words, by meaning, or, by default where there are embeddings, by both. */
  readonly by?: "words" | "meaning" | "both";
  /** What properties of the values have to be: equal, or by `$eq`, `$ne`, `$gt`, `$gte`, `$lt`, `$lte`, `$in`, `$nin`. */
  readonly where?: FactFilter;
  /** 10 by default. */
  readonly limit?: number;
  /** How many of the best to leave out. */
  readonly offset?: number;
}
/** A fact that was found; the higher its score, the better. */
interface FoundFact<Value = unknown> extends Fact<Value> {
  readonly score: number;
}
/** What a memory is opened with. */
interface LongTermMemoryOptions {
  /** Has facts found by what they mean, and not only by their words. */
  readonly embeddings?: Embeddings;
  /** The side table that facts are in, `memory` by default. */
  readonly table?: string;
  /** How instances of classes are stored. */
  readonly codecs?: readonly ClassCodec[];
  /** In place of codecs, for adapters: how values stand in JSON. */
  readonly form?: ValueForm;
  /** As for `open()`; all of a fact is protected, its words and vectors too, and namespaces and ids are not. */
  readonly protect?: Protection;
  readonly clock?: Pick<Clock, "now">;
}
/** Facts beside threads, in namespaces. */
interface LongTermMemory<Value = unknown> {
  get(namespace: readonly string[], id: string): Promise<Fact<Value> | undefined>;
  /** The best facts of a namespace, and of those within it. */
  recall(namespace: readonly string[], query?: RecallQuery): Promise<readonly FoundFact<Value>[]>;
  /** Remembers a fact now. The same text under the same id is one saying more of the same fact; another text replaces it. */
  remember(namespace: readonly string[], fact: NewFact<Value>): Promise<void>;
  /** Forgets a fact now, or all of a namespace and those within it; and whatever follows from it. */
  forget(namespace: readonly string[], id?: string): Promise<void>;
  /** What {@link LongTermMemory.remember} does, as a write: for an activity's `ctx.write`, or to be written with others. */
  toRemember(namespace: readonly string[], fact: NewFact<Value>): Promise<SideWrite>;
  /** What {@link LongTermMemory.forget} does, as a write. */
  toForget(namespace: readonly string[], id?: string): SideWrite;
  /** The namespaces that have facts and begin so. */
  namespaces(prefix?: readonly string[]): Promise<readonly (readonly string[])[]>;
  /**
   * Writes all of it at once, in order, or nothing. A problem `fact/no-source` where a fact comes from one that is not there and is not written
   * before it, `store/another` where a write was made for another store.
   */
  write(...writes: readonly SideWrite[]): Promise<void>;
}
/**
 * What is remembered over many threads, in a store.
 *
 * @example
 * const memory = longTermMemory(store);
 * await memory.write(await memory.remember(['ada'], { text: 'Ada likes tea.' }));
 * await memory.recall(['ada'], { text: 'What does she drink? Tea?' });
 */
declare function longTermMemory<Value = unknown>(store: Store, options?: LongTermMemoryOptions): LongTermMemory<Value>;
/** A case of `next` of today's graph, tried on the state of then. */
interface TriedCase {
  readonly to: string;
  readonly label?: string;
  readonly guard?: string;
  /** What its guard says; undefined where it throws. */
  readonly held: boolean | undefined;
}
/** Where today's code would leave the way that was recorded. */
interface Divergence {
  /** The first checkpoint that would be another. */
  readonly seq: number;
  readonly lane: string;
  /** The node the lane was at. */
  readonly node: string;
  /**
   * `node`: a node is gone. `transition`: it goes elsewhere. `state`: it computes another state. `key`, `schema`: what was
   * recorded does not go into today's state. `timer`: a timer fires that was not there. `refused`: today's graph does not
   * take what came.
   */
  readonly kind: "node" | "transition" | "state" | "key" | "schema" | "timer" | "refused";
  /** What came from outside and leads there. */
  readonly input: {
    readonly seq: number;
    readonly cause: Cause;
    readonly label?: string;
  };
  /** The checkpoint as recorded; absent where nothing followed. */
  readonly recorded?: Row;
  /** The checkpoint as it would be; absent where nothing follows. */
  readonly today?: Row;
  /** What the state would have otherwise; `before` is what was recorded. */
  readonly changes: readonly ValueDifference[];
  /** The cases of `next` that decide, in order, up to the one taken today. */
  readonly cases: readonly TriedCase[];
  /** What differs, in words. */
  readonly how: string;
}
/** What a replay of a thread found. */
interface Replay {
  readonly thread: string;
  readonly graph: string;
  /** The fingerprint of the plan that the thread last ran with, and of today's. */
  readonly fingerprints: {
    readonly recorded: string;
    readonly today: string;
  };
  /** Checkpoints that today's code comes to as well. */
  readonly checkpoints: number;
  /** Checkpoints that were not looked at: what an older graph recorded, or what is before the first. */
  readonly skipped: number;
  /** Where today's code goes another way than an older graph did, before a migration leaves that behind. */
  readonly older: readonly Divergence[];
  /** The first checkpoint at which today's code goes elsewhere or computes another state; absent where there is none. */
  readonly divergence?: Divergence;
  /**
   * Others after it, each decided from the state that was recorded; the first twenty. Absent where the state of then cannot be
   * one of today's graph, as a node is gone: what comes after that is not looked at.
   */
  readonly later?: readonly Divergence[];
  /** Why the thread could not be replayed; given by `replayAll` alone. */
  readonly problem?: Problem;
}
/** Which part of a thread is replayed. */
interface ReplayPart {
  /** The checkpoint whose state is taken as given; what comes after it is replayed. */
  readonly from?: number;
}
/** A thread in a store; the handle of a thread is one. */
interface StoredThread {
  readonly store: Store;
  readonly id: string;
  readonly codec?: Codec;
}
/** How a thread is replayed. */
interface ReplayOptions extends ReplayPart {
  /** How instances of classes were stored, beside what comes with the graph; a thread's handle knows it. */
  readonly codecs?: readonly ClassCodec[];
  /** How protected keys were sealed, where that is not known of the store: that of a thread's handle knows it. */
  readonly protect?: Protection;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}
/**
 * Would today's graph have done what was recorded? Runs the recorded results, events, answers and times of a thread through
 * it, and reports the first checkpoint at which it goes elsewhere or computes another state. No activity runs, and nothing
 * is written.
 *
 * @example
 * const { divergence } = await replay('incident.jsonl', incident);
 * if (divergence) console.log(divergence.seq, divergence.how);
 */
declare function replay(recording: StoredThread | ExportSource, graph: AnyGraph, options?: ReplayOptions): Promise<Replay>;
/**
 * Replays every thread of these graphs that a store has, or those that the query asks for, newest first. A thread that
 * cannot be read is reported with the problem, and with no graph where its record is damaged, which would say it. A store that fails is no thread's problem: what passes is waited for a
 * moment, and then the store's own problem is thrown.
 */
declare function replayAll(kept: Store, graphs: readonly AnyGraph[], options?: Omit<ThreadQuery, "cursor" | "limit"> & Pick<ReplayOptions, "codecs" | "protect" | "signal">): AsyncGenerator<Replay, void, undefined>;
/** A recorded thread as a test, for any test runner. */
interface RecordedTest {
  /** A claim in the present tense, with the thread's id. */
  readonly name: string;
  /** Replays the thread; a problem `replay/diverged` that says where today's graph goes another way. */
  run(this: void): Promise<void>;
}
/**
 * A test that an exported thread still goes as it was recorded. Give it the path of the file, its lines or its text.
 *
 * @example
 * const { name, run } = recorded('test/threads/INC-42.jsonl', incident);
 * test(name, run);
 */
declare function recorded(source: URL | string | readonly string[], graph: AnyGraph, options?: ReplayOptions): RecordedTest;
/** The snapshot after these rows. */
declare function fold(snapshot: Snapshot, rows: readonly Row[]): Snapshot;
/**
 * An attempt that is due at a lane: what a driver runs, and how it tells `advance` what became of it.
 *
 * It is due until an input takes its lane on. Steps, questions and sleeps are inputs as well; what was recorded of them is in
 * `journal`, and how a context makes inputs of them is the driver's own matter.
 */
interface DueActivity {
  /** The lane's path. */
  readonly lane: string;
  /** Where the lane's graph is in the plan. */
  readonly graph: string;
  readonly node: string;
  /** How often the lane has come to this node, this time included. */
  readonly visit: number;
  /** Counted from 1. */
  readonly attempt: number;
  /** What its function is given. */
  readonly state: Values;
  /** The attempts of this visit that failed. */
  readonly failures: readonly Failure[];
  readonly journal: Lane["journal"];
  /** What went along with the last input that came to the lane. */
  readonly context: Baggage;
  /**
   * Calls the node's function and its `verify`; of a subgraph that ended, `output` and `verify`. Gives the update, which
   * {@link done} takes; what it throws is for {@link failed}.
   */
  run(context?: unknown): Promise<unknown>;
  /** The input for an attempt that ended well; a problem `value/invalid`, for example, where the update does not fit. */
  done(update: unknown, codec: Codec): Input;
  /** The input for an attempt that failed; whether another may follow is the node's to say. */
  failed(error: unknown, now: number): Input;
}
/** The attempts that are due, to be run side by side by whoever drives a thread with `advance` alone. */
declare function activitiesOf(plan: Plan, snapshot: Snapshot, codec?: Codec): readonly DueActivity[];
/** Something that happens to a lane by itself. */
interface DueTimer {
  readonly lane: string;
  readonly kind: "start" | "after" | "retry" | "sleep" | "timeout";
  /** A duration of `after` as written, the key of a sleep, `start`, `retry` or `timeout`. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}
/** All that will happen by itself, earliest first. */
declare function timersOf(plan: Plan, snapshot: Snapshot): readonly DueTimer[];
/** The codecs that come with a graph, its keys and its subgraphs. Whatever is no graph has none: {@link check} tells of that. */
declare function codecsOf(graph: AnyGraph): readonly ClassCodec[];
export { type ActivityOf, type Addressed, type Advanced, type AnswerTo, type AnswersOf, type AnyGraph, type AppendKey, type Around, type Author, type AuthorOf, type AwaitedGraph, type Baggage, type Broadcast, type BroadcastOptions, type Cairn, type Checkpoint, type ChildOptions, type ChildResult, type ClassCodec, type Clock, type Codec, type Context, type ContextOf, type Definition, type Diagram, type Difference, type Divergence, type Done, type Drawing, type DriveOptions, type Driven, type DueActivity, type DueTimer, type Duration, type Embeddings, type EventDefinitions, type EventOptions, type EventsOf, type Fact, type FactFilter, type FactPlace, type FactSource, type Facts, type FactsOf, type FailedAt, type Failure, type FirstEvent, type FlatServices, type ForkOptions, type FoundFact, type Graph, type GuardOf, type InferInput, type InferOutput, type Input, type InputOf, type KeyOptions, type Lane, type Limits, type LocalKey, type LongTermMemory, type LongTermMemoryOptions, type MemoryOptions, type MergeKey, type Merged, type Migration, type MigrationMoment, type Mistake, type Moment, type NewFact, type NodeOf, type Now, type OpenOptions, type Parts, type Plan, type Problem, type ProblemCode, type Protection, type PruneOptions, type Pruned, type Question, type QuestionDefinitions, type QuestionKey, type RecallQuery, type RecordedTest, type ReduceKey, type Replace, type Replay, type ReplayOptions, type Result, type Retry, type Row, type Running, type RuntimeEvent, type Saying, type Schema, type SendOptions, type SentOptions, type Service, type ServiceDefinitions, type ServicesOf, type SideItem, type SideItemQuery, type SideTable, type SideTableOptions, type SideWrite, type Snapshot, type StartArguments, type StartOptions, type StateDefinition, type StateOf, type StateOfKeys, type Status, type StepOptions, type Store, type StoredOfKeys, type StoredThread, type SumKey, type Surroundings, type Talked, type Thread, type ThreadEvent, type ToldEvent, type TransientKey, type Uncaptured, type UnionKey, type UpdateOf, type UpdateOfKeys, type UpsertChange, type UpsertKey, type ValueForm, type Verified, type WaitOptions, type WatchOptions, type Went, type WorkOptions, activitiesOf, advance, append, check, checkNeeds, codecOf, codecsOf, compile, diagram, diff, emptySnapshot, fatal, fold, graph$1 as graph, isProblem, local, longTermMemory, memory, merge, mermaid, open, recorded, reduce, replace, replay, replayAll, run$1 as run, service, sideTable, statusOf, sum, systemClock, timersOf, toMilliseconds, transient, union, upsert };

// inspect.d.ts

import { B as Row, Cn as Codec, G as planData, H as DiagramEdge, K as PlanData, Kt as Drawing, Q as AnyGraph, S as Protection, Sn as ClassCodec, V as Diagram, _ as ValueDifference, a as ExportSource, b as Checkpoint, c as whyOf, d as HistoryPart, f as Blame, g as Path, h as blameOf, i as diff, l as WayOut, m as BlamedPart, n as Difference, o as Led, p as BlameOptions, r as LaneDifference, s as Why, t as BeforeAfter, u as Took, v as differencesOf, x as LaneAt, y as Reading } from "./shared/diff.js";
import { et as Message, h as Store, i as Problem, ot as Status, st as ThreadRecord, v as ThreadQuery } from "./shared/difference.js";
import { n as Summary } from "./shared/told-record.js";
/** A thread's checkpoints, oldest first, a part of them where that is asked for; needs no graph. */
declare function historyOf(store: Store, thread: string, part?: HistoryPart, reading?: Reading): Promise<readonly Row[]>;
/** Every lane of a thread, its node and its state, as they were at a checkpoint, the newest by default; needs no graph. */
declare function checkpointAt(store: Store, thread: string, seq?: number, reading?: Reading): Promise<Checkpoint>;
/** The plan of a fingerprint, as data; undefined where it is not kept. */
declare function keptPlan(store: Pick<Store, "plan">, fingerprint: string): Promise<PlanData | undefined>;
/** What the graph of a fingerprint looks like; undefined where no plan of it is kept. */
declare function keptDiagram(store: Pick<Store, "plan">, fingerprint: string): Promise<Diagram | undefined>;
/** The same store, for reading until a signal aborts: what is asked then, or is not answered by then, ends with its reason. */
declare function readUntil<Of extends Store>(store: Of, signal: AbortSignal | undefined): Of;
/**
 * A value as JSON. What JSON has no word for is written as Cairn stores it, with a tag: `{"$date":"…"}`; parts that are
 * undefined are left out.
 */
declare function jsonOf(value: unknown): unknown;
/** A record as JSON shows it: its summary is no text but what the text says, with what was said with its questions as the values that these are. */
declare function recordJson(record: ThreadRecord): Omit<ThreadRecord, "summary"> & {
  readonly summary: Summary | null;
};
/** A message that was left for a thread and is not taken yet. */
interface QueuedMessage {
  /** What it asks: `event`, `answer`, `cancel`, `resume` or `edit`. */
  readonly type: string;
  /** The event's name, or the question's key. */
  readonly name?: string;
  readonly lane?: string;
  /** When it was left, in milliseconds since 1970. */
  readonly at: number;
  /** Whether it is kept until something accepts it; the others wait for whoever drives the thread. */
  readonly kept: boolean;
}
/** A message that was kept for a thread and refused in the end: the thread came to its end, or it could go to several lanes. */
interface RefusedMessage extends QueuedMessage {
  /** The code of the problem that it met. */
  readonly code: string;
}
/** Those that were kept, and refused in the end; whoever sent them had gone by then. */
declare function refusedIn(messages: readonly Message[]): readonly RefusedMessage[];
/** What messages say, as far as it can be read without the author's code. */
declare function queuedIn(messages: readonly Message[]): readonly QueuedMessage[];
/**
 * What a row says, in words: what happened to which lane, and why. `wasPutThere` is known of a lane that goes on from a node
 * because an edit had it go on as that.
 */
declare function sentenceOf(row: Row, wasPutThere?: boolean): string;
/** What is asked, and where. */
interface Asked {
  readonly node: string;
  readonly key: string;
  readonly child?: string;
}
/**
 * What answers questions, by their keys: what the schemas that a graph declares for them say of themselves, as the store came to know this
 * version of the graph. Nothing is known of what a run asks with a schema of its own, nor of what a thread's end answers.
 */
declare function whatAnswers(store: Pick<Store, "plan">, fingerprint: string, asked: readonly Asked[]): Promise<ReadonlyMap<string, unknown>>;
/**
 * What events carry, by name: what their schemas say of themselves, as the store came to know this version of the graph; nothing of an
 * event whose schema says nothing.
 */
declare function whatEventsCarry(store: Pick<Store, "plan">, fingerprint: string, names: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
/**
 * A thread at each of its checkpoints, oldest first, or a part of them; needs no graph. Each is what `checkpointAt` gives of it,
 * and all together cost one walk along the thread.
 */
declare function statesOf(store: Store, thread: string, part?: HistoryPart, reading?: Reading): AsyncGenerator<Checkpoint, void, undefined>;
/** The states of a diagram that are active within a lane's node, by their ids, those that hold others before them; needs no graph. */
declare function activeIn(diagram: Diagram, { graph, node, state }: Pick<LaneAt, "graph" | "node" | "state">): readonly string[];
/** Those of a diagram's active states that hold no other one, by what they are called within their node: `shop.cart`. */
declare function innermostOf({ nodes }: Diagram, active: readonly string[]): readonly string[];
/** A checkpoint whose state does not follow from the one before it: a thread was sent back, or brought to another plan. */
interface Jump {
  readonly seq: number;
  /** The checkpoint that a rewind went back to. */
  readonly at?: number;
  /** The fingerprints that a migration led from and to. */
  readonly from?: string;
  readonly fingerprint?: string;
}
/** What a thread's graph looked like at a checkpoint, by its plan of that time; undefined where that is not kept. */
declare function diagramAt(store: Store, thread: string, seq: number): Promise<Diagram | undefined>;
/** What a thread's graph looked like, by its plans, for whoever asks several times. */
declare function diagramsOf(store: Store, thread: string): Promise<DiagramsInTime>;
/** What a thread's graph looked like, by its plans: each is read once, whoever asks. */
declare class DiagramsInTime {
  #private;
  /** Where it went back, or went on by another graph. */
  readonly jumps: readonly Jump[];
  private constructor();
  /** Those of a thread, by its record. */
  static of(store: Store, record: ThreadRecord): Promise<DiagramsInTime>;
  /** The fingerprint of the graph at a checkpoint. */
  fingerprintAt(seq: number): string;
  /** What it looked like at a checkpoint; undefined where that plan is not kept. */
  at(seq: number): Promise<Diagram | undefined>;
  /** What it looked like by a version of it. */
  by(fingerprint: string): Promise<Diagram | undefined>;
  /** Whether a node had states within it at any time. */
  haveStates(): Promise<boolean>;
}
/** What happened within a lane's node by a checkpoint; states and moves are those of the graph of its time. */
interface ActiveSince {
  readonly seq: number;
  readonly lane: string;
  /** The lane of the checkpoint's row: another one where a thread went back, or lanes began. */
  readonly of: string;
  /** What the graph looked like at the checkpoint. */
  readonly diagram: Diagram;
  /** The ids of the states that were active, those that hold others before them; by the graph of the checkpoint before. */
  readonly before: readonly string[];
  readonly active: readonly string[];
  /** The states that were come to, each as often as it was; a rewind and a new version come to none. */
  readonly entered: readonly string[];
  /** The moves that were made, in order, each as often as it was, where the node tells them. */
  readonly taken: readonly DiagramEdge[];
}
/** What happened within a thread's nodes that have states, oldest first; needs no graph. Nothing is read where no node ever had some. */
declare function activeOf(store: Store, thread: string, part?: Pick<HistoryPart, "from" | "to">, { reading, diagrams: known }?: {
  readonly reading?: Reading;
  readonly diagrams?: DiagramsInTime;
}): AsyncGenerator<ActiveSince, void, undefined>;
/** The innermost states that are active within the node of a lane, by what they are called there. */
interface StatesWithin {
  readonly lane: string;
  readonly states: readonly string[];
}
/** The innermost states within the nodes of a checkpoint's lanes, of those that have some, by the graph of its time; needs no graph. */
declare function statesWithin(store: Store, { thread, seq, lanes }: Pick<Checkpoint, "thread" | "seq" | "lanes">): Promise<readonly StatesWithin[]>;
/** Says what a state is called, by its id; undefined where it is none there. */
type StateNames = (id: string) => string | undefined;
/** Gives of the checkpoints of a thread what the states of their time are called in the graph that it had at one; needs no graph. */
declare function stateNamesOf(store: Store, thread: string, at?: number, given?: DiagramsInTime): Promise<(seq: number) => Promise<StateNames>>;
/** Which threads to find; each fact that is given narrows the search. */
interface FindQuery extends ThreadQuery {
  /** A node that one of its lanes is at. */
  readonly node?: string;
  /** Text in its id, in any value that it ever had, in an event, an error or an answer; capitals do not count. */
  readonly text?: string;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}
/** A thread that was found. */
interface Found {
  readonly thread: ThreadRecord;
  /** The newest checkpoint that holds the text, and what stands around it there; absent where its id holds it. */
  readonly match?: {
    readonly seq: number;
    readonly excerpt: string;
  };
}
/** A page of threads that were found. */
interface FoundPage {
  readonly found: readonly Found[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /** The ids of threads whose records are damaged, where a query skips them. */
  readonly damaged?: readonly string[];
}
/**
 * Finds threads, newest first, a page at a time; needs no graph.
 *
 * A cursor is the store's own: the place of the last thread that was looked at. So threads that start or go meanwhile change
 * nothing of the pages that follow.
 */
declare function find(kept: Store, query?: FindQuery): Promise<FoundPage>;
/**
 * A thread as lines of JSON: what is known of it, its plans, every checkpoint with the values kept apart, queued
 * messages, what came of those under an id, and what side tables have of it. The past that a fork shares becomes its own. Needs no graph, and holds one page of the thread in memory.
 */
declare function exportThread(store: Store, thread: string): AsyncGenerator<string, void, undefined>;
/** What an import may change. */
interface ImportOptions {
  /** The thread's new id; the one it had by default. */
  readonly id?: string;
}
/**
 * Brings an exported thread into a store as it was, and returns its id. A thread that was at work goes on when a runtime
 * finds it. It goes in whole, in one stroke, or not at all.
 *
 * A problem `thread/exists` when the id is taken, `export/newer` or `export/damaged` when the lines cannot be read.
 */
declare function importThread(store: Store, source: ExportSource, options?: ImportOptions): Promise<string>;
/** What becomes of a thread when it is next driven with today's graph. */
interface GoingOnWith {
  readonly thread: string;
  readonly graph: string;
  readonly status: Status;
  /** `as it is`: its graph has not changed. `brought`: it is brought to today's. `refused`: it cannot be, and `problem` says why. */
  readonly how: "as it is" | "brought" | "refused";
  /** `thread/changed-graph` with all that is in the way, or `thread/newer-graph`. */
  readonly problem?: Problem;
  /** What is queued for it and nothing in today's graph can take: it is refused when its turn comes, or with the thread's end. */
  readonly unfit?: readonly (UnfitEvent | UnfitAnswer | UnfitMessage)[];
}
/** An event that waits for a thread, and what is in the way of it. */
interface UnfitEvent {
  readonly event: string;
  readonly answer?: undefined;
  readonly message?: undefined;
  /** The id that it was sent under, if it was. */
  readonly id?: string;
  /** `value/invalid`, or `event/unknown` where today's graph declares no such event. */
  readonly problem: Problem;
}
/** An answer that waits for a thread, and what is in the way of it. */
interface UnfitAnswer {
  /** The key of its question. */
  readonly answer: string;
  readonly event?: undefined;
  readonly message?: undefined;
  readonly id?: string;
  /** `value/invalid`: it is not what today's graph declares for the question. */
  readonly problem: Problem;
}
/** What waits for a thread and says neither which event it is nor what it answers, as it cannot be read. */
interface UnfitMessage {
  /** Its number in the store. */
  readonly message: number;
  readonly event?: undefined;
  readonly answer?: undefined;
  readonly id?: string;
  /** `value/unreadable`: it is no command, or has an instance of a class whose codec is not known. */
  readonly problem: Problem;
}
/** Which threads are looked at, and with what. */
interface GoingOnWithQuery extends Omit<ThreadQuery, "cursor" | "limit"> {
  /** How instances of classes are stored, beside what comes with the graphs. */
  readonly codecs?: readonly ClassCodec[];
  /** How protected keys are sealed, as `open()` is told. */
  readonly protect?: Protection;
}
/**
 * Which threads would go on with today's graphs, and how: those that may still do something, or those that the query asks for,
 * newest first. Nothing is written.
 */
declare function goingOnWith(kept: Store, graphs: readonly AnyGraph[], { codecs, protect, ...query }?: GoingOnWithQuery): AsyncGenerator<GoingOnWith, void, undefined>;
interface DecodeOptions {
  /** What problems call the value. Default: `value`. */
  readonly path?: string;
  /** What to do with an instance of a class without a codec: `keep` it as an UnknownInstance. Default: `refuse`. */
  readonly unknown?: "refuse" | "keep";
}
/** The sealed value of a text that `encode` wrote; a problem `value/unreadable` for any other text. */
declare function decode(text: string, codec?: Codec, options?: DecodeOptions): unknown;
/** The JSON text of a sealed value, or of what is wrapped around some; what is not sealed yet is sealed first. */
declare function encode(value: unknown, codec?: Codec): string;
/** Where an edge is drawn. */
interface EdgeEnds {
  readonly from: string;
  readonly to: string;
  /** There where it begins wherever something is in what it leaves: `from` holds `to`, or is empty for the whole. */
  readonly isAnywhere: boolean;
}
/** Tells where the edges of a diagram are drawn: none can begin or end at the box that holds its other end. */
declare function edgeEnds({ nodes }: Pick<Diagram, "nodes">): (edge: Pick<EdgeEnds, "from" | "to">) => EdgeEnds;
/** The node at which a node that holds others is entered; the node itself where it holds none. */
declare function entered(nodes: Diagram["nodes"], id: string): string;
/** The id of the transition that counts as taken by an event where a node's state tells nothing of it; undefined where none does. */
declare function obviousTaken({ nodes, edges, active }: Drawing, values: Readonly<Record<string, unknown>>, event: string): string | undefined;
/** What the graph of a kept plan looks like, without the author's code; as `diagram` draws the graph itself, labels of nodes aside. */
declare function planDiagram(plan: PlanData): Diagram;
export { type ActiveSince, type BeforeAfter, type Blame, type BlameOptions, type BlamedPart, type Checkpoint, type DecodeOptions, type DiagramsInTime, type Difference, type EdgeEnds, type ExportSource, type FindQuery, type Found, type FoundPage, type GoingOnWith, type GoingOnWithQuery, type HistoryPart, type ImportOptions, type LaneAt, type LaneDifference, type Led, type Path, type PlanData, type QueuedMessage, type Reading, type RefusedMessage, type StateNames, type StatesWithin, type Took, type UnfitAnswer, type UnfitEvent, type UnfitMessage, type ValueDifference, type WayOut, type Why, activeIn, activeOf, blameOf, checkpointAt, decode, diagramAt, diagramsOf, diff, differencesOf, edgeEnds, encode, entered, exportThread, find, goingOnWith, historyOf, importThread, innermostOf, jsonOf, keptDiagram, keptPlan, obviousTaken, planData, planDiagram, queuedIn, readUntil, recordJson, refusedIn, sentenceOf, stateNamesOf, statesOf, statesWithin, whatAnswers, whatEventsCarry, whyOf };

// shared/diff.d.ts

import { h as Store, lt as Duration, t as Edit } from "./difference.js";
import { StandardSchemaV1 } from "@standard-schema/spec";
/** How the instances of one class are stored and brought back. */
interface ClassCodec<T = unknown> {
  /** The tag that stands for the class in stored values; it outlives the class's own name. */
  readonly name: string;
  /** The class. An abstract one speaks for its subclasses, as long as `decode` brings the same subclass back. */
  readonly class: abstract new (...args: never[]) => T;
  /** What is stored: any value that state may hold, other classes with a codec included. */
  encode(value: T): unknown;
  /** A new instance from what `encode` gave; the data it gets is frozen. */
  decode(data: unknown): T;
}
/** The classes whose instances state may hold, beside the values it holds anyway. Made by {@link codecOf}. */
interface Codec {
  /** What it was made of. */
  readonly classes: readonly ClassCodec[];
  /** The codec of a tag found in a stored value. */
  named(name: string): ClassCodec | undefined;
  /** The codec of an object's class, or of the nearest class above it. */
  of(value: object): ClassCodec | undefined;
  /** Whether what a key of the state holds is nobody's to read; absent where nothing is. */
  readonly protects?: (key: string) => boolean;
}
/** The codec of these classes, one for equal lists; a problem `codec/invalid` for a name or a class that is another's. */
declare function codecOf(classCodecs: readonly ClassCodec[]): Codec;
/** A schema of any library that speaks Standard Schema: zod, valibot, arktype and others. */
type Schema<Input = unknown, Output = Input> = StandardSchemaV1<Input, Output>;
/** What a schema accepts. */
type InferInput<Of extends Schema> = StandardSchemaV1.InferInput<Of>;
/** What a schema gives once it has parsed. */
type InferOutput<Of extends Schema> = StandardSchemaV1.InferOutput<Of>;
/** The events a graph accepts: the schema of each one's payload, by name. */
type EventDefinitions = Readonly<Record<string, Schema>>;
declare const nothing: unique symbol;
/** The payloads of a graph that declares no events: an object type that knows no name. */
interface NoEvents {
  readonly [nothing]?: never;
}
/** What handlers see: the payload each event's schema gives, by name. */
type EventPayloads<Events extends EventDefinitions> = string extends keyof Events ? NoEvents : { readonly [Name in keyof Events]: InferOutput<Events[Name]>; };
/** What may be sent: the payload each event's schema accepts, by name. */
type EventInputs<Events extends EventDefinitions> = string extends keyof Events ? {} : { readonly [Name in keyof Events]: InferInput<Events[Name]>; };
/** A graph whose threads are talked to: what is known of it is told by its type. */
interface Addressed<Known extends Talked = Talked> {
  readonly name: string;
  /** Exists for types only. */
  readonly "~facts"?: Known;
}
/** What has to be known of a graph to wait for its threads. */
interface AwaitedGraph extends Talked {
  readonly outcome: unknown;
  readonly state: unknown;
}
/** What has to be known of a graph to talk to its threads. */
interface Talked {
  readonly input: unknown;
  readonly events: unknown;
  readonly questions: unknown;
}
/**
 * The questions that a graph's activities ask: the schema of each one's answer, by key. A name that ends in `*` declares all keys
 * that begin with what stands before it.
 */
type QuestionDefinitions = Readonly<Record<string, Schema>>;
type KeysNamed<Name> = Name extends `${infer Start}*` ? `${Start}${string}` : Name;
/** What is known of a graph's questions: by key, what takes its answer. */
type QuestionsOf<Questions extends QuestionDefinitions> = string extends keyof Questions ? {} : { readonly [Name in keyof Questions as KeysNamed<Name>]: Schema<InferInput<Questions[Name]>, InferOutput<Questions[Name]>>; };
/** The keys of questions: any text where none are declared. */
type QuestionKey<Questions> = [keyof Questions] extends [never] ? string : keyof Questions & string;
/** What may be given as the answer to a question. */
type AnswerTo<Questions, Key> = Key extends keyof Questions ? Questions[Key] extends Schema ? InferInput<Questions[Key]> : unknown : unknown;
/** What whoever answers is shown. */
interface Shown {
  readonly payload?: unknown;
}
/** A question to the world outside, which `ctx.ask` waits for. */
interface Question<Answer extends Schema> extends Shown {
  /** The schema the answer is checked by. */
  readonly answer: Answer;
}
interface AsksFreely {
  ask<Answer extends Schema>(this: void, key: string, question: Question<Answer>): Promise<InferOutput<Answer>>;
}
interface AsksDeclared<Questions> {
  ask<Key extends keyof Questions & string>(this: void, key: Key, question?: Shown): Promise<Questions[Key] extends Schema ? InferOutput<Questions[Key]> : unknown>;
}
/** How a graph's activities ask: by keys that it declares, which take no schema; or, where it declares none, whatever they like. */
type Asking<Questions> = ([keyof Questions] extends [never] ? AsksFreely : AsksDeclared<Questions>)["ask"];
/** A few texts that go along with what is sent or started, a trace's context for example: they mean nothing to Cairn. */
type Baggage = Readonly<Record<string, string>>;
/** How a thread is started; `Events` are the payloads of what may be sent to it, by name. */
interface StartOptions<Events = unknown> {
  /** A name of its own, without `@` or white space; a random one by default. */
  readonly id?: string;
  /** Words to find it by. */
  readonly tags?: readonly string[];
  /** A few texts that go along, a trace's context for example, as with what is sent; they are no part of the input. */
  readonly context?: Baggage;
  /** When it begins, in milliseconds since 1970 or as a date; it is there at once, and rests until then. */
  readonly at?: number | Date;
  /** How long it rests before it begins. */
  readonly after?: Duration;
  /**
   * What it is sent as it is started, kept until something accepts it: both are there, or neither. A thread that is there already is
   * sent it as well; under its `id`, once.
   */
  readonly send?: FirstEvent<Events>;
  /** Ends the wait with its reason when it aborts; the thread may be there all the same: starting it again under its id tells. */
  readonly signal?: AbortSignal;
}
/**
 * What becomes of a thread that is waited for when its parent waits no longer, as its lane left the node or the parent was
 * cancelled or sent back: it is cancelled, which is the default, or left alone.
 */
type WhenLeft = "cancel" | "leave";
/** How a thread is started that is waited for. */
interface ChildOptions extends Pick<StartOptions, "id" | "tags"> {
  readonly whenLeft?: WhenLeft;
}
/** An input may be left out where no key needs a value. */
type ChildArguments<Input> = object extends Input ? [input?: Input, options?: ChildOptions] : [input: Input, options?: ChildOptions];
/** How a thread ended that was waited for: done, with an outcome, or cancelled. */
type ChildResult<Facts extends {
  readonly outcome: unknown;
  readonly state: unknown;
}> = {
  readonly status: "done";
  readonly thread: string;
  readonly outcome: Facts["outcome"];
  readonly state: Facts["state"];
} | {
  readonly status: "cancelled";
  readonly thread: string;
  readonly reason: string;
  readonly state: Facts["state"];
};
/** An event that goes to a thread with its start. */
type FirstEvent<Events> = { readonly [Event in keyof Events & string]: {
  readonly event: Event;
  /** What comes under one id of one thread is taken once. */
  readonly id?: string;
} & (undefined extends Events[Event] ? {
  readonly payload?: Events[Event];
} : {
  readonly payload: Events[Event];
}); }[keyof Events & string];
/** An input may be left out where no key needs a value. */
type StartArguments<Input, Events> = object extends Input ? [input?: Input, options?: StartOptions<Events>] : [input: Input, options?: StartOptions<Events>];
/** What an error says, as plain data. */
interface Reason {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** What led to it. */
  readonly cause?: Reason;
  /** What an AggregateError gathers. */
  readonly errors?: readonly Reason[];
  /** What was thrown, as JSON text, where it was an object but no error. */
  readonly thrown?: string;
}
/** A failed attempt, as plain data. */
interface Failure extends Reason {
  readonly stack?: string;
  /** Which attempt failed, counted from 1. */
  readonly attempt: number;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
  /** What `verify` refused, and why; absent where the attempt threw. */
  readonly refused?: Refused;
  /** It was thrown by `fatal`: nothing that holds the node tries it again either. */
  readonly fatal?: true;
}
/** What an attempt found, and `verify` refused. */
interface Refused {
  /** What `verify` gave as its reason, and nothing else. */
  readonly reason: string;
  /** The update, transient keys left out; undefined where it could not be stored. */
  readonly update: unknown;
  /** It has some of what a protected key holds, beside such a key: it is sealed whole. */
  readonly guarded?: true;
}
/** How a step is kept. */
interface StepOptions {
  /**
   * Keeps the result where `verify` refuses what the attempt found: the next attempt does not run the step again. For what
   * is done to the world, not found out about it.
   */
  readonly keep?: boolean;
  /**
   * For how long the result is kept, whatever becomes of the attempt: for the visit, unless said otherwise; for the turn, until somebody
   * outside has the lane go on; or for the thread. The same node finds it again when it is come to again.
   */
  readonly per?: "visit" | "turn" | "thread";
}
/** How something is sent to another thread. */
interface SentOptions {
  /** The path of the lane that it is for, where several would take it. */
  readonly lane?: string;
  /** What comes under one id of one thread is taken once, by whomever it is sent. */
  readonly id?: string;
}
/** A payload may be left out where the event takes nothing. */
type SentArguments<Payload> = undefined extends Payload ? [payload?: Payload, options?: SentOptions & {
  readonly lanes?: "all";
}] : [payload: Payload, options?: SentOptions & {
  readonly lanes?: "all";
}];
/** A write into a side table, as the table made it. */
interface SideWrite {
  readonly table: string;
  /** The thread that it goes with, or none. */
  readonly thread: string | null;
}
/** Something in a side table. */
interface SideItem<Value = unknown> {
  readonly key: string;
  readonly value: Value;
  /** Another with each write. */
  readonly version: number;
  readonly until?: Date;
}
/** Which items to read, in the order of their keys' bytes; bounds are exclusive. */
interface SideItemQuery {
  /** What their keys begin with. */
  readonly prefix?: string;
  readonly after?: string;
  readonly before?: string;
  readonly lastFirst?: boolean;
  readonly limit?: number;
}
/** On which condition something is written: only while the item has this version, 0 where there is to be none. */
interface SideCondition {
  readonly was?: number;
}
/** Values by key, beside threads. What it makes of a write is written by itself, or with others, by whichever table or commit. */
interface SideTable<Value = unknown> {
  get(key: string): Promise<SideItem<Value> | undefined>;
  list(query?: SideItemQuery): Promise<readonly SideItem<Value>[]>;
  /** A write that puts a value, which is gone from `until` on. */
  set(key: string, value: Value, options?: SideCondition & {
    readonly until?: Date;
  }): SideWrite;
  /** A write that takes one away. */
  drop(key: string, options?: SideCondition): SideWrite;
  /** A write that takes all away whose keys begin so. */
  clear(prefix?: string): SideWrite;
  /** Writes all of it, in order, or nothing: false where an item has another version than a write names. */
  write(...writes: readonly SideWrite[]): Promise<boolean>;
}
/**
 * What an activity is given besides the state: where it is, and the ways to the world that survive a crash. `Limited` are the
 * names of the graph's limits, `Update` what may be written to its state, `Services` what it says it needs, and `Questions` what
 * it declares to ask, where they are known.
 */
interface Context<Limited extends string = string, Update = object, Services = {}, Questions = {}> {
  /** The id of the thread. */
  readonly thread: string;
  /** The path of the lane, `gather.1/logs` for example. */
  readonly lane: string;
  readonly node: string;
  /** How often the lane has come to this node, this time included. */
  readonly visit: number;
  /** Which attempt of this visit runs, counted from 1. */
  readonly attempt: number;
  /** Aborts when the attempt times out, its node is left, or its thread is cancelled. */
  readonly signal: AbortSignal;
  /** The failed attempts of this visit, oldest first. */
  readonly failures: readonly Failure[];
  /** The error that led here by `onError`. */
  readonly error: Failure | undefined;
  /** The services that the graph names, as `open` was given them. Nothing of them is stored. */
  readonly services: Services;
  /**
   * What went along, as `context`, with the last input that came to the lane, or else to the nearest lane that holds it; as it
   * was when this run began. Empty where nothing did.
   */
  readonly context: Baggage;
  /** The time, in milliseconds since the epoch, by the runtime's clock. */
  now(this: void): number;
  /**
   * Runs `action` once in a visit and gives its stored result ever after, until `verify` refuses what the visit found.
   *
   * Two steps of one visit with one key are a problem.
   */
  step<Result>(this: void, key: string, action: () => Result | Promise<Result>, options?: StepOptions): Promise<Result>;
  /**
   * Writes an update to the state while the function goes on: a checkpoint of its own, once a visit under its key. What was
   * saved stays, whatever becomes of the attempt; the function's own state is as it was when it began.
   */
  save(this: void, key: string, update: Update): Promise<void>;
  /** The key of what this visit saved last, in whichever attempt; undefined where it saved nothing. */
  readonly saved: string | undefined;
  /** Waits, durably, for an answer. A question that the graph declares needs no schema here. */
  readonly ask: Asking<Questions>;
  /** Waits, durably, for time to pass, or until a date; one that is past is over at once. */
  sleep(this: void, key: string, length: Duration | Date): Promise<void>;
  /**
   * An idempotency key for the outside world: the same for every attempt of this visit, until `verify` refuses what was
   * found. In a step that is kept over refusals it is the same throughout.
   */
  key(this: void, name?: string): string;
  /**
   * Sends another thread of the runtime an event, which is kept until something there accepts it. It goes out in the very commit that
   * records what the activity comes to, or the step or the `save` that it is within or before; where that is never written, it never
   * went out.
   */
  send<F extends Talked, Event extends keyof F["events"] & string>(this: void, graph: Addressed<F>, thread: string, event: Event, ...payload: SentArguments<F["events"][Event]>): void;
  /** Answers for the thread that another one waits for, in its place, as {@link Context.send} sends an event. */
  answer(this: void, graph: Addressed, thread: string, key: string, value: ChildResult<{
    outcome: string;
    state: unknown;
  }>, options?: SentOptions): void;
  /** Answers a question of another thread, as {@link Context.send} sends an event. */
  answer<F extends Talked, Key extends QuestionKey<F["questions"]>>(this: void, graph: Addressed<F>, thread: string, key: Key, value: AnswerTo<F["questions"], Key>, options?: SentOptions): void;
  /**
   * Writes into side tables, in the very commit that {@link Context.send} tells of: what `set`, `drop` and `clear` of a `sideTable`
   * make, without conditions.
   */
  write(this: void, ...writes: readonly SideWrite[]): void;
  /** The thread's own side table of a name, which goes with the thread: what is in it is read as it is now, whatever was rewound. */
  table<Value = unknown>(this: void, name: string): SideTable<Value>;
  /**
   * Starts another thread, which is there with the commit that {@link Context.send} tells of, and gives its id. A problem
   * `thread/exists` where the id is taken by another start.
   */
  start<F extends Talked>(this: void, graph: Addressed<F>, ...input: StartArguments<F["input"], F["events"]>): Promise<string>;
  /**
   * Starts another thread and waits, durably, until it is done or cancelled. It is there with the very commit that says that it is waited
   * for, and its end is told in the commit that ends it. One that failed is no end: it may be resumed.
   */
  child<F extends AwaitedGraph>(this: void, key: string, graph: Addressed<F>, ...input: ChildArguments<F["input"]>): Promise<ChildResult<F>>;
  /** Shows `data` to whoever watches the thread; nothing is stored. */
  emit(this: void, data: unknown): void;
  /**
   * Counts `amount` against the limits of that name, of the graph and of those around it; once, however often the function
   * runs again after a wait. What it refuses ends the attempt: more than is left, a name that nobody declares, an amount
   * below 0.
   */
  spend(this: void, name: Exclude<Limited, "transitions">, amount: number): void;
  /** How much of a name may still be spent, by all limits around; `Infinity` where it is only counted. */
  left(this: void, name: Exclude<Limited, "transitions">): number;
}
/** What is drawn below a node that hosts something with states of its own, a state machine: plain data, which takes no part in the fingerprint. */
interface Drawing {
  readonly nodes: readonly DrawnState[];
  readonly edges: readonly DrawnMove[];
  readonly active: ActiveAt;
  /** Where the node's state tells what its last input did within the node: an object as {@link Went} has it. By default nobody tells. */
  readonly went?: ActiveAt;
}
/**
 * What an input did within a node; it is told by the row that changes the key which has it. Where a row by an event does not change it, and one transition
 * alone has that name and leaves a state that is active, that one was taken, and nothing else was.
 */
interface Went {
  /** The ids of the transitions that were taken, in order, each as often as it was. */
  readonly taken?: readonly string[];
  /** The ids of the states that were come to and left again, or come to once more, each as often as it was. Those that are active since and were not before are not among them. */
  readonly entered?: readonly string[];
  /** There where the input is a new version: new names by old ones, of states whose names have changed; names down to a state, joined by dots, or `#` and the alias that it had. */
  readonly renamed?: Readonly<Record<string, string>>;
}
/** A state within a node. */
interface DrawnState {
  /** What it is known by among the states of its node; by custom the names of those that hold it and its own, joined by dots. */
  readonly id: string;
  readonly name: string;
  /** `always` is one that is left as soon as it is come to, `history` stands for those that were active before. */
  readonly kind: "atomic" | "compound" | "parallel" | "final" | "history" | "always";
  /** The id of the state that holds it. */
  readonly parent?: string;
  /** There where it is a history that stands for all that was active below what holds it, and not for what that holds alone. */
  readonly deep?: true;
  /** There where what holds it starts. */
  readonly start?: true;
  readonly label?: string;
  /** Another id that is its own, wherever it stands and whatever it is called there: a migration may name it by that. */
  readonly alias?: string;
}
/** A transition between states within a node. */
interface DrawnMove {
  /** What the node's state calls it when it tells that it was taken; transitions to several states share it. */
  readonly id?: string;
  /** The id of the state that is left, wherever in it something is active; empty where it is any of the node. */
  readonly from: string;
  readonly to: string;
  /** `next` is taken when what its state holds or has at work is done, `case` as soon as its guard holds. */
  readonly kind: "event" | "timer" | "next" | "case" | "error";
  /** The event, how long, and the guard: `pay [enough]`. */
  readonly label?: string;
}
/** Where the node's state tells something of these, without anybody's code: which are active, by default. */
interface ActiveAt {
  /** A key of the state. */
  readonly key: string;
  /**
   * The names from its value down to what tells it: a list of ids of states, of which those that hold others may be left out; or names as
   * XState writes a state's value, `"paying"` or `{ shop: "cart", clock: "on" }`. The value itself by default.
   */
  readonly path?: readonly string[];
}
/** How threads of an older version of a graph go on with this one, whose nodes are `Name`. */
interface Migration<Name extends string = string> {
  /** The fingerprint or the version of the older graph; without it, any that no other entry names. */
  readonly from?: string;
  /** What became of nodes that are gone: new names by old. */
  readonly nodes?: Readonly<Record<string, Name>>;
  /** Makes a state that this graph's schemas accept. */
  readonly state?: (old: Readonly<Record<string, unknown>>, at: MigrationMoment) => Readonly<Record<string, unknown>>;
}
/** When a state is brought to another graph, and what it is of. */
interface MigrationMoment {
  /** Milliseconds since 1970: the time of the checkpoint that says so. */
  readonly now: number;
  /** By how many milliseconds the lane's first wait, of those whose `at` said until when, ends later than that; 0 for what lanes were opened with. */
  readonly putOff: number;
  /** What a lane holds, or what lanes were opened with: what a lane that opened them held then. */
  readonly of: "lane" | "opening";
}
/** When and where something is decided: what every decision is given last. */
interface Moment {
  /**
   * Milliseconds since 1970: the time of the checkpoint that the decision leads to. It is recorded, so a replay decides by
   * the same time; `Date.now()` would be another there.
   */
  readonly now: number;
  /** The id of the thread. */
  readonly thread: string;
  /** The path of the lane that is decided for; empty for a thread's first. */
  readonly lane: string;
  /** The name of the lane's graph. */
  readonly graph: string;
  /**
   * By how many milliseconds the wait of the lane that ends first, of those whose `at` said until when, ends later than that, as in a fork or after
   * a rewind; 0 where it ends as was said, and where there is none. Other instants that the state holds of then are as much later.
   */
  readonly putOff: number;
  /** What was spent of a name by the nearest limit of it around: since the graph began, in this turn or today, as the limit says. */
  spent(this: void, name: string): number;
  /** How much of a name may still be spent, by all limits around; `Infinity` where it is only counted. */
  left(this: void, name: string): number;
}
/** When and how often a failed activity is tried again. */
interface Retry {
  /** How many times it is tried in all, the first included. */
  readonly attempts: number;
  /** The wait before the second attempt; 0 by default. */
  readonly backoff?: Duration;
  /** What each further wait is multiplied by; 2 by default. */
  readonly factor?: number;
  /** The longest wait. */
  readonly max?: Duration;
  /** The share of a wait, 0 to 1, that is left to chance; 0 by default. */
  readonly jitter?: number;
  /** Whether this error is worth another attempt; all are by default, save those made by `fatal`. */
  readonly when?: (error: unknown) => boolean;
}
/** The most that may be spent of a name, and in what time: as long as its graph is open, by default. */
interface Limit {
  readonly max: number;
  /** `turn`: since somebody outside was last waited for. `day`: on one day, which is of UTC. */
  readonly per?: "thread" | "turn" | "day";
}
/**
 * The most that may be used within a graph, its subgraphs included: of transitions, and of whatever `ctx.spend` counts.
 * `Infinity` declares a name that is only counted. Without a limit of transitions, a line of execution may come back to
 * nodes 10,000 times since somebody outside was last waited for.
 */
type Limits<Name extends string = string> = {
  readonly transitions?: number;
} & { readonly [Key in Name]?: Key extends "transitions" ? number : number | Limit; };
/** How long a node's changes may be reused, and for which states. */
interface CachePolicy<State> {
  /** States with an equal key share one result. */
  readonly key: (state: State) => unknown;
  readonly ttl: Duration;
}
/** What a graph needs of the world outside and nobody stores: a client, a pool of connections, a key. */
interface Service<Type = unknown> {
  readonly kind: "service";
  /** Exists for types only. */
  readonly "~type"?: Type;
}
/** The services that a graph needs, by name. */
type ServiceDefinitions = Readonly<Record<string, Service>>;
/** What activities see: each service by its name. */
type ServicesOf<Services extends ServiceDefinitions> = string extends keyof Services ? {} : { readonly [Name in keyof Services]: Exclude<Services[Name]["~type"], undefined>; };
/** All of a union of records at once: a service that several name is what each of them says. */
type AllServices<Needed> = (Needed extends unknown ? (needed: Needed) => void : never) extends ((needed: infer All) => void) ? All : never;
/** One object type of an intersection: errors read better. */
type FlatServices<Services> = { readonly [Name in keyof Services]: Services[Name]; };
/**
 * Names a service in a graph's `services`; `open` is given it, and activities find it in `ctx.services`. What may be missing
 * says so with `null`.
 *
 * @example
 * services: { mailer: service<Mailer>(), cache: service<Cache | null>() }
 */
declare function service<Type extends {} | null>(): Service<Type>;
/** Shared by all copies of Cairn in a process; nothing that comes from JSON has it. */
declare const brand: unique symbol;
/** A change that overwrites a key's whole value; made by {@link replace}. */
interface Replace<Value = unknown> {
  readonly [brand]: true;
  readonly value: Value;
}
/** Overwrites a key that otherwise accumulates: `{ evidence: replace([]) }` empties a list. */
declare function replace<Value>(value: Value): Replace<Value>;
/** What a key of the state holds and what may be written to it; exists for types only. */
interface Key$1<State = unknown, Update = unknown> {
  readonly "~types"?: {
    readonly state: State;
    readonly update: Update;
  };
}
/** What is added, or, in {@link replace}, all there is to be. */
type OrReplace<Added> = Added | Replace<Added>;
/** What may come with a key. */
interface KeyOptions<Update, Taken, Held = unknown> {
  /** How instances of classes are stored that it holds. */
  readonly codecs?: readonly ClassCodec[];
  /**
   * Turns what is written to it into what its kind takes: other forms of an update, or what another copy of a library made. It is asked
   * when something is written, as decisions are, and not of what {@link replace} made.
   *
   * `current` is what whoever writes has of the key; undefined where that is not known. A `moment` is there where a decision writes, which
   * a replay makes again; what a function gave is recorded as what came of it here.
   */
  readonly from?: (this: void, update: Update, current: Held | undefined, moment: Moment | undefined) => Taken;
}
/** What a key has of {@link KeyOptions}. */
type With = KeyOptions<never, unknown, never>;
/** A list that is only added to. */
interface AppendKey<Value extends Schema = Schema, Update = readonly InferInput<Value>[]> extends With, Key$1<readonly InferOutput<Value>[], Update | Replace<readonly InferInput<Value>[]>> {
  readonly kind: "append";
  readonly schema: Value;
}
/** A number that is only added to. */
interface SumKey extends Key$1<number, OrReplace<number>> {
  readonly kind: "sum";
  readonly initial: number;
}
/** A list without duplicates. */
interface UnionKey<Value extends Schema = Schema, Update = readonly InferInput<Value>[]> extends With, Key$1<readonly InferOutput<Value>[], Update | Replace<readonly InferInput<Value>[]>> {
  readonly kind: "union";
  readonly schema: Value;
}
type Entries$1<Value> = Readonly<Record<string, Value>>;
/** A record whose entries are written one by one. */
interface MergeKey<Value extends Schema = Schema, Update = Entries$1<InferInput<Value>>> extends With, Key$1<Entries$1<InferOutput<Value>>, Update | Replace<Entries$1<InferInput<Value>>>> {
  readonly kind: "merge";
  readonly schema: Value;
}
/** The names of the properties that can identify an item: those that hold a string or a number. */
type IdName<Item> = { [Name in keyof Item]-?: Item[Name] extends string | number ? Name : never; }[keyof Item] & string;
type IdOf<Item, Name> = Name extends keyof Item ? Item[Name] : unknown;
/** Items to add or overwrite, and ids to remove; the removals come first. */
interface UpsertChange<Item, Id> {
  readonly upsert?: readonly Item[];
  readonly remove?: readonly Id[];
}
type Upserts<Value extends Schema, Id> = readonly InferInput<Value>[] | UpsertChange<InferInput<Value>, IdOf<InferOutput<Value>, Id>>;
/** A list of items known by an id. */
interface UpsertKey<Value extends Schema = Schema, Id extends string = string, Update = Upserts<Value, Id>> extends With, Key$1<readonly InferOutput<Value>[], Update | Replace<readonly InferInput<Value>[]>> {
  readonly kind: "upsert";
  readonly schema: Value;
  readonly id: Id;
}
/** A value that the author's own function folds. */
interface ReduceKey<Value extends Schema = Schema, State = unknown> extends Key$1<State, InferInput<Value> | Replace<State>> {
  readonly kind: "reduce";
  readonly schema: Value;
  readonly initial: State;
  readonly codecs?: readonly ClassCodec[];
  apply(this: void, current: State, update: InferOutput<Value>): State;
}
/** What is read where nothing may have been written: what a schema makes of nothing, if it accepts that. */
type Unwritten<Value extends Schema> = undefined extends InferInput<Value> ? InferOutput<Value> : InferOutput<Value> | undefined;
/** A value that lives in its lane only. */
interface LocalKey<Value extends Schema = Schema, Update = InferInput<Value>> extends With, Key$1<Unwritten<Value>, Update> {
  readonly kind: "local";
  readonly schema: Value;
}
/** A value that is never stored. */
interface TransientKey<Value extends Schema = Schema, Update = InferInput<Value>> extends With, Key$1<InferOutput<Value> | undefined, Update> {
  readonly kind: "transient";
  readonly schema: Value;
}
/** Any key that was made by a factory; a bare schema is the other way to declare one. */
type AnyKey = Untold<AppendKey> | Untold<SumKey> | Untold<UnionKey> | Untold<MergeKey> | Untold<UpsertKey> | Untold<ReduceKey> | Untold<LocalKey> | Untold<TransientKey>;
/** A key of which is not said what may be written to it: or else it would be inferred from where the key is put. */
type Untold<Of extends Key$1> = Omit<Of, "~types">;
/** A list that starts empty; what a node returns is added to its end, and only that is stored. */
declare function append<Value extends Schema, Update = readonly InferInput<Value>[]>(schema: Value, options?: KeyOptions<Update, OrReplace<readonly InferInput<Value>[]>, readonly InferOutput<Value>[]>): AppendKey<Value, Update>;
/** A number to which what a node returns is added. */
declare function sum(initial?: number): SumKey;
/** A list that starts empty and takes each value once. */
declare function union<Value extends Schema, Update = readonly InferInput<Value>[]>(schema: Value, options?: KeyOptions<Update, OrReplace<readonly InferInput<Value>[]>, readonly InferOutput<Value>[]>): UnionKey<Value, Update>;
/** A record that starts empty; the entries a node returns are added or overwritten, the others stay. */
declare function merge<Value extends Schema, Update = Entries$1<InferInput<Value>>>(schema: Value, options?: KeyOptions<Update, OrReplace<Entries$1<InferInput<Value>>>, Entries$1<InferOutput<Value>>>): MergeKey<Value, Update>;
/** A list that starts empty, of items told apart by the property `id`: a known id is overwritten in place, a new one is added. */
declare function upsert<Value extends Schema, Id extends IdName<InferOutput<Value>>, Update = Upserts<Value, Id>>(schema: Value, id: Id, options?: KeyOptions<Update, Upserts<Value, Id> | Replace<readonly InferInput<Value>[]>, readonly InferOutput<Value>[]>): UpsertKey<Value, Id, Update>;
/**
 * A value folded by `apply`, which must be pure. `schema` parses what nodes return; the result is stored whole.
 */
declare function reduce<Value extends Schema, State>(fold: {
  readonly schema: Value;
  readonly initial: State;
  readonly apply: (current: NoInfer<State>, update: InferOutput<Value>) => NoInfer<State>;
  /** How instances of classes are stored that it holds. */
  readonly codecs?: readonly ClassCodec[];
}): ReduceKey<Value, State>;
/**
 * A value replaced on write that its lane alone sees: it is dropped where lanes meet. In a lane in which nothing was written to it, it is
 * what its schema makes of nothing, as `z.number().default(0)` does; that is asked once, and stored nowhere. Else it is undefined.
 */
declare function local$1<Value extends Schema, Update = InferInput<Value>>(schema: Value, options?: KeyOptions<Update, InferInput<Value>, InferOutput<Value>>): LocalKey<Value, Update>;
/** A value replaced on write that is never stored, so it is absent after a resume. */
declare function transient$1<Value extends Schema, Update = InferInput<Value>>(schema: Value, options?: KeyOptions<Update, InferInput<Value>, InferOutput<Value>>): TransientKey<Value, Update>;
/** One key of the state: a bare schema, or what a factory such as `append` made. */
type StateEntry = Schema | AnyKey;
/** The keys of a graph's state, by name. */
type StateDefinition = Readonly<Record<string, StateEntry>>;
/** What nodes see of a key. */
type EntryState<Entry> = Entry extends Schema ? InferOutput<Entry> : Entry extends Key$1 ? NonNullable<Entry["~types"]>["state"] : never;
/** What may be written to a key. */
type EntryUpdate<Entry> = Entry extends Schema ? InferInput<Entry> : Entry extends Key$1 ? NonNullable<Entry["~types"]>["update"] : never;
/** The names of the keys without which a thread cannot start. */
type RequiredKey<Keys extends StateDefinition> = { [Name in keyof Keys]: Keys[Name] extends Schema ? (undefined extends InferInput<Keys[Name]> ? never : Name) : never; }[keyof Keys];
/** What nodes see: every key's parsed value. */
type StateOfKeys<Keys extends StateDefinition> = { readonly [Name in keyof Keys]: EntryState<Keys[Name]>; };
/** The names of keys that are left of a lane. */
type Left<Entry, Name> = Entry extends {
  readonly kind: "local" | "transient";
} ? never : Name;
/** What a thread at rest has: without keys that live in one lane, or are never stored. */
type StoredOfKeys<Keys extends StateDefinition> = { readonly [Name in keyof Keys as Left<Keys[Name], Name>]: EntryState<Keys[Name]>; };
/** What nodes return: changes to any of the keys. */
type UpdateOfKeys<Keys extends StateDefinition> = { readonly [Name in keyof Keys]?: EntryUpdate<Keys[Name]>; };
/** One object type of an intersection of them: errors read better, and names that fit none of its keys are refused. */
type Flat<Parts> = { [Name in keyof Parts]: Parts[Name]; };
/** What a thread starts with: bare keys are required, unless their schema accepts `undefined`. */
type InputOfKeys<Keys extends StateDefinition> = Flat<{ readonly [Name in RequiredKey<Keys>]: EntryUpdate<Keys[Name]>; } & { readonly [Name in Exclude<keyof Keys, RequiredKey<Keys>>]?: EntryUpdate<Keys[Name]>; }>;
/** A way out that is taken if its guard holds. */
type Case<Name, State> = {
  readonly when: (state: State, moment: Moment) => boolean;
  readonly to: Name;
  readonly label?: string;
};
/** A way out picked by a function; what it may pick is listed, so that it can be drawn and checked. */
interface Choose<Name, State, Among> {
  readonly all?: undefined;
  readonly each?: undefined;
  readonly choose: (state: State, moment: Moment) => Among;
  readonly among: readonly ([Among] extends [Name] ? Among : Name)[];
}
/** An entry of `all` that waits for others of the same fork. */
interface Needing<Name, Entries> {
  readonly to: Name;
  readonly needs: readonly Entries[];
}
/** A lane that closed, as `merge` sees it. */
interface ClosedLane<Name, State> {
  /** The lane's path, `gather.1/logs`: which of them it is. */
  readonly lane: string;
  /** The node it closed at: where the lanes meet, unless it ended in a final one. */
  readonly node: Name;
  readonly state: State;
  /** The name of the final node, if it ended in one. */
  readonly outcome?: Name;
}
/** So many lanes; all where there are fewer. */
type Need = "all" | "any" | number;
/** How lanes meet. */
interface Join<Name, State, Update> {
  /** The node where the lanes meet. */
  readonly then: Name;
  /** How many lanes must close before the others are cancelled; all of them by default. What the state says holds from when they are opened. */
  readonly need?: Need | ((state: State, moment: Moment) => Need);
  /** Where to go when a lane failed for good and too few others can close; before the node's own `onError`, which holds for its activity too. */
  readonly onError?: OnError<Name, State, Update>;
  /** Decides what the lanes leave behind; by default their changes are applied in the order they were declared. */
  readonly merge?: (lanes: readonly ClosedLane<Name, State>[], state: State, moment: Moment) => Update;
}
/** Opens one lane for each of the listed nodes, which are `Entries`. */
interface All<Name, State, Update, Entries> extends Join<Name, State, Update> {
  readonly all: readonly (Name | Needing<Name, Entries>)[];
  readonly each?: undefined;
  readonly choose?: undefined;
}
/** Opens one lane for each entry that a function lists; the entry is the lane's first changes. */
interface Each<Name, State, Update> extends Join<Name, State, Update> {
  readonly all?: undefined;
  readonly choose?: undefined;
  readonly each: (state: State, moment: Moment) => readonly Update[];
  /** The node at which each lane starts. */
  readonly to: Name;
  /**
   * What a lane is called in its path, `research.1/acme`, by the state that it begins with; a text without "/", of which no other
   * is like it. Else lanes are numbered from 0.
   */
  readonly id?: (state: State, moment: Moment) => string;
  /** The ids of the lanes that close before a lane begins, by the state that it begins with: it sees what they changed. */
  readonly needs?: (state: State, moment: Moment) => readonly string[] | undefined;
  /** How many lanes are at work at a time; no limit by default. What the state says holds from when they are opened. */
  readonly limit?: number | ((state: State, moment: Moment) => number);
  readonly until?: undefined;
  readonly onClosed?: undefined;
}
/**
 * Has lanes come and go while their holder takes events and waits for timers: one for each entry that the state lists by now. It is asked again
 * after each change of the holder's state. A lane whose id is new begins, with the state as it was when the first were opened and its entry; one whose
 * id is listed no longer is over at once, and nothing of it is left.
 */
interface ComingAndGoing<Name, State, Update> extends Pick<Join<Name, State, Update>, "then" | "onError"> {
  readonly all?: undefined;
  readonly choose?: undefined;
  readonly each: (state: State, moment: Moment) => readonly Update[];
  /** The node at which each lane starts. */
  readonly to: Name;
  /** What a lane is called in its path, by the state that it begins with: by it a lane is known while it is listed. */
  readonly id: (state: State, moment: Moment) => string;
  /** What a lane that has closed gives to its holder; at once, whatever the others do. Nothing else of the lane is left. */
  readonly onClosed: (lane: ClosedLane<Name, State>, state: State, moment: Moment) => Update;
  /** Whether it is enough: then the holder goes on, and what is at work is cancelled. Asked after each change, too. */
  readonly until: (state: State, moment: Moment) => boolean;
  readonly need?: undefined;
  readonly needs?: undefined;
  readonly limit?: undefined;
}
/** Where a lane goes once a node's activity is done: `Among` is what `choose` may pick, or what `all` lists. */
type Next<Name, State, Update, Among> = Name | readonly [...cases: Case<Name, State>[], otherwise: Case<Name, State> | Name] | Choose<Name, State, Among> | All<Name, State, Update, Among> | Each<Name, State, Update> | ComingAndGoing<Name, State, Update>;
/** What an event does; without `to` the lane stays where it is. */
interface Handler$1<Name, State, Update, Payload> {
  readonly to?: Name;
  readonly when?: (state: State, payload: Payload, moment: Moment) => boolean;
  readonly update?: (state: State, payload: Payload, moment: Moment) => Update;
  readonly label?: string;
}
type OnEntry<Name, State, Update, Payload> = Name | Handler$1<Name, State, Update, Payload>;
/** What events do, by name; of a list the first whose guard holds is taken. */
type On<Name, State, Update, Payloads> = { readonly [Event in keyof Payloads]?: OnEntry<Name, State, Update, Payloads[Event]> | readonly OnEntry<Name, State, Update, Payloads[Event]>[]; };
/** What time does; without `to` the lane stays where it is. */
interface Timed<Name, State, Update> {
  readonly to?: Name;
  readonly when?: (state: State, moment: Moment) => boolean;
  readonly update?: (state: State, moment: Moment) => Update;
  readonly label?: string;
}
/** A wait that is as long as said, or as the state says; none where that gives no duration. */
interface TimedIn<Name, State, Update> extends Timed<Name, State, Update> {
  /** How long from when the node was entered; asked on entry, and again after each change of the state at the node. */
  readonly in: Duration | ((state: State, moment: Moment) => Duration | undefined);
  readonly at?: undefined;
}
/** A wait until the instant that the state says; none where it gives none. */
interface TimedAt<Name, State, Update> extends Timed<Name, State, Update> {
  /** A date, or milliseconds since 1970; asked on entry, and again after each change of the state at the node. */
  readonly at: (state: State, moment: Moment) => Date | number | undefined;
  readonly in?: undefined;
}
/** What happens when a lane has been at a node for so long, by duration; or a list of waits, of which some follow from the state. */
type After<Name, State, Update> = { readonly [Time in Extract<Duration, string>]?: Name | Timed<Name, State, Update>; } | readonly (TimedIn<Name, State, Update> | TimedAt<Name, State, Update>)[];
/** What failed; `lane` is the path of the lane that did, where that is one of those that the node holds. */
type Failed = Failure & {
  readonly lane?: string;
};
/** A way out for failures. */
type Rescue<Name, State, Update> = {
  readonly to: Name;
  /** Whether this failure goes that way. */
  readonly when?: (state: State, error: Failed, moment: Moment) => boolean;
  readonly update?: (state: State, error: Failed, moment: Moment) => Update;
  /**
   * Takes along what lanes of this node had found that closed before another failed for good, as at a join, by `merge` where there is
   * one; `when` and `update` see it. Else that stays in the history alone. Which of them had closed by then is a matter of time. Of a
   * subgraph that failed, it takes along what that had changed of the keys that both `share`.
   */
  readonly keep?: boolean;
  readonly label?: string;
};
/**
 * Where a lane goes when an activity failed for good; of a list the first whose guard holds is taken. Where none does, the failure is not
 * handled here.
 */
type OnError<Name, State, Update> = Name | Rescue<Name, State, Update> | readonly (Name | Rescue<Name, State, Update>)[];
/** A state whose types have been forgotten. */
type Values$1 = Readonly<Record<string, unknown>>;
/** A graph's definition without its types, as the compiler reads it. */
interface GraphSource {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly state: StateDefinition;
  readonly events?: EventDefinitions;
  readonly services?: ServiceDefinitions;
  readonly questions?: QuestionDefinitions;
  readonly start: string;
  readonly begin?: (state: Values$1, moment: Moment) => unknown;
  readonly on?: OnSource;
  readonly after?: AfterSource;
  readonly limits?: Limits;
  readonly codecs?: readonly ClassCodec[];
  readonly nodes: Readonly<Record<string, NodeSource>>;
  readonly migrate?: readonly Migration[];
}
/** A graph that is used as a node. */
interface ChildSource {
  readonly name: string;
  readonly source: GraphSource;
}
/** A node's definition without its types. */
interface NodeSource {
  readonly label?: string;
  readonly description?: string;
  readonly final?: true;
  readonly run?: (state: Values$1, context: Context) => unknown;
  readonly graph?: ChildSource;
  readonly input?: (state: Values$1, moment: Moment) => unknown;
  readonly output?: (ended: {
    readonly state: Values$1;
    readonly outcome: string;
  }, state: Values$1, moment: Moment) => unknown;
  readonly share?: readonly string[];
  readonly verify?: (update: Values$1, state: Values$1, context: Context) => unknown;
  readonly cache?: CachePolicy<Values$1>;
  readonly retry?: Retry;
  readonly timeout?: Duration;
  readonly writes?: readonly string[];
  readonly drawing?: Drawing;
  readonly next?: NextSource;
  readonly on?: OnSource;
  readonly after?: AfterSource;
  readonly onError?: OnErrorSource;
}
/** Any of the shapes of `next`. */
type NextSource = string | readonly (CaseSource | string)[] | ChooseSource | AllSource | EachSource;
/** A guarded way out without its types. */
interface CaseSource {
  readonly when: (state: Values$1, moment: Moment) => unknown;
  readonly to: string;
  readonly label?: string;
}
/** A decision without its types. */
interface ChooseSource {
  readonly choose: (state: Values$1, moment: Moment) => unknown;
  readonly among: readonly string[];
}
/** The meeting of lanes without its types. */
interface JoinSource {
  readonly then: string;
  readonly need?: "all" | "any" | number | ((state: Values$1, moment: Moment) => unknown);
  readonly onError?: OnErrorSource;
  readonly merge?: (lanes: readonly ClosedLane<string, Values$1>[], state: Values$1, moment: Moment) => unknown;
}
/** A fork into listed lanes without its types. */
interface AllSource extends JoinSource {
  readonly all: readonly (string | {
    readonly to: string;
    readonly needs: readonly string[];
  })[];
}
/** A fork into computed lanes without its types. */
interface EachSource extends JoinSource {
  readonly each: (state: Values$1, moment: Moment) => unknown;
  readonly to: string;
  readonly id?: (state: Values$1, moment: Moment) => unknown;
  readonly needs?: (state: Values$1, moment: Moment) => unknown;
  readonly limit?: number | ((state: Values$1, moment: Moment) => unknown);
  readonly until?: (state: Values$1, moment: Moment) => unknown;
  readonly onClosed?: (lane: ClosedLane<string, Values$1>, state: Values$1, moment: Moment) => unknown;
}
/** What an event does, without its types. */
interface HandlerSource {
  readonly to?: string;
  readonly when?: (state: Values$1, payload: unknown, moment: Moment) => unknown;
  readonly update?: (state: Values$1, payload: unknown, moment: Moment) => unknown;
  readonly label?: string;
}
/** What events do, by name. */
type OnSource = Readonly<Record<string, OnEntrySource | readonly OnEntrySource[]>>;
/** One entry of `on`. */
type OnEntrySource = string | HandlerSource;
/** What time does, without its types. */
interface TimedSource {
  readonly to?: string;
  readonly when?: (state: Values$1, moment: Moment) => unknown;
  readonly update?: (state: Values$1, moment: Moment) => unknown;
  readonly label?: string;
}
/** One wait of a list of them, without its types. */
interface WaitSource extends TimedSource {
  readonly in?: Duration | ((state: Values$1, moment: Moment) => unknown);
  readonly at?: (state: Values$1, moment: Moment) => unknown;
}
/** What happens after so long, by duration, or as a list. */
type AfterSource = Readonly<Record<string, string | TimedSource>> | readonly WaitSource[];
/** Where failure leads, without its types. */
type OnErrorSource = OnErrorEntrySource | readonly OnErrorEntrySource[];
/** One entry of `onError`. */
type OnErrorEntrySource = string | {
  readonly to: string;
  readonly when?: (state: Values$1, error: Failure, moment: Moment) => unknown;
  readonly update?: (state: Values$1, error: Failure, moment: Moment) => unknown;
  readonly keep?: boolean;
  readonly label?: string;
};
/** All that is known about a graph at compile time. */
interface Facts {
  readonly name: string;
  readonly state: unknown;
  /** The state as a thread at rest has it: without keys that live in one lane, or are never stored. */
  readonly stored: unknown;
  readonly update: unknown;
  readonly input: unknown;
  readonly outcome: string;
  /** The names of its nodes, and of its subgraphs'. */
  readonly nodes: string;
  readonly events: unknown;
  /** By key, what takes the answers to its questions. */
  readonly questions: unknown;
  /** What it needs to run, its subgraphs' needs included. */
  readonly services: unknown;
}
/** A declared graph, to be started, or used as a node of another. */
interface Graph<Known extends Facts = Facts> {
  readonly name: Known["name"];
  readonly source: GraphSource;
  /** Exists for types only. */
  readonly "~facts"?: Known;
}
/** A graph of which nothing is known. */
type AnyGraph = Graph;
/** The facts of a graph: `FactsOf<typeof incident>['state']`. */
type FactsOf<Declared extends AnyGraph> = NonNullable<Declared["~facts"]>;
type NameIn<Records> = Records extends unknown ? keyof Records : never;
type In<Records, Name> = Records extends unknown ? (Name extends keyof Records ? Records[Name] : never) : never;
/** One record of a union of records; what several have is any of theirs. */
type Merged<Records> = { readonly [Name in NameIn<Records>]: In<Records, Name>; };
/** One key's change. `reduce` keeps the updates beside their result, for the join that applies them again. */
type Change = {
  readonly set: unknown;
} | {
  readonly reduce: readonly unknown[];
  readonly set: unknown;
} | {
  readonly append: readonly unknown[];
} | {
  readonly add: number;
} | {
  readonly union: readonly unknown[];
} | {
  readonly merge: Values;
} | {
  readonly upsert: readonly unknown[];
  readonly by: string;
  readonly remove?: readonly unknown[];
} | {
  readonly local: unknown;
};
/** The changes of one transition, by key. */
type Changes = Readonly<Record<string, Change>>;
/** The values of a state, by key. */
type Values = Readonly<Record<string, unknown>>;
/** A function of the author's. Called in `author.ts` and nowhere else. */
type Author = (...args: never[]) => unknown;
/** A compiled graph with its subgraphs. */
interface Plan {
  readonly name: string;
  readonly version?: string;
  /** A hash of topology and schemas; a node's body may change and it stays the same. */
  readonly fingerprint: string;
  /** The graph and its subgraphs by where they are: `''`, `investigate`, `investigate.search`. */
  readonly graphs: Readonly<Record<string, GraphPlan>>;
}
/** One graph of a plan. */
interface GraphPlan {
  readonly name: string;
  readonly version?: string;
  /** Where it is in the plan: the names of the nodes that hold it, joined by dots. */
  readonly at: string;
  readonly keys: Readonly<Record<string, KeyPlan>>;
  readonly keyNames: readonly string[];
  /** What keys are read as in a lane in which nothing was written to them. No row has it, so it takes no part in the fingerprint. */
  readonly unwritten: Values;
  readonly events: Readonly<Record<string, Schema>>;
  /** The schemas of answers, by the names of questions; they take no part in the fingerprint. */
  readonly questions: Readonly<Record<string, Schema>>;
  /** The names of the services that its activities are given. They take no part in the fingerprint: nothing stored depends on them. */
  readonly services: readonly string[];
  readonly start: string;
  /** What is made of the state that it begins with. */
  readonly begin?: Author;
  readonly nodes: Readonly<Record<string, NodePlan>>;
  /** Taken where no node below accepts the event. */
  readonly on: Readonly<Record<string, readonly Handler[]>>;
  /** Timers that run from when the graph was started, wherever in it its lane is. */
  readonly after: readonly Timer[];
  readonly limits: Readonly<Record<string, number>>;
  /** The limits that do not hold for as long as the graph is open. */
  readonly windows: Readonly<Record<string, "turn" | "day">>;
  readonly migrations: readonly MigrationPlan[];
}
/** How one key takes updates. */
interface KeyPlan {
  readonly name: string;
  readonly kind: "set" | "append" | "sum" | "union" | "merge" | "upsert" | "reduce" | "local" | "transient";
  readonly schema?: Schema;
  /** What it starts as; undefined where it starts absent. */
  readonly initial?: unknown;
  /** What a `local` key is read as where nothing was written to it: what its schema makes of nothing, if it accepts that. */
  readonly unwritten?: unknown;
  /** Turns what is written into what its kind takes. */
  readonly from?: Author;
  /** The identifying property of `upsert`. */
  readonly by?: string;
  /** The reducer of `reduce`. */
  readonly reducer?: Author;
}
/** What a node does when it is entered. */
type NodeKind = "run" | "graph" | "pass" | "wait" | "final";
interface NodePlan {
  readonly name: string;
  readonly kind: NodeKind;
  readonly run?: Author;
  /** Where the subgraph is in the plan. */
  readonly child?: string;
  readonly input?: Author;
  readonly output?: Author;
  /** Keys that it shares with its subgraph. */
  readonly share?: readonly string[];
  readonly verify?: Author;
  readonly next?: NextPlan;
  readonly on: Readonly<Record<string, readonly Handler[]>>;
  readonly after: readonly Timer[];
  /** Where failures lead, the first whose guard holds being taken. */
  readonly onError?: readonly RescuePlan[];
  readonly retry: RetryPlan;
  /** Milliseconds an attempt may take. */
  readonly timeout?: number;
  readonly cache?: {
    readonly key: Author;
    readonly ttl: number;
  };
  /** The keys it declares to write. */
  readonly writes?: readonly string[];
  /** The states of what it hosts; they take no part in the fingerprint. */
  readonly drawing?: Drawing;
}
/** Where a node leads when it is done. */
type NextPlan = {
  readonly kind: "to";
  readonly to: string;
} | {
  readonly kind: "cases";
  readonly cases: readonly CasePlan[];
  readonly otherwise?: string;
} | {
  readonly kind: "choose";
  readonly choose: Author;
  readonly among: readonly string[];
} | AllPlan | EachPlan;
interface CasePlan {
  readonly when: Author;
  readonly to: string;
  readonly label?: string;
}
/** Where a failure leads, and what it changes. */
interface RescuePlan extends Handler {
  readonly to: string;
  /** Whether what closed lanes found is taken along. */
  readonly keep?: boolean;
}
/** How lanes meet. */
interface Meeting {
  readonly then: string;
  readonly onError?: readonly RescuePlan[];
  readonly merge?: Author;
  readonly need: "all" | number | Author;
}
interface AllPlan extends Meeting {
  readonly kind: "all";
  readonly entries: readonly {
    readonly to: string;
    readonly needs: readonly string[];
  }[];
}
interface EachPlan extends Meeting {
  readonly kind: "each";
  readonly each: Author;
  readonly to: string;
  /** What each lane is called; they are numbered where it is absent. */
  readonly id?: Author;
  /** The ids of those that it needs. */
  readonly needs?: Author;
  readonly limit?: number | Author;
  /** There where lanes come and go as the state says: whether it is enough. */
  readonly until?: Author;
  /** Then what each lane gives as it closes. */
  readonly onClosed?: Author;
}
/** What an event or a timer leads to; no `to` means the lane stays. */
interface Handler {
  readonly to?: string;
  readonly when?: Author;
  readonly update?: Author;
  readonly label?: string;
}
/** A durable timer of a node, or of a graph. */
interface Timer {
  /** As written, `24h`, or the place in the list, `after[0]`, of one that follows from the state. A graph's begins with `graph: `. */
  readonly name: string;
  /** Where it is written, below its node or its graph: `after.24h`, `after[0]`. */
  readonly place: string;
  /** How long it is; or how the state says how long, or until when. */
  readonly wait: number | {
    readonly in: Author;
  } | {
    readonly at: Author;
  };
  readonly handlers: readonly Handler[];
}
interface RetryPlan {
  readonly attempts: number;
  /** Milliseconds before the second attempt. */
  readonly backoff: number;
  readonly factor: number;
  /** Milliseconds at most. */
  readonly max: number;
  /** The share of a backoff that varies, 0 to 1. */
  readonly jitter: number;
  readonly when?: Author;
}
/** How threads of an older plan go on under this one. */
interface MigrationPlan {
  /** Undefined where it is for any version that no other names. */
  readonly from: string | undefined;
  readonly nodes: Readonly<Record<string, string>>;
  readonly state?: Author;
}
/** Why a lane goes from one node to another; `lane` opens a lane there, `join` is where lanes meet. */
type WayKind = "next" | "case" | "choice" | "event" | "timer" | "error" | "lane" | "join";
/** A plan as data: what is drawn and explained without the author's code. */
interface PlanData {
  readonly name: string;
  readonly version?: string;
  /** The graph and its subgraphs by where they are. */
  readonly graphs: Readonly<Record<string, GraphData>>;
}
/** One graph of a plan, as data. */
interface GraphData {
  readonly name: string;
  readonly version?: string;
  readonly start: string;
  readonly keys: Readonly<Record<string, {
    readonly kind: KeyPlan["kind"];
    readonly schema?: unknown;
    readonly by?: string;
  }>>;
  /** What the schemas of events say of themselves. */
  readonly events: Readonly<Record<string, unknown>>;
  /** What the schemas of answers say of themselves; left out where no question is declared. */
  readonly questions?: Readonly<Record<string, unknown>>;
  readonly on: Readonly<Record<string, readonly HandlerData[]>>;
  /** Timers that run from when the graph was started; left out where there are none. */
  readonly after?: readonly TimerData[];
  readonly limits: Readonly<Record<string, number>>;
  /** For how long those hold that do not for as long as the graph is open. */
  readonly windows?: Readonly<Record<string, "turn" | "day">>;
  readonly nodes: Readonly<Record<string, NodeData>>;
}
/** A node, as data; what it does not have is left out. */
interface NodeData {
  readonly kind: NodeKind;
  /** Where its subgraph is in the plan. */
  readonly graph?: string;
  readonly verify?: true;
  readonly next?: NextData;
  readonly on?: Readonly<Record<string, readonly HandlerData[]>>;
  readonly after?: readonly TimerData[];
  readonly onError?: RescueData;
  readonly retry?: Omit<RetryPlan, "when">;
  /** Milliseconds an attempt may take. */
  readonly timeout?: number;
  readonly writes?: readonly string[];
  readonly share?: readonly string[];
  /** The states of what it hosts. */
  readonly drawing?: Drawing;
}
/** Where a node leads, as data. */
type NextData = string | {
  readonly cases: readonly CaseData[];
  readonly otherwise?: string;
} | {
  readonly among: readonly string[];
} | ({
  readonly all: readonly {
    readonly to: string;
    readonly needs: readonly string[];
  }[];
} & MeetingData) | ({
  readonly each: string;
  readonly id?: true;
  readonly needs?: true;
  readonly until?: true;
} & MeetingData);
/** What the state decides, with a few words for how. */
interface DecidedData {
  readonly words: string;
}
interface MeetingData {
  readonly then: string;
  readonly need: "all" | number | DecidedData;
  readonly onError?: RescueData;
}
/** Where failures lead: a name where it is one node whatever failed. */
type RescueData = string | readonly (HandlerData & {
  readonly to: string;
})[];
/** A case of `next`, with a few words for its guard. */
interface CaseData {
  readonly to: string;
  readonly label?: string;
  readonly guard: string;
}
/** A timer, as data. */
interface TimerData {
  /** Its duration as written, or its place in the list, where it follows from the state. A graph's begins with `graph: `. */
  readonly name: string;
  /** Whether the state says how long it is, or until when; absent where its name does. */
  readonly by?: "in" | "at";
  /** A few words for how the state says so. */
  readonly words?: string;
  readonly handlers: readonly HandlerData[];
}
/** What an event or a timer leads to; no `to` means the lane stays. */
interface HandlerData {
  readonly to?: string;
  readonly label?: string;
  readonly guard?: string;
}
/** The plan of a graph, made once; a problem `graph/invalid` with every mistake at once. */
declare function compile(graph: AnyGraph, codec?: Codec): Plan;
/** The plan as data, to be kept beside the threads that ran with it. */
declare function planData({ name, version, graphs }: Plan): PlanData;
/** A graph as it is drawn: plain data, its subgraphs included. */
interface Diagram {
  /** The name of the graph. */
  readonly name: string;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}
/** A node of a diagram. */
interface DiagramNode {
  /** The names of the nodes that hold it and its own, joined by dots: `investigate.think`. */
  readonly id: string;
  readonly name: string;
  readonly kind: NodeKind;
  /** The id of the node whose subgraph it belongs to. */
  readonly parent?: string;
  /** There where its graph starts. */
  readonly start?: true;
  readonly label?: string;
  /** There where it is no node of a graph, but a state within the node that holds it. */
  readonly state?: DrawnState["kind"];
  /** Of such a state: another id that is its own. */
  readonly alias?: string;
  /** Of a history: it stands for all that was active below what holds it. */
  readonly deep?: true;
  /** Of a node with such states: where the state of its lane tells which are active. */
  readonly active?: ActiveAt;
  /** Of such a node: where that tells what was taken and come to. */
  readonly went?: ActiveAt;
}
/** A transition of a diagram. */
interface DiagramEdge {
  /** The id of the node that is left; of the node that holds the graph, empty for the whole, where it is left from anywhere in it. */
  readonly from: string;
  readonly to: string;
  readonly kind: WayKind;
  /** The case or its guard, the event, the duration, how many lanes are needed. */
  readonly label?: string;
  /** Between states within a node: what that calls it, where it tells what was taken. */
  readonly id?: string;
}
/** What a graph looks like; every transition that can ever be taken is an edge of it. */
declare function diagram(graph: AnyGraph): Diagram;
/** A first change that is made of a value of the holder: of which key, as what, and after which edits. */
interface TakenOver {
  readonly of: string;
  readonly as: "set" | "append" | "union" | "merge" | "upsert";
  /** The property by which the items of `upsert` are told apart. */
  readonly by?: string;
  readonly patch: readonly Edit[];
}
type OpeningChange = Change | TakenOver;
/** What a lane that is opened starts with, by key. */
type OpeningChanges = Readonly<Record<string, OpeningChange>>;
/**
 * A change of which some is told by edits: of the key's value; of the entries of a record, whose places begin with the
 * entry's name; of the items of a list, whose places begin with the item's id.
 */
type PatchedChange = {
  readonly patch: readonly Edit[];
} | {
  readonly reduce: readonly unknown[];
  readonly patch: readonly Edit[];
} | {
  readonly merge: Values;
  readonly patch: readonly Edit[];
} | {
  readonly upsert: readonly unknown[];
  readonly by: string;
  readonly remove?: readonly unknown[];
  readonly patch: readonly Edit[];
};
type ToldChange = Change | PatchedChange;
/** The changes of one row, by key. */
type ToldChanges = Readonly<Record<string, ToldChange>>;
/** What moved a lane, or was recorded of it. Which of them are inputs is said in `causes.ts`. */
type Cause = "start" | "done" | "attempt" | "step" | "save" | "ask" | "answer" | "sleep" | "wait" | "spend" | "event" | "timer" | "resume" | "cancel" | "edit" | "fork" | "rewind" | "migrate" | "pass" | "begin" | "open" | "join" | "error" | "fail";
/** What a lane is about at its node. */
type Phase = "running" | "verifying" | "waiting" | "backoff" | "suspended" | "open" | "passing" | "queued" | "closed" | "failed";
/** What is said of a wait: how long from when its node was entered or its graph was started, or until when; neither where there is none. */
interface WaitSaid {
  readonly name: string;
  /** Milliseconds. */
  readonly in?: number;
  /** Milliseconds since 1970. */
  readonly at?: number;
}
/** A lane that a row opens. */
interface OpenedLane {
  readonly path: string;
  readonly node: string;
  readonly phase: Phase;
  /** The lane's first changes; for a subgraph, its input, told by what its holder has where that is shorter. */
  readonly changes?: OpeningChanges;
  /** Plain keys that an entry of `each` gives to its lane alone: they are not merged at the join. */
  readonly seed?: Values;
  readonly transient?: Values;
  /** Paths of the lanes that close before this one begins; of an `each`, without those that they need themselves. */
  readonly needs?: readonly string[];
  /** What its state says of its waits. */
  readonly waits?: readonly WaitSaid[];
}
/** Lanes opened by one row: by `all`, by `each`, or one for a subgraph. */
interface Opened {
  readonly by: "all" | "each" | "graph";
  /** Where the graph of these lanes is in the plan. */
  readonly graph: string;
  /** The node where they meet; a subgraph's lane meets nobody. */
  readonly then?: string;
  /** Keys that a subgraph shares with its holder: its lane begins with what the holder has of them. */
  readonly shares?: readonly string[];
  /** How many have to close. */
  readonly need: number;
  /** How many may be at work at a time, where the state says so; where the graph does, it is that of today's graph. */
  readonly limit?: number;
  /** There where lanes come and go as the state says: they are added to those that are open. */
  readonly comes?: true;
  readonly lanes: readonly OpenedLane[];
}
/** What went to another thread, or into a side table, with a row. */
interface Sent {
  readonly type: "event" | "answer" | "start" | "item";
  /** The thread that it went to, that began, or whose the item is; empty for an item of none. */
  readonly thread: string;
  /** The event, the question, the graph, or the table. */
  readonly name: string;
  /** What it was left under there, or the item's key; a thread that began has none. */
  readonly key?: string;
}
/** The question of another thread that the end of this one answers. */
interface Parent {
  readonly thread: string;
  /** The path of the lane that waits, and the key of its question. */
  readonly lane: string;
  readonly key: string;
  /** The thread that is waited for; a fork of that has this too, and is not. */
  readonly child: string;
}
/** What else a row knows, by cause. */
interface Note {
  /** What went to other threads and into side tables with it, in the same commit. */
  readonly sent?: readonly Sent[];
  readonly failure?: Failure;
  /** An event's payload, an answer, a step's result, a question's payload. */
  readonly value?: unknown;
  /** The value has some of what a protected key holds, so it is protected as well. */
  readonly guarded?: true;
  /** The lane that an event or a resume was for, with all below it; the first where none was named. Other inputs are for their row's lane. */
  readonly to?: string;
  /** What went along with what was sent. */
  readonly context?: Baggage;
  /** The child thread whose end an answer is; absent where the answer was sent. */
  readonly ended?: string;
  /** When it came, where a deadline that passed before it was taken is put off for what it leads to. */
  readonly came?: number;
  /** The question waits for a thread that was started with it; what becomes of that thread when the question is left. */
  readonly child?: WhenLeft;
  /** The thread that waits for this one. */
  readonly parent?: Parent;
  /** A hash of what `start` was given, by which the same start is known again. */
  readonly input?: string;
  /** A step whose result outlives a refusal by `verify`. */
  readonly keep?: true;
  /** For how long a step's result is kept beyond its visit. */
  readonly per?: "turn" | "thread";
  /** A sleep that ended while the activity was at work. */
  readonly slept?: true;
  /** The step it was spent in. */
  readonly step?: string;
  /** Spent by a run whose lane had left the node by then, or was gone. */
  readonly left?: true;
  /** An amount spent. */
  readonly amount?: number;
  /** Why a thread was cancelled. */
  readonly reason?: string;
  /** What a failed lane was about to do when it failed; `resume` tries it again. */
  readonly pending?: Phase;
  /** The checkpoint that a rewind or a fork goes back to. */
  readonly at?: number;
  /** How much later its waits end than they would at the checkpoint that a fork starts from, in milliseconds. */
  readonly later?: number;
  /** The lanes that were in the middle of something at the checkpoint that a fork or a rewind goes back to, in the order they go on. */
  readonly due?: readonly string[];
  /** The lane whose failure was handled here; or, of those that come and go, the one that met its holder. */
  readonly lane?: string;
  /** The lanes that were still at work and are cancelled by this row. */
  readonly cancelled?: readonly string[];
  /** Its changes were written to a lane while the lanes it had opened were at work: they meet theirs at the join. */
  readonly beside?: true;
  /** Keys that an edit of a failed join decides: they win over the lanes. */
  readonly decides?: readonly string[];
  /** What a lane that begins sees of `reduce` keys that several of the lanes it needs have changed. */
  readonly reduced?: Values;
  /** A join whose changes were made by `merge`. */
  readonly merged?: true;
  /** Handlers that were tried before the one taken: where, and whether they accepted. */
  readonly tried?: readonly string[];
  /** An attempt after which no other is due, whatever `retry` says. */
  readonly final?: true;
  /** Updates of `reduce` keys whose reducer threw; `resume` applies them again. */
  readonly unreduced?: Changes;
  /** The fingerprint that a migration leads to. */
  readonly fingerprint?: string;
  /** The fingerprint that a migration comes from. */
  readonly from?: string;
}
/** One checkpoint: a transition of a lane, or a fact recorded of it. `thread@seq` names it. */
interface Row {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The checkpoint whose input led to this one: its own where it came from outside. What one input led to lies together. */
  readonly turn: number;
  /** The lane's path; the first lane's is empty. */
  readonly lane: string;
  readonly cause: Cause;
  /** The node the lane was at. */
  readonly from: string;
  /** The node the lane is at now; absent where it stays. */
  readonly to?: string;
  readonly phase: Phase;
  /** A case's label, an event's name, a timer's duration, a step's key, a limit's name. */
  readonly label?: string;
  /** What it changes in its lane; what grows is told by edits of the value that the lane had. */
  readonly changes?: ToldChanges;
  readonly opened?: Opened;
  /** Counted from 1. */
  readonly attempt?: number;
  /** How long the activity took, in milliseconds. */
  readonly duration?: number;
  /** When the lane goes on by itself, in milliseconds since 1970. */
  readonly due?: number;
  /**
   * The time that its decisions were told, where that is not its own: in a fork that goes on as was recorded they decide by
   * the time of the recording.
   */
  readonly asOf?: number;
  /** What the state now says of the lane's waits, where that is not as it was. */
  readonly waits?: readonly WaitSaid[];
  readonly note?: Note;
  /** Values that are never stored. */
  readonly transient?: Values;
}
/** What else an input from outside may have. */
interface BringsAlong {
  readonly context?: Baggage;
  /** When it came, in milliseconds since 1970, where a recorded row says so: a deadline that passed before it was taken is put off. */
  readonly came?: number;
}
/** What a run sends with an input: the row notes the `fact`, the driver takes the `content`. */
interface Sending {
  readonly fact: Sent;
  readonly content?: unknown;
}
/** What comes to a thread from outside the pure core. */
type Input = (BringsAlong & {
  readonly type: "start";
  readonly input: unknown;
  /** A hash of the input as it was given, by which the same start is known again. */
  readonly hash?: string;
  /** When it begins; at once where that is over. */
  readonly at?: number;
  /** The question of another thread that its end answers. */
  readonly parent?: Parent;
}) | {
  readonly type: "done";
  readonly lane: string;
  readonly changes?: Changes;
  readonly transient?: Values;
  readonly duration?: number;
  /** The result came from the cache. */
  readonly label?: string;
  readonly sent?: readonly Sending[];
} | {
  readonly type: "failed";
  readonly lane: string;
  readonly failure: Failure;
  readonly final?: boolean;
  readonly duration?: number;
} | {
  readonly type: "step";
  readonly lane: string;
  readonly key: string;
  readonly value: unknown;
  /** Whether the result outlives a refusal by `verify`. */
  readonly keep?: boolean;
  /** For how long it is kept beyond the visit. */
  readonly per?: "turn" | "thread";
  readonly sent?: readonly Sending[];
  readonly duration?: number;
} | {
  readonly type: "save";
  readonly lane: string;
  readonly key: string;
  readonly changes?: Changes;
  readonly transient?: Values;
  readonly sent?: readonly Sending[];
} | {
  readonly type: "ask";
  readonly lane: string;
  readonly key: string;
  readonly payload: unknown;
  /** It waits for a thread that begins with it. */
  readonly child?: WhenLeft;
  readonly sent?: readonly Sending[];
} | (BringsAlong & {
  readonly type: "answer";
  readonly lane?: string;
  readonly key: string;
  readonly value: unknown;
  /** The thread whose end it is: only a question that waits for this thread takes it. */
  readonly child?: string;
}) | {
  readonly type: "sleep";
  readonly lane: string;
  readonly key: string;
  readonly until: number;
} | {
  readonly type: "wait";
  readonly lane: string;
} | {
  readonly type: "spend";
  readonly lane: string;
  readonly name: string;
  readonly amount: number;
  /** All that this run of the function has spent of it outside of steps: what an earlier run of the attempt has spent is not spent again. */
  readonly total?: number;
  /** The step it was spent in. */
  readonly step?: string;
  /** The node of the run that spent, where its lane has left that meanwhile, or is gone. */
  readonly left?: string;
} | (BringsAlong & {
  readonly type: "event";
  readonly name: string;
  readonly payload: unknown;
  readonly lane?: string;
  /** Every lane that takes it is given it, each by a row of its own. */
  readonly lanes?: "all";
}) | {
  readonly type: "timer";
  readonly lane: string;
  readonly name: string;
  /** When it was due, in milliseconds since 1970, where a recorded row says so, as for other inputs. */
  readonly came?: number;
} | (BringsAlong & {
  readonly type: "resume";
  readonly lane?: string;
}) | (BringsAlong & {
  readonly type: "cancel";
  readonly reason: string;
}) | {
  readonly type: "fork";
  readonly context?: Baggage;
  readonly at: number;
  readonly update: unknown;
  /** How much later than there its waits end, in milliseconds. */
  readonly later?: number;
  /** Lanes that were in the middle of something there, in the order they go on. */
  readonly due?: readonly string[];
} | (BringsAlong & {
  readonly type: "edit";
  readonly update: unknown;
  readonly lane?: string;
  readonly as?: string;
});
/** What `ctx.step`, `ctx.save`, `ctx.ask` or `ctx.sleep` recorded under a key. */
type Entry = {
  readonly kind: "step";
  readonly value: unknown;
  readonly keep?: true;
  readonly guarded?: true;
} | {
  readonly kind: "saved";
} | {
  readonly kind: "ask";
  readonly payload: unknown;
  readonly guarded?: true;
  readonly child?: WhenLeft;
} | {
  readonly kind: "answer";
  readonly value: unknown;
  readonly guarded?: true;
} | {
  readonly kind: "sleep";
  readonly until: number;
} | {
  readonly kind: "slept";
};
/**
 * The journal of a visit: entries by key, of any name, in the order in which they came to be what they are.
 *
 * 1. A value: putting an entry makes another journal, and the one before stays as it was.
 * 2. Putting costs what the entry costs, however many there are: a journal shares one log with those it was made from, and
 *    sees as much of it as there was. Only where two are made from one is the log copied.
 */
declare class Entries {
  #private;
  private constructor();
  static of(entries: Iterable<readonly [string, Entry]>): Entries;
  get(key: string): Entry | undefined;
  /** Where the entry of a key stands in the order of all that was ever put. */
  placeOf(key: string): number | undefined;
  /** The keys of steps that are done, saves, answers that came and sleeps that are over, in order. */
  keysOfWhatIsOver(): string[];
  /** Whether nothing here ever was a sleep. */
  get isWakeful(): boolean;
  /** The sleeps that are not over, each with when it ends; to be asked after every row, however long the journal is. */
  sleeping(): Generator<readonly [key: string, until: number], void, undefined>;
  put(key: string, entry: Entry): Entries;
  [Symbol.iterator](): Generator<readonly [string, Entry], void, undefined>;
  /** The entries that outlive a refusal by `verify`: steps with `keep`, and saves, which are in the state; undefined where there are none. */
  kept(): Entries | undefined;
  /** The key of the newest entry of a kind; undefined where there is none. */
  last(kind: Entry["kind"]): string | undefined;
  /** Whether any entry is of this kind. */
  has(kind: Entry["kind"]): boolean;
}
/** One sequential line of execution: at any moment it is at exactly one node, in one {@link Phase}. Only folding a row makes another of it. */
interface Lane {
  /** Where it comes from, `gather.1/logs`; empty for a thread's first lane. */
  readonly path: string;
  /** The lane it was opened by; undefined for the first. */
  readonly parent: string | undefined;
  /** The checkpoint it was opened by; a lane that is opened anew under its path is another lane. */
  readonly opened?: number;
  /** Where its graph is in the plan. */
  readonly graph: string;
  readonly node: string;
  readonly phase: Phase;
  /** How often each node was entered. */
  readonly visits: Readonly<Record<string, number>>;
  /** Its path as idempotency keys have it, where they have another: below a subgraph that is tried again. */
  readonly named?: string;
  /** When it entered its node, in milliseconds since 1970. */
  readonly entered: number;
  readonly values: Values;
  /** Values of `local` keys. */
  readonly local: Values;
  /** Values of `transient` keys; gone after a restart. */
  readonly transient: Values;
  /** Plain keys that it was opened with; the join leaves them out. */
  readonly seed?: Values;
  /** Keys that a subgraph's lane shares with its holder: it began with what that had of them, and what it changes is for it. */
  readonly shares?: readonly string[];
  /** All it changed since it was opened, for the join, of what it shares alone where it shares; undefined where no join waits for it. */
  readonly delta: Changes | undefined;
  /** What went along with the last input that came to it. */
  readonly context?: Baggage;
  /** The attempt that runs or is next, counted from 1. */
  readonly attempt: number;
  /** The attempts of this visit that failed. */
  readonly failures: readonly Failure[];
  /** The failure that led to this node by `onError`. */
  readonly error?: Failure;
  /** What this visit's activity recorded, by key. */
  readonly journal?: Entries;
  /** Steps that it keeps beyond visits. */
  readonly kept?: KeptSteps;
  /** When it goes on by itself: the end of a backoff or of the earliest sleep. */
  readonly due?: number;
  /** What its function spent in this attempt outside of steps: run again from its top, it spends that again, and it counts once. */
  readonly counted?: Readonly<Record<string, number>>;
  /**
   * How often its line of execution came back to a node since somebody outside was waited for. Counts are always there, 0 too:
   * lanes of many shapes are copied several times slower.
   */
  readonly rounds: number;
  /** Moves within the subgraph that it started with; 0 for all other lanes. */
  readonly transitions: number;
  /** What was spent within the subgraph that it started with. */
  readonly spent?: Readonly<Record<string, number>>;
  /** What of that was spent lately. */
  readonly lately?: Readonly<Record<string, Lately>>;
  /** The lanes it opened and waits for. */
  readonly fork?: Fork;
  /** The failure that nothing handled; the lane is stopped by it. */
  readonly stopped?: Failure;
  /** What it was about to do when it failed. */
  readonly pending?: Phase;
  /** Updates of `reduce` keys whose reducer threw. */
  readonly unreduced?: Changes;
  /** Timers of this visit that fired and led nowhere. */
  readonly fired?: readonly string[];
  /** What it waits for by its state, and for its graph. */
  readonly waits?: readonly LaneWait[];
  /** When its graph was started, in milliseconds since 1970; there where that has timers. */
  readonly began?: number;
  /** Paths of the lanes that close before this one begins; for an `all` with those that these need, for an `each` without. */
  readonly needs?: readonly string[];
  /** Keys set by hand while the lane's join was failed: they win over the lanes. */
  readonly decided?: readonly string[];
}
/** Steps that a lane keeps beyond visits, by graph and node. */
interface KeptSteps {
  readonly turn?: Readonly<Record<string, Entries>>;
  /** There where a new turn began in the middle of a visit: what was done since the last of them. */
  readonly next?: Readonly<Record<string, Entries>>;
  readonly thread?: Readonly<Record<string, Entries>>;
}
/** A wait of a lane. */
interface LaneWait {
  readonly name: string;
  /** The `in` or `at` that was said of it, by which a change is known. */
  readonly said: number;
  /** When it is over, in milliseconds since 1970. */
  readonly at: number;
  /** It fired and led nowhere; or it is its graph's and has fired. */
  readonly fired?: true;
}
/** What was spent of a name since somebody outside was last waited for, and on the day when some of it was last spent. */
interface Lately {
  readonly turn: number;
  /** The days since 1970, in UTC. */
  readonly day: number;
  readonly today: number;
}
/** The lanes one lane opened, and what it waits for. */
interface Fork {
  readonly by: "all" | "each" | "graph";
  /** When, in milliseconds since 1970. */
  readonly at: number;
  readonly then: string | undefined;
  readonly need: number;
  /** How many may be at work at a time, where the state said so. */
  readonly limit?: number;
  /** Whether some of its lanes need others; an `all` does not say. */
  readonly hasNeeds?: true;
  /** Paths in the order declared, each after those that it needs. */
  readonly lanes: readonly string[];
  readonly closed: number;
  readonly queued: number;
  /** The place in `lanes` of the first that is queued. */
  readonly queue: number;
  /** The parent's values when the lanes were opened. */
  readonly base: Values;
  /** Keys of the parent's that its subgraph shares. */
  readonly shares?: readonly string[];
  /** There where lanes come and go as the state says, until that says that it is enough: so many were opened by now. */
  readonly came?: number;
  /** What was written to the parent while its lanes were open, by key: it conflicts with a lane as another lane does. */
  readonly written?: Readonly<Record<string, Written>>;
}
/** What wrote a key of a lane while the lanes it had opened were at work. */
interface Written {
  readonly cause: "event" | "timer" | "edit" | "fork";
  readonly label?: string;
  /** Whether it replaced what was there. */
  readonly sets: boolean;
}
/** What is still being put together. Setting what is there is several times faster than spreading what may not be. */
type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key]; };
/** Of the lanes that one lane opened, those that are halted, by path. */
interface Halts {
  /** They cannot close as things are: they failed, or too few of their own lanes can close. */
  readonly lost: ReadonlySet<string>;
  /** They go on when there is room: they were resumed and put off, or too few of their own lanes can close before such ones go on. */
  readonly putOff: ReadonlySet<string>;
}
interface OwnHalts extends Halts {
  readonly lost: Set<string>;
  readonly putOff: Set<string>;
}
/** Finds a lane by its path. */
interface LanesByPath {
  get(path: string): Lane | undefined;
}
/**
 * Which lanes are halted, by the lane that holds them.
 *
 * 1. It follows from the lanes alone and is stored nowhere: a lane is on its holder's list exactly while {@link haltOf} says so.
 * 2. Whatever changes a lane has it looked at again, and its holders as long as their own standing changes by that: asking costs
 *    the same however many lanes there are.
 */
declare class HaltedLanes {
  #private;
  constructor(byHolder?: Map<string, OwnHalts>);
  /** Whether any lane is halted. */
  get isEmpty(): boolean;
  of(holder: string): Halts;
  /** A copy to change; both share what neither changes. */
  draft(): HaltedLanes | undefined;
  /** Looks at a lane that has changed, and at those that hold it. */
  look(lanes: LanesByPath, lane: Lane): void;
  /** A lane is gone. */
  drop({ parent, path }: Lane): void;
}
/**
 * The lanes of a thread by path: a map that is shared between snapshots and copied in small parts.
 *
 * A snapshot with thousands of lanes changes one lane at a time, so a new map holds only what changed since the last
 * full copy. A draft is changed in place by its one owner; what it was drafted from stays as it was.
 */
declare class Lanes {
  #private;
  constructor(settled?: ReadonlyMap<string, Lane>, recent?: Map<string, Lane | undefined>, halted?: HaltedLanes);
  get(path: string): Lane | undefined;
  /** Of the lanes that a lane opened, those that are halted. */
  haltsOf(holder: string): Halts;
  /** Changes this draft in place. */
  put(lane: Lane): void;
  /** Removes a lane from this draft. */
  drop(lane: Lane): void;
  /** A copy to change. A full copy is made when the recent part has outgrown the square root of the whole. */
  draft(): Lanes;
  all(): readonly Lane[];
}
/** When an input came, and when it was taken later, as no process drove the thread. Timers due in between were missed. */
interface Late {
  /** Milliseconds since 1970, as is the other. */
  readonly came: number;
  readonly since: number;
}
/** Where a thread stands: every lane, at one checkpoint. A value; advancing it makes another. */
interface Snapshot {
  /** The thread's id. */
  readonly thread: string;
  /** The checkpoint this is the state of; 0 before the first. */
  readonly seq: number;
  /** When that was, in milliseconds since 1970. */
  readonly time: number;
  readonly lanes: Lanes;
  /** Moves from node to node so far. */
  readonly transitions: number;
  /** What was spent of each limit. */
  readonly spent: Readonly<Record<string, number>>;
  /** What of that was spent lately. */
  readonly lately?: Readonly<Record<string, Lately>>;
  /** How often it was sent back; part of idempotency keys, so that a rewound visit is a new one. */
  readonly rewinds: number;
  /** A hash of what it was started with. */
  readonly input?: string;
  /** The question of another thread that its end answers; set by its start. */
  readonly parent?: Parent;
  /** Whether it ever waited for a thread that it started. */
  readonly hasChildren?: true;
  /** For what deadlines were put off last: what was taken late, though it came in time. */
  readonly late?: Late;
  /** Why it was cancelled, if it was. */
  readonly cancelled?: string;
}
/** A snapshot under change by its one owner. */
type Draft = Writable<Snapshot>;
/** The state before a thread's first row. */
declare function emptySnapshot(thread: string): Snapshot;
/** What a recording says became of a failed attempt: whether another was due, and when. */
interface Retried {
  readonly again: boolean;
  /** Milliseconds since 1970; absent where it began at once. */
  readonly due?: number;
}
/** What decisions are told instead of the time and the thread's id: those that a recorded decision was told. */
interface AsOf {
  readonly now: number;
  readonly thread?: string;
}
/** A checkpoint in the middle of a turn from which the turn can be gone on with, as nothing is left that no state says. */
interface Rest {
  /** The checkpoint. */
  readonly seq: number;
  /** The lanes that are looked at next, in order. */
  readonly due: readonly string[];
}
/** Collects the rests of a turn, for a fork or a rewind to the middle of one. */
declare class Rests {
  #private;
  readonly all: Rest[];
  /** Called before a lane that is due is looked at, with how many were; adds a rest unless a failure is still to be handled. */
  note({ draft, due, failing }: Pick<Turn, "draft" | "due" | "failing">, looked: number): void;
  /** Called in the middle of a look at a lane: adds a rest from which that lane is looked at first. */
  noteWithin({ draft, due, failing }: Pick<Turn, "draft" | "due" | "failing">, lane: string): void;
}
/**
 * One call of `advance` under way: the draft it folds into and the rows so far. `advance` makes it, moves record rows in it, and it is
 * over when `settle.ts` finds no lane that is due or fails.
 */
interface Turn {
  readonly plan: Plan;
  readonly codec: Codec;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly draft: Draft;
  readonly rows: Row[];
  /** The seq of the row that its input is recorded as. */
  readonly began: number;
  /** What goes along with its input. */
  readonly context?: Baggage | undefined;
  /** Paths of lanes to look at again before the turn ends. */
  readonly due: string[];
  readonly rests?: Rests | undefined;
  /** Lanes that failed by what they were about to do; handled before the turn ends. */
  readonly failing: {
    readonly lane: string;
    readonly failure: Failure;
    readonly pending: Phase;
  }[];
  /** What became of a lane's failed attempt, where a recording knows; `retry` says it otherwise. */
  readonly retried?: ((lane: Lane, attempt: number) => Retried | undefined) | undefined;
  readonly asOf?: AsOf | undefined;
}
/** A question that waits for its answer. */
interface OpenQuestion<Key extends string = string> {
  readonly lane: string;
  readonly node: string;
  readonly key: Key;
  readonly payload: unknown;
  /** What it shows has some of what a protected key holds. */
  readonly guarded?: true;
  /** The thread whose end answers it. */
  readonly child?: string;
}
/** What is asked where a thread is waited for: which, and who started it. A copy of that thread waits for nobody. */
interface AwaitedThread {
  readonly thread: string;
  readonly of: string;
  /** Its graph; one that was asked for before this was told has none. */
  readonly graph?: string;
}
/** A thread that another one waits for. */
interface OpenChild extends AwaitedThread {
  readonly lane: string;
  readonly key: string;
  readonly whenLeft: WhenLeft;
}
/** How a thread stands. */
type Status = "running" | "waiting" | "done" | "failed" | "cancelled";
/** How a thread stands, from where its lanes are. */
declare function statusOf(snapshot: Snapshot): Status;
/** What a thread waits for, or what stopped it. */
interface Standing {
  /** Events that something listens to now, at any level; a guard may still refuse one. */
  readonly events: readonly string[];
  readonly questions: readonly OpenQuestion[];
  /** When it goes on by itself, in milliseconds since 1970. */
  readonly due: number | undefined;
  /**
   * Whether it waits for somebody, and not only for time to pass: something takes an event or an answer, at whatever level,
   * and no attempt that failed is about to be made again; or nothing takes it on by itself.
   */
  readonly forSomebody: boolean;
  /** The innermost nodes that lanes are at, and those that host something that has states; those left out that failed and are done without. */
  readonly at: readonly StandsAt[];
}
/** Where a lane is. */
interface StandsAt {
  readonly lane: string;
  readonly node: string;
  readonly phase: string;
  /** The innermost states that are active within the node, where it hosts something that has states: `["shop.cart", "clock.on"]`. */
  readonly active?: readonly string[];
}
/** Where a thread's log stands since its last snapshot. */
interface Upkeep {
  /** Bytes of the first lane's state, as far as can be told from the last snapshot and the changes since. */
  readonly values: number;
  /** Bytes of the other lanes that are open. */
  readonly lanes: number;
  /** How many they are. */
  readonly open: number;
  /** What these lanes have added, which comes to the first lane's state when they meet. */
  readonly added: number;
  /** Bytes and rows since the last snapshot. */
  readonly bytes: number;
  readonly rows: number;
}
/** Which keys are protected, and how. */
interface Protection {
  /**
   * Names of state keys. What else an author gives one of these names is protected too: an event, a step, a question, and
   * any property of a payload, a result or a value.
   */
  readonly keys: readonly string[];
  /** Makes a text unreadable; left out, nothing is stored of it, and the text `[redacted]` comes back. */
  readonly seal?: (text: string) => string;
  /** Makes it readable again. */
  readonly open?: (sealed: string) => string;
}
/** A lane at a checkpoint. */
interface LaneAt {
  /** Its path; empty for the first. */
  readonly lane: string;
  /** Where its graph is: empty for the thread's own. */
  readonly graph: string;
  readonly node: string;
  readonly phase: Lane["phase"];
  readonly state: Values;
  /** The attempt that ran or was next, counted from 1. */
  readonly attempt: number;
  readonly failures: Lane["failures"];
  /** The failure that nothing handled, of a failed lane: of its activity, or of a decision, for which no attempt stands. */
  readonly stopped?: NonNullable<Lane["stopped"]>;
  /** The lanes that have to close before it begins. */
  readonly waitsFor?: readonly string[];
}
/** A thread at a checkpoint: every lane, parents first. */
interface Checkpoint {
  readonly thread: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly status: Status;
  /** The first lane's state. */
  readonly state: Values;
  readonly lanes: readonly LaneAt[];
  readonly spent: Readonly<Record<string, number>>;
  readonly transitions: number;
  /** The question of another thread that its end answers; absent for a fork of the one that is waited for. */
  readonly parent?: Parent;
  /** The threads that it waits for; absent where there are none. */
  readonly children?: readonly OpenChild[];
}
/** How values are read. */
interface Reading {
  readonly codec: Codec;
  /** Instances of classes without a codec are shown as they are stored. */
  readonly lenient?: boolean;
}
/** Where in a state something is: a key, then keys of objects, keys of maps and places in lists. */
type Path = readonly (string | number)[];
/** One part of a value that two checkpoints do not have alike. */
type ValueDifference = {
  readonly kind: "added";
  readonly path: Path;
  readonly after: unknown;
} | {
  readonly kind: "removed";
  readonly path: Path;
  readonly before: unknown;
} | {
  readonly kind: "changed";
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
};
/** The parts in which two values differ, each as deep as it can be named; empty where they are equal. */
declare function differencesOf(before: unknown, after: unknown, path?: Path): readonly ValueDifference[];
/** A part of a value, and the checkpoint that wrote it. */
interface BlamedPart {
  /** Where in the value: an item's place, an entry's key; empty for the whole, or for what was added to it. */
  readonly path: Path;
  /**
   * The thread in whose own log the checkpoint is: another one where the past is shared. Where a thread on the way there was deleted,
   * the nearest that has the checkpoint still.
   */
  readonly thread: string;
  readonly seq: number;
  /** The checkpoint of what came from outside and led to it: an event, a result, an edit; itself where that is what it is. */
  readonly input: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly lane: string;
  /** The node the lane was at. */
  readonly node: string;
  readonly cause: Cause;
  readonly label?: string;
  /** What it added to a sum. */
  readonly amount?: number;
  /** The part is older than this checkpoint, the first that is kept: the one that wrote it was cut off. */
  readonly cut?: true;
  /** The checkpoints through which it came here: joins, inputs and outputs of subgraphs. */
  readonly via: readonly number[];
}
/** The checkpoints that wrote a value, part by part. */
interface Blame {
  readonly thread: string;
  readonly seq: number;
  readonly lane: string;
  readonly key: string;
  readonly value: unknown;
  /** Its parts in order; several of one path where a sum or a reducer took them all. */
  readonly parts: readonly BlamedPart[];
}
/** Which value, or part of one, is blamed. */
interface BlameOptions {
  /** The checkpoint that the value is of, the newest by default; negative numbers count from there, which is -1. */
  readonly seq?: number;
  /** The lane's path; the first lane by default. */
  readonly lane?: string;
  /** A part of the value: an item's place or an entry's key, and what is below it. */
  readonly path?: Path;
}
/**
 * The checkpoints that wrote a value, part by part: each item that was added, each entry, the whole that was set; of a part that is asked
 * for, the newest at which it came to be what it is. Needs no graph.
 *
 * A problem `lane/not-found` or `checkpoint/unknown-key` where there is no such value.
 */
declare function blameOf(store: Store, thread: string, key: string, options?: BlameOptions, reading?: Reading): Promise<Blame>;
/** Which checkpoints of a thread to read. */
interface HistoryPart {
  /** The first, 1 by default; negative numbers count from the newest, which is -1. */
  readonly from?: number;
  /** The last, the newest by default. */
  readonly to?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}
/** What went to another thread with a checkpoint, and what came of it there, or into a side table. */
interface Delivered extends Sent {
  /**
   * `taken`: the thread took the message. `kept`: it still waits there. `refused`: `why` says the reason. `begun`: the thread is there.
   * `written`: it went into a side table. `gone`: the thread or the message is not there any more.
   */
  readonly outcome: "taken" | "kept" | "refused" | "begun" | "gone" | "written";
  /** Why it was refused, in words. */
  readonly why?: string;
}
/** A transition that was taken within a node that hosts something with states. */
interface Took {
  /** The state that was left, by its name within the node; absent where it was taken whatever was active. */
  readonly from?: string;
  readonly to: string;
  readonly kind: DiagramEdge["kind"];
  /** The event with its guard, or the time. */
  readonly label?: string;
}
/** A way out of a node that its graph declares, and what became of it when a checkpoint was made. */
interface WayOut {
  /** What it is taken for: its activity being done, an event, a timer, a failure. */
  readonly by: "next" | "event" | "timer" | "error";
  /** The event's name, or the timer's duration. */
  readonly name?: string;
  /** The node it leads to; absent where the lane stays. */
  readonly to?: string;
  readonly label?: string;
  /** A few words for its guard. */
  readonly guard?: string;
  /**
   * `taken`. `refused`: its guard was asked and did not hold. `threw`: its guard was asked and threw. `passed over`: one
   * before it was taken, or threw. `not due`: what it waits for did not come.
   */
  readonly outcome: "taken" | "refused" | "threw" | "passed over" | "not due";
}
/** A checkpoint that led to another. */
interface Led {
  readonly seq: number;
  readonly lane: string;
  readonly cause: Cause;
  /** What happened, in words. */
  readonly text: string;
}
/** What came from outside and led to a checkpoint. */
interface Came extends Led {
  /** The lane that an event or a resume was for, with all below it, where one was named. */
  readonly to?: string;
  /** What went along with it. */
  readonly context?: Baggage;
}
/** Why a checkpoint was made. */
interface Why {
  readonly thread: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly lane: string;
  /** The node the lane was at, and the node it went to. */
  readonly from: string;
  readonly to?: string;
  readonly cause: Cause;
  readonly label?: string;
  /** What happened, in words. */
  readonly text: string;
  /** What came from outside and led to it: a result, an event, a timer; the checkpoint itself where that is what it is. */
  readonly input: Came;
  /** What happened before and led to it, oldest first: attempts that failed, lanes that closed and were needed or met, where it came from. */
  readonly ledBy: readonly Led[];
  /** The innermost states that are active within its lane's node since, where that hosts something that has states: `["shop.cart", "clock.on"]`. */
  readonly within?: readonly string[];
  /** Those that were active before, by the graph of that time. */
  readonly withinBefore?: readonly string[];
  /** The transitions that were taken within the node, in order, where it tells them. */
  readonly took?: readonly Took[];
  /** The ways out of its node, those that were tried first; empty where its plan is not known, or none was sought. */
  readonly ways: readonly WayOut[];
  /** Lanes that were still at work, and that ended with it: enough others had met, their holder went elsewhere, or the thread was cancelled. */
  readonly cancelled?: readonly string[];
  /** What went to other threads with it, and what came of that there. */
  readonly sent?: readonly Delivered[];
}
/** Why a thread made a checkpoint: what came, what was tried, what else there was; needs no graph. */
declare function whyOf(store: Store, thread: string, seq: number, reading?: Reading): Promise<Why>;
/** An exported thread: the path of its file, its lines, or its text. */
type ExportSource = URL | string | Iterable<string> | AsyncIterable<string>;
/** What one of two checkpoints has of something, and what the other has; absent where it has none. */
interface BeforeAfter<Value> {
  readonly before?: Value;
  readonly after?: Value;
}
/** A lane that two checkpoints do not have alike. */
interface LaneDifference {
  /** Its path; empty for the first. */
  readonly lane: string;
  /** Present where the lane moved, was opened (no `before`) or is gone (no `after`). */
  readonly node?: BeforeAfter<string>;
  /** Present where its phase differs, be it at the same node. */
  readonly phase?: BeforeAfter<string>;
  /** What was added, removed and changed of its state; each path starts with the key. */
  readonly state: readonly ValueDifference[];
}
/** How two checkpoints differ, lane by lane; `lanes` is empty where every lane stands the same. */
interface Difference {
  readonly before: {
    readonly thread: string;
    readonly seq: number;
  };
  readonly after: {
    readonly thread: string;
    readonly seq: number;
  };
  readonly lanes: readonly LaneDifference[];
}
/** How two checkpoints of one or of two threads differ. */
declare function diff(before: Checkpoint, after: Checkpoint): Difference;
export { Facts as $, SideTable as $t, Retried as A, union as At, Row as B, CachePolicy as Bt, Upkeep as C, Codec as Cn, UpsertKey as Ct, OpenQuestion as D, reduce as Dt, statusOf as E, merge as Et, Entries as F, FlatServices as Ft, planData as G, MigrationMoment as Gt, DiagramEdge as H, Retry as Ht, Entry as I, Service as It, NodePlan as J, Context as Jt, PlanData as K, Drawing as Kt, Input as L, ServiceDefinitions as Lt, Snapshot as M, Replace as Mt, emptySnapshot as N, replace as Nt, AsOf as O, sum as Ot, Lane as P, AllServices as Pt, AnyGraph as Q, SideItemQuery as Qt, Sending as R, ServicesOf as Rt, Protection as S, ClassCodec as Sn, UpsertChange as St, Status as T, local$1 as Tt, diagram as U, Moment as Ut, Diagram as V, Limits as Vt, compile as W, Migration as Wt, Changes as X, SentOptions as Xt, Plan as Y, Failure as Yt, Values as Z, SideItem as Zt, ValueDifference as _, EventInputs as _n, MergeKey as _t, ExportSource as a, StartArguments as an, On as at, Checkpoint as b, InferOutput as bn, TransientKey as bt, whyOf as c, AnswerTo as cn, EntryUpdate as ct, HistoryPart as d, QuestionKey as dn, StateOfKeys as dt, SideWrite as en, FactsOf as et, Blame as f, QuestionsOf as fn, StoredOfKeys as ft, Path as g, EventDefinitions as gn, LocalKey as gt, blameOf as h, Talked as hn, KeyOptions as ht, diff as i, FirstEvent as in, Next as it, Draft as j, upsert as jt, Rests as k, transient$1 as kt, WayOut as l, Question as ln, InputOfKeys as lt, BlamedPart as m, AwaitedGraph as mn, AppendKey as mt, Difference as n, ChildOptions as nn, Merged as nt, Led as o, StartOptions as on, OnError as ot, BlameOptions as p, Addressed as pn, UpdateOfKeys as pt, GraphPlan as q, Went as qt, LaneDifference as r, ChildResult as rn, After as rt, Why as s, Baggage as sn, EntryState as st, BeforeAfter as t, StepOptions as tn, Graph as tt, Took as u, QuestionDefinitions as un, StateDefinition as ut, differencesOf as v, EventPayloads as vn, ReduceKey as vt, Standing as w, codecOf as wn, append as wt, LaneAt as x, Schema as xn, UnionKey as xt, Reading as y, InferInput as yn, SumKey as yt, Cause as z, service as zt };

// shared/difference.d.ts

/** A length of time: a number and a unit (`'250ms'`, `'30s'`, `'5m'`, `'24h'`, `'7d'`, `'2w'`), or milliseconds. */
type Duration = `${number}${Unit}` | number;
type Unit = "ms" | "s" | "m" | "h" | "d" | "w";
/** A {@link Duration} in whole milliseconds; a problem `duration/invalid` for anything else. */
declare function toMilliseconds(duration: string | number): number;
/** One thing a schema has against a value. */
interface Issue {
  readonly path: string;
  readonly message: string;
}
/** One mistake in a graph's definition, found by `check`. */
interface Mistake {
  /** What kind of mistake, `unknown-node` for example; a heading in `docs/problems/graph.md`. */
  readonly code: string;
  /** Where in the literal, `nodes.triage.next[0].to` for example. */
  readonly path: string;
  /** What is wrong, what was there, and what to do. */
  readonly message: string;
}
type Status = "running" | "waiting" | "done" | "failed" | "cancelled";
/** What is listed of a thread. */
interface ThreadRecord {
  readonly id: string;
  /** The graph's name. */
  readonly graph: string;
  /** The fingerprint of the plan it last ran with. */
  readonly fingerprint: string;
  readonly status: Status;
  /** When it goes on by itself, in milliseconds since 1970; null where it does not. */
  readonly due: number | null;
  /** The newest checkpoint. */
  readonly head: number;
  readonly created: number;
  /** The time of the newest row whose commit changed some of this; `created` until then. */
  readonly updated: number;
  /** Raised by each claim; a commit must name the newest. */
  readonly fence: number;
  /** Who drives it, if somebody does. */
  readonly owner: string | null;
  /** How often in a row an owner died on it. */
  readonly takeovers: number;
  readonly tags: readonly string[];
  /**
   * The thread it was forked from, and the last checkpoint that both have. That thread may be gone, or in another store: one that was
   * imported has its past as its own.
   */
  readonly origin: {
    readonly thread: string;
    readonly seq: number;
  } | null;
  /** The outcome, the failure or what it waits for, as JSON text, for lists. */
  readonly summary: string | null;
}
/** One checkpoint as stored; `changes` and `detail` are JSON text. */
interface StoredRow {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly lane: string;
  readonly cause: string;
  readonly from: string;
  readonly to: string | null;
  readonly phase: string;
  readonly label: string | null;
  readonly changes: string | null;
  readonly detail: string | null;
}
/** A state of the whole tree as stored, at one checkpoint. */
interface StoredSnapshot {
  readonly seq: number;
  readonly body: string;
}
/**
 * A value over 16 KiB, kept once under its hash, for as long as something uses it.
 *
 * A commit lists every blob that its rows or its snapshot name, those that are stored already included: that is how a
 * store knows when the last use is gone.
 */
interface Blob {
  /** SHA-256 of the body, in hexadecimal. */
  readonly hash: string;
  readonly body: string;
}
/** A state as stored: the newest snapshot by then, and what leads on from there. */
interface StoredState {
  /** Undefined where there is none: then the rows begin with the first. */
  readonly snapshot: StoredSnapshot | undefined;
  /** Those after the snapshot, in order. */
  readonly rows: readonly StoredRow[];
  /** Those that the snapshot and the rows name, each once; there may be others. */
  readonly blobs: readonly Blob[];
}
/** What an activity showed, for whoever watches the thread: no part of its history, and kept for a while only. */
interface StoredOutput {
  /** Which of the thread's outputs it is, counted from 1. */
  readonly n: number;
  /** The newest checkpoint when it was shown. */
  readonly seq: number;
  /** JSON text that the runtime reads. */
  readonly body: string;
}
/** A message for a thread that somebody else may be driving: an event, an answer, a cancellation. */
interface Message {
  readonly id: number;
  readonly thread: string;
  /** JSON text that the runtime reads. */
  readonly body: string;
  readonly at: number;
  /** Kept until something accepts it; the others are answered at the next turn. */
  readonly queued: boolean;
  /** What it was left under; no other message of the thread is. */
  readonly key: string | null;
  /** What came of it, as JSON text; null until it is consumed. */
  readonly outcome: string | null;
}
/** A message for another thread that is left with a commit; what was left there under its key before is not left again. */
type Posted = Pick<Message, "thread" | "body" | "at" | "queued"> & {
  readonly key: string;
  /** It is for a thread that may be gone: then it is left for nobody. */
  readonly ifThere?: true;
};
/** A thread, as far as it is known to whoever asks whether it is so still. What is left out may be as it likes. */
interface Asked {
  readonly thread: string;
  /** What its record said. Left out where nothing is known of it: then whatever is there is news. */
  readonly known?: Partial<Pick<ThreadRecord, "created" | "fence" | "head" | "status" | "owner">>;
  /** The newest message that was looked at: one that is not consumed and newer is news. */
  readonly seen?: number;
  /** Messages of it that were not consumed: one that is, or that is gone, is news. */
  readonly unread?: readonly number[];
  /** How many outputs it had: another number is news. */
  readonly shown?: number;
}
/** A thread that is not as it was known, as of one moment. */
interface Changed {
  readonly thread: string;
  /** Undefined where there is no such thread; then there is nothing else of it either. */
  readonly record: ThreadRecord | undefined;
  /** Those that are not consumed and newer than the one that was seen, oldest first; none where that was not asked. */
  readonly messages: readonly Message[];
  /** Those that are unread no more, with what came of each; null where that is not kept, or the message is gone. */
  readonly consumed: readonly Pick<Message, "id" | "outcome">[];
  readonly shown: number;
}
declare const facts: readonly ["fence", "head", "status", "owner", "created"];
/** Whether a record says otherwise than was known. */
declare function isOtherwise(known: Asked["known"], record: Pick<ThreadRecord, (typeof facts)[number]>): boolean;
/**
 * Items of side tables: what an adapter keeps beside threads, in the same store and in the same transactions.
 *
 * 1. An item goes with the thread whose name it bears, be there such a thread or not, when that is removed. A fork has none of
 *    its origin's, and a rewind or a cut of the history leaves them as they are.
 * 2. Items stand in the order of their threads' names, tables and keys, by code points: so by bytes in UTF-8. Those of no thread are first.
 * 3. A version is given once: each write gets one higher than any before it.
 * 4. An item of no thread is there as long as something says it, and goes with the last saying, in the same transaction. A write is one
 *    saying, which goes with any item that it needs, with the thread that it is of, and at its end; it ends no later than what it needs.
 *    A write that joins what is there is one saying more of that, or stands in for the saying that is from, needs and is of the same.
 * 5. Any other write replaces what is there: what needed that loses the saying by which it did. An item that is needed by its version
 *    is needed as it was then: what joined it since is the same, and what replaced it is not. A write that needs what is not there writes
 *    nothing, and leaves what stands in its place.
 */
/** Where an item stands. */
interface ItemPlace {
  /** An adapter's own: lowercase letters, digits and dashes, a letter first, 64 at most. */
  readonly table: string;
  /** Whose it is, or nobody's. */
  readonly thread: string | null;
  readonly key: string;
}
/** Something that is kept in a side table. */
interface Item extends ItemPlace {
  readonly body: string;
  readonly version: number;
  /** It is gone from then on, in milliseconds since 1970; null where it stays. */
  readonly until: number | null;
  /** What says it, the oldest first; left out where it is there by itself. */
  readonly sayings?: readonly ItemSaying[];
}
/** Why an item is there. */
interface ItemSaying {
  /** The checkpoints that it comes from, `thread@seq`. */
  readonly from?: readonly string[];
  /** What it follows from. */
  readonly needs?: readonly ItemNeed[];
  /** The id of a thread. */
  readonly of?: string;
  /** It is over from then on. */
  readonly until?: number;
}
/** An item of the same table and of no thread; as it was at a version, where that is said. */
interface ItemNeed {
  readonly key: string;
  readonly version?: number;
}
/** By what an item is found, and why it is there; only of what bears no thread's name. */
interface ItemTies extends Omit<ItemSaying, "until"> {
  /** Words by which it is found, as `wordsOf` makes them, with a space between. */
  readonly words?: string;
  /** What it is like: where there are several, the likest counts. */
  readonly vectors?: readonly (readonly number[])[];
  /** It says the same as the item whose place it takes, and is said by what says that too. */
  readonly joins?: boolean;
}
/** A write of an item, or of none in its place where there is no body; with a prefix, all items go whose keys begin with it. */
type ItemWrite = (ItemPlace & ItemTies & {
  readonly body: string;
  readonly until?: number | null;
}) | (ItemPlace & {
  readonly body: null;
}) | (Omit<ItemPlace, "key"> & {
  readonly prefix: string;
});
/** A write that is made only where the item has this version, 0 where there is none. */
type ItemPut = (ItemWrite & {
  readonly was?: number;
}) | ItemCheck;
/** Writes nothing, and has the writes beside it made only where this is the version of an item, or of the newest whose keys begin so. */
type ItemCheck = (ItemPlace | (Omit<ItemPlace, "key"> & {
  readonly prefix: string;
})) & {
  readonly is: number;
};
/**
 * Says of a write how it is to be, told the item in whose place it comes; called within the transaction. Whether that says the same
 * can be told only then, and of what is sealed only by who has the key.
 */
declare const madeOver: unique symbol;
/** A write that is otherwise where something is in its place. */
type ItemWriteOver = ItemWrite & {
  readonly [madeOver]?: (there: Item) => ItemWrite;
};
/** A write as it is to be where this is in its place. */
declare function writeOver(write: ItemWriteOver, there: Item | undefined): ItemWrite;
/** The saying that a write is; undefined where the item is to be there by itself. */
declare function sayingOf({ words, vectors, from, needs, of, until }: ItemTies & {
  readonly until?: number | null;
}): ItemSaying | undefined;
/** Sayings with one more among them, which stands in for the one that is from, needs and is of the same. */
declare function withSaying(sayings: readonly ItemSaying[], saying: ItemSaying): readonly ItemSaying[];
/** When the last of some sayings is over; null where one of them stays, and where there are none. */
declare function endOfSayings(sayings: readonly ItemSaying[]): number | null;
/** Items of a table, and of no thread, by their words, by what they are like, or the newest of them. */
interface ItemSearch {
  readonly table: string;
  /** What their keys begin with. */
  readonly prefix?: string;
  /** Items that have any of these words: the best are those that have the most of the rarest, by BM25 over all that have words; of more than 500 that items have the rarest, as `tellingWords` says. */
  readonly words?: readonly string[];
  /** Items that have vectors: the best are the likest, by cosine. A problem `fact/other-vectors` where one of them has not as many numbers. */
  readonly vector?: readonly number[];
  readonly limit?: number;
}
/** An item that was found; 0 where nothing was asked for by which it could be better than others. */
interface FoundItem extends Item {
  readonly score: number;
}
/** Whether anything is written by it. */
declare function isItemWrite(put: ItemPut): put is ItemWrite & {
  readonly was?: number;
};
/** Which items to read: of all threads and tables, where none is named. Bounds are exclusive. */
interface ItemQuery {
  readonly table?: string;
  readonly thread?: string | null;
  /** What their keys begin with; with a table and a thread. */
  readonly prefix?: string;
  readonly after?: ItemPlace;
  readonly before?: ItemPlace;
  readonly lastFirst?: boolean;
  readonly limit?: number;
}
/** A place among all items; a thread's name is empty where there is none. */
type ItemEdge = readonly [thread: string, table: string, key: string];
/** Where the items of a query begin, and where they are over; those of other tables between are not asked for. */
interface ItemSpan {
  readonly from: ItemEdge;
  /** Undefined: to the last. */
  readonly to: ItemEdge | undefined;
}
/** Where a place is among all items. */
declare function edgeOf({ thread, table, key }: ItemPlace): ItemEdge;
/** Where the items of a query are. */
declare function spanOf({ thread, table, prefix, after, before }: ItemQuery): ItemSpan;
/** Which items have to be of a version for something to be written, where it says of which. */
declare function conditionOf(put: ItemPut): (ItemSpan & {
  readonly version: number;
}) | undefined;
/** How a thread is taken. Where something that is said here does not hold of it, it is looked at, and left as it is. */
interface Take {
  readonly owner: string;
  /** By which it is judged whether whoever has it is alive, where the store has no clock of its own, in milliseconds since 1970. */
  readonly now: number;
  /** Takes it from a living owner too. */
  readonly force?: boolean;
  /** It last ran with one of these plans. */
  readonly fingerprints?: readonly string[];
  /** Its owners died at most so often in a row, with the one that has it now. */
  readonly deaths?: number;
  /**
   * What is known of it. Where it is still that, its state is not read, and of its messages those after `seen`; whoever had it since has
   * raised its fence.
   */
  readonly known?: Pick<ThreadRecord, "created" | "fence" | "head"> & {
    readonly seen: number;
  };
}
/** A thread that was to be taken, all of it as of one moment. */
type Found = {
  readonly isTaken: true;
  /** Who owned it until then, dead or, where it was taken by force, alive. */
  readonly from: string | null;
  /** As it is since. */
  readonly record: ThreadRecord;
  /** Undefined where it is as it was known. */
  readonly state: StoredState | undefined;
  /** Those that are not consumed yet, oldest first. */
  readonly messages: readonly Message[];
  /** How many outputs it had. */
  readonly shown: number;
} | {
  readonly isTaken: false;
  readonly record: ThreadRecord;
};
/** Whether a thread may be taken as it stands, and whoever owns it is alive or not. */
declare function mayTake({ force, fingerprints, deaths }: Pick<Take, "force" | "fingerprints" | "deaths">, { owner, takeovers, fingerprint }: ThreadRecord, isAlive: boolean): boolean;
/** Whether a thread, before it is taken, is as it is known. */
declare function isAsKnown({ known }: Take, { created, fence, head }: Pick<ThreadRecord, "created" | "fence" | "head">): boolean;
/** Which threads are counted, and how they are told apart. */
interface CountQuery {
  /** Tags that a thread has all of. */
  readonly tags?: readonly string[];
  /** Whether threads of one graph and status are told apart by the version that they last ran with. */
  readonly versions?: boolean;
}
/** So many threads of a graph have a status. */
interface ThreadCount {
  readonly graph: string;
  readonly status: Status;
  /** The fingerprint of the version that they last ran with, where versions are told apart. */
  readonly fingerprint?: string;
  readonly threads: number;
}
/** Counts threads one by one, for stores that have no quicker way. */
declare class ThreadCounting {
  #private;
  constructor(query: CountQuery);
  add({ graph, status, fingerprint, tags }: Pick<ThreadRecord, "graph" | "status" | "fingerprint" | "tags">): void;
  get counts(): readonly ThreadCount[];
}
/**
 * The facts that a commit may change. `owner: null` lets go of the thread.
 *
 * `seen` is the newest message the driver has read: what is still queued up to there waits for the thread to move, and
 * does not make it {@link Store.runnable} again.
 */
type ThreadUpdate = Partial<Pick<ThreadRecord, "status" | "due" | "fingerprint" | "summary" | "takeovers">> & {
  readonly owner?: null;
  readonly seen?: number;
};
/** One append: everything in it becomes visible at once. */
interface Commit {
  readonly thread: string;
  /** The fence got by {@link Store.claim} or {@link Store.create}. */
  readonly fence: number;
  /**
   * The thread is the one created then, else the commit is stale: its id may be another's by now, with a fence and a head
   * like its own.
   */
  readonly created?: number;
  /**
   * Takes the thread for an owner in the same stroke: it is the thread created then, nobody owns it, no message newer than the
   * one that is `seen` waits for it, and its fence, the one given, rises by one, or as said; else the commit is stale. A thread that
   * comes to rest with it is not owned at any time.
   */
  readonly takes?: {
    readonly owner: string;
    readonly created: number;
    readonly raises?: number;
    readonly seen?: number;
  };
  /** In order, starting right after the newest checkpoint. May be empty. */
  readonly rows: readonly StoredRow[];
  readonly snapshot?: StoredSnapshot;
  readonly blobs?: readonly Blob[];
  readonly update?: ThreadUpdate;
  /** Messages consumed by these rows, with what came of each, as JSON text. */
  readonly consumed?: readonly {
    readonly id: number;
    readonly outcome: string;
  }[];
  /** Threads that begin with it. A problem `thread/exists` where the id of one is taken; then nothing of the commit is there. */
  readonly begins?: readonly NewThread[];
  /** Messages that it leaves. A problem `thread/not-found` where one is for a thread that is not there; then nothing is. */
  readonly posts?: readonly Posted[];
  /** What was shown, in order. One that is there already, or that is older than one that is there, is passed over. */
  readonly outputs?: readonly StoredOutput[];
  /** What it writes into side tables, in order; some items that were gone by the time of its rows are dropped. */
  readonly items?: readonly ItemWrite[];
}
/** A thread that does not exist yet, with its first rows. */
interface NewThread {
  readonly id: string;
  readonly graph: string;
  readonly fingerprint: string;
  readonly status: Status;
  readonly due: number | null;
  readonly created: number;
  /** Null: nobody drives it, it is up for a claim. */
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** The thread of this store whose past it shares, up to a checkpoint. */
  readonly origin: {
    readonly thread: string;
    readonly seq: number;
  } | null;
  readonly summary: string | null;
  readonly rows: readonly StoredRow[];
  readonly snapshot?: StoredSnapshot;
  readonly blobs?: readonly Blob[];
  /** What a thread that comes from elsewhere brings along. It goes in with the thread: all of it, or none. */
  readonly brings?: Brings;
}
/** The rest of a thread that comes from elsewhere. */
interface Brings {
  /** The first checkpoint that there is: the thread's rows begin with it, and its snapshot is of it where that is not 1. */
  readonly first: number;
  readonly updated: number;
  /** What it was forked from: it says so, and has its past as its own. */
  readonly origin?: ThreadRecord["origin"];
  /** Rows after the first ones, in order, with their snapshots and blobs. */
  readonly more: readonly Pick<Commit, "rows" | "snapshot" | "blobs">[];
  /** Messages that wait, and some that were consumed, with what came of each. */
  readonly messages: readonly (Pick<Message, "body" | "at" | "queued"> & Partial<Pick<Message, "key" | "outcome">>)[];
  /** What it writes into side tables. */
  readonly items?: readonly ItemWrite[];
}
/** Who drives threads: one runtime in one process. */
interface Owner {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}
/** What a list of threads is in the order of. */
type ThreadOrder = "created" | "updated" | "due";
/** Which threads to list, and in which order. Bounds are exclusive. */
interface ThreadQuery {
  readonly status?: readonly Status[];
  readonly graph?: string;
  /** Tags that a thread has all of. */
  readonly tags?: readonly string[];
  readonly createdAfter?: number;
  readonly createdBefore?: number;
  readonly updatedAfter?: number;
  readonly updatedBefore?: number;
  /**
   * `created` and `updated` have the newest first, and are the default: `updated` where one of its bounds is given, `created`
   * otherwise. `due` has the one first that goes on by itself the soonest; those that do not come last, the one first that nothing
   * happened to for the longest time.
   */
  readonly order?: ThreadOrder;
  /** At most this many, 100 by default. */
  readonly limit?: number;
  /** Goes on after the page that returned this cursor, given the same query. */
  readonly cursor?: string;
  /** Leaves out the threads whose records are damaged, and names them; a problem `store/corrupt` otherwise. */
  readonly skipDamaged?: boolean;
}
interface ThreadPage {
  readonly threads: readonly ThreadRecord[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /** The ids of threads that belong here perhaps, and whose records are damaged, where a query skips them. */
  readonly damaged?: readonly string[];
}
/** Which rows to read of a thread, its shared past included. */
interface RowQuery {
  /** The first seq, 1 by default. */
  readonly from?: number;
  /** The last seq, the head by default. */
  readonly to?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}
/** A value, or a promise of one: a store on the same machine answers at once, one behind a network cannot. */
type Soon<T> = T | Promise<T>;
/** Keeps threads. */
interface Store {
  /** What it is, for messages: `memory`, `sqlite incidents.db`. */
  readonly name: string;
  /** The same for all stores of a process that keep the same, and for no others; left out where that cannot be told. */
  readonly place?: string | symbol;
  /** Creates a thread with its first rows, which follow its origin, fence 1; `false` when the id is taken. */
  create(thread: NewThread): Soon<boolean>;
  /** Appends; `stale` when the fence is old, the rows do not follow the head, or a message was consumed before. */
  commit(commit: Commit): Soon<"ok" | "stale">;
  /**
   * Gives a thread other tags, where it was created then and has those of before; `false` where it is not, or has not. It needs no
   * owner and changes nothing else: what a thread is found by is no part of its history.
   */
  retag(thread: Pick<ThreadRecord, "id" | "created" | "tags">, tags: readonly string[]): Soon<boolean>;
  thread(id: string): Soon<ThreadRecord | undefined>;
  threads(query: ThreadQuery): Soon<ThreadPage>;
  /** How many threads there are, in no order; whether their records are sound is not looked at. A store that has to read each of them leaves this out. */
  counts?(query: CountQuery): Soon<readonly ThreadCount[]>;
  rows(thread: string, query?: RowQuery): Soon<readonly StoredRow[]>;
  /** The rows of a thread whose cause is `rewind` or `migrate`, oldest first, its shared past included; found without the rest. */
  jumps(thread: string): Soon<readonly StoredRow[]>;
  /** The newest snapshot at or before a seq, its shared past included. */
  snapshot(thread: string, atMost?: number): Soon<StoredSnapshot | undefined>;
  /** A thread's state at a seq, its newest by default, its shared past included: all of it as of one moment. Empty where there is no such thread. */
  state(thread: string, atMost?: number): Soon<StoredState>;
  /** Those of these blobs that there are, each once, in the order given. */
  blobs(hashes: readonly string[]): Soon<readonly Blob[]>;
  /**
   * Makes an owner known, and alive for so many milliseconds from now on; called again as a heartbeat.
   *
   * What is `now` to a caller, here and where threads are taken, is only for a store that has no clock of its own. One that machines share
   * has a clock, and judges by that alone who is alive: their clocks may differ. When a thread is due is told by the caller's all the same.
   */
  heartbeat(owner: Owner, lease: number, now: number): Soon<void>;
  /** Forgets an owner; what it still held is up for a claim, which counts as no takeover. */
  retire(owner: string): Soon<void>;
  /**
   * Takes a thread over: raises its fence and returns the record after, or `busy` while a living owner holds it.
   *
   * An owner is dead when its lease is over, when it was never heard of, or when the store can tell that its process is
   * gone. Taking over from a dead owner adds one to `takeovers`. `force` takes it from a living owner, whose next commit is
   * then stale. An owner that holds the thread already is a living owner like any other.
   */
  claim(thread: string, owner: string, now: number, force?: boolean): Soon<ThreadRecord | "busy" | undefined>;
  /**
   * Takes a thread as {@link Store.claim} does, and reads all that it takes to go on with it, at once; undefined where there is no such
   * thread. What cannot be read is not taken.
   */
  take(thread: string, take: Take): Soon<Found | undefined>;
  /**
   * Threads nobody alive drives that have something to do by `now`: running, due, or with messages nobody has seen. Where
   * `graphs` are named, only threads of those: others take up no place.
   *
   * The one that waited longest is first: since it was updated, since it was due, since its oldest such message. Fewer than
   * `limit` are all there are.
   */
  runnable(now: number, limit: number, graphs?: readonly string[]): Soon<readonly string[]>;
  /**
   * The earliest `due` later than `after` of the threads that nobody owns, in milliseconds since 1970; where `graphs` are
   * named, of their threads. One that is owned says anew when it is due once it comes to rest.
   */
  nextDue(after: number, graphs?: readonly string[]): Soon<number | undefined>;
  /**
   * Leaves a message, and returns its id, which is higher than any before it; undefined where there is no such thread.
   *
   * Where one was left for the thread under the same key, consumed or not, nothing is left, and the id is of that one. What came of a
   * message with a key is kept for as long as the thread. A key that begins with `@` only serves to leave a message again when it is
   * not known whether it is there: it goes like a message without a key.
   */
  leave(thread: string, body: string, at: number, queued: boolean, key?: string): Soon<number | undefined>;
  /** The id of the message that was left under a key, consumed or not. */
  left(thread: string, key: string): Soon<number | undefined>;
  /** The messages of a thread that are not consumed yet, oldest first; only those with a higher id than `after`, where that is given. */
  messages(thread: string, after?: number): Soon<readonly Message[]>;
  /** The messages of a thread that were consumed, with what came of each, as far as they are kept; the last consumed first. */
  consumed(thread: string, limit: number): Soon<readonly Message[]>;
  /** One message, to see what came of it; gone with its thread, or, without a key, with the row that consumed it. */
  message(id: number): Soon<Message | undefined>;
  /** A number that changes whenever another connection may have written. */
  version(): Soon<number>;
  /** Those of these threads that are not as they are known, in the order in which they are asked about: one call, however many they are. */
  changed(asked: readonly Asked[]): Soon<readonly Changed[]>;
  /** What a thread showed since the `after`th of its outputs, as far as that is kept ({@link outputsKept}); a fork has none of its origin's. */
  outputs(thread: string, after: number): Soon<readonly StoredOutput[]>;
  /** How many outputs a thread had, those that are kept no longer included. */
  shown(thread: string): Soon<number>;
  /** Keeps a plan as data under its fingerprint; keeping it again does nothing. */
  keepPlan(fingerprint: string, graph: string, body: string): Soon<void>;
  plan(fingerprint: string): Soon<string | undefined>;
  /** The fingerprints of a graph's plans, in the order in which they were first kept. */
  plans(graph: string): Soon<readonly string[]>;
  /** A result that was kept under this key until later than `now`. */
  cached(key: string, now: number): Soon<string | undefined>;
  keepCached(key: string, body: string, until: number): Soon<void>;
  /** An item of a side table, unless it was gone by `now`. */
  item(place: ItemPlace, now: number): Soon<Item | undefined>;
  /** Items of side tables, in their order, without those that were gone by `now`. */
  items(query: ItemQuery, now: number): Soon<readonly Item[]>;
  /** Items by what they say, without those that were gone by `now`: the best first, of equal ones the newest. */
  findItems(search: ItemSearch, now: number): Soon<readonly FoundItem[]>;
  /** Writes items, in order: all of it or, where one has another version than a write names, nothing. Some that were gone by `now` are dropped. */
  putItems(writes: readonly ItemPut[], now: number): Soon<"ok" | "stale">;
  /**
   * Deletes threads whole, with the items of their names; a thread that others were forked from keeps what they share. Returns
   * how many went.
   */
  remove(threads: readonly string[]): Soon<number>;
  /**
   * Makes the newest snapshot at or before `before` the thread's beginning: what came before it is read no more, and is
   * dropped where no fork shares it. Returns how many rows went.
   */
  trim(thread: string, before: number): Soon<number>;
  /** What is wrong with the store as a whole, a sentence each; a store that cannot tell leaves this out. */
  integrity?(): Soon<readonly string[]>;
  close(): Soon<void>;
}
/**
 * What can go wrong, and the facts each problem carries.
 *
 * Each code has a heading in `docs/problems/<subject>.md` and a test that raises it.
 */
interface Problems {
  "graph/invalid": {
    graph: string;
    mistakes: readonly Mistake[];
  };
  "graph/another": {
    graph: string;
    given: string;
  };
  "value/refused": {
    path: string;
    found: string;
  };
  "value/unreadable": {
    path: string;
    found: string;
  };
  "codec/invalid": {
    name: string;
    found: string;
  };
  "value/invalid": {
    path: string;
    issues: readonly Issue[];
  };
  "schema/async": {
    path: string;
  };
  "update/not-an-object": {
    from: string;
    found: string;
  };
  "update/unknown-key": {
    from: string;
    key: string;
    graph: string;
    hint: string;
  };
  "update/undeclared-key": {
    from: string;
    key: string;
    writes: readonly string[];
  };
  "decision/failed": {
    what: string;
    message: string;
  };
  "decision/async": {
    what: string;
  };
  "decision/no-verdict": {
    what: string;
    found: string;
  };
  "decision/no-time": {
    what: string;
    found: string;
  };
  "transition/undeclared": {
    where: string;
    to: string;
    hint: string;
  };
  "transition/no-case": {
    node: string;
  };
  "lanes/not-a-list": {
    where: string;
    found: string;
  };
  "lanes/invalid-id": {
    where: string;
    id: string;
    why: string;
  };
  "lanes/invalid-needs": {
    where: string;
    id: string;
    why: string;
  };
  "lanes/no-count": {
    where: string;
    found: string;
    expected: string;
  };
  "lane/not-found": {
    lane: string;
    lanes: readonly string[];
  };
  "state/conflict": {
    node: string;
    key: string;
    lanes: readonly [string, string];
    written?: {
      readonly cause: string;
      readonly label?: string;
    };
  };
  "limit/exceeded": {
    name: string;
    limit: number;
    loop: readonly string[];
    per?: "turn" | "day";
    graph?: string;
  };
  "limit/unknown": {
    name: string;
    graph: string;
    hint: string;
  };
  "activity/timeout": {
    node: string;
    milliseconds: number;
  };
  "activity/refused": {
    node: string;
    reason: string;
    update: unknown;
  };
  "activity/over": {
    thread: string;
    node: string;
    call: string;
  };
  "activity/unknown-graph": {
    thread: string;
    node: string;
    graph: string;
    known: readonly string[];
  };
  "step/repeated": {
    node: string;
    key: string;
  };
  "step/invalid-key": {
    node: string;
    key: string;
    why: string;
  };
  "step/waits": {
    node: string;
    step: string;
    key: string;
  };
  "update/shared-key": {
    from: string;
    key: string;
    graph: string;
  };
  "step/saves": {
    node: string;
    key: string;
  };
  "event/unknown": {
    event: string;
    graph: string;
    hint: string;
  };
  "event/not-accepted": {
    event: string;
    accepted: readonly string[];
    tried: readonly string[];
    asked?: readonly string[];
    failed?: readonly string[];
    final?: boolean;
  };
  "context/invalid": {
    why: string;
  };
  "event/ambiguous": {
    event: string;
    lanes: readonly string[];
  };
  "answer/not-asked": {
    key: string;
    open: readonly string[];
  };
  "answer/ambiguous": {
    key: string;
    lanes: readonly string[];
  };
  "timer/not-due": {
    lane: string;
    timer: string;
  };
  "edit/unknown-node": {
    node: string;
    hint: string;
  };
  "edit/outside-lane": {
    lane: string;
    node: string;
    nodes: readonly string[];
  };
  "edit/ambiguous": {
    node: string;
    lanes: readonly string[];
  };
  "thread/not-found": {
    thread: string;
    store: string;
  };
  "thread/exists": {
    thread: string;
    graph: string;
    why: string;
  };
  "thread/invalid-id": {
    thread: string;
    why: string;
  };
  "thread/invalid-message-id": {
    thread: string;
    id: string;
    why: string;
  };
  "thread/over": {
    thread: string;
    status: string;
  };
  "thread/send-refused": {
    thread: string;
    event: string;
    why: string;
  };
  "thread/not-failed": {
    thread: string;
    lane?: string;
    stands: string;
  };
  "thread/busy": {
    thread: string;
    owner: string;
  };
  "thread/stale": {
    thread: string;
  };
  "thread/outcome-unknown": {
    thread: string;
  };
  "thread/abandoned": {
    thread: string;
    takeovers: number;
    nodes: readonly string[];
  };
  "thread/wrong-graph": {
    thread: string;
    graph: string;
    given: string;
  };
  "thread/changed-graph": {
    thread: string;
    graph: string;
    missing: readonly string[];
    fingerprint?: string;
  };
  "thread/newer-graph": {
    thread: string;
    graph: string;
    version: string;
  };
  "thread/unknown-graph": {
    thread?: string;
    graph: string;
    known: readonly string[];
  };
  "checkpoint/not-found": {
    thread: string;
    seq: number | string;
    head: number;
    first?: number;
  };
  "checkpoint/unknown-key": {
    thread: string;
    seq: number;
    lane: string;
    key: string;
    hint: string;
  };
  "export/newer": {
    found: number;
    known: number;
  };
  "export/damaged": {
    line: number;
    found: string;
  };
  "replay/diverged": {
    thread: string;
    graph: string;
    seq: number;
    how: string;
  };
  "fork/unknown-result": {
    thread: string;
    result: string;
    known: readonly string[];
  };
  "fork/unfit": {
    thread: string;
    seq: number;
    graph: string;
    key?: string;
    why: string;
  };
  "service/missing": {
    missing: readonly {
      readonly service: string;
      readonly graph: string;
    }[];
    hint: string;
  };
  "service/unreadable": {
    service: string;
    message: string;
  };
  "runtime/closed": {
    what: string;
  };
  "runtime/option": {
    option: string;
    found: string;
    expected: string;
  };
  "worker/refused": {
    why: string;
  };
  "listener/failed": {
    what: string;
    message: string;
  };
  "around/failed": {
    what: string;
    why: string;
  };
  "duration/invalid": {
    found: string;
  };
  "machine/undurable": {
    machine: string;
    mistakes: readonly {
      readonly path: string;
      readonly message: string;
    }[];
  };
  "config/invalid": {
    document: string;
    mistakes: readonly {
      readonly code: string;
      readonly path: string;
      readonly line: number;
      readonly column: number;
      readonly message: string;
    }[];
  };
  "machine/unfit": {
    machine: string;
    actor: string;
    why: string;
  };
  "script/unknown-node": {
    graph: string;
    node: string;
    hint: string;
  };
  "script/no-activity": {
    node: string;
  };
  "script/used-up": {
    node: string;
    outcomes: number;
  };
  "script/no-method": {
    method: string;
    hint: string;
  };
  "fact/no-source": {
    namespace: readonly string[];
    id: string;
  };
  "fact/other-vectors": {
    store: string;
    table: string;
    asked: number;
    found: number;
  };
  "store/newer": {
    store: string;
    found: number;
    known: number;
  };
  "store/older": {
    store: string;
    found: number;
    known: number;
  };
  "store/foreign": {
    store: string;
    found: string;
  };
  /** `whole` where it is not a part of it that is damaged, so that nothing of it can be relied on. */
  "store/corrupt": {
    store: string;
    found: string;
    whole?: true;
  };
  "store/read-only": {
    store: string;
  };
  "store/full": {
    store: string;
  };
  "store/busy": {
    store: string;
    waited: number;
  };
  "store/io": {
    store: string;
    found: string;
  };
  "store/cannot-open": {
    store: string;
    found: string;
  };
  "store/replaced": {
    store: string;
  };
  "store/closed": {
    store: string;
  };
  "store/another": {
    store: string;
    table: string;
    made: string;
  };
  "store/refused": {
    store: string;
    what: string;
    found: string;
  };
  "store/invalid-cursor": {
    store: string;
    cursor: string;
  };
}
/** A code of the problem table, `subject/problem`. Codes are public: they are added, never renamed. */
type ProblemCode = keyof Problems;
/**
 * The one error Cairn throws. Branch on `code`; read `facts` for what was wrong.
 *
 * Two copies of Cairn in one process must agree, so recognise it with {@link isProblem}, not with `instanceof`.
 */
declare class Problem<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = "CairnProblem";
  readonly code: Code;
  readonly facts: Problems[Code];
  constructor(code: Code, facts: Problems[Code], options?: ErrorOptions);
  /** The page that explains this code, in the installed package: `@cairn/core/docs/problems/duration.md#invalid`. */
  get page(): string;
}
/** Makes a {@link Problem}; `cause` keeps the error that led to it. */
declare function problem<Code extends ProblemCode>(code: Code, facts: Problems[Code], cause?: unknown): Problem<Code>;
/** Whether a value is a {@link Problem}, and when `code` is given, that one. */
declare function isProblem<Code extends ProblemCode = ProblemCode>(value: unknown, code?: Code): value is Problem<Code>;
/** Where in a value: indexes of lists and keys of records, from the outside in. */
type Place = readonly (string | number)[];
/** One edit of a part of a value. A splice is that of arrays: where, how many are removed, and what comes in their place. */
type Edit = {
  readonly at: Place;
  readonly set: unknown;
} | {
  readonly at: Place;
  readonly drop: true;
} | {
  readonly at: Place;
  readonly splice: readonly [start: number, removed: number, items: readonly unknown[] | string];
};
/** The edits that lead from one value to another; undefined where they would not be shorter than the value. */
declare function differenceOf(was: unknown, is: unknown): readonly Edit[] | undefined;
/** A value after edits; a {@link Misfit} where there is no such place in it. */
declare function patched(value: unknown, edits: readonly Edit[]): unknown;
export { Blob as $, ItemEdge as A, ItemWriteOver as B, Found as C, FoundItem as D, mayTake as E, ItemSaying as F, madeOver as G, edgeOf as H, ItemSearch as I, withSaying as J, sayingOf as K, ItemSpan as L, ItemPlace as M, ItemPut as N, Item as O, ItemQuery as P, isOtherwise as Q, ItemTies as R, ThreadCounting as S, isAsKnown as T, endOfSayings as U, conditionOf as V, isItemWrite as W, Asked as X, writeOver as Y, Changed as Z, ThreadPage as _, ProblemCode as a, StoredState as at, CountQuery as b, Problems as c, Mistake as ct, NewThread as d, Message as et, Owner as f, ThreadOrder as g, Store as h, Problem as i, StoredSnapshot as it, ItemNeed as j, ItemCheck as k, Brings as l, Duration as lt, Soon as m, differenceOf as n, StoredOutput as nt, isProblem as o, Status as ot, RowQuery as p, spanOf as q, patched as r, StoredRow as rt, problem as s, ThreadRecord as st, Edit as t, Posted as tt, Commit as u, toMilliseconds as ut, ThreadQuery as v, Take as w, ThreadCount as x, ThreadUpdate as y, ItemWrite as z };

// shared/memory.d.ts

import { h as Store } from "./difference.js";
/** Says when there is no more time to try; asked for when something failed for the first time. */
type Patience = () => AbortSignal;
/** Where time comes from: the system's, or a test's. */
interface Clock {
  /** Milliseconds since 1970: what a clock on the wall shows, which may be set forward or back at any moment. */
  now(): number;
  /** Calls `then` once, `milliseconds` from now, of any length; the function it returns calls that off. */
  after(milliseconds: number, then: () => void): () => void;
  /**
   * Calls `then` once {@link now} is `time` or later, and soon after that where the clock was set or the machine slept
   * meanwhile; never before. Without it, {@link after} is waited for and the time looked at again.
   */
  at?(time: number, then: () => void): () => void;
  /** Milliseconds since some moment, whatever the clock on the wall is set to; without it no step of that clock is noticed. */
  elapsed?(): number;
}
/** The time of this machine. A pending wait does not keep the process alive. */
declare const systemClock: Clock;
/** How the tags of a thread change. A tag `name=value` gives a name a value. */
interface TagChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  /** Values by their names, each in place of what the name has; null for none. */
  readonly set?: Readonly<Record<string, string | null>>;
}
/**
 * Changes the tags of a thread and gives what they are then. They are changed where they are as they were read: of two who tag at
 * once, neither loses anything. A problem `thread/not-found` where there is no such thread.
 */
declare function tagThread(store: Store, id: string, change: TagChange, patience?: Patience): Promise<readonly string[]>;
/** What a memory store is made with. */
interface MemoryOptions {
  /**
   * The clock by which it is judged who is alive, as a store has that machines share. Without it each runtime judges by its own, as
   * processes of one machine do.
   */
  readonly clock?: Pick<Clock, "now">;
}
/** A store in memory: what it keeps is gone with the process. */
declare function memory(options?: MemoryOptions): Store;
export { Clock as a, tagThread as i, MemoryOptions as n, systemClock as o, TagChange as r, Patience as s, memory as t };

// shared/told-record.d.ts

import { st as ThreadRecord } from "./difference.js";
/** What a store tells of a thread at rest. */
interface Summary {
  readonly at?: readonly {
    readonly lane: string;
    readonly node: string;
  }[];
  readonly outcome?: string;
  readonly reason?: string;
  readonly failed?: readonly {
    readonly lane: string;
    readonly node: string;
    readonly name: string;
    readonly message: string;
    readonly code?: string;
  }[];
  readonly events?: readonly string[];
  readonly questions?: readonly {
    readonly lane: string;
    readonly node: string;
    readonly key: string;
    /** The thread whose end answers it. */
    readonly child?: string;
  }[];
}
/** A thread's summary; empty while it is at work. */
declare function summaryOf({ summary }: Pick<ThreadRecord, "summary">): Summary;
/** Who drives a thread, as a store that knows processes tells it. */
interface SeenOwner {
  /** Absent where the owner was never heard of, or is forgotten. */
  readonly process?: {
    readonly pid: number;
    readonly host: string;
  };
  /** Until when it counts as alive, in milliseconds since 1970. */
  readonly until?: number;
  /** Whether its process is known to be gone. */
  readonly isGone: boolean;
}
/** Whether an owner counts as alive: its lease holds, and its process is not known to be gone. */
declare function isAlive({ until, isGone }: SeenOwner, now: number): boolean;
/** Who drives a thread, as JSON tells it. */
declare function driverJson(owner: SeenOwner, now: number): {
  readonly pid?: number;
  readonly host?: string;
  readonly isAlive: boolean;
};
export { summaryOf as a, isAlive as i, Summary as n, driverJson as r, SeenOwner as t };

// store.d.ts

import { $ as Blob, A as ItemEdge, B as ItemWriteOver, C as Found, D as FoundItem, E as mayTake, F as ItemSaying, G as madeOver, H as edgeOf, I as ItemSearch, J as withSaying, K as sayingOf, L as ItemSpan, M as ItemPlace, N as ItemPut, O as Item, P as ItemQuery, Q as isOtherwise, R as ItemTies, S as ThreadCounting, T as isAsKnown, U as endOfSayings, V as conditionOf, W as isItemWrite, X as Asked, Y as writeOver, Z as Changed, _ as ThreadPage, a as ProblemCode, at as StoredState, b as CountQuery, c as Problems, d as NewThread, et as Message, f as Owner, g as ThreadOrder, h as Store, i as Problem, it as StoredSnapshot, j as ItemNeed, k as ItemCheck, l as Brings, lt as Duration, m as Soon, n as differenceOf, nt as StoredOutput, o as isProblem, ot as Status, p as RowQuery, q as spanOf, r as patched, rt as StoredRow, s as problem, st as ThreadRecord, t as Edit, tt as Posted, u as Commit, ut as toMilliseconds, v as ThreadQuery, w as Take, x as ThreadCount, y as ThreadUpdate, z as ItemWrite } from "./shared/difference.js";
import { a as summaryOf, i as isAlive, n as Summary, r as driverJson, t as SeenOwner } from "./shared/told-record.js";
import { i as tagThread, n as MemoryOptions, r as TagChange, t as memory } from "./shared/memory.js";
/** A run of checkpoints by seq, both ends included. */
interface Span {
  readonly from: number;
  readonly to: number;
}
/** What is left of `whole` when the spans in `kept` are taken out, in order. */
declare function outside(whole: Span, kept: readonly Span[]): readonly Span[];
/** The part of a span that lies in another; undefined where they do not meet. */
declare function within(span: Span, other: Span): Span | undefined;
/** Whether something of one thread is damaged, and not its store as a whole. */
declare function isDamage(error: unknown): error is Problem;
/** A number of things, in words: `1 thread`, `2 threads`. */
declare function counted(count: number, thing: string): string;
/** What a sentence lists, however much there is: the first few, and how many more. */
declare function listed(parts: readonly string[], between?: string): string;
/** A sentence's tail that offers the nearest of `known`, or lists the first of them. */
declare function suggest(name: string, known: readonly string[]): string;
/** SHA-256 of a text, in hexadecimal. */
declare function hashOf(text: string): string;
/** Whether rows come one after the other, the first right after `head`. */
declare function follow(rows: readonly StoredRow[], head: number): boolean;
/** Refuses tags that cannot be stored as they are. */
declare function acceptTags(store: string, tags: readonly string[]): void;
/** How much is kept of what a thread shows: so many of its newest outputs, and of those as many as have no more characters together. */
declare const outputsKept: {
  readonly count: 1_000;
  readonly characters: 262_144;
};
/** Refuses a commit that cannot be stored as it is; with `isThere`, see {@link acceptSent}. */
declare function acceptCommit(store: string, commit: Commit, isThere?: (id: string) => boolean): void;
/** Refuses a commit of which something goes to a thread that is not there, or begins one that is: `isThere` tells of those before it. */
declare function acceptSent(store: string, { begins, posts }: Commit, isThere: (id: string) => boolean): void;
/** Refuses a new thread that cannot be stored as it is; `past` is what its origin lets it share. */
declare function acceptThread(store: string, thread: NewThread, past: readonly [first: number, last: number]): void;
/** Refuses a list of threads or rows that is bounded by what is no number, or in an order that there is not. */
declare function acceptBounds(store: string, query: Readonly<Record<string, unknown>>): void;
/** Refuses a message that cannot be stored as it is. */
declare function acceptMessage(store: string, body: string, at: number, key?: string | null): void;
/** Refuses a plan that cannot be stored as it is. */
declare function acceptPlan(store: string, body: string): void;
/** Refuses a result that cannot be kept as it is. */
declare function acceptCached(store: string, key: string, body: string, until: number): void;
/** A thread's fence after a commit: that of the commit, which rises where the commit takes the thread. */
declare function fenceAfter({ fence, takes }: Pick<Commit, "fence" | "takes">): number;
/** Refuses writes of items that cannot be stored as they are, with a `store/refused` problem. */
declare function acceptItems(store: string, writes: readonly ItemPut[]): void;
/** Refuses a search that no store could answer. */
declare function acceptItemSearch(store: string, { table, prefix, words, vector, limit }: ItemSearch): void;
/** Refuses a query for items that no store could answer. */
declare function acceptItemQuery(store: string, { table, thread, prefix, after, before, limit }: ItemQuery): void;
declare function acceptItemPlace(store: string, place: ItemPlace): void;
/** A key as it stands in a text. */
declare function writtenKey(key: string): string;
/** A key out of a text. */
declare function keyOf(text: string): string;
/** What is kept of an error: all that the language and Node define, and the author's own enumerable properties. */
interface ErrorParts {
  /** The class, `TypeError` for example. */
  readonly type: string;
  readonly name: string;
  /** Properties that are not enumerable: `message`, `stack`, `cause` and the like. */
  readonly hidden: Readonly<Record<string, unknown>>;
  readonly props: Readonly<Record<string, unknown>>;
}
/** Takes an error apart; what is in it is not looked into. */
declare function takeApart(error: Error): ErrorParts;
/** Puts an error together again; it is not frozen yet. */
declare function putTogether({ type, name, hidden, props }: ErrorParts): Error;
/** The words of a text, in order: in small letters, without accents. */
declare function wordsOf(text: string): readonly string[];
/** Refuses to compare a vector with those of another size, which would not be found: a problem `fact/other-vectors`. */
declare function mustBeAsLong(store: string, table: string, asked: number, found: Iterable<number>): void;
/** How like two vectors are, from -1 to 1; 0 where one of them is nothing but zeros. */
declare function cosine(left: Float32Array, right: Float32Array): number;
/** The words of a query that items have, in its order; of too many the rarest, told by how many items have each. */
declare function tellingWords(given: readonly string[], countOf: (word: string) => number): readonly string[];
/**
 * Whether what failed in a store may succeed when it is tried again as it was.
 *
 * All else is permanent, an error that is no problem included: tried again, it fails again.
 */
declare function isPassing(error: unknown): boolean;
/** Every status a thread can have. */
declare const statuses: readonly Status[];
/** Every order that a list can have. */
declare const threadOrders: readonly ThreadOrder[];
/** A thread's place in a list. */
interface Place {
  /** By what the list is ordered; of a thread without a `due`, in the order of that, when it was updated. */
  readonly time: number;
  /** The thread's number in the order of creation, among threads of that time. */
  readonly number: number;
  /** It has no `due` in a list in the order of that, and so comes after those that have. */
  readonly isUndated: boolean;
}
/** A thread as it is listed, with its number in the order of creation. */
interface Listed {
  readonly number: number;
  readonly record: ThreadRecord;
  /** Its record is not what was written. */
  readonly isDamaged?: boolean;
}
/** What a list is ordered by: `updated` where one of its bounds is given and nothing is said, `created` otherwise. */
declare function orderOf(query: ThreadQuery): ThreadOrder;
/** At most how many threads a page has. */
declare function limitOf(query: ThreadQuery): number;
/** The place that a query's cursor stands for; undefined for the first page. */
declare function placeOf(store: string, query: ThreadQuery): Place | undefined;
/** Where a thread stands in a list of an order. */
declare function placeIn(order: ThreadOrder, { number, record }: Listed): Place;
/** A page out of threads in order: one more than the limit tells that there is another page. */
declare function pageOf(query: ThreadQuery, listed: readonly Listed[]): ThreadPage;
/** The order that a query asks for. */
declare function inOrder(query: ThreadQuery): (left: Listed, right: Listed) => number;
export { type Asked, type Blob, type Brings, type Changed, type Commit, type CountQuery, type Duration, type Edit, type ErrorParts, type Found, type FoundItem, type Item, type ItemCheck, type ItemEdge, type ItemNeed, type ItemPlace, type ItemPut, type ItemQuery, type ItemSaying, type ItemSearch, type ItemSpan, type ItemTies, type ItemWrite, type ItemWriteOver, type Listed, type MemoryOptions, type Message, type NewThread, type Owner, type Place, type Posted, Problem, type ProblemCode, type Problems, type RowQuery, type SeenOwner, type Soon, type Span, type Status, type Store, type StoredOutput, type StoredRow, type StoredSnapshot, type StoredState, type Summary, type TagChange, type Take, type ThreadCount, ThreadCounting, type ThreadOrder, type ThreadPage, type ThreadQuery, type ThreadRecord, type ThreadUpdate, acceptBounds, acceptCached, acceptCommit, acceptItemPlace, acceptItemQuery, acceptItemSearch, acceptItems, acceptMessage, acceptPlan, acceptSent, acceptTags, acceptThread, conditionOf, cosine, counted, differenceOf, driverJson, edgeOf, endOfSayings, fenceAfter, follow, hashOf, inOrder, isAlive, isAsKnown, isDamage, isItemWrite, isOtherwise, isPassing, isProblem, keyOf, limitOf, listed, madeOver, mayTake, memory, mustBeAsLong, orderOf, outputsKept, outside, pageOf, patched, placeIn, placeOf, problem, putTogether, sayingOf, spanOf, statuses, suggest, summaryOf, tagThread, takeApart, tellingWords, threadOrders, toMilliseconds, withSaying, within, wordsOf, writeOver, writtenKey };
