// index.d.ts

import { BaseMessage, BaseMessageLike } from "@langchain/core/messages";
import { AnyGraph, Baggage, Cairn, ClassCodec, Context, EventsOf, FactsOf, Graph, InputOf, LongTermMemory, Merged, NodeOf, Replace, Result, StateOfKeys, StoredOfKeys, ThreadEvent, UpdateOfKeys, local, upsert } from "@cairn/core";
import { Runnable, RunnableConfig } from "@langchain/core/runnables";
import { InteropZodType } from "@langchain/core/utils/types";
import { IterableReadableStream } from "@langchain/core/utils/stream";
import { StructuredToolInterface } from "@langchain/core/tools";
import { StandardSchemaV1 } from "@standard-schema/spec";
import { BaseLanguageModelInput } from "@langchain/core/language_models/base";
/** A schema of one message, for events and for keys that hold one; the graph, or a key of it, brings {@link messageCodecs}. */
declare const message$1: StandardSchemaV1<BaseMessageLike, BaseMessage>;
/** A message of a conversation, which is known by its id. */
type Said = BaseMessage & {
  readonly id: string;
};
/** What may be written to a conversation: messages, or what LangChain takes for some, and removals; several, or one. */
type MessagesUpdate = Exclude<BaseMessageLike, readonly unknown[]> | readonly BaseMessageLike[];
/** The id of the removal that removes all messages before it. */
declare const REMOVE_ALL = "__remove_all__";
/** How messages are stored, and the documents that may be in them: for graphs that have some elsewhere than in {@link messages}. */
declare const messageCodecs: readonly ClassCodec[];
/**
 * A key of the state that holds a conversation. What is written is taken as LangGraph's reducer takes it: a message whose id is known
 * takes the place of that message, others are added, a `RemoveMessage` removes. Only what changed is stored.
 */
declare function messages$1(): MessagesKey;
/** What {@link messages} gives. */
type MessagesKey = ReturnType<typeof upsert<StandardSchemaV1<BaseMessageLike, Said>, "id", MessagesUpdate>>;
/** Whatever is in a key that holds a conversation, or is written to one. */
type Spoken = readonly BaseMessage[] | MessagesUpdate | Replace<readonly BaseMessageLike[]>;
/** The text of the last message of a conversation, or of what a node writes to one; empty where there is none. */
declare function textOf(said: Spoken | undefined): string;
/** The name of the limit of tokens, or the names of limits by what they count. */
type Spend = string | {
  readonly tokens?: string | undefined;
  readonly calls?: string | undefined;
};
/** What an activity is given that counts what it uses. */
interface Spending extends Pick<Context, "attempt" | "failures" | "saved"> {
  spend(this: void, name: never, amount: number): void;
  left(this: void, name: never): number;
  save(this: void, key: string, update: never): Promise<void>;
}
/** A chat model of LangChain's, or whatever else of it answers messages with one. */
type ChatModel = Pick<Runnable<BaseLanguageModelInput, BaseMessage>, "invoke">;
/** A tool of LangChain's. */
type Tool = StructuredToolInterface;
/** What an activity is given that runs something of LangChain's. */
type Acting = Pick<Context, "thread" | "lane" | "node" | "visit" | "attempt" | "signal" | "emit">;
/** What an activity is given that calls a model, which may be a service of the graph's, by its name. */
interface Asking<Service extends string> extends Acting, Spending, Pick<Context, "now" | "sleep"> {
  readonly services: { readonly [Name in Service]: ChatModel; };
}
/** What a model may be given as: it, or the name of a service of the graph's that is one. */
type ModelGiven = ChatModel | string;
/** The service by which a model is named, if it is. */
type ServiceOf<Model extends ModelGiven> = Extract<Model, string>;
/** A state that holds a conversation. */
interface Conversing {
  readonly messages: readonly BaseMessage[];
}
/** What a model is told: a text goes before the conversation, and a list takes its place. */
type Told$1 = string | readonly BaseMessageLike[];
/** What a model is told, or what says it from the state. */
type Prompt<State> = Told$1 | ((state: State) => Told$1 | Promise<Told$1>);
/** How a model is called. */
interface ModelOptions<State> {
  /** What it is told: a text before the conversation, or a list instead of it; or a function of the state that gives one. */
  readonly prompt?: Prompt<State>;
  /** The tools that it may call. */
  readonly tools?: readonly Tool[];
  /** The limits by which it is counted: the name of that of its tokens, or names of that and of that of its calls. */
  readonly spend?: Spend;
}
/**
 * An activity that has a chat model, or the service of that name, answer the conversation in the key `messages`. What `verify` refuses of an
 * attempt, the model is told in the next one.
 *
 * @example
 * ```ts
 * const think = { run: model(new ChatOpenAI(), { prompt: 'Be brief.' }), retry: { attempts: 3 }, next: 'end' };
 * ```
 */
declare function model<State = Conversing, const Model extends ModelGiven = ChatModel>(chat: Model, { prompt, tools, spend }?: ModelOptions<State>): (state: State & Conversing, context: Asking<ServiceOf<Model>>) => Promise<{
  readonly messages: BaseMessage;
}>;
/** How a model is asked for an answer of a form. */
interface StructuredOptions<State, Key extends string> {
  /** The key of the state that the answer is put into. */
  readonly into: Key;
  readonly prompt?: Prompt<State>;
  /** The limits by which it is counted. */
  readonly spend?: Spend;
}
/**
 * An activity that has a chat model, or the service of that name, answer the conversation in the key `messages` by a schema of zod. An
 * answer that does not fit is a failed attempt, and the model is told why in the next one: give the node `retry`.
 */
declare function structured<Answer, const Key extends string, State = Conversing, const Model extends ModelGiven = ChatModel>(chat: Model, schema: InteropZodType<Answer>, { into, prompt, spend }: StructuredOptions<State, Key>): (state: State & Conversing, context: Asking<ServiceOf<Model>>) => Promise<{ readonly [Name in Key]: Answer; }>;
/**
 * What to give to whatever of LangChain's runs in an activity: `chain.invoke(input, configOf(ctx))`. Models in it stream, however deep they
 * are, and their tokens are shown by `ctx.emit`; it stops when the attempt is over; traces tell where it ran.
 */
declare function configOf(context: Acting): RunnableConfig;
/** What a model said next: an output of the activity that it runs in. */
interface Token {
  readonly type: "langchain/token";
  /** What it adds to the text; empty where it adds to something else, a call of a tool for example. */
  readonly text: string;
  /** The run of LangChain's that it is of: one call of one model. */
  readonly call: string;
  /** The part of the message, as data; `message` of this package makes LangChain's chunk of it. */
  readonly chunk: Readonly<Record<string, unknown>>;
}
/** Which run of which attempt of which visit something was said in. */
type Place = Pick<Extract<ThreadEvent, {
  type: "output";
}>, "thread" | "lane" | "node" | "visit" | "attempt" | "run" | "id">;
/** A token, and where it was said. */
type ToldToken = Token & Place;
/** All that a run had said is for nothing: its attempt failed or was ended, or its function runs again and says it anew. */
interface Superseded extends Place {
  readonly type: "langchain/superseded";
}
/** Whether something that an activity showed is a token. */
declare function isToken(data: unknown): data is Token;
/**
 * The tokens among what happens to a thread: `for await (const token of tokensOf(thread.watch()))`. With `superseded`, it is told as well
 * of which run what was said is for nothing, as soon as that is known.
 */
declare function tokensOf(events: AsyncIterable<ThreadEvent>): AsyncGenerator<ToldToken, void, undefined>;
declare function tokensOf(events: AsyncIterable<ThreadEvent>, options: {
  readonly superseded: true;
}): AsyncGenerator<ToldToken | Superseded, void, undefined>;
/** What a stream of a graph gives: each state that it comes to, what each node writes, or what activities show by `ctx.emit`. */
type StreamMode = "values" | "updates" | "custom";
/** How a graph is a Runnable. */
interface RunnableOptions<Declared extends AnyGraph, Input, Output> {
  /** Makes an event of an input, which is sent to the thread: then each call is a turn of one thread. Otherwise each starts one. */
  readonly turn?: (input: Input) => { readonly [Event in keyof EventsOf<Declared> & string]: {
    readonly event: Event;
    readonly payload: EventsOf<Declared>[Event];
    /** What is said under one id of one thread is said once, however often it is called. */
    readonly id?: string;
  }; }[keyof EventsOf<Declared> & string];
  /** What a call gives of how the thread came to rest; its state, where this is left out. */
  readonly output?: (result: Result<FactsOf<Declared>>) => Output;
  /** What goes along with each call as `ctx.context`, from how it was called: `({ configurable }) => ({ customer: configurable?.customer })`. */
  readonly context?: (config: RunnableConfig) => Baggage | undefined;
}
type Streaming<Mode extends StreamMode> = Partial<RunnableConfig> & {
  readonly streamMode: Mode;
};
/** A graph as a Runnable. */
interface GraphRunnable<Input, Output> extends Runnable<Input, Output> {
  /** Its states, one after the other; where `output` makes something of the last, that alone. */
  stream(input: Input, options?: Partial<RunnableConfig> & {
    readonly streamMode?: "values";
  }): Promise<IterableReadableStream<Output>>;
  /** What nodes write, by the node's name. */
  stream(input: Input, options: Streaming<"updates">): Promise<IterableReadableStream<Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** What activities show, tokens aside. */
  stream(input: Input, options: Streaming<"custom">): Promise<IterableReadableStream<unknown>>;
}
/**
 * A graph as a Runnable of LangChain's, to be invoked, batched, streamed and piped. The thread is `configurable.thread_id`. Where this process
 * drives it, its activities are runs within the call's, and what they run by `model`, `toolNodes` or `configOf` is within theirs.
 */
declare function asRunnable<Declared extends AnyGraph, Input = InputOf<Declared>, Output = FactsOf<Declared>["stored"]>(cairn: Cairn, graph: Declared, options?: RunnableOptions<Declared, Input, Output>): GraphRunnable<Input, Output>;
type Failed = Extract<Result, {
  status: "failed";
}>["failed"];
/** What a call rejects with whose thread failed or was cancelled. */
interface ThreadError extends Error {
  readonly code: "langchain/thread-failed" | "langchain/thread-cancelled";
  readonly thread: string;
  /** Of one that failed: where, and by what, the first as the `cause` as well. */
  readonly failed?: Failed;
}
/** A call of a tool, as a lane is given it. */
interface Call {
  /** Which of its message's calls it is: what tells it from others whose ids are equal, or that have none. */
  readonly place: number;
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Why it cannot be made: its arguments are no JSON. */
  readonly unfit?: string;
}
/** A schema that takes what is made here as it is. */
declare const callSchema: StandardSchemaV1<Call, Call>;
/** Whether the conversation ends with an answer that calls tools: a guard of the way to them. */
declare function callsTools({ messages }: {
  readonly messages: readonly BaseMessage[];
}): boolean;
/** What somebody says of a call that was to be approved. */
type Approval = {
  readonly approve: true;
  readonly args?: Readonly<Record<string, unknown>>;
} | {
  readonly approve: false;
  readonly reason?: string;
};
/** Which calls somebody has to approve: those of some tools, or those of which a function says so. It decides, as guards do. */
type ApprovalPolicy = readonly string[] | ((call: Call) => boolean);
/** What answers the question about a call: `{ approve: true }`, also with other arguments, or `{ approve: false, reason }`. */
declare const approvalSchema: StandardSchemaV1<Approval, Approval>;
/** The parts of a graph in which models call tools: what its nodes have in the state, and what they ask. */
interface Conversation {
  readonly state: {
    readonly messages: MessagesKey;
    readonly call: ReturnType<typeof local<typeof callSchema>>;
  };
  readonly questions: {
    readonly "approve:*": typeof approvalSchema;
  };
}
/** What a graph has that takes in {@link toolNodes}: `graph({ name: 'agent', ...conversation, start, nodes })`. */
declare const conversation: Conversation;
/** What is known of where a tool is called; nothing where no activity calls it. */
type Calls = Pick<Context, "thread" | "context" | "write">;
/** What is remembered, and where. */
interface MemoryToolOptions {
  /** The namespace, or what tells it by what came along with the input, a customer's number for example. */
  readonly namespace: readonly string[] | ((context: Calls | undefined) => readonly string[]);
  /** Has what is remembered go with the thread; it stays otherwise. */
  readonly of?: "thread";
  /** How many facts the model is told at most, 5 by default. */
  readonly limit?: number;
}
/**
 * Two tools for an agent, `remember` and `recall`. What is remembered is written with the end of the call: once, however often that is tried.
 *
 * @example
 * agent({ name: 'clerk', model, tools: [...memoryTools(longTermMemory(store), { namespace: ['clerk'] })] });
 */
declare function memoryTools(memory: LongTermMemory, options: MemoryToolOptions): [remember: Tool, recall: Tool];
/** What the activity is given that makes a call. */
interface Calling extends Acting, Pick<Context, "step"> {
  spend(this: void, name: never, amount: number): void;
  ask(this: void, key: `approve:${string}`, question: {
    readonly payload: unknown;
  }): Promise<Approval>;
}
/** The name of the limit of all calls, or the names of that and of those of the calls of some tools, by tool. */
type ToolSpend = string | {
  readonly calls?: string | undefined;
  readonly tools?: Readonly<Record<string, string>> | undefined;
};
type AnyNode = NodeOf<{
  readonly state: {};
}, string>;
/** How tools are called. */
interface ToolOptions<Name extends string, Then extends string> {
  /** Where the conversation goes on, once all have answered. */
  readonly then: Then;
  /** The name of the node, `tools` where none is given; a call is made at the node of that name with `-call` behind it. */
  readonly name?: Name;
  /** Which calls somebody has to approve, by the answer to the question `approve:<id of the call>`. */
  readonly approve?: ApprovalPolicy;
  /** How many are called at a time. */
  readonly limit?: number;
  /** What is done about a call that throws, before the model is told. */
  readonly retry?: NonNullable<AnyNode["retry"]>;
  /** For each attempt of a call. */
  readonly timeout?: NonNullable<AnyNode["timeout"]>;
  /** The limits by which calls are counted: the name of that of all, or names of that and of those of some tools. */
  readonly spend?: ToolSpend;
}
interface Told {
  readonly messages: BaseMessage;
}
interface InLane {
  readonly call?: Call | undefined;
}
/** The two nodes by which tools are called. */
type ToolNodes<Name extends string, Then extends string> = { readonly [Key in Name]: {
  readonly next: {
    readonly each: (state: Conversing) => readonly {
      readonly call: Call;
    }[];
    readonly to: `${Name}-call`;
    readonly then: Then;
    readonly limit?: number;
  };
}; } & { readonly [Key in `${Name}-call`]: {
  readonly run: (state: InLane, context: Calling) => Promise<Told>;
  readonly next: Then;
  readonly onError: {
    readonly to: Then;
    readonly update: (state: InLane, failure: Context["failures"][number]) => Told;
  };
  readonly retry?: NonNullable<AnyNode["retry"]>;
  readonly timeout?: NonNullable<AnyNode["timeout"]>;
}; };
/**
 * Nodes that call the tools which the last answer asks for, to be spread into a graph that has the parts of {@link conversation}. Each call is
 * a lane: they are made side by side, what has answered is on disk, and its answers come in the order of the calls.
 */
declare function toolNodes<const Then extends string, const Name extends string = "tools">(tools: readonly Tool[], { then, name, approve, limit, retry, timeout, spend }: ToolOptions<Name, Then>): ToolNodes<Name, Then>;
/** The most that an agent may use. What is more fails it, with a problem `limit/exceeded`; of a call of a tool that is too many, its model is told. */
interface AgentLimits {
  /** Calls of its model. */
  readonly calls?: number;
  /** Tokens that its model says it used. */
  readonly tokens?: number;
  /** Calls of its tools, attempts aside. */
  readonly tools?: number;
  /** Calls of some of its tools, by name. */
  readonly perTool?: Readonly<Record<string, number>>;
  /** Transitions of its graph. */
  readonly transitions?: number;
}
type Retry = NonNullable<ToolOptions<string, string>["retry"]>;
type Timeout = NonNullable<ToolOptions<string, string>["timeout"]>;
/** How the node of an agent's model is tried, and how its tools are called. */
interface Conduct extends Pick<ToolOptions<string, string>, "approve"> {
  /** How the model is tried: three times, a second and more apart, where it is not said. A tool is called once, unless `calls` says otherwise. */
  readonly retry?: Retry;
  readonly timeout?: Timeout;
  /** How its tools are called. */
  readonly calls?: Pick<ToolOptions<string, string>, "limit" | "retry" | "timeout">;
}
/** What an agent is made of. */
interface AgentNodesOptions<Then extends string, State, Model extends ModelGiven> extends ModelOptions<State>, Conduct {
  readonly model: Model;
  readonly calls?: Pick<ToolOptions<string, string>, "limit" | "retry" | "timeout" | "spend">;
  /** Where its answer leads. */
  readonly then: Then;
}
/** An agent's three nodes. */
type AgentNodes<Name extends string, Then extends string, State, Model extends ModelGiven> = { readonly [Key in Name]: {
  readonly run: (state: State & Conversing, context: Asking<ServiceOf<Model>>) => Promise<{
    readonly messages?: BaseMessage;
  }>;
  readonly next: readonly [{
    readonly when: (state: Conversing) => boolean;
    readonly to: `${Name}-tools`;
  }, Then];
  readonly retry: Retry;
  readonly timeout?: Timeout;
}; } & ToolNodes<`${Name}-tools`, Name>;
/**
 * The nodes of an agent, to be spread into a graph that has the parts of {@link conversation}: a model answers, its tools are called until it
 * calls none, and then its answer leads on.
 */
declare function agentNodes<const Name extends string, const Then extends string, State = Conversing, const Model extends ModelGiven = ChatModel>(name: Name, { model: chat, then, tools, prompt, spend, approve, retry, timeout, calls }: AgentNodesOptions<Then, State, Model>): AgentNodes<Name, Then, State, Model>;
/** A schema of what may be absent. */
type Maybe<Value> = StandardSchemaV1<Value | undefined, Value | undefined>;
/** What an agent is made of. */
interface AgentOptions<Name extends string, Answer, Model extends ModelGiven> extends Conduct {
  readonly name: Name;
  readonly description?: string;
  readonly model: Model;
  readonly tools?: readonly Tool[];
  readonly prompt?: Prompt<Conversing>;
  readonly limits?: AgentLimits;
  /** A schema of zod by which it answers in the end, into the key `answer`. */
  readonly answer?: InteropZodType<Answer> & StandardSchemaV1<unknown, Answer>;
}
interface Keys$3<Answer> {
  readonly messages: (typeof conversation)["state"]["messages"];
  readonly call: (typeof conversation)["state"]["call"];
  readonly answer: Maybe<Answer>;
}
type KeysOf$2<Answer> = { readonly [Key in keyof Keys$3<Answer>]: Keys$3<Answer>[Key]; };
/** The graph of an agent: it ends as `answered`. */
type Agent<Name extends string, Answer, Model extends ModelGiven> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<KeysOf$2<Answer>>;
  readonly stored: StoredOfKeys<KeysOf$2<Answer>>;
  readonly update: UpdateOfKeys<KeysOf$2<Answer>>;
  readonly input: InputOf<{
    readonly state: KeysOf$2<Answer>;
  }>;
  readonly outcome: "answered";
  readonly nodes: "model" | "model-tools" | "model-tools-call" | "answer" | "answered";
  readonly events: {};
  readonly questions: { readonly [Key in `approve:${string}`]: StandardSchemaV1<Approval, Approval>; };
  readonly services: { readonly [Key in ServiceOf<Model>]: ChatModel; };
}>;
/**
 * An agent as a graph: a model answers the conversation in the key `messages`, calling tools on the way. It is a graph like any other, to be
 * started, drawn, replayed, or a node of another that shares the conversation.
 *
 * @example
 * ```ts
 * const clerk = agent({ name: 'clerk', model: new ChatOpenAI(), tools: [search, pay], approve: ['pay'] });
 * ```
 */
declare function agent<const Name extends string, Answer = undefined, const Model extends ModelGiven = ChatModel>(options: AgentOptions<Name, Answer, Model>): Agent<Name, Answer, Model>;
/** A conversation of which the older part is summed up. */
interface Summed extends Conversing {
  readonly summary?: string | undefined;
}
/** When a conversation is summed up, and what is left of it. */
interface SummaryPolicy {
  /** It is once it has more messages than that, when an answer was given. */
  readonly above: number;
  /** So many of the newest messages stay, and those that belong to them: what is left begins with what somebody said. */
  readonly keep: number;
  /** What the model is told to do, in place of a few plain words. */
  readonly prompt?: string;
}
/** What a conversation is made of. */
interface ChatOptions<Name extends string, Model extends ModelGiven> extends Conduct {
  readonly name: Name;
  readonly description?: string;
  readonly model: Model;
  readonly tools?: readonly Tool[];
  readonly prompt?: Prompt<Summed>;
  /** What it may use for one turn. */
  readonly limits?: AgentLimits;
  /** Has the older part of a long conversation summed up by the model, into the key `summary`, which it is told of. */
  readonly summary?: SummaryPolicy;
}
interface Keys$2 {
  readonly messages: (typeof conversation)["state"]["messages"];
  readonly call: (typeof conversation)["state"]["call"];
  readonly summary: Maybe<string>;
}
type KeysOf$1 = { readonly [Key in keyof Keys$2]: Keys$2[Key]; };
/** The graph of a conversation, which waits for what is said next. */
type Chat<Name extends string, Model extends ModelGiven> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<KeysOf$1>;
  readonly stored: StoredOfKeys<KeysOf$1>;
  readonly update: UpdateOfKeys<KeysOf$1>;
  readonly input: InputOf<{
    readonly state: KeysOf$1;
  }>;
  readonly outcome: never;
  readonly nodes: "listen" | "reply" | "reply-tools" | "reply-tools-call" | "sum-up";
  readonly events: {
    readonly say: BaseMessageLike;
  };
  readonly questions: { readonly [Key in `approve:${string}`]: StandardSchemaV1<Approval, Approval>; };
  readonly services: { readonly [Key in ServiceOf<Model>]: ChatModel; };
}>;
/**
 * A conversation of turns as a graph: it waits for the event `say`, an agent answers, and it waits again.
 *
 * @example
 * ```ts
 * const desk = chat({ name: 'desk', model: new ChatOpenAI(), tools: [search], summary: { above: 60, keep: 20 } });
 * ```
 */
declare function chat$1<const Name extends string, const Model extends ModelGiven = ChatModel>(options: ChatOptions<Name, Model>): Chat<Name, Model>;
/** A graph that works for a supervisor, with a conversation in the key `messages`, and what it is for. */
interface Supervised {
  readonly graph: AnyGraph;
  readonly about: string;
}
/** What a supervisor is made of. */
interface SupervisorOptions<Name extends string, Team, Model extends ModelGiven> extends Pick<Conduct, "retry" | "timeout"> {
  readonly name: Name;
  readonly model: Model;
  /** Who works for it, by name. Each begins with the conversation as it is, and what it says is said there. */
  readonly team: Team;
  readonly prompt?: Prompt<Conversing>;
  readonly limits?: AgentLimits;
}
type Keys$1 = (typeof conversation)["state"];
type Known<Team extends Readonly<Record<string, Supervised>>> = FactsOf<Team[keyof Team]["graph"]>;
type All<Services> = (Services extends unknown ? (each: Services) => void : never) extends ((all: infer Every) => void) ? Every : never;
/** The graph of a supervisor and those who work for it: it ends as `answered`. */
type Supervisor<Name extends string, Team extends Readonly<Record<string, Supervised>>, Model extends ModelGiven> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<Keys$1>;
  readonly stored: StoredOfKeys<Keys$1>;
  readonly update: UpdateOfKeys<Keys$1>;
  readonly input: InputOf<{
    readonly state: Keys$1;
  }>;
  readonly outcome: "answered";
  readonly nodes: "lead" | "lead-tools" | "lead-tools-call" | "answered" | (keyof Team & string) | Known<Team>["nodes"];
  readonly events: Merged<Known<Team>["events"]>;
  readonly questions: Merged<Known<Team>["questions"]>;
  readonly services: { readonly [Key in ServiceOf<Model>]: ChatModel; } & All<Known<Team>["services"]>;
}>;
/**
 * A graph in which a model decides who goes on with the conversation, one of a team at a time, until it answers itself.
 *
 * @example
 * ```ts
 * const desk = supervisor({ name: 'desk', model, team: { clerk: { graph: clerk, about: 'Knows the orders.' } } });
 * ```
 */
declare function supervisor<const Name extends string, const Team extends Readonly<Record<string, Supervised>>, const Model extends ModelGiven = ChatModel>(options: SupervisorOptions<Name, Team, Model>): Supervisor<Name, Team, Model>;
/** One of several that hand a conversation over to each other. */
interface SwarmMember extends Conduct {
  readonly model: ModelGiven;
  /** What it is for: the others are told. */
  readonly about: string;
  readonly tools?: readonly Tool[];
  readonly prompt?: Prompt<Conversing>;
  /** To whom it may hand over; to all others, where that is not said. */
  readonly to?: readonly string[];
}
/** What a swarm is made of. */
interface SwarmOptions<Name extends string, Members> {
  readonly name: Name;
  readonly members: Members;
  /** Who begins. */
  readonly start: keyof Members & string;
  /** What it may use for one turn. */
  readonly limits?: AgentLimits;
}
interface Keys {
  readonly messages: (typeof conversation)["state"]["messages"];
  readonly call: (typeof conversation)["state"]["call"];
  readonly active: Maybe<string>;
}
type KeysOf = { readonly [Key in keyof Keys]: Keys[Key]; };
/** The graph of a swarm: a conversation, which waits for what is said next. */
type Swarm<Name extends string, Members extends Readonly<Record<string, SwarmMember>>> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<KeysOf>;
  readonly stored: StoredOfKeys<KeysOf>;
  readonly update: UpdateOfKeys<KeysOf>;
  readonly input: InputOf<{
    readonly state: KeysOf;
  }>;
  readonly outcome: never;
  readonly nodes: "listen" | "route" | `${keyof Members & string}${"" | "-tools" | "-tools-call"}`;
  readonly events: {
    readonly say: BaseMessageLike;
  };
  readonly questions: { readonly [Key in `approve:${string}`]: StandardSchemaV1<Approval, Approval>; };
  readonly services: { readonly [Key in ServiceOf<Members[keyof Members]["model"]>]: ChatModel; };
}>;
/**
 * A conversation of turns with several, who hand it over to each other; who had it last, in the key `active`, goes on with it.
 *
 * @example
 * ```ts
 * const desk = swarm({ name: 'desk', start: 'sales', members: { sales: { model, about: 'Sells.' }, help: { model, about: 'Helps.' } } });
 * ```
 */
declare function swarm<const Name extends string, const Members extends Readonly<Record<string, SwarmMember>>>(options: SwarmOptions<Name, Members>): Swarm<Name, Members>;
export { type Agent, type AgentLimits, type AgentNodes, type AgentNodesOptions, type AgentOptions, type Approval, type ApprovalPolicy, type Call, type Chat, type ChatModel, type ChatOptions, type GraphRunnable, type MemoryToolOptions, type MessagesKey, type MessagesUpdate, type ModelOptions, REMOVE_ALL, type RunnableOptions, type Said, type StreamMode, type StructuredOptions, type SummaryPolicy, type Superseded, type Supervised, type Supervisor, type SupervisorOptions, type Swarm, type SwarmMember, type SwarmOptions, type ThreadError, type Token, type ToldToken, type Tool, type ToolNodes, type ToolOptions, type ToolSpend, agent, agentNodes, asRunnable, callsTools, chat$1 as chat, configOf, conversation, isToken, memoryTools, message$1 as message, messageCodecs, messages$1 as messages, model, structured, supervisor, swarm, textOf, tokensOf, toolNodes };

// zod.d.ts

import { BaseMessage, BaseMessageLike } from "@langchain/core/messages";
import { z } from "zod";
/** One message, for schemas of zod that hold some: `z.object({ question: message })`. */
declare const message: z.ZodType<BaseMessage, BaseMessageLike>;
export { message };
