/**
 * What a process does with threads: owns them while it drives them, and lets go of them when they rest.
 *
 * 1. A thread at rest holds nothing here: no driver, no timer of its own, no memory.
 * 2. At most one driver of a thread exists in a process, and the store's fence sees to the others.
 */

import { isProblem, problem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { patienceOf, type Patience } from '../store/ask.ts';
import { soon } from '../store/contract/soon.ts';
import type { Soon, ThreadRecord } from '../store/contract/store.ts';
import { Agenda } from './own/agenda.ts';
import { Asked } from './environment/asked.ts';
import type { DriveEnd } from './drive/drive-turn.ts';
import { Driver } from './drive/driver.ts';
import type { Environment } from './environment/environment.ts';
import { KeepAlive } from './wait/keep-alive.ts';
import { KeptPlans } from './own/kept-plans.ts';
import { seeToLate } from './own/late-takings.ts';
import { Listeners, type Listener } from './wait/listeners.ts';
import { mustBeOf } from './own/must-be-of.ts';
import { patience } from './environment/patience.ts';
import { recordOf } from '../store/records.ts';
import { unlessElsewhere } from './environment/on-busy.ts';
import { Making } from './own/making.ts';
import { Ownership } from './own/ownership.ts';
import { owning } from './own/owning.ts';
import { PostRound } from './own/post-round.ts';
import { Releases } from './own/releases.ts';
import type { RuntimeOptions } from './environment/runtime-options.ts';
import type { Driving, Use } from './own/driving.ts';
import { mustFit } from './wait/fitting.ts';
import { isOutdated } from './wait/standings.ts';
import { drainAll, stopAll } from './own/stopping.ts';
import { Takings } from './own/takings.ts';
import { isUnfit } from './own/setbacks.ts';
import { toldDrive } from './own/told-drive.ts';
import { takeLater, takeOver, type Taken } from './own/takeover.ts';
import { atStart, newborn, type Born } from './environment/standing.ts';
import { ThreadLog } from './drive/thread-log.ts';
import type { FirstRows } from './drive/to-write.ts';
import { Trials } from './own/trials.ts';
import { Waiters } from './wait/waiters.ts';
import { WarmStates } from './own/warm-states.ts';
import { mayPass } from './environment/write-again.ts';

/** Drives threads of known graphs: open, then closing (nothing more is begun, what is under way is waited for), then closed. `open()` makes it. */
export class Runtime {
  readonly environment: Environment;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly #asked = new Asked();
  readonly #drivers = new Map<string, Driving>();
  readonly #takings: Takings;
  readonly #listeners = new Listeners();
  readonly kept: KeptPlans;
  readonly #warm = new WarmStates();
  readonly #ownership: Ownership;
  readonly agenda: Agenda;
  readonly #post: PostRound;
  readonly releases: Releases;
  readonly #trials: Trials;
  readonly options: RuntimeOptions;
  readonly alive: KeepAlive = new KeepAlive();
  readonly waiters: Waiters;
  #closed: Promise<void> | undefined;
  readonly making: Making = new Making();
  readonly #closing = new AbortController();
  readonly patience: Patience = () => patienceOf(this.options.lease, this.closing);
  isWorking = false;

  constructor(environment: Environment, plans: ReadonlyMap<string, Plan>, options: RuntimeOptions) {
    this.environment = environment;
    this.kept = new KeptPlans(environment.store, this.patience);
    this.plans = plans;
    this.options = options;
    this.releases = new Releases(environment, this.closing, (id) => this.#drivers.has(id));
    this.#trials = new Trials(environment.owner, options.maxTakeovers);
    this.#post = new PostRound(environment, this.#drivers);
    this.#ownership = new Ownership({
      environment,
      lease: options.lease,
      late: () => this.#post.round(),
      lost: () => stopAll(this.#drivers),
      isDriving: () => this.#drivers.size > 0,
    });
    this.#takings = new Takings({ runtime: this, trials: this.#trials, begin: (...of) => this.#takeNow(...of) });
    const take = async (id: string) => (this.#drivers.has(id) ? undefined : this.#takings.tryToTake(id));
    const { concurrency } = options;
    this.agenda = new Agenda({ environment, graphs: [...plans.keys()], concurrency, take, driven: () => this.driven });
    this.waiters = new Waiters({
      environment,
      isDriven: (id) => this.#drivers.has(id),
      wake: options.drive ? ({ id, owner }) => this.wake(id, owner).catch(unlessElsewhere) : undefined,
      mustFit: (known, tries) => mustFit(this, known, tries),
      isOutdated: (record) => isOutdated(record, plans.get(record.graph)),
      read: (record) => this.#warm.newest(environment, record),
    });
    seeToLate(this, this.#ownership, (id) => this.#takings.all.get(id));
  }

  get driven(): number {
    return this.#drivers.size;
  }
  /** Aborts when the runtime is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** The plan of a thread's graph; a problem `thread/unknown-graph` where this runtime was not given it. */
  planOf({ id, graph }: Pick<ThreadRecord, 'id' | 'graph'>, expected?: Plan): Plan {
    mustBeOf(expected, id, graph);
    const plan = this.plans.get(graph);
    if (plan === undefined) throw problem('thread/unknown-graph', { thread: id, graph, known: [...this.plans.keys()] });
    return plan;
  }

  /** A thread's record; a problem `thread/not-found` where there is none. */
  record(id: string): Soon<ThreadRecord> {
    return recordOf(this.environment.store, id, this.patience);
  }

  /** Creates a thread with its first rows, and drives it where threads are driven; false when its id is taken. */
  begin(plan: Plan, facts: Born, first: FirstRows): Promise<boolean> {
    const begin = (): Soon<boolean> => soon(this.kept.keep(plan), () => this.#create(plan, facts, first));
    return this.options.drive ? this.holding(begin) : Promise.resolve().then(begin);
  }

  #create(plan: Plan, facts: Born, first: FirstRows): Soon<boolean> {
    const { id, created } = facts;
    const owner = this.options.drive ? this.environment.owner : null;
    const log = new ThreadLog(this.environment, { id, created, ...newborn }, first.upkeep);
    log.beDriven(() => this.closing);
    const born = { ...facts, graph: plan.name, fingerprint: plan.fingerprint, owner, ...atStart };
    const creating = owning(this.agenda, id, () => log.create(born, first));
    return soon(creating, (isCreated) => {
      if (!isCreated || owner === null || this.#drivers.has(id)) return isCreated;
      this.#drive({ plan, snapshot: first.snapshot, log, messages: [], wasCutOff: true }, id);
      return true;
    });
  }

  /** Does something with the driver of a thread: the one here, or a new one once the thread is taken. */
  async with<Answer>(id: string, use: Use<Answer>): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      this.refuseWhenClosed('A thread');
      let driving: Driving | undefined;
      try {
        driving = this.#drivers.get(id) ?? (await this.take(id, use));
        mustBeOf(use.plan, id, driving.driver.plan.name);
        return await (driving.used === use ? (driving.answer as Promise<Answer>) : use.of(driving.driver));
      } catch (error) {
        // The driver came to rest just then, or somebody had the thread for a moment that is to be taken from whoever has it.
        const isAgain = driving === undefined ? use.force?.() === true : driving.driver.isOver;
        if (!isAgain || !isProblem(error, driving === undefined ? 'thread/busy' : 'thread/stale')) throw error;
        await driving?.ended;
        await patience(tries);
      }
    }
  }

  /** Takes a thread over and drives it, unless threads are not driven here; gives how that ends, once it is driven. One that nobody has and that is unfit here is a problem. */
  async wake(id: string, owner?: string | null): Promise<{ readonly ended: Promise<DriveEnd> } | undefined> {
    if (owner === null) this.agenda.mustFit(id);
    if (!this.options.drive || this.closing.aborted || this.agenda.isResting(id)) return undefined;
    const taken = await this.#takings.tryToTake(id);
    return taken === 'later' ? undefined : taken;
  }

  /** Takes threads: this runtime counts as alive from before. */
  holding<Value>(take: () => Soon<Value>): Promise<Value> {
    return this.#ownership.during(take);
  }

  driving(id: string): Driving | undefined {
    return this.#drivers.get(id);
  }

  /** Whether this process has a thread of this plan, or had it last, as far as it knows. */
  knows(id: string, plan: Plan): boolean {
    return (this.#drivers.get(id)?.driver ?? this.#warm.get(id))?.plan === plan;
  }

  /** Hears what happens to a thread, until the function it gives is called. */
  listen(id: string, listener: Listener): () => void {
    return this.#listeners.listen(id, listener, () => this.#drivers.has(id));
  }

  /** Takes up nothing more by itself; activities may end within so many milliseconds before they are aborted. */
  async drain(milliseconds: number): Promise<void> {
    const [drivers, taking, making] = [this.#drivers, this.#takings.all, this.making.all];
    await drainAll({ agenda: this.agenda, taking, making, drivers, clock: this.environment.clock }, milliseconds);
  }

  /** Lets go of every thread and closes the store; called again without a drain, it waits no longer. */
  close(drain = 0): Promise<void> {
    if (drain === 0) stopAll(this.#drivers);
    return (this.#closed ??= this.alive.during(this.#close(drain)));
  }

  async #close(drain: number): Promise<void> {
    // With a reason: of none, an error would be made, and its stack read, for nobody.
    this.#closing.abort('closed');
    this.environment.hurry(drain + this.options.lease);
    try {
      await this.drain(drain);
      await this.waiters.close();
      this.#post.close();
      await this.#ownership.close();
    } finally {
      this.alive.end();
      await this.environment.store.close();
    }
  }

  /** A thread's drive here, or a new one once the thread is taken; a problem `thread/busy` while a living owner drives it. */
  take(id: string, use?: Use): Promise<Driving> {
    return this.#takings.take(id, use);
  }

  async #takeNow(id: string, deaths: number | undefined, use: Use | undefined): Promise<Driving | 'later'> {
    try {
      return await owning(this.agenda, id, () => this.holding(() => this.#takeOver(id, deaths, use)));
    } finally {
      if (!this.#drivers.has(id)) this.#trials.end(id);
    }
  }

  async #takeOver(id: string, deaths: number | undefined, use: Use | undefined): Promise<Driving | 'later'> {
    this.refuseWhenClosed('A thread');
    const { force, lazily = false, edits = false, plan } = use ?? {};
    const free = lazily ? takeLater(this.environment, this.#warm, id, plan) : undefined;
    if (free !== undefined) return this.#drive(free, id, use);
    const isForced = force?.() === true;
    const hasRoom = (record: ThreadRecord): boolean => deaths === undefined || this.#trials.giveRoomTo(record);
    const warm = this.#warm;
    const taken = await takeOver({ runtime: this, id, plan, edits, deaths, warm, force: isForced, hasRoom });
    return taken === 'later' ? taken : this.#drive(taken, id, use);
  }

  #drive({ plan, snapshot, log, mail, messages, wasCutOff }: Taken, id: string, use?: Use): Driving {
    const { environment, waiters } = this;
    const options = { environment, waiters, asked: this.#asked, listeners: this.#listeners.of(id) };
    const driver = new Driver({ plan, log, mail, wasCutOff, ...options }, snapshot);
    // What is there to be taken is taken in the first turn: the thread may come to rest with that turn.
    driver.inbox.deliver(messages);
    const answer = use?.of(driver);
    if (this.closing.aborted) driver.stop();
    const ended = toldDrive(environment, driver, log, {
      ended: (end) => {
        this.#warm.keepRested(end, plan, driver, log);
        this.#leave(id, driver);
        if (end === 'stale') void this.releases.lost(log).then(() => this.agenda.lost(id));
        else if (end === 'yielded') this.agenda.look();
        else this.agenda.rested(id, log.due ?? Infinity);
        return end;
      },
      broke: (error) => {
        this.#leave(id, driver);
        this.#died(id, log, error);
        throw error;
      },
    });
    ended.catch(ignore);
    answer?.catch(ignore);
    this.#ownership.keep();
    this.#post.start();
    const driving: Driving = { driver, log, ended, used: use, answer };
    this.#drivers.set(id, driving);
    this.#trials.begin(id, log);
    return driving;
  }

  /** A drive died: it counts like the death of an owner, unless what it died of may pass, or is no matter to others. */
  #died(id: string, { fence, isFree }: ThreadLog, error: unknown): void {
    const [unfit, died] = [isUnfit(error), !isUnfit(error) && !mayPass(error)];
    if (!isFree && !unfit) void this.releases.release({ thread: id, fence, died });
    this.agenda.died(id, error);
    if (died || unfit) this.waiters.died(id, error);
    this.agenda.look();
  }

  #leave(id: string, driver: Driver): void {
    if (this.#drivers.get(id)?.driver === driver) this.#drivers.delete(id);
    this.#trials.end(id);
    if (this.#drivers.size === 0) this.#ownership.rest();
    this.#listeners.forget(id);
    this.waiters.nudge(id);
  }

  /** A problem `runtime/closed` for what is called too late. */
  refuseWhenClosed(what: string): void {
    if (this.closing.aborted) throw problem('runtime/closed', { what });
  }
}

function ignore(): void {
  // Whoever waits for it hears of it.
}
