/**
 * Drives one thread that this runtime owns.
 *
 * 1. What an input leads to is on disk before anybody hears of it and before anything that follows from it is started.
 * 2. When a commit is refused or stale, what is in memory is given up: the store is the truth. What may pass is waited for.
 * 3. This is the only loop that awaits.
 */

import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { Input } from '../../advance/moves/input.ts';
import type { Row } from '../../advance/state/row.ts';
import { draftOf, type Draft, type Snapshot } from '../../advance/state/snapshot.ts';
import { statusOf, type Status } from '../../advance/status.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Soon } from '../../store/contract/store.ts';
import type { DriverOptions } from './driver-options.ts';
import { leftBecause, letGoBecause } from '../environment/ended-because.ts';
import type { Environment } from '../environment/environment.ts';
import type { Published } from '../observe/event.ts';
import type { Inbox } from './inbox.ts';
import type { Host, Origin } from '../run/host.ts';
import { Intake } from './intake.ts';
import { LettingGo } from './letting-go.ts';
import type { Mail } from './mail.ts';
import { nextMove } from './next-move.ts';
import { Running } from './running.ts';
import { Sleep } from './sleep.ts';
import { restOf } from './summary.ts';
import type { ThreadLog } from './thread-log.ts';
import { TimerSet } from './timer-set.ts';
import type { DriveEnd, DriveTurn, Resting, Told } from './drive-turn.ts';
import { farewell, isStoresFault } from '../environment/write-again.ts';

/** So many turns of work are done before others in the process get theirs. */
const turnsBeforeYield = 100;

/**
 * The driver of one thread, made by the runtime once the thread is its own, or can be taken with its first commit. It is asleep until
 * something comes, in a turn (inputs are taken, what they come to is written, what follows is started), or over: then it takes nothing.
 */
export class Driver implements Host {
  readonly plan: Plan;
  readonly #environment: Environment;
  readonly #log: ThreadLog;
  readonly #listeners: ReadonlySet<(event: Published) => void>;
  readonly #waiters: DriverOptions['waiters'];
  readonly #running: Running;
  readonly #timers: TimerSet;
  readonly #intake: Intake;
  #snapshot: Draft;
  readonly #sleep = new Sleep();
  /** The newest commit, or what takes the thread again after it. */
  #written: Soon<'ok' | 'stale'> = 'ok';
  /** Whether that commit lets go of the thread. */
  #isResting = false;
  /** Whether something was overdue when the thread was taken up, and what its state calls for is not started yet. */
  #isLate = false;
  readonly #lettingGo = new LettingGo();
  #over = false;

  constructor(options: DriverOptions, snapshot: Draft) {
    const { plan, environment, log, listeners, mail, waiters } = options;
    this.plan = plan;
    this.#environment = environment;
    this.#log = log;
    log.beDriven(() => this.#lettingGo.signal);
    log.told = snapshot.seq;
    this.#listeners = listeners;
    this.#waiters = waiters;
    this.#snapshot = snapshot;
    this.#running = new Running(options, this);
    this.#timers = new TimerSet(plan, environment.clock, () => this.#intake.takesOverdue());
    this.#timers.reset(snapshot.lanes);
    this.#intake = new Intake(this, environment, this.#running, this.#timers, mail);
  }

  /** The state, changed in place: nobody else holds on to it while the thread is driven. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }
  /** Whether it drives no more. */
  get isOver(): boolean {
    return this.#over;
  }
  /** Gives the thread an input; resolves when it is on disk, rejects with the problem when it is refused. */
  tell(input: Input, from: Origin = {}): Promise<void> {
    return new Promise((taken, refused) => {
      const told = { ...from, input, taken, refused };
      this.inbox.inOrder(() => (this.#over ? refused(this.#stale()) : this.#intake.enqueue(told)));
    });
  }
  push(told: Told): void {
    this.#intake.enqueue(told);
  }

  /** Answers a question; a value that does not fit its schema is refused before anything is stored. */
  answer(...given: Parameters<Running['answer']>): Promise<void> {
    if (this.#over) return Promise.reject(this.#stale());
    if (given[1] === undefined && this.#intake.isBehind) return this.#intake.later(() => this.answer(given[0]));
    if (!this.#log.isFree && !this.#isResting) return this.#running.answer(...given);
    // The thread is taken, or let go of, with what is on its way; nothing may run before that, and then it goes on for this.
    return this.inbox.bring(async () => {
      await Promise.allSettled([this.#written]).then(() => turnOfEventLoop());
      return this.answer(...given);
    });
  }

  /** Lets go of the thread at the next turn; what runs is aborted and starts again when the thread is next driven. */
  stop(): void {
    this.#lettingGo.tell();
    this.#running.close();
    this.rouse();
  }
  /** Lets go of the thread for those who have what a run needs, unless what has come in leads elsewhere. */
  leave(...given: Parameters<Host['leave']>): void {
    this.#lettingGo.leave(...given);
    this.rouse();
  }
  /** Lets go of the thread once what runs is through; nothing else is started. */
  drain(): void {
    this.#running.hold();
    this.rouse();
  }

  /** What others leave for the thread, and what of it is not taken yet. */
  get inbox(): Inbox {
    return this.#intake.inbox;
  }
  get mail(): Mail | undefined {
    return this.#intake.mail;
  }

  /** Drives until nothing is left to do here, or the thread is lost or given up. */
  async drive(): Promise<DriveEnd> {
    try {
      this.#begin();
      for (let count = 1; ; count += 1) {
        this.#running.lookAtWaiting();
        this.#intake.catchUp();
        const move = nextMove({ mustLetGo: this.#mustLetGo, hasInput: this.#intake.hasInput, status: this.#status });
        if (move === 'let-go') return await this.#yield();
        if (move === 'sleep') {
          await this.#sleep.untilRoused();
          continue;
        }
        if (this.#running.size > 1 || count % turnsBeforeYield === 0) await turnOfEventLoop();
        if (this.#mustLetGo) continue;
        const turned = this.#turn();
        const end = turned instanceof Promise ? await turned : turned;
        if (end !== undefined) return end;
      }
    } finally {
      this.#close();
    }
  }

  /** Starts what the state calls for, unless something is overdue, which may end what would be started: that is taken first. */
  #begin(): void {
    this.#isLate = this.#intake.takesOverdue();
    if (!this.#isLate) this.#running.reconcileAll();
  }

  get #status(): Status {
    return this.#intake.isBusy || this.#running.isAtWork ? 'running' : statusOf(this.#snapshot);
  }

  /** Takes what is there and writes what it comes to; the end of the drive where it comes to that. */
  #turn(): Soon<DriveEnd | undefined> {
    const turn = this.#intake.next();
    try {
      this.#intake.take(turn, this.#snapshot);
      const status = this.#status;
      if (status !== 'running') turn.status = status;
      const written = (this.#written = this.#write(turn));
      if (typeof written === 'string') return this.#after(turn, written);
      return written.then(
        (end) => this.#after(turn, end),
        (error: unknown) => this.#recover(turn, error),
      );
    } catch (error) {
      return this.#recover(turn, error);
    }
  }

  #write({ status, rows, consumed, outgoing }: DriveTurn): Soon<'ok' | 'stale'> {
    // What is refused of a thread that is not taken yet may be refused of a state that is old; whatever is written shows that.
    if (this.#log.isFree && rows.length === 0) {
      return this.#log.isCurrent(this.#snapshot.seq).then((isCurrent) => (isCurrent ? 'ok' : 'stale'));
    }
    const rest = status && restOf(this.plan, this.#snapshot, status, this.#environment.codec, this.#intake.seen);
    this.#isResting = rest !== undefined;
    return this.#log.commit(rows, this.#snapshot, { rest, consumed, outgoing });
  }

  /** A turn is written: everybody is told, and what follows from it begins. */
  #after(turn: DriveTurn, written: 'ok' | 'stale'): Soon<DriveEnd | undefined> {
    if (written === 'stale') return this.#lose(turn.told, this.#stale());
    const { rows, status } = turn;
    this.#log.told = this.#snapshot.seq;
    const { thread } = this.#log;
    if (this.#listeners.size > 0) for (const row of rows) this.publish({ ...row, type: 'checkpoint', thread });
    this.#running.hear(rows);
    this.#intake.tellOutcomes(turn);
    if (status === undefined) return this.#follow(rows);
    return this.#intake.isBusy ? this.#goOn(rows) : this.#rest(status);
  }

  /** Something came while the thread was let go of: it is taken again. */
  async #goOn(rows: readonly Row[]): Promise<DriveEnd | undefined> {
    this.#written = this.#log.reclaim(this.#snapshot.seq).then((isTaken) => (isTaken ? 'ok' : 'stale'));
    if ((await this.#written) === 'stale') return 'stale';
    this.#isResting = false;
    return this.#follow(rows);
  }

  #follow(rows: readonly Row[]): undefined {
    this.#timers.follow(rows, this.#snapshot.lanes);
    this.#running.follow(rows);
    if (this.#isLate) this.#running.reconcileAll();
    this.#isLate = false;
  }

  /** Those who wait for what is lost are told so; what runs is ended before its author could hear of it. */
  #lose(told: readonly Told[], error: unknown): 'stale' {
    this.#over = true;
    this.#running.abort('lost', 'the thread is no longer driven here');
    for (const { refused } of told) refused?.(error);
    return 'stale';
  }

  /**
   * A turn could not be taken or written. Where the store is at fault, the thread is given up, for what may pass was waited
   * for already. Else one input is: the state is read again, and the inputs are taken one by one.
   */
  async #recover(turn: DriveTurn, error: unknown): Promise<DriveEnd | undefined> {
    try {
      if (isStoresFault(error)) throw error;
      const state = await this.#log.reread();
      if (state === undefined) return this.#lose(turn.told, this.#stale());
      this.#isResting = false;
      this.#snapshot = draftOf(state);
      this.#timers.reset(state.lanes);
      this.#intake.suspect(turn, error);
      this.#begin();
      return undefined;
    } catch (lost) {
      this.#lose(turn.told, lost);
      throw lost;
    }
  }

  /** What comes from now on was not looked at when the thread was let go of. */
  #rest(status: Resting): Resting {
    this.#over = true;
    this.#intake.close(() => this.#stale());
    this.#running.abort('left', leftBecause(this.#snapshot));
    this.publish({ type: 'status', thread: this.#log.thread, status });
    return status;
  }
  get #mustLetGo(): boolean {
    return this.#running.isDrained || this.#lettingGo.isDue(this.#intake.hasInput);
  }
  /** Lets go of the thread, after what has come in: steps that have just returned are on their way here. */
  async #yield(): Promise<DriveEnd> {
    this.#log.beDriven(farewell);
    await turnOfEventLoop();
    const end = this.#intake.hasInput && (await this.#turn());
    if (end) return end;
    this.#over = true;
    const { unfit } = this.#lettingGo;
    this.#running.abort('let-go', letGoBecause);
    if ((await this.#log.commit([], this.snapshot, { update: { owner: null } })) === 'stale') return 'stale';
    if (unfit !== undefined) throw unfit;
    return 'yielded';
  }

  heardOf(message: number, refused: Problem | undefined | 'kept'): void {
    this.#waiters.heardOf(this.#log.thread, message, refused);
  }
  isHeard(type: Published['type']): boolean {
    return this.#listeners.size > 0 || (type !== 'missed' && this.#environment.events.hears(type));
  }
  publish(event: Published): void {
    for (const listener of this.#listeners) listener(event);
    if (!this.#log.isFree) this.#environment.events.tellOf(event);
  }
  rouse(by?: Input['type']): void {
    this.#sleep.rouse(by);
  }
  #stale(): Problem {
    return problem('thread/stale', { thread: this.#log.thread });
  }
  #close(): void {
    this.#over = true;
    this.#timers.clear();
    this.#running.abort('lost', 'the thread is no longer driven here');
    this.#intake.close(() => this.#stale());
  }
}
