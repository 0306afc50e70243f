/**
 * The activities of one thread that run in this process.
 *
 * 1. At most one run is under way for a lane, and it is of the lane's present node, visit and attempt.
 * 2. A run whose lane went elsewhere is aborted, and what it still says is not heard.
 */

import type { Input } from '../../advance/moves/input.ts';
import { questionFor } from '../../advance/journal.ts';
import type { Lane } from '../../advance/state/lane.ts';
import { isWithin } from '../../advance/state/late.ts';
import type { Row } from '../../advance/state/row.ts';
import { endOf } from '../../advance/state/snapshot.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import { parse } from '../../compile/author.ts';
import type { GraphPlan, NodePlan, Plan } from '../../compile/plan.ts';
import { questionIn } from '../../definition/question.ts';
import type { Schema } from '../../definition/schema.ts';
import type { Message } from '../../store/contract/store.ts';
import { Activity } from '../run/activity.ts';
import { inPlaceOf } from '../run/child.ts';
import type { Listener } from '../run/listener.ts';
import type { Asked } from '../environment/asked.ts';
import { Budget } from '../run/budget.ts';
import { ActivityContext } from '../run/context.ts';
import type { DriverOptions } from './driver-options.ts';
import { ByLane } from '../../advance/state/by-lane.ts';
import type { Answer } from './from-inbox.ts';
import { endsOthers, isHeard } from './heard-causes.ts';
import { leftBecause, letGoBecause } from '../environment/ended-because.ts';
import type { Environment } from '../environment/environment.ts';
import type { Host } from '../run/host.ts';
import { tellRefused } from '../observe/tell-refused.ts';
import { Showing } from './showing.ts';
import { takeOffers } from '../run/offers.ts';
import { isWait } from '../run/waits.ts';

/** The runs of one thread, each by its lane; its driver has one, starts what rows call for with it, and asks it what is at work. */
export class Running implements Listener<Activity> {
  readonly plan: Plan;
  readonly #environment: Environment;
  readonly #asked: Asked;
  readonly #host: Host;
  readonly #activities = new ByLane<Activity>();
  readonly #showing: Showing;
  /** Made when something is first spent. */
  #ofBudget: Budget | undefined;
  /** Runs that wait, to be looked at when nothing is on its way to the store. */
  #waiting: Set<Activity> | undefined;
  /** Lanes whose run was put aside for a wait that was not recorded, as another was over by then: another run goes on from there. */
  #goingOn: Set<string> | undefined;
  #held = false;
  /** Whether lanes that wait may have been left in the middle of something else, and no run has looked yet. */
  #wasCutOff: boolean;

  constructor({ plan, environment, log, asked, wasCutOff = false }: DriverOptions, host: Host) {
    this.plan = plan;
    this.#environment = environment;
    this.#asked = asked;
    this.#host = host;
    this.#showing = new Showing(host, environment, log);
    this.#wasCutOff = wasCutOff;
  }

  get budget(): Budget {
    return (this.#ofBudget ??= new Budget(
      this.plan,
      () => this.#host.snapshot,
      () => this.#environment.clock.now(),
    ));
  }

  get size(): number {
    return this.#activities.size;
  }

  /** Starts no more runs. */
  hold(): void {
    this.#held = true;
  }

  /** Starts no more runs, and has those that are under way begin nothing more. */
  close(): void {
    this.hold();
    for (const activity of this.#activities.all()) activity.end('closes', () => new Error(letGoBecause));
  }

  /** Whether no run is under way and none is to be started. */
  get isDrained(): boolean {
    return this.#held && this.#activities.size === 0;
  }

  /** Whether any run still does something for its lane, or one is still to look whether there is anything to do. */
  get isAtWork(): boolean {
    if (this.isAtWorkAt('')) return true;
    return this.#wasCutOff && this.#host.snapshot.lanes.all().some((lane) => lane.phase === 'suspended');
  }

  /** Whether any run does something for a lane, or for one below it. */
  isAtWorkAt(path: string): boolean {
    return this.#activities.some((each) => isWithin(each.lane.path, path) && this.#laneOf(each) !== undefined);
  }

  /** The lane that a run is for as it is now; undefined where it went elsewhere. */
  #laneOf(activity: Activity): Lane | undefined {
    const lane = this.#host.snapshot.lanes.get(activity.lane.path);
    return lane !== undefined && activity.isOf(lane) ? lane : undefined;
  }

  /** Starts and aborts what rows call for. */
  follow(rows: readonly Row[]): void {
    let othersEnd = false;
    for (const { lane, opened, cause } of rows) {
      this.reconcile(lane);
      if (opened !== undefined) for (const { path } of opened.lanes) this.reconcile(path);
      othersEnd ||= endsOthers.has(cause);
    }
    if (othersEnd) for (const { lane } of this.#activities.all()) this.reconcile(lane.path);
  }

  /** Has runs know what is over by rows, in their order, and hear what they waited for of it. */
  hear(rows: readonly Row[]): void {
    if (this.#activities.size === 0) return;
    let waited: Set<Activity> | undefined;
    for (const { lane: path, cause, label } of rows) {
      if (label === undefined || !isHeard.has(cause)) continue;
      const lane = this.#host.snapshot.lanes.get(path);
      const activity = this.#activities.get(path);
      if (lane === undefined || activity?.isOf(lane) !== true) continue;
      activity.recorded(label, lane.journal);
      if (cause !== 'step' && cause !== 'save') (waited ??= new Set()).add(activity);
    }
    for (const activity of waited ?? []) activity.hear(this.#host.snapshot.lanes.get(activity.lane.path)?.journal);
  }

  /** Brings what runs in line with where the lanes are. */
  reconcileAll(): void {
    for (const { path } of this.#host.snapshot.lanes.all()) this.reconcile(path);
    // As long as nothing is started, nothing has looked: the thread does not come to rest, it is let go of.
    if (!this.#held) this.#wasCutOff = false;
  }

  /** Brings what runs for a lane in line with where the lane is. */
  reconcile(path: string): void {
    const lane = this.#host.snapshot.lanes.get(path);
    const activity = this.#activities.get(path);
    if (activity !== undefined) {
      if (lane !== undefined && activity.isOf(lane)) return activity.hear(lane.journal);
      this.#forget(activity).end('left', () => new Error(leftBecause(this.#host.snapshot)));
    }
    if (lane === undefined || this.#held) return;
    const isAtWork = lane.phase === 'running' || lane.phase === 'verifying';
    const isToRun = isAtWork || (lane.phase === 'suspended' && this.#wasCutOff);
    if (isToRun) this.#activityOf(lane).start(this.#host.snapshot);
  }

  /** Has recorded what runs wait for, and puts those aside that do nothing else. */
  lookAtWaiting(): void {
    const goingOn = this.#goingOn;
    this.#goingOn = undefined;
    for (const path of goingOn ?? []) this.reconcile(path);
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    for (const activity of waiting) {
      const lane = activity.isOver ? undefined : this.#laneOf(activity);
      if (lane !== undefined) this.#lookAt(activity, lane);
    }
  }

  #lookAt(activity: Activity, lane: Lane): void {
    activity.hear(lane.journal);
    const unrecorded = activity.waits?.takeUnrecorded() ?? [];
    for (const input of unrecorded) this.#host.push({ input, activity });
    const schemaOf = (key: string): Schema | undefined => this.#schemaOf(lane, key);
    const isTaken = takeOffers(activity, schemaOf, () => this.waiting(activity));
    if (isTaken || !activity.putAside()) return;
    this.#forget(activity);
    if (unrecorded.length === 0 && lane.phase !== 'suspended') {
      this.#host.push({ input: { type: 'wait', lane: lane.path }, activity });
    }
  }

  /** What a run says, as it still counts; undefined where it does not. The last that it says takes it off the list. */
  heard(activity: Activity, input: Input): Input | undefined {
    const isLast = input.type === 'done' || input.type === 'failed' || (isWait(input) && activity.isGone);
    if (isLast && this.#activities.get(activity.lane.path) === activity) this.#forget(activity);
    if (input.type === 'spend') this.budget.take(input);
    const lane = this.#laneOf(activity);
    if (lane !== undefined) {
      if (!isWait(input) || activity.waits?.isAnyOver(lane.journal) !== true) return input;
      // Another run goes on from what is over, or this one does: it hears of that, and is looked at again.
      if (activity.isGone) (this.#goingOn ??= new Set()).add(lane.path);
      else if (input.type !== 'wait') activity.waits.putBack(input);
      return undefined;
    }
    if (input.type !== 'spend') return undefined;
    const { lane: path, name, amount } = input;
    return { type: 'spend', lane: path, name, amount, left: activity.lane.node };
  }

  /** What a run said was heard and is not written: it is under way until that is taken again, or its failure is. */
  takeBack(activity: Activity, again?: Input): void {
    if (again?.type === 'spend') this.budget.promise(again);
    if (this.#laneOf(activity) !== undefined) this.#activities.setUnlessThere(activity.lane.path, activity);
  }

  /** Answers a question; its schema is asked of the activity where its graph does not declare it, nor this process has seen it yet. */
  answer(answer: Answer, message?: Message): Promise<void> {
    const { events } = this.#environment;
    // Of a message it is told when that is consumed.
    const refused = (why: unknown): void =>
      void (message ?? tellRefused(events, this.#host.snapshot.thread, 'answer', why));
    try {
      return this.#answer(answer, message, refused);
    } catch (error) {
      refused(error);
      return Promise.reject(error);
    }
  }

  #answer(answer: Answer, message: Message | undefined, refused: (why: unknown) => void): Promise<void> {
    const { key, value } = answer;
    const { snapshot } = this.#host;
    const end = message?.queued === true ? undefined : endOf(snapshot);
    // What is queued is told so where it is left; a thread may be sent back to where it asks.
    if (end !== undefined) throw problem('thread/over', { thread: snapshot.thread, status: end });
    const question = questionFor(snapshot, answer);
    const { lane: path, child } = question;
    const lane = snapshot.lanes.get(path) as Lane;
    const schema = lane.phase === 'suspended' ? this.#schemaOf(lane, key) : undefined;
    const tell = (parsed: unknown): Promise<void> =>
      this.#host.tell({ ...answer, lane: path, value: parsed }, message === undefined ? {} : { message });
    if (answer.child !== undefined) return tell(value); // What a thread came to is as it is.
    if (child !== undefined) return tell(inPlaceOf(this.#environment, question, value));
    if (schema !== undefined) return tell(parse(schema, value, `answer.${key}`));
    return new Promise<void>((resolve, refuse) => {
      const running = this.#activities.get(path);
      const activity = running ?? this.#activityOf(lane);
      const accept = (parsed: unknown): Promise<void> => tell(parsed).then(resolve, refuse);
      activity.offers.add(key, { value, accept, refuse: (why) => (refused(why), refuse(why)) });
      if (running === undefined) this.#environment.outside(() => activity.start(this.#host.snapshot));
      else if (running.waits?.isEmpty === false) this.waiting(running);
    });
  }

  #schemaOf(lane: Lane, key: string): Schema | undefined {
    const declared = questionIn(this.plan.graphs[lane.graph]?.questions ?? {}, key);
    return declared ?? this.#asked.schemaOf(this.#host.snapshot, lane, key);
  }

  /** Ends all runs; those of lanes that are still there start again when the thread is next driven. */
  abort(by: 'left' | 'let-go' | 'lost', reason: string): void {
    for (const activity of this.#activities.all()) {
      for (const [, { refuse }] of activity.offers.takeAll()) refuse(problem('thread/stale', activity));
      activity.end(by, () => new Error(reason));
    }
    this.#activities.clear();
  }

  tellOf(activity: Activity, input: Input): Promise<void> {
    if (input.type === 'spend') this.budget.promise(input);
    return this.#host.tell(input, { activity });
  }

  ended(activity: Activity, input: Input): void {
    activity.offers.refuseAll();
    this.#host.push({ input, activity });
  }
  waiting(activity: Activity): void {
    (this.#waiting ??= new Set()).add(activity);
    this.#host.rouse();
  }
  leave(run: Activity, why: Problem): void {
    this.#host.leave(run, why);
  }
  emit(activity: Activity, data: unknown): void {
    this.#showing.emit(activity, data);
  }
  asked(activity: Activity, key: string, schema: Schema): void {
    this.#asked.remember(activity, activity.lane, key, schema);
  }

  #forget(activity: Activity): Activity {
    this.#activities.delete(activity.lane.path);
    activity.offers.refuseAll();
    return activity;
  }

  #activityOf(lane: Lane): Activity {
    const graph = this.plan.graphs[lane.graph] as GraphPlan;
    const plans = { graph, node: graph.nodes[lane.node] as NodePlan };
    const activity = new Activity(lane, plans, this.#host.snapshot, this.#environment, this, contextOf);
    this.#activities.set(lane.path, activity);
    this.#showing.began(activity);
    return activity;
  }
}

const contextOf = (activity: Activity): ActivityContext => new ActivityContext(activity);
