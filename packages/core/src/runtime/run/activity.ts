import { platform } from '../../base/platform.ts';
import { problem } from '../../base/problem/problem.ts';
import { failedInput } from '../../advance/moves/judge.ts';
import { isOver } from '../../advance/state/entries.ts';
import type { Input } from '../../advance/moves/input.ts';
import { stepsKeptFor, type FoundSteps } from '../../advance/state/kept-steps.ts';
import { awake, isAtAttempt, type Lane } from '../../advance/state/lane.ts';
import { baggageOf, type Snapshot } from '../../advance/state/snapshot.ts';
import { parseUpdate, type Parsed } from '../../advance/moves/update.ts';
import type { GraphPlan, NodePlan } from '../../compile/plan.ts';
import type { Context } from '../../definition/context.ts';
import type { Environment } from '../environment/environment.ts';
import type { Listener } from './listener.ts';
import { InOrder } from './in-order.ts';
import { Offers } from './offers.ts';
import type { Outbox } from './outbox.ts';
import { performNode, performOutput } from './perform-node.ts';
import type { Ended } from '../observe/event.ts';
import { RunEnds } from './run-ended.ts';
import { runUnlessCached } from './run-unless-cached.ts';
import { runWithin } from './run-around.ts';
import { warnOfDropped } from './warn-of-dropped.ts';
import { Waits, type Over, type Wait } from './waits.ts';
import { isAborted, isGone, isHeardNoMore, lifeAfter, started, type RunEnd, type RunInput } from './run-life.ts';

/** One run of the activity of a lane's node. The driver makes one each time it starts the function, several for one attempt; `run-life.ts` has its states. */
export class Activity {
  readonly lane: Lane;
  readonly graph: GraphPlan;
  readonly node: NodePlan;
  readonly environment: Environment;
  readonly thread: string;
  readonly rewinds: number;
  run = 1; // Which of its attempt's runs it is: set as it is shown that it begins.
  readonly context: Context['context'];
  readonly listener: Listener<Activity>;
  /** Whether its visit has saved anything, in this run or an earlier one. */
  hasSaved: boolean;
  /** Whether `verify` is being asked; then nothing may be saved. */
  isVerifying = false;
  /** Answers that wait for this run to ask for them, as only it has their schema. */
  readonly offers: Offers = new Offers();
  /** Steps that earlier visits did and that are kept for the turn or the thread. */
  readonly kept: FoundSteps | undefined;
  /** What it sends and is not recorded yet; made with the first. */
  sends: Outbox | undefined;
  /** Its open questions and sleeps; undefined before the first, and once `verify` is asked. */
  waits: Waits | undefined;
  #inOrder: InOrder | undefined;
  #life = started;
  #isLookDue = false;
  readonly #contextOf: (activity: Activity) => Context;
  #abort: AbortController | undefined;
  /** Makes the reason of the abort, for a signal that is asked for after it. */
  #reason: (() => unknown) | undefined;
  #stopTimer: (() => void) | undefined;
  /** What the attempt fails by, once its function threw, or it was stopped. */
  #thrown: { readonly error: unknown } | undefined;
  /** Listeners for its end; made with the first. */
  #ends: RunEnds | undefined;
  readonly #began: number;

  constructor(
    lane: Lane,
    plans: { readonly graph: GraphPlan; readonly node: NodePlan },
    thread: Pick<Snapshot, 'thread' | 'rewinds' | 'lanes'>,
    environment: Environment,
    listener: Listener<Activity>,
    contextOf: (activity: Activity) => Context,
  ) {
    this.lane = lane;
    this.context = baggageOf(thread, lane);
    ({ graph: this.graph, node: this.node } = plans);
    ({ thread: this.thread, rewinds: this.rewinds } = thread);
    this.environment = environment;
    this.listener = listener;
    this.hasSaved = lane.journal?.has('saved') ?? false;
    this.kept = stepsKeptFor(thread, lane);
    this.#contextOf = contextOf;
    this.#began = environment.clock.now();
  }

  /** Aborts when the run is put aside, let go of or ended from outside; made when it is first looked at, aborted where that was before. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (isAborted(this.#life)) this.#abort.abort(this.#reason?.());
    return this.#abort.signal;
  }

  /** Whether its function is heard no more: it is ending, aside or over. While it is ending, steps under way are still recorded. */
  get isOver(): boolean {
    return isHeardNoMore(this.#life);
  }

  /** Whether nothing of it is recorded any more: it is aside or over. */
  get isGone(): boolean {
    return isGone(this.#life);
  }

  /** Whether a lane is still at the attempt that this is a run of. */
  isOf(lane: Lane): boolean {
    return isAtAttempt(lane, this.lane);
  }

  /** Starts the node's function, or `verify` where its subgraph has ended. The listener hears the end, before this returns where the function is not async. */
  start(snapshot: Snapshot): void {
    const { timeout } = this.node;
    if (timeout !== undefined) this.#stopTimer = this.environment.clock.after(timeout, () => this.#timeOut(timeout));
    if (this.environment.around.activity.length === 0) this.#begin(snapshot);
    else runWithin(this, () => this.#begin(snapshot));
  }

  #begin(snapshot: Snapshot): void {
    try {
      if (this.node.cache !== undefined) {
        runUnlessCached(this, () => this.#contextOf(this))
          .then((parsed) => this.isOver || this.#end(parsed))
          .catch((error: unknown) => this.#fail(error));
        return;
      }
      const update =
        awake(this.lane) === 'verifying'
          ? performOutput(this, snapshot, this.#contextOf(this))
          : performNode(this, this.#contextOf(this));
      if (update instanceof Promise)
        update.then(
          (made) => this.#settle(made),
          (error: unknown) => this.#fail(error),
        );
      else this.#settle(update);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Something is under way from now on, a step or an input for the driver, until {@link isThrough}. */
  begins(): void {
    this.#comes('begins');
  }

  /** Ends what {@link begins} began, but only after a turn of the event loop, in which the function goes on and may begin something else. */
  isThrough(): void {
    platform.setImmediate(() => {
      this.#comes('through');
      if (this.waits?.isEmpty === false) this.#lookSoon();
    });
  }

  /** Adds an open question or sleep; `over` is told how it ends, if this run still lives then. A turn of the event loop later the driver looks at it. */
  waitsFor(wait: Wait, isRecorded: boolean, over: Over['tell']): void {
    (this.waits ??= new Waits()).add(wait, isRecorded, over);
    this.#comes('waits');
    this.#lookSoon();
  }

  /** The order in which this run is told results; made when first needed. */
  get inOrder(): InOrder {
    return (this.#inOrder ??= new InOrder(this.lane.journal));
  }

  /** The driver wrote a row of this visit under a key: where the journal has a result there, it gets the next place in the order. */
  recorded(key: string, journal: Lane['journal']): void {
    const entry = journal?.get(key);
    if (entry !== undefined && isOver(entry)) this.inOrder.recorded(key);
  }

  /** Tells the run which of its waits are over by a journal, each in its turn. */
  hear(journal: Lane['journal']): void {
    const { waits } = this;
    if (waits === undefined || waits.isEmpty || this.isOver) return;
    for (const over of waits.takeOver(journal)) void this.#tellInTurn(over);
    if (waits.isEmpty) this.#comes('works');
  }

  async #tellInTurn({ key, entry, tell }: Over): Promise<void> {
    this.begins();
    await this.inOrder.turnOf(key);
    if (!this.isOver) tell(entry);
    this.isThrough();
  }

  /** Puts the run aside if it does nothing but wait; `false` where it does more. Its lane starts another run when a wait is over. */
  putAside(): boolean {
    this.#comes('turned');
    if (this.#life.phase !== 'aside') return false;
    this.#letGo(() => new Error('the activity waits: it runs again from its top when that is over'));
    return true;
  }

  #lookSoon(): void {
    if (this.#isLookDue || this.isOver) return;
    this.#isLookDue = true;
    platform.setImmediate(() => {
      this.#isLookDue = false;
      if (!this.isOver) this.listener.waiting(this);
    });
  }

  #comes(input: RunInput): void {
    const before = this.#life;
    const life = (this.#life = lifeAfter(before, input));
    if (life.phase === 'over' && life.by === 'throw' && !isGone(before)) {
      this.#stopTimer?.();
      this.#tellFailed(this.#thrown?.error);
    }
    this.#ends?.tell(this.#life, this.#thrown?.error);
  }

  /** Calls back once: when the run is over or put aside, or at once where it is already. */
  onceEnded(hear: (ended: Ended) => void): void {
    (this.#ends ??= new RunEnds()).add(hear, this.#life, this.#thrown?.error);
  }

  /** Ends the run from outside. With `closes` it is ending, and what its steps under way give is recorded; else nothing of it is heard any more. */
  end(by: Exclude<RunEnd, 'return' | 'throw'> | 'closes', reason: () => unknown): void {
    if (this.isGone) return;
    this.#comes(by);
    this.#letGo(reason);
  }

  #letGo(reason: () => unknown): void {
    this.#stopTimer?.();
    this.#reason = reason;
    this.#abort?.abort(reason());
  }

  /** The function has ended and `verify` is asked: open waits are dropped, so that the run is not put aside meanwhile. */
  verifies(): void {
    this.isVerifying = true;
    this.waits = undefined;
    this.#comes('works');
  }

  #settle(update: unknown): void {
    if (this.isOver) {
      // A function that took the signal could see that it was put aside: no warning.
      if (this.#life.phase === 'aside' && this.#abort === undefined) warnOfDropped(this.graph, this.node);
      return;
    }
    let parsed: Parsed;
    try {
      parsed = this.parse(update);
    } catch (error) {
      return this.#fail(error);
    }
    this.#end(parsed);
  }

  /** An update as changes; a problem where it does not fit. A key's `from` sees no current value once the visit saved or its subgraph ended: this lane is older. */
  parse(update: unknown): Parsed {
    const isSeen = !this.hasSaved && awake(this.lane) !== 'verifying';
    const by = { lane: isSeen ? this.lane : undefined, writes: this.node.writes };
    return parseUpdate(this.graph, update, `node "${this.node.name}"`, this.environment.codec, by);
  }

  #end(parsed: Parsed & { readonly label?: string }): void {
    this.#comes('return');
    this.#stopTimer?.();
    const done: Input = { ...parsed, type: 'done', lane: this.lane.path };
    this.listener.ended(this, this.#timed(this.sends === undefined ? done : { ...done, ...this.sends.take() }));
  }

  /** The function threw: the attempt fails once its steps under way are recorded, so that the next one finds them. */
  #fail(error: unknown): void {
    if (this.isOver) return;
    this.#thrown = { error };
    this.#comes('throw');
  }

  /** The driver could not record an input of this run: the attempt fails by that, even where the run was over. */
  refuse(error: unknown): void {
    if (!this.isGone) this.#thrown = { error };
    this.end('stopped', () => error);
    this.#tellFailed(error);
  }

  #tellFailed(error: unknown): void {
    this.listener.ended(this, this.#timed(failedInput(this.node, this.lane, error, this.environment.clock.now())));
  }

  #timeOut(milliseconds: number): void {
    const late = problem('activity/timeout', { node: this.node.name, milliseconds });
    this.failBy(this.#thrown === undefined ? late : this.#thrown.error, late);
  }

  /** Fails the attempt at once, as its time is up or a limit is passed; what the function still does or catches is not heard. */
  failBy(error: unknown, reason: unknown = error): void {
    if (this.isGone) return;
    this.#thrown = { error };
    this.#comes('stopped');
    this.#letGo(() => reason);
    this.#tellFailed(error);
  }

  /** An end with how long the run took, in milliseconds; left out where that is 0. */
  #timed(end: Input): Input {
    const duration = this.environment.clock.now() - this.#began;
    return duration === 0 ? end : ({ ...end, duration } as Input);
  }
}
