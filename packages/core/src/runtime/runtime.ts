/**
 * What a process does with threads: owns them while it drives them, and lets go of them when they rest.
 *
 * 1. A thread at rest holds nothing here: no driver, no timer of its own, no memory.
 * 2. At most one driver of a thread exists in a process, and the store's fence sees to the others.
 */

import { advance } from '../advance/advance.ts';
import { runningLanes } from '../advance/status.ts';
import { emptySnapshot, type Snapshot } from '../advance/snapshot.ts';
import { isProblem, problem } from '../base/problem.ts';
import { planData } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import { load } from '../store/load.ts';
import type { ThreadRecord } from '../store/store.ts';
import { Agenda } from './agenda.ts';
import { Asked } from './asked.ts';
import { Driver, type DriveEnd } from './driver.ts';
import type { Environment } from './environment.ts';
import type { ThreadEvent } from './event.ts';
import { PostRound } from './post-round.ts';
import { Ownership } from './ownership.ts';
import { ThreadLog } from './thread-log.ts';
import { migrate } from './versions.ts';

/** How a runtime goes about its work. */
export interface RuntimeOptions {
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** How often a thread's owners may die in a row before it is failed. */
  readonly maxTakeovers: number;
  /** How many threads are taken up at once of those that nobody drives. */
  readonly concurrency: number;
}

/** Drives threads of known graphs. */
export class Runtime {
  readonly environment: Environment;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly #asked = new Asked();
  readonly #drivers = new Map<string, Driving>();
  readonly #taking = new Map<string, Promise<Driving>>();
  readonly #listeners = new Map<string, Set<(event: ThreadEvent) => void>>();
  readonly #keptPlans = new Set<string>();
  readonly #ownership: Ownership;
  readonly agenda: Agenda;
  readonly #maxTakeovers: number;
  readonly #post: PostRound;
  #closed = false;

  constructor(environment: Environment, plans: ReadonlyMap<string, Plan>, options: RuntimeOptions) {
    this.environment = environment;
    this.plans = plans;
    this.#maxTakeovers = options.maxTakeovers;
    this.#ownership = new Ownership(environment, options.lease);
    this.agenda = new Agenda({
      environment,
      wake: (id) => this.wake(id),
      room: () => options.concurrency - this.#drivers.size,
    });
    this.#post = new PostRound(environment, (id) => this.#drivers.get(id)?.driver, () => this.#drivers.keys());
  }

  /** The plan of a thread's graph; a problem `thread/unknown-graph` where this runtime was not given it. */
  planOf({ id, graph }: Pick<ThreadRecord, 'id' | 'graph'>): Plan {
    const plan = this.plans.get(graph);
    if (plan === undefined) throw problem('thread/unknown-graph', { thread: id, graph, known: [...this.plans.keys()] });
    return plan;
  }

  /** A thread's record; a problem `thread/not-found` where there is none. */
  async record(id: string): Promise<ThreadRecord> {
    const record = await this.environment.store.thread(id);
    if (record === undefined) throw problem('thread/not-found', { thread: id, store: this.environment.store.name });
    return record;
  }

  /** Creates a thread and drives it. Resolves when it is on disk, or when the same start is there already. */
  async create(plan: Plan, id: string, input: unknown, tags: readonly string[]): Promise<void> {
    this.#refuseWhenClosed('start()');
    const { codec, clock, owner, store } = this.environment;
    const now = clock.now();
    const { snapshot, rows, refused } = advance(plan, emptySnapshot(id), { type: 'start', input }, { now, codec });
    if (refused !== undefined) throw refused;
    await this.#ownership.hold();
    await this.#keepPlan(plan);
    const log = new ThreadLog(this.environment, { thread: id, fence: 1 });
    const facts = {
      id,
      graph: plan.name,
      fingerprint: plan.fingerprint,
      status: 'running' as const,
      due: null,
      created: now,
      owner,
      tags,
      origin: null,
      summary: null,
    };
    if (await log.create(facts, rows)) {
      this.#drive(plan, snapshot, log, id);
      return;
    }
    const [first] = await store.rows(id, { to: 1 });
    const record = await this.record(id);
    const same = record.graph === plan.name && first?.changes === log.changesText(rows);
    if (!same) {
      const why = record.graph === plan.name ? 'started with another input' : 'of another graph';
      throw problem('thread/exists', { thread: id, graph: record.graph, why });
    }
  }

  /** Does something with the driver of a thread: the one at work here, or a new one once the thread is taken over. */
  async with<Answer>(id: string, use: (driver: Driver) => Promise<Answer>, force = false): Promise<Answer> {
    for (;;) {
      this.#refuseWhenClosed('A thread');
      const driving = this.#drivers.get(id) ?? (await this.#take(id, use as (driver: Driver) => Promise<unknown>, force));
      try {
        return await (driving.used === use ? (driving.answer as Promise<Answer>) : use(driving.driver));
      } catch (error) {
        // The driver came to rest just then: the thread is taken up again, or somebody else has it.
        if (!isProblem(error, 'thread/stale') || !driving.driver.isOver) throw error;
        await driving.ended;
      }
    }
  }

  /** Takes a thread over and drives it, unless it is driven here already; resolves when it is. */
  async wake(id: string): Promise<void> {
    if (!this.#closed && !this.#drivers.has(id)) await this.#take(id);
  }

  /** Makes sure that this runtime counts as alive before it takes a thread. */
  hold(): Promise<void> {
    return this.#ownership.hold();
  }

  /** Brings a thread its messages, if nobody else drives it. */
  async deliver(id: string): Promise<void> {
    const driving = this.#drivers.get(id);
    if (driving !== undefined) driving.driver.deliver(await this.environment.store.messages(id));
    else {
      await this.wake(id).catch((error: unknown) => {
        if (!isProblem(error, 'thread/busy')) throw error;
      });
    }
  }

  /** How a drive that is under way here ends; undefined where there is none. */
  driveOf(id: string): Promise<DriveEnd> | undefined {
    return this.#drivers.get(id)?.ended;
  }

  /** The thread's state once a drive that is under way here has brought it to rest; undefined where there is none, or it was lost. */
  async restOf(id: string): Promise<Snapshot | undefined> {
    const driving = this.#drivers.get(id);
    const end = await driving?.ended;
    return end === undefined || end === 'yielded' || end === 'stale' ? undefined : driving?.driver.snapshot;
  }

  /** Lets go of a thread that is driven here, and waits until that is done. */
  async letGo(id: string): Promise<void> {
    const driving = this.#drivers.get(id);
    driving?.driver.stop();
    await driving?.ended.catch(() => undefined);
  }

  listen(id: string, listener: (event: ThreadEvent) => void): () => void {
    const listeners = this.#listenersOf(id);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners && !this.#drivers.has(id)) {
        this.#listeners.delete(id);
      }
    };
  }

  /** Stops taking up work, lets go of every thread, and closes the store. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#post.close();
    await this.agenda.close();
    await Promise.all([...this.#drivers.keys()].map((id) => this.letGo(id)));
    await this.#ownership.close();
    await this.environment.store.close();
  }

  async #take(id: string, use?: (driver: Driver) => Promise<unknown>, force = false): Promise<Driving> {
    const under = this.#taking.get(id);
    if (under !== undefined) return under;
    const taking = this.#takeOver(id, use, force).finally(() => this.#taking.delete(id));
    this.#taking.set(id, taking);
    return taking;
  }

  async #takeOver(id: string, use: ((driver: Driver) => Promise<unknown>) | undefined, force: boolean): Promise<Driving> {
    const { store, owner, clock, codec } = this.environment;
    const known = await this.record(id);
    const plan = this.planOf(known);
    await this.#ownership.hold();
    const record = await store.claim(id, owner, clock.now(), force || known.owner === owner);
    if (record === undefined) throw problem('thread/not-found', { thread: id, store: store.name });
    if (record === 'busy') throw problem('thread/busy', { thread: id, owner: known.owner ?? 'somebody else' });
    const { snapshot, folded, base } = await load(store, id, { codec });
    const log = new ThreadLog(this.environment, { thread: id, fence: record.fence, takeovers: record.takeovers }, { base, ...folded, growth: 0 });
    const current = await this.#brought(plan, record, snapshot, log);
    const driving = this.#drive(plan, current, log, id, use);
    if (record.takeovers > this.#maxTakeovers) abandon(driving.driver, record.takeovers);
    driving.driver.deliver(await store.messages(id));
    return driving;
  }

  /** The thread's state under today's plan. */
  async #brought(plan: Plan, record: ThreadRecord, snapshot: Snapshot, log: ThreadLog): Promise<Snapshot> {
    if (record.fingerprint === plan.fingerprint) return snapshot;
    const { store, codec, clock } = this.environment;
    const { fingerprint } = plan;
    try {
      const kept = await store.plan(record.fingerprint);
      const version = kept === undefined ? undefined : (JSON.parse(kept) as { version?: string }).version;
      const migrated = migrate(plan, snapshot, { fingerprint: record.fingerprint, version }, { now: clock.now(), codec });
      await this.#keepPlan(plan);
      const rows = migrated === undefined ? [] : [migrated.row];
      const next = migrated?.snapshot ?? snapshot;
      await log.commit(rows, next, { update: { fingerprint }, snapshot: migrated !== undefined });
      return next;
    } catch (error) {
      await log.commit([], snapshot, { update: { owner: null } });
      throw error;
    }
  }

  #drive(plan: Plan, snapshot: Snapshot, log: ThreadLog, id: string, use?: (driver: Driver) => Promise<unknown>): Driving {
    const listeners = this.#listenersOf(id);
    const { environment } = this;
    const driver = new Driver({ plan, environment, log, asked: this.#asked, listeners }, snapshot);
    const answer = use?.(driver);
    answer?.catch(() => undefined);
    const ended = driver.drive().finally(() => this.#rested(id, driver));
    ended.catch(() => this.agenda.later(id));
    this.#post.start();
    const driving: Driving = { driver, ended, used: use, answer };
    this.#drivers.set(id, driving);
    return driving;
  }

  #rested(id: string, driver: Driver): void {
    if (this.#drivers.get(id)?.driver === driver) this.#drivers.delete(id);
    this.#ownership.release(this.#drivers.size);
    if (this.#listeners.get(id)?.size === 0) this.#listeners.delete(id);
    this.agenda.look();
  }

  #listenersOf(id: string): Set<(event: ThreadEvent) => void> {
    let listeners = this.#listeners.get(id);
    if (listeners === undefined) this.#listeners.set(id, (listeners = new Set()));
    return listeners;
  }

  async #keepPlan(plan: Plan): Promise<void> {
    if (this.#keptPlans.has(plan.fingerprint)) return;
    await this.environment.store.keepPlan(plan.fingerprint, plan.name, JSON.stringify(planData(plan)));
    this.#keptPlans.add(plan.fingerprint);
  }

  #refuseWhenClosed(what: string): void {
    if (this.#closed) throw problem('runtime/closed', { what });
  }
}

/** A thread that is driven here. */
interface Driving {
  readonly driver: Driver;
  readonly ended: Promise<DriveEnd>;
  readonly used: unknown;
  readonly answer: Promise<unknown> | undefined;
}

/** Fails what runs of a thread whose owners keep dying. */
function abandon(driver: Driver, takeovers: number): void {
  const lanes = runningLanes(driver.snapshot);
  const nodes = [...new Set(lanes.map((lane) => lane.node))];
  const { thread } = driver.snapshot;
  const { code, name, message } = problem('thread/abandoned', { thread, takeovers, nodes });
  for (const { path, attempt } of lanes) {
    const failure = { name, message, code, attempt, at: driver.snapshot.time };
    void driver.tell({ type: 'failed', lane: path, failure, final: true }).catch(() => undefined);
  }
}
