/**
 * Drives one thread that this runtime owns.
 *
 * 1. What an input leads to is on disk before anybody hears of it and before anything that follows from it is started.
 * 2. When a commit fails or is stale, what is in memory is given up: the store is the truth.
 * 3. This is the only loop that awaits.
 */

import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { advanceDraft, takeOverdue } from '../advance/advance.ts';
import type { Input } from '../advance/input.ts';
import { draftOf, type Draft, type Snapshot } from '../advance/snapshot.ts';
import { statusOf } from '../advance/status.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Plan } from '../compile/plan.ts';
import type { Message, Soon } from '../store/store.ts';
import type { Asked } from './asked.ts';
import { outcomeText } from './command.ts';
import type { Environment } from './environment.ts';
import type { ThreadEvent } from './event.ts';
import { Inbox } from './inbox.ts';
import { Running, type Host, type Origin } from './running.ts';
import { restOf } from './summary.ts';
import type { ThreadLog } from './thread-log.ts';
import { TimerSet } from './timer-set.ts';
import { cameAt, isKept, type Resting, type Told, type DriveTurn } from './drive-turn.ts';

/** How driving a thread ended. */
export type DriveEnd = Resting | 'yielded' | 'stale';

/** What a driver is given. */
export interface DriverOptions {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly log: ThreadLog;
  readonly asked: Asked;
  readonly listeners: ReadonlySet<(event: ThreadEvent) => void>;
}

/** How many turns of work are done before others in the process get theirs. */
const turnsBeforeYield = 100;

/** The driver of one thread. */
export class Driver implements Host {
  readonly plan: Plan;
  readonly #environment: Environment;
  readonly #log: ThreadLog;
  readonly #listeners: ReadonlySet<(event: ThreadEvent) => void>;
  readonly #running: Running;
  readonly #timers: TimerSet;
  /** Messages that nothing accepts yet. */
  readonly #parked: Told[] = [];
  /** What others left for the thread. */
  readonly inbox: Inbox;
  /** The state, changed in place: nobody else holds on to it while the thread is driven. */
  readonly snapshot: Draft;
  #queue: Told[] = [];
  #wake: (() => void) | undefined;
  /** Whether something came since the last look: a call to wake that comes while nobody sleeps is not lost. */
  #roused = false;
  /** The newest commit. */
  #written: Soon<'ok' | 'stale'> = 'ok';
  #yielding = false;
  #over = false;

  constructor({ plan, environment, log, asked, listeners }: DriverOptions, snapshot: Snapshot) {
    this.plan = plan;
    this.#environment = environment;
    this.#log = log;
    this.#listeners = listeners;
    this.snapshot = draftOf(snapshot);
    this.#running = new Running(plan, environment, asked, this);
    this.inbox = new Inbox(environment.codec, {
      enqueue: (told) => this.#enqueue(told),
      tryAnswer: ({ key, value, lane }, message) => this.answer(key, value, lane, message),
      rouse: () => this.rouse(),
    });
    this.#timers = new TimerSet(plan, environment.clock, ({ lane, name }) =>
      this.push({ type: 'timer', lane, name }, {}),
    );
    for (const { path } of snapshot.lanes.all()) this.#timers.watch(path, snapshot.lanes);
  }

  /** The number under which it owns the thread. */
  get fence(): number {
    return this.#log.fence;
  }

  /** Whether messages are left that nothing accepts yet. */
  get hasMail(): boolean {
    return this.#parked.length > 0 || this.inbox.hasEarly;
  }

  /** Whether it drives no more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Gives the thread an input; resolves when it is on disk, rejects with the problem when it is refused. */
  tell(input: Input, from: Origin = {}): Promise<void> {
    return new Promise((taken, refused) => {
      if (this.#over) refused(this.#stale());
      else this.#enqueue({ input, ...from, taken, refused });
    });
  }

  push(input: Input, from: Origin): void {
    this.#enqueue({ input, ...from });
  }

  /** Answers a question; a value that does not fit its schema is refused before anything is stored. */
  answer(key: string, value: unknown, lane?: string, message?: Message): Promise<void> {
    if (this.#over) return Promise.reject(this.#stale());
    if (!this.#log.isFree) return this.#running.answer(key, value, lane, message);
    // The thread is taken with the commit that is on its way; nothing may run before that.
    return Promise.resolve(this.#written)
      .catch(() => undefined)
      .then(() => turnOfEventLoop())
      .then(() => this.answer(key, value, lane, message));
  }

  /** Lets go of the thread at the next turn; what runs is aborted and starts again when the thread is next driven. */
  stop(): void {
    this.#yielding = true;
    this.rouse();
  }

  /** Lets go of the thread once what runs is through; nothing else is started. */
  drain(): void {
    this.#running.hold();
    this.rouse();
  }

  /** Drives until nothing is left to do here, or the thread is lost or given up. */
  async drive(): Promise<DriveEnd> {
    try {
      // What is overdue may end what would be started: it is taken first.
      let isLate = this.#timers.fireDue();
      if (!isLate) this.#running.reconcileAll();
      for (let count = 1; ; count += 1) {
        if (this.#running.size > 1 || count % turnsBeforeYield === 0) await turnOfEventLoop();
        if (this.#mustLetGo) return await this.#yield();
        this.#roused = false;
        const turn = this.#takeAll();
        const outdated = this.#isOutdated(turn);
        if (outdated !== false && (await outdated)) return this.#lose(turn, this.#stale());
        const written = (this.#written = this.#write(turn));
        if ((typeof written === 'string' ? written : await written) === 'stale') return this.#lose(turn, this.#stale());
        const end = this.#answerAll(turn);
        if (end !== undefined) return end;
        if (turn.status !== undefined && !(await this.#log.reclaim())) return 'stale';
        this.#timers.follow(turn.rows, this.snapshot.lanes);
        this.#running.follow(turn.rows);
        if (isLate) this.#running.reconcileAll();
        isLate = false;
        this.#running.reconcileQuiet();
        if (!this.#roused && !this.#mustLetGo) await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      this.#close();
    }
  }

  /** What is refused of a thread that is not taken yet may be refused of a state that is old; whatever is written shows that. */
  #isOutdated(turn: DriveTurn): Soon<boolean> {
    if (!this.#log.isFree || turn.rows.length > 0) return false;
    const throwOn = (error: unknown): never => this.#throwTo(turn, error);
    return this.#log.isCurrent(this.snapshot.seq).then((isCurrent) => !isCurrent, throwOn);
  }

  #write(turn: DriveTurn): Soon<'ok' | 'stale'> {
    const { seen } = this.inbox;
    const at = turn.status && restOf(this.plan, this.snapshot, turn.status, this.#environment.codec);
    const rest = at && { ...at, ...(seen > 0 && { seen }) };
    try {
      const written = this.#log.commit(turn.rows, this.snapshot, { rest, consumed: turn.consumed });
      return typeof written === 'string' ? written : written.catch((error: unknown) => this.#throwTo(turn, error));
    } catch (error) {
      return this.#throwTo(turn, error);
    }
  }

  #throwTo(turn: DriveTurn, error: unknown): never {
    this.#lose(turn, error);
    throw error;
  }

  /** Those who wait for a turn that is lost are told so. */
  #lose(turn: DriveTurn, error: unknown): 'stale' {
    this.#over = true;
    for (const { told } of turn.outcomes) told.refused?.(error);
    return 'stale';
  }

  /** Takes all inputs that are there. */
  #takeAll(): DriveTurn {
    const turn: DriveTurn = { rows: [], outcomes: [], consumed: [] };
    const queue = this.#queue;
    this.#queue = [];
    for (const told of queue) this.#take(told, turn);
    // What is taken may lead to where the rest is accepted.
    for (let left = Infinity; this.#parked.length > 0 && this.#parked.length < left;) {
      left = this.#parked.length;
      for (const told of this.#parked.splice(0)) this.#take(told, turn);
    }
    if (turn.rows.some(({ cause }) => cause === 'ask')) this.inbox.asked();
    turn.consumed.push(...this.inbox.takeRefused());
    turn.status = this.#restingStatus();
    return turn;
  }

  #take(told: Told, turn: DriveTurn): void {
    const { activity, message } = told;
    const surroundings = { now: this.#environment.clock.now(), codec: this.#environment.codec };
    const due = this.#timers.takeDue(cameAt(told, surroundings.now));
    takeOverdue(this.plan, this.snapshot, due, surroundings, turn.rows);
    if (told.input.type === 'timer') return;
    const input = activity === undefined ? told.input : this.#running.heard(activity, told.input);
    if (input === undefined) return;
    const refused = advanceDraft(this.plan, this.snapshot, input, surroundings, turn.rows);
    if (message?.queued === true && refused !== undefined && isKept(refused)) {
      this.#parked.push(told);
      this.inbox.keep(message);
      return;
    }
    const ear = message && this.inbox.earOf(message);
    if (message !== undefined) turn.consumed.push({ id: message.id, outcome: outcomeText(refused) });
    if (told.taken !== undefined) turn.outcomes.push({ told, refused });
    if (ear !== undefined) turn.outcomes.push({ told: { ...told, ...ear }, refused });
  }

  /** The thread's status where nothing runs and nothing is about to; undefined while it is at work. */
  #restingStatus(): Resting | undefined {
    if (this.#running.isAtWork || this.inbox.isTrying) return undefined;
    const status = statusOf(this.snapshot);
    return status === 'running' ? undefined : status;
  }

  /** Tells everybody what became of a turn; the end of the drive where the thread rests and nobody came meanwhile. */
  #answerAll({ rows, outcomes, status }: DriveTurn): Resting | undefined {
    const { thread } = this.snapshot;
    if (this.isHeard) for (const row of rows) this.publish({ type: 'checkpoint', thread, ...row });
    for (const { told, refused } of outcomes) {
      if (refused === undefined) told.taken?.();
      else told.refused?.(refused);
    }
    if (status === undefined || this.#queue.length > 0) return undefined;
    this.#over = true;
    this.#running.rest();
    this.publish({ type: 'status', thread, status });
    return status;
  }

  get #mustLetGo(): boolean {
    return this.#yielding || this.#running.isDrained;
  }

  async #yield(): Promise<DriveEnd> {
    this.#over = true;
    this.#running.abort('the thread was let go of');
    const ended = await this.#log.commit([], this.snapshot, { update: { owner: null } });
    return ended === 'stale' ? 'stale' : 'yielded';
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  publish(event: ThreadEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #enqueue(told: Told): void {
    this.#queue.push(this.#timers.isEmpty ? told : { ...told, came: this.#environment.clock.now() });
    this.rouse();
  }

  rouse(): void {
    this.#roused = true;
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #stale(): Problem {
    return problem('thread/stale', { thread: this.snapshot.thread });
  }

  #close(): void {
    this.#over = true;
    this.#timers.clear();
    this.#running.abort('the thread is no longer driven here');
    this.inbox.close(() => this.#stale());
    for (const { refused } of this.#queue.splice(0)) refused?.(this.#stale());
  }
}
