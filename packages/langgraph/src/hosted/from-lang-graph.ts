import { Command } from '@langchain/langgraph';
import { CairnSaver } from '../saver/cairn-saver.ts';
import { asJson } from '../value/as-json.ts';
import type { SideStore } from '../saver/side-store.ts';
import { bringPast } from './past-of-fork.ts';
import { room } from './room.ts';
import { Supersteps, type Checkpointed } from './supersteps.ts';

/** What a compiled graph of LangGraph is, as far as it is needed here. */
export interface CompiledGraph<Values> {
  stream(input: never, config: object): Promise<AsyncIterable<unknown>>;
  getState(config: object): Promise<GraphState>;
  readonly '~OutputType'?: Values;
}

interface GraphState {
  readonly values: unknown;
  readonly config: { readonly configurable?: { readonly checkpoint_id?: string } };
  readonly tasks: readonly GraphTask[];
}

interface GraphTask {
  readonly interrupts: readonly { readonly id?: string; readonly value?: unknown }[];
  readonly result?: unknown;
}

/** What is needed of an activity's context. */
export interface Host {
  readonly thread: string;
  readonly signal: AbortSignal;
  key(this: void, name?: string): string;
  ask(this: void, key: string, question: { readonly payload?: unknown; readonly answer: AnySchema }): Promise<unknown>;
  step<Result>(this: void, key: string, action: () => Result | Promise<Result>): Promise<Result>;
  emit(this: void, data: unknown): void;
}

/** A schema that takes anything. */
interface AnySchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => { readonly value: unknown };
  };
}

const anything: AnySchema = { '~standard': { version: 1, vendor: 'cairn', validate: (value) => ({ value }) } };

/** How a graph of LangGraph stands in a node. */
export interface FromLangGraphOptions<State, Input, Values, Update> {
  /** The store of the runtime: the graph's checkpoints go with the thread. */
  readonly store: SideStore;
  /** What the graph is given. */
  readonly input: (state: State) => Input;
  /** What the node writes of what the graph came to. */
  readonly output: (values: Values) => Update;
  /**
   * What the keys of its questions begin with. Where the graph that hosts it declares questions, one of them is that with a `*`:
   * `approve:` here, and there `'approve:*'` with the schema of the answers.
   */
  readonly question?: string;
  /** What the graph's nodes find as `config.configurable`. */
  readonly configurable?: Readonly<Record<string, unknown>>;
}

/**
 * A compiled graph of LangGraph as what a node runs. What it interrupts for is asked of the thread, what it streams is shown to
 * whoever watches, and a run that begins anew goes on from its last superstep.
 *
 * @example
 * nodes: { agent: { run: fromLangGraph(agent, { store, input: ({ said }) => ({ messages: said }), output: … }), next: 'done' } }
 */
export function fromLangGraph<State, Input, Values, Update>(
  compiled: CompiledGraph<Values>,
  options: FromLangGraphOptions<State, Input, Values, Update>,
): (state: State, ctx: Host) => Promise<Update> {
  return async (state, ctx) => {
    const input = options.input(state);
    return options.output((await runOf(compiled, options, ctx).values(input)) as Values);
  };
}

/** A run of a graph in a visit of a node: all runs of the visit have one history. */
function runOf(
  compiled: CompiledGraph<unknown>,
  {
    store,
    configurable,
    question,
  }: Pick<FromLangGraphOptions<never, never, never, never>, 'store' | 'configurable' | 'question'>,
  ctx: Host,
): { readonly values: (input: unknown) => Promise<unknown> } {
  // An agent is a graph within a thread's items, as a lane's visit has a name within the thread.
  const name = ctx.key().slice(ctx.thread.length + 1);
  const saver = new CairnSaver(room(store, ctx.thread, name));
  const config = {
    configurable: { ...configurable, thread_id: name, __pregel_checkpointer: saver },
    signal: ctx.signal,
  };
  const supersteps = new Supersteps(ctx);

  const advance = async (next: unknown): Promise<void> => {
    const modes = ['updates', 'messages', 'custom', 'checkpoints'];
    const given = { ...config, streamMode: modes, subgraphs: true, durability: 'sync' };
    for await (const chunk of await compiled.stream(next as never, given)) {
      const [ns, mode, data] = chunk as readonly [readonly string[], string, unknown];
      if (mode !== 'checkpoints') ctx.emit({ kind: `langgraph.${mode}`, ns: [...ns], data: shown(mode, data) });
      else if (ns.length === 0) await supersteps.tell(data as Checkpointed);
    }
  };

  /** A fork has none of its origin's checkpoints: it goes on from a copy of those that it knows of. */
  const begin = async (): Promise<void> => {
    if ((await saver.getTuple(config)) !== undefined) return;
    const last = await supersteps.begin();
    if (last?.thread !== undefined && last.thread !== ctx.thread) await bringPast(store, saver, name, last);
  };

  const values = async (input: unknown): Promise<unknown> => {
    await begin();
    try {
      return await run(input);
    } finally {
      supersteps.close();
    }
  };

  const run = async (input: unknown): Promise<unknown> => {
    for (;;) {
      const { config: at, tasks, values: found } = await compiled.getState(config);
      const isBegun = at.configurable?.checkpoint_id !== undefined;
      const open = tasks.filter(({ result }) => result === undefined).flatMap(({ interrupts }) => interrupts);
      // What has written already is no task that comes next, and yet its superstep is not through.
      if (isBegun && tasks.length === 0) return found;
      if (open.length > 0) supersteps.close();
      if (open.length > 0) await advance(new Command({ resume: await answersTo(open, ctx, question) }));
      else await advance(isBegun ? null : input);
    }
  };
  return { values };
}

/** Asks for all at once; each has its own id, under which it is answered. */
async function answersTo(
  open: GraphTask['interrupts'],
  { ask }: Host,
  declared: string | undefined,
): Promise<Record<string, unknown>> {
  // What a graph declares takes no schema where it is asked.
  const askDeclared = ask as (key: string, question: { readonly payload: unknown }) => Promise<unknown>;
  const answered = open.map(async ({ id = '', value }) => {
    const payload = asJson(value);
    const answer = await (declared === undefined
      ? ask(id, { payload, answer: anything })
      : askDeclared(declared + id, { payload }));
    // What was answered is frozen, and LangGraph's nodes may change what they are given.
    return [id, structuredClone(answer)] as const;
  });
  return Object.fromEntries(await Promise.all(answered));
}

/** What is shown of a chunk: of a message its text, and which node it is of. */
function shown(mode: string, data: unknown): unknown {
  if (mode !== 'messages') return asJson(data);
  const [message, about] = data as readonly [
    { readonly id?: string; readonly text?: string },
    { readonly langgraph_node?: string },
  ];
  return asJson({ id: message.id, text: message.text, node: about.langgraph_node });
}
