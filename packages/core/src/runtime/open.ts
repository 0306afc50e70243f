import { AsyncLocalStorage } from 'node:async_hooks';
import { inWhole, systemClock } from '../base/clock.ts';
import { codecOf } from '../base/value/codec.ts';
import { toMilliseconds, type Duration } from '../base/duration.ts';
import { callable, length, mustBe, mustChoose, mustFit, objectWith, signal, text } from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';
import { unlessAborted } from '../base/unless-aborted.ts';
import { codecWith } from '../compile/codecs-of.ts';
import { compile } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import type { AnyGraph, Facts, Graph } from '../definition/facts.ts';
import type { FirstEvent, StartArguments } from '../definition/starting.ts';
import { inTime } from '../store/in-time.ts';
import { memory } from '../store/memory/memory.ts';
import { protecting } from '../store/text/protection.ts';
import type { Pruned, PruneOptions } from '../store/prune.ts';
import type { Store, ThreadPage, ThreadQuery } from '../store/contract/store.ts';
import { checkId } from '../store/contract/thread-id.ts';
import { queryShapes } from '../store/contract/thread-list.ts';
import type { Verified } from '../store/verify.ts';
import { broadcast, type Broadcast, type BroadcastOptions } from './broadcast.ts';
import { driveThread, type DriveOptions, type Driven } from './drive-thread.ts';
import { Interceptors } from './observe/around.ts';
import type { ToldEvent } from './observe/event.ts';
import { Events } from './observe/events.ts';
import { newId } from './environment/ids.ts';
import { LeaseTime } from './environment/lease-time.ts';
import type { OpenOptions } from './open-options.ts';
import type { Result } from './result.ts';
import type { Released } from './own/releases.ts';
import type { RunArguments } from './run-arguments.ts';
import { Runtime } from './runtime.ts';
import { servicesFor, type ServicesOption } from './environment/services.ts';
import type { Talking } from './environment/environment.ts';
import { wakeSentTo } from './wake-sent-to.ts';
import { checkNumbers, checkOptions } from './environment/runtime-options.ts';
import type { WaitOptions } from './settled.ts';
import { readStart } from './environment/start-options.ts';
import { along } from './environment/along.ts';
import { startThread } from './start-thread.ts';
import { Thread } from './thread.ts';
import { work, type WorkOptions } from './worker.ts';

/**
 * Opens a runtime: compiles the graphs and takes up what was stranded.
 *
 * A problem `graph/invalid` for a graph with mistakes, `graph/another` where two graphs have one name, `service/missing`
 * for services that they need and were not given.
 */
export function open<const Graphs extends readonly AnyGraph[], Drive extends boolean = true>(
  options: OpenOptions<Graphs> & { readonly drive?: Drive } & ServicesOption<Graphs, Drive>,
): Cairn<Graphs[number]['name']> {
  return openAny(options);
}

function openAny(options: OpenOptions): Cairn {
  checkOptions(options);
  const { graphs, protect, lease = '30s', takeovers = 5, concurrency = 32, drive = true, history } = options;
  const clock = options.clock === undefined ? systemClock : inWhole(options.clock);
  const numbers = {
    lease: toMilliseconds(lease),
    maxTakeovers: takeovers,
    concurrency,
    keep: history?.keep ?? Infinity,
  };
  checkNumbers(numbers);
  // No call of it hangs: for as long as a lease it may be slow, and then it fails like a connection that was lost.
  const { store: answering, hurry, hearLate } = inTime(options.store, numbers.lease);
  const { store, codec } = protecting(answering, codecWith(codecOf(options.codecs ?? []), graphs), protect);
  const byName = new Map<string, AnyGraph>();
  for (const graph of graphs) {
    if ((byName.get(graph.name) ?? graph) !== graph) {
      throw problem('graph/another', { graph: graph.name, given: 'A graph' });
    }
    byName.set(graph.name, graph);
  }
  const plans = new Map(Array.from(byName, ([name, graph]) => [name, compile(graph, codec)]));
  const servicesOf = servicesFor(drive ? plans.values() : [], options.services);
  const leases = new LeaseTime(clock, numbers.lease);
  const talking: Talking = {
    plans,
    graphs: byName,
    keep: (plan) => runtime.kept.keep(plan),
    sent: (threads) => wakeSentTo(runtime, threads),
  };
  const owner = newId();
  const environment = {
    store,
    hurry,
    hearLate,
    clock,
    leases,
    lease: numbers.lease,
    keep: numbers.keep,
    codec,
    servicesOf,
    outputs: options.outputs ?? 'here',
    owner,
    talking,
    events: new Events(owner, options.onEvent),
    around: new Interceptors(options.around),
    outside: AsyncLocalStorage.snapshot(),
  };
  const runtime: Runtime = new Runtime(environment, plans, { ...numbers, drive, onBusy: options.onBusy ?? 'wait' });
  // A store that cannot be written now is told when a thread needs it.
  runtime.kept.keepAll(plans.values()).catch(() => undefined);
  if (drive && options.recover === false) runtime.agenda.startWithOwn();
  else if (drive) runtime.agenda.start();
  return new Cairn(runtime, byName, options.store);
}

const aGraph = objectWith('a graph', { name: text });

/** A graph that a runtime was opened with. */
type Opened<F extends Facts, Names extends string> = Graph<F> & { readonly name: Names };

/** A runtime: starts threads, finds them again, and drives them. `Names` are those of its graphs, where they are known. */
export class Cairn<Names extends string = string> {
  readonly #runtime: Runtime;
  readonly #graphs: ReadonlyMap<string, AnyGraph>;
  /** The store that it was opened with, as it was given: what protected keys hold is sealed in it. */
  readonly store: Store;

  constructor(runtime: Runtime, graphs: ReadonlyMap<string, AnyGraph>, store: Store) {
    this.#runtime = runtime;
    this.#graphs = graphs;
    this.store = store;
  }

  /** The graphs that it was opened with, each once. */
  get graphs(): readonly AnyGraph[] {
    return [...this.#graphs.values()];
  }

  /** What it is known by as the owner of threads, as whoever observes the process is told. */
  get owner(): string {
    return this.#runtime.environment.owner;
  }

  /**
   * Starts a thread; resolves when it is on disk. Starting it again with the same input gives the same thread, and says that it is not
   * new.
   *
   * A problem `thread/exists` when the id is taken by another start, `value/invalid` when the input does not fit.
   */
  async start<F extends Facts>(
    graph: Opened<F, Names>,
    ...[input, options = {}]: StartArguments<F['input'], F['events']>
  ): Promise<Thread<F>> {
    const { at, send } = readStart(options, this.#runtime.environment.clock.now());
    const { id, tags = [], signal: ends } = options;
    const plan = this.#planOf(graph);
    const name = id === undefined ? newId() : checkId(id);
    ends?.throwIfAborted();
    const starting = startThread(this.#runtime, plan, name, { input, tags, at, send, signal: ends, ...along(options) });
    return new Thread<F>(this.#runtime, plan, name, await unlessAborted(starting, ends));
  }

  /**
   * Sends an event to every thread of a graph that a query chooses, those that are over left out by default. It is kept there until
   * something accepts it, and each thread has it once under its id: called again, it goes on where it stopped.
   */
  async broadcast<F extends Facts>(
    graph: Opened<F, Names>,
    event: FirstEvent<F['events']> & { readonly id: string },
    options: BroadcastOptions = {},
  ): Promise<Broadcast> {
    const plan = this.#planOf(graph);
    return this.#runtime.alive.during(broadcast(this.#runtime, plan, event, options));
  }

  /** A thread by its id; whether it exists is found out when something is asked of it. */
  thread<F extends Facts>(graph: Opened<F, Names>, id: string): Thread<F> {
    if (typeof id !== 'string') checkId(id);
    return new Thread<F>(this.#runtime, this.#planOf(graph), id);
  }

  /** Threads, newest first, a page at a time. */
  async threads(query: ThreadQuery = {}): Promise<ThreadPage> {
    mustChoose('query', query, queryShapes);
    return this.#runtime.environment.store.threads(query);
  }

  /** Resolves when all that was stranded or due has been taken up; gives what could not be, by thread. */
  async recovered(options: WaitOptions = {}): Promise<ReadonlyMap<string, unknown>> {
    mustFit('options', options, { signal });
    options.signal?.throwIfAborted();
    this.#runtime.refuseWhenClosed('recovered()');
    await unlessAborted(this.#runtime.agenda.settled(), options.signal);
    return this.#runtime.agenda.left;
  }

  /** Deletes threads that are over, or cuts histories to their newest checkpoint; forks keep what they share. */
  async prune(options: PruneOptions = {}): Promise<Pruned> {
    this.#runtime.refuseWhenClosed('prune()');
    const { store, clock, codec } = this.#runtime.environment;
    const { releases, patience } = this.#runtime;
    const claim = (thread: string) => releases.claim(thread);
    const release = (released: Released) => releases.release(released);
    const pruning = { now: clock.now(), claim, patience, codec, release };
    // What is no object is refused there.
    const pruned = async (): Promise<Pruned> => (await import('../store/prune.ts')).prune(store, options, pruning);
    return (options as PruneOptions | null)?.dryRun === true ? pruned() : this.#runtime.holding(pruned);
  }

  /** Looks at every thread: its rows are without gaps, all can be read, and snapshots say what rows come to. */
  async verify(options: { readonly onProgress?: (done: number) => void } = {}): Promise<Verified> {
    mustFit('options', options, { onProgress: callable });
    const { store, codec } = this.#runtime.environment;
    const { verify } = await import('../store/verify.ts');
    return verify(store, { codec, ...options });
  }

  /**
   * Drives whatever has something to do, other processes' threads included, until it is stopped: by its signal, by SIGTERM
   * or SIGINT where it was given none, or by {@link Cairn.close}. Resolves when it has let go of every thread.
   */
  async work(options: WorkOptions = {}): Promise<void> {
    await work(this.#runtime, options);
  }

  /**
   * Drives one thread until it rests, or its signal or its budget says that there is no more time, and lets go of it; gives how that
   * ended. Also where `open()` was told to drive nothing: a function that is called for each event needs no more.
   */
  async drive(id: string, options: DriveOptions = {}): Promise<Driven> {
    return this.#runtime.alive.during(driveThread(this.#runtime, checkId(id), options));
  }

  /**
   * What this runtime does, from the call on: what `onEvent` hears. It ends once the runtime is closed, and with the signal's reason when
   * that aborts. A reader that is far behind is told how much it `missed`. It keeps no process alive.
   */
  events(options: WaitOptions = {}): AsyncIterableIterator<ToldEvent, void, undefined> {
    mustFit('options', options, { signal });
    options.signal?.throwIfAborted();
    this.#runtime.refuseWhenClosed('events()');
    return this.#runtime.environment.events.read(options.signal);
  }

  /** Lets go of all threads and closes the store; activities that still run after `drain` are aborted, and run again. */
  async close(options: { readonly drain?: Duration } = {}): Promise<void> {
    mustFit('options', options, { drain: length });
    const { drain = 0 } = options;
    const { environment } = this.#runtime;
    await this.#runtime.close(toMilliseconds(drain)).finally(() => environment.events.end());
  }

  #planOf(graph: AnyGraph): Plan {
    mustBe('graph', graph, aGraph);
    const { plans } = this.#runtime;
    const plan = plans.get(graph.name);
    if (plan === undefined) throw problem('thread/unknown-graph', { graph: graph.name, known: [...plans.keys()] });
    if (this.#graphs.get(graph.name) !== graph) {
      throw problem('graph/another', { graph: graph.name, given: 'The graph that was passed' });
    }
    return plan;
  }
}

/**
 * Runs a graph in memory, to its end or until it waits for somebody. Nothing is set up and nothing is kept.
 *
 * @example
 * const { outcome, state } = await run(hello, { name: 'Ada' });
 * await run(order, { item: 'book' }, { services: { mailer } });
 */
export async function run<F extends Facts>(
  graph: Graph<F>,
  ...[input, options = {}]: RunArguments<F['input'], F['services']>
): Promise<Result<F>> {
  mustFit('options', options, { signal });
  options.signal?.throwIfAborted();
  const cairn = openAny({ store: memory(), graphs: [graph], services: options.services });
  try {
    const thread = await cairn.start(graph, ...([input] as unknown as StartArguments<F['input'], F['events']>));
    return await thread.settled(options);
  } finally {
    await cairn.close();
  }
}
