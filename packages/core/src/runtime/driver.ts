/**
 * Drives one thread that this runtime owns.
 *
 * 1. What an input leads to is on disk before anybody hears of it and before anything that follows from it is started.
 * 2. When a commit fails or is stale, what is in memory is given up: the store is the truth.
 * 3. This is the only loop that awaits.
 */

import { advance } from '../advance/advance.ts';
import type { Input } from '../advance/input.ts';
import { allowance, questionFor } from '../advance/journal.ts';
import type { Lane } from '../advance/lane.ts';
import type { Row } from '../advance/row.ts';
import type { Snapshot } from '../advance/snapshot.ts';
import type { DueTimer } from '../advance/timers.ts';
import { standingOf, statusOf, type Status } from '../advance/status.ts';
import { isProblem, problem, type Problem } from '../base/problem.ts';
import { parse } from '../compile/author.ts';
import type { GraphPlan, NodePlan, Plan } from '../compile/plan.ts';
import type { Schema } from '../definition/schema.ts';
import { Activity, type Listener } from './activity.ts';
import type { Asked } from './asked.ts';
import type { Environment } from './environment.ts';
import type { ThreadEvent } from './event.ts';
import { outcomeText, readCommand } from './command.ts';
import type { Message } from '../store/store.ts';
import type { Rest, ThreadLog } from './thread-log.ts';
import { TimerSet } from './timer-set.ts';
import { summaryOf } from './summary.ts';

/** How driving a thread ended. */
export type DriveEnd = Exclude<Status, 'running'> | 'yielded' | 'stale';

/** One input on its way in, and who waits for it. */
interface Told {
  readonly input: Input;
  /** The run it comes from: it counts only while that run does. */
  readonly activity?: Activity;
  /** The message it came by, consumed by the commit that takes it. */
  readonly message?: Message;
  readonly taken: () => void;
  readonly refused: (problem: Problem) => void;
}

/** What one turn comes to. */
interface Turn {
  readonly rows: Row[];
  readonly outcomes: { readonly told: Told; readonly refused: Problem | undefined }[];
  readonly consumed: { readonly id: number; readonly outcome: string }[];
}

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
export class Driver implements Listener {
  readonly #plan: Plan;
  readonly #environment: Environment;
  readonly #log: ThreadLog;
  readonly #asked: Asked;
  readonly #listeners: ReadonlySet<(event: ThreadEvent) => void>;
  readonly #activities = new Map<string, Activity>();
  readonly #timers: TimerSet;
  /** Messages that nothing accepts yet. */
  readonly #parked: Told[] = [];
  readonly #known = new Set<number>();
  #unspent = 0;
  #snapshot: Snapshot;
  #queue: Told[] = [];
  #wake: (() => void) | undefined;
  #yielding = false;
  #over = false;

  constructor({ plan, environment, log, asked, listeners }: DriverOptions, snapshot: Snapshot) {
    this.#plan = plan;
    this.#environment = environment;
    this.#log = log;
    this.#asked = asked;
    this.#listeners = listeners;
    this.#snapshot = snapshot;
    this.#timers = new TimerSet(plan, environment.clock, (timer) => this.#fire(timer));
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Whether it drives no more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Gives the thread an input; resolves when it is on disk, rejects with the problem when it is refused. */
  tell(input: Input, from: Pick<Told, 'activity' | 'message'> = {}): Promise<void> {
    return new Promise((taken, refused) => {
      if (this.#over) refused(this.#stale());
      else this.#push({ input, ...from, taken, refused });
    });
  }

  tellOf(activity: Activity, input: Input): Promise<void> {
    if (input.type === 'spend') this.#unspent += input.amount;
    return this.tell(input, { activity });
  }

  /** Lets go of the thread at the next turn; what runs is aborted and starts again when the thread is next driven. */
  stop(): void {
    this.#yielding = true;
    this.#rouse();
  }

  /** Answers a question; its schema is asked of the activity where this process has not seen it yet. */
  async answer(key: string, value: unknown, lane?: string, message?: Message): Promise<void> {
    const question = questionFor(this.#snapshot, key, lane);
    const asking = this.#laneAt(question.lane);
    const schema = this.#asked.schemaOf(this.#plan, this.#graphOf(asking), question.node, key);
    const tell = (parsed: unknown): Promise<void> =>
      this.tell({ type: 'answer', key, lane: question.lane, value: parsed }, message && { message });
    if (schema !== undefined) return tell(parse(schema, value, `answer.${key}`));
    return new Promise<void>((resolve, refuse) => {
      const accept = (parsed: unknown): Promise<void> => tell(parsed).then(resolve);
      const running = this.#activities.get(question.lane);
      const activity = running ?? this.#activityOf(asking);
      activity.offers.set(key, { value, accept, refuse });
      if (running === undefined) activity.start(this.#snapshot);
    });
  }

  /** Takes up messages that others left for the thread. */
  deliver(messages: readonly Message[]): void {
    for (const message of messages) {
      if (this.#known.has(message.id)) continue;
      this.#known.add(message.id);
      const command = readCommand(message.body, this.#environment.codec);
      if (command.type === 'answer') {
        void this.answer(command.key, command.value, command.lane, message).catch((refusal: unknown) => {
          if (isProblem(refusal)) this.#refusals.push({ message, refusal });
          this.#rouse();
        });
      } else this.#push({ input: command, message, taken: nothing, refused: nothing });
    }
  }

  readonly #refusals: { readonly message: Message; readonly refusal: Problem }[] = [];

  /** Drives until nothing is left to do here, or the thread is lost or given up. */
  async drive(): Promise<DriveEnd> {
    try {
      for (const lane of this.#snapshot.lanes.all()) this.#reconcile(lane.path);
      this.#timers.fireDue();
      for (let turn = 1; ; turn += 1) {
        if (this.#activities.size > 1 || turn % turnsBeforeYield === 0) await turnOfEventLoop();
        const end = this.#yielding ? await this.#yield() : await this.#turn();
        if (end !== undefined) return end;
        if (this.#queue.length === 0 && !this.#yielding) await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      this.#close();
    }
  }

  /** Takes all inputs that are there, commits what they lead to, and acts on it. */
  async #turn(): Promise<DriveEnd | undefined> {
    const turn = this.#takeAll();
    const status = this.#restingStatus();
    const rest = status === undefined ? undefined : this.#restOf(status);
    if ((await this.#write(turn, rest)) === 'stale') return 'stale';
    for (const row of turn.rows) this.#publish({ type: 'checkpoint', thread: this.#snapshot.thread, ...row });
    for (const { told, refused } of turn.outcomes) {
      if (refused === undefined) told.taken();
      else told.refused(refused);
    }
    if (status !== undefined) {
      if (this.#queue.length === 0) return this.#settled(status);
      if (!(await this.#log.reclaim())) return 'stale';
    }
    for (const row of turn.rows) this.#follow(row);
    return undefined;
  }

  /** Commits a turn; those who wait for a turn that is lost are told so. */
  async #write({ rows, consumed, outcomes }: Turn, rest: Rest | undefined): Promise<'ok' | 'stale'> {
    let lost: unknown;
    try {
      const written = this.#log.commit(rows, this.#snapshot, { rest, consumed });
      const ended = typeof written === 'string' ? written : await written;
      if (ended === 'ok') return ended;
      lost = this.#stale();
    } catch (error) {
      lost = error;
    }
    for (const { told } of outcomes) told.refused(lost as Problem);
    if (!isProblem(lost, 'thread/stale')) throw lost;
    return 'stale';
  }

  #takeAll(): Turn {
    const turn: Turn = { rows: [], outcomes: [], consumed: [] };
    const queue = this.#queue;
    this.#queue = [];
    this.#unspent = 0;
    for (const told of queue) this.#take(told, turn);
    if (this.#parked.length > 0) for (const told of this.#parked.splice(0)) this.#take(told, turn);
    for (const { message, refusal } of this.#refusals.splice(0)) {
      turn.consumed.push({ id: message.id, outcome: outcomeText(refusal) });
    }
    return turn;
  }

  #take(told: Told, turn: Turn): void {
    const { input, activity, message } = told;
    if (activity !== undefined && !this.#counts(activity, input)) return;
    const { clock, codec } = this.#environment;
    const { snapshot, rows, refused } = advance(this.#plan, this.#snapshot, input, { now: clock.now(), codec });
    this.#snapshot = snapshot;
    turn.rows.push(...rows);
    if (message?.queued === true && isProblem(refused, 'event/not-accepted')) {
      this.#parked.push(told);
      return;
    }
    if (message !== undefined) turn.consumed.push({ id: message.id, outcome: outcomeText(refused) });
    turn.outcomes.push({ told, refused });
  }

  /** Whether a run still is what its lane is about; its end takes it off the list. */
  #counts(activity: Activity, input: Input): boolean {
    const { path } = activity.lane;
    const ends = input.type === 'done' || input.type === 'failed';
    if (ends && this.#activities.get(path) === activity) this.#activities.delete(path);
    const lane = this.#snapshot.lanes.get(path);
    return lane !== undefined && activity.isOf(lane);
  }

  /** The thread's status where nothing runs and nothing is about to; undefined while it is at work. */
  #restingStatus(): Exclude<Status, 'running'> | undefined {
    for (const activity of this.#activities.values()) {
      const lane = this.#snapshot.lanes.get(activity.lane.path);
      if (lane !== undefined && activity.isOf(lane) && !isAside(lane, activity)) return undefined;
    }
    const status = statusOf(this.#snapshot);
    return status === 'running' ? undefined : status;
  }

  #restOf(status: Exclude<Status, 'running'>): Rest {
    const standing = standingOf(this.#plan, this.#snapshot);
    const due = status === 'waiting' || status === 'failed' ? (standing.due ?? null) : null;
    return { status, due, summary: summaryOf(this.#snapshot, standing, status, this.#environment.codec) };
  }

  #settled(status: Exclude<Status, 'running'>): DriveEnd {
    this.#over = true;
    this.#publish({ type: 'status', thread: this.#snapshot.thread, status });
    return status;
  }

  async #yield(): Promise<DriveEnd> {
    this.#over = true;
    for (const activity of this.#activities.values()) activity.abort('the thread was let go of');
    const ended = await this.#log.commit([], this.#snapshot, { update: { owner: null } });
    return ended === 'stale' ? 'stale' : 'yielded';
  }

  /** Starts and aborts what a row calls for. */
  #follow(row: Row): void {
    this.#reconcile(row.lane);
    for (const { path } of row.opened?.lanes ?? []) this.#reconcile(path);
    if (endsOthers.has(row.cause)) for (const path of this.#activities.keys()) this.#reconcile(path);
  }

  #reconcile(path: string): void {
    const lane = this.#snapshot.lanes.get(path);
    this.#timers.watch(path, lane);
    const activity = this.#activities.get(path);
    if (activity !== undefined && lane !== undefined && activity.isOf(lane)) {
      if (isAside(lane, activity)) this.#drop(activity, (each) => each.drop());
      return;
    }
    if (activity !== undefined) this.#drop(activity, (each) => each.abort('its node was left'));
    if (lane === undefined || (lane.phase !== 'running' && lane.phase !== 'verifying')) return;
    this.#activityOf(lane).start(this.#snapshot);
  }

  #drop(activity: Activity, end: (activity: Activity) => void): void {
    this.#activities.delete(activity.lane.path);
    end(activity);
  }

  #activityOf(lane: Lane): Activity {
    const graph = this.#graphOf(lane);
    const plans = { graph, node: graph.nodes[lane.node] as NodePlan };
    const activity = new Activity(lane, plans, this.#snapshot, this.#environment, this);
    this.#activities.set(lane.path, activity);
    const { thread } = this.#snapshot;
    this.#publish({ type: 'attempt', thread, lane: lane.path, node: lane.node, attempt: lane.attempt });
    return activity;
  }

  #graphOf(lane: Lane): GraphPlan {
    return this.#plan.graphs[lane.graph] as GraphPlan;
  }

  #laneAt(path: string): Lane {
    return this.#snapshot.lanes.get(path) as Lane;
  }

  ended(activity: Activity, input: Input): void {
    for (const [key, offer] of activity.offers) offer.refuse(problem('answer/not-asked', { key, open: [] }));
    this.#push({ input, activity, taken: nothing, refused: nothing });
  }

  emit(activity: Activity, data: unknown): void {
    const { path, node } = activity.lane;
    this.#publish({ type: 'output', thread: this.#snapshot.thread, lane: path, node, data });
  }

  allowance(name: string): { limit: number; left: number } {
    const { limit, left } = allowance({ plan: this.#plan, draft: this.#snapshot }, name);
    return { limit, left: left - this.#unspent };
  }

  asked(activity: Activity, key: string, schema: Schema): void {
    this.#asked.remember(this.#plan, activity.graph, activity.node.name, key, schema);
  }

  #fire({ lane, name }: DueTimer): void {
    this.#push({ input: { type: 'timer', lane, name }, taken: nothing, refused: nothing });
  }

  #publish(event: ThreadEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #push(told: Told): void {
    this.#queue.push(told);
    this.#rouse();
  }

  #rouse(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #stale(): Problem {
    return problem('thread/stale', { thread: this.#snapshot.thread });
  }

  #close(): void {
    this.#over = true;
    this.#timers.clear();
    for (const { refused } of this.#queue.splice(0)) refused(this.#stale());
    for (const activity of this.#activities.values()) activity.abort('the thread is no longer driven here');
    this.#activities.clear();
  }
}

/** A lane that asks or sleeps holds nothing once its steps are through and no answer is being tried. */
function isAside(lane: Lane, activity: Activity): boolean {
  return lane.phase === 'suspended' && activity.steps === 0 && activity.offers.size === 0;
}

/** Causes of rows that may end activities of lanes other than their own. */
const endsOthers: ReadonlySet<Row['cause']> = new Set(['join', 'event', 'timer', 'error', 'cancel', 'edit', 'attempt']);

function nothing(): void {
  // Nobody waits for it.
}

function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
