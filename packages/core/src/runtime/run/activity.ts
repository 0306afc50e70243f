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

/** One attempt at one visit of a lane's node, while it runs; `run-life.ts` says how it lives. */
export class Activity {
  readonly lane: Lane;
  readonly graph: GraphPlan;
  readonly node: NodePlan;
  readonly environment: Environment;
  readonly thread: string;
  readonly rewinds: number;
  readonly context: Context['context'];
  readonly listener: Listener<Activity>;
  /** Whether its visit changed the state already: what it gives in the end is not all that it does. */
  hasSaved: boolean;
  /** Whether its function has ended, and `verify` is asked. */
  isVerifying = false;
  /** Answers to try. */
  readonly offers: Offers = new Offers();
  /** Steps of earlier visits that are kept. */
  readonly kept: FoundSteps | undefined;
  /** What it sends to other threads: made when it first does. */
  sends: Outbox | undefined;
  /** What it asked or sleeps for: made when it first does. */
  waits: Waits | undefined;
  #inOrder: InOrder | undefined;
  #life = started;
  #isLookDue = false;
  readonly #contextOf: (activity: Activity) => Context;
  #abort: AbortController | undefined;
  /** Why it was ended from outside; made for whoever asks, for nearly nobody does. */
  #reason: (() => unknown) | undefined;
  #stopTimer: (() => void) | undefined;
  /** What it failed by. */
  #thrown: { readonly error: unknown } | undefined;
  /** Those who hear how it ended; nobody, for most. */
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

  /** Aborts when the attempt is over before it ended by itself, or is put aside; whenever it is looked at. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (isAborted(this.#life)) this.#abort.abort(this.#reason?.());
    return this.#abort.signal;
  }

  /** Whether nothing counts any more that this run's function does; its steps under way may still. */
  get isOver(): boolean {
    return isHeardNoMore(this.#life);
  }

  /** Whether nothing that this run does counts any more. */
  get isGone(): boolean {
    return isGone(this.#life);
  }

  /** Whether this is a run of what a lane is about now. */
  isOf(lane: Lane): boolean {
    return isAtAttempt(lane, this.lane);
  }

  /** Runs the node's function; what comes of it is told to the listener, at once where the function answers at once. */
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

  /** A step begins, or something is told. */
  begins(): void {
    this.#comes('begins');
  }

  /** It is through; what the run does next at once, it does before that counts. */
  isThrough(): void {
    platform.setImmediate(() => {
      this.#comes('through');
      if (this.waits?.isEmpty === false) this.#lookSoon();
    });
  }

  /** It asks or sleeps; what it does beside that, it does before that counts. */
  waitsFor(wait: Wait, isRecorded: boolean, over: Over['tell']): void {
    (this.waits ??= new Waits()).add(wait, isRecorded, over);
    this.#comes('waits');
    this.#lookSoon();
  }

  /** What tells the run what is over; most runs are told nothing. */
  get inOrder(): InOrder {
    return (this.#inOrder ??= new InOrder(this.lane.journal));
  }

  /** A row was written of what may be over by it, as its lane's journal shows. */
  recorded(key: string, journal: Lane['journal']): void {
    const entry = journal?.get(key);
    if (entry !== undefined && isOver(entry)) this.inOrder.recorded(key);
  }

  /** Tells a run that is still at work what of its waits is over by now. */
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

  /** Puts the run aside if nothing of it is under way: its lane goes on with another. */
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

  /** Has somebody hear how it ends, or has ended. */
  onceEnded(hear: (ended: Ended) => void): void {
    (this.#ends ??= new RunEnds()).add(hear, this.#life, this.#thrown?.error);
  }

  /** Ends the run from outside: whatever it still does is not heard, but where its thread `closes`, what its steps have given. */
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

  /** The function has ended: what it asked for and did without is waited for no more, and `verify` may take its time. */
  verifies(): void {
    this.isVerifying = true;
    this.waits = undefined;
    this.#comes('works');
  }

  #settle(update: unknown): void {
    if (this.isOver) {
      // Whoever took the signal was told that the run was put aside.
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

  /** An update as changes; a problem where it does not fit the state. What a visit saved, or its subgraph shared, its lane does not show. */
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

  /** Its function failed: the attempt has, once its steps under way are through, for what they give is kept. */
  #fail(error: unknown): void {
    if (this.isOver) return;
    this.#thrown = { error };
    this.#comes('throw');
  }

  /** What it told cannot be kept, now or ever: that is its failure, whether it is over or not. */
  refuse(error: unknown): void {
    if (!this.isGone) this.#thrown = { error };
    this.end('stopped', () => error);
    this.#tellFailed(error);
  }

  #tellFailed(error: unknown): void {
    const failed = failedInput(this.node, this.lane, error, this.environment.clock.now());
    this.listener.ended(this, this.#timed(failed));
  }

  #timeOut(milliseconds: number): void {
    const late = problem('activity/timeout', { node: this.node.name, milliseconds });
    this.failBy(this.#thrown === undefined ? late : this.#thrown.error, late);
  }

  /** Fails the attempt at once, whatever the function still does or catches. */
  failBy(error: unknown, reason: unknown = error): void {
    if (this.isGone) return;
    this.#thrown = { error };
    this.#comes('stopped');
    this.#letGo(() => reason);
    this.#tellFailed(error);
  }

  /** An end, with how long it took; what took no time that a clock shows does not say so. */
  #timed(end: Input): Input {
    const duration = this.environment.clock.now() - this.#began;
    return duration === 0 ? end : ({ ...end, duration } as Input);
  }
}
