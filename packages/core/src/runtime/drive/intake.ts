import { advanceDraft, takeOverdue } from '../../advance/advance.ts';
import type { Draft, Snapshot } from '../../advance/state/snapshot.ts';
import { isOver, statusOf } from '../../advance/status.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import { ask, moment } from '../../store/ask.ts';
import type { Message, Soon } from '../../store/contract/store.ts';
import { outcomeText } from '../environment/command.ts';
import { cameAt, isKept, refuseAlone, turnOf, type DriveTurn, type Told } from './drive-turn.ts';
import type { Environment } from '../environment/environment.ts';
import { Inbox, type Recipient } from './inbox.ts';
import type { Answer } from './from-inbox.ts';
import type { Mail } from './mail.ts';
import { receiversOf, withSent } from './outgoing.ts';
import { mayAcceptMore, Parked } from './parked.ts';
import type { Running } from './running.ts';
import { tellRefused } from '../observe/tell-refused.ts';
import type { TimerSet } from './timer-set.ts';

const none: readonly Told[] = [];

/** The driver, as what comes to its thread sees it. */
export interface Driven {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Answers a question; rejects with the problem where the answer is refused. */
  answer(answer: Answer, message: Message): Promise<void>;
  /** Has it look again at what is there. */
  rouse(): void;
  /** What came of a message is written, or it waits for something to take it: whoever waits for that is told. */
  heardOf(message: number, refused: Problem | undefined | 'kept'): void;
}

/**
 * What comes to a thread that is driven here, from its coming to its being taken: inputs of runs, timers and handles, and messages by
 * way of the inbox. An input is in the queue, among the suspects of a turn that failed, parked until something accepts it, or in the
 * turn that the driver takes next.
 *
 * 1. Each input is taken or refused by itself; what one of them meets is told to whoever sent it, and to nobody else.
 * 2. A message is consumed together with what came of it, and only then.
 */
export class Intake implements Recipient {
  readonly #driver: Driven;
  readonly #environment: Environment;
  readonly #running: Running;
  readonly #timers: TimerSet;
  /** What others left for the thread. */
  readonly inbox: Inbox;
  #parked: Parked | undefined;
  #queue: Told[] = [];
  /** Inputs of a turn that could not be taken or written: they are taken one by one, to find out which of them it was. */
  #suspects: Told[] | undefined;

  constructor(driver: Driven, environment: Environment, running: Running, timers: TimerSet, mail?: Mail) {
    this.#driver = driver;
    this.#environment = environment;
    this.#running = running;
    this.#timers = timers;
    this.#parked = mail?.parked;
    this.inbox = new Inbox(environment.codec, this, mail);
  }

  tryAnswer(answer: Answer, message: Message): Promise<void> {
    return this.#driver.answer(answer, message);
  }

  read(after: number): Soon<readonly Message[]> {
    return ask(moment, () => this.#environment.store.messages(this.#driver.snapshot.thread, after));
  }

  kept({ id }: Message): void {
    this.#driver.heardOf(id, 'kept');
  }

  over(): Problem | undefined {
    const { snapshot } = this.#driver;
    const status = statusOf(snapshot);
    return isOver(status) ? problem('thread/over', { thread: snapshot.thread, status }) : undefined;
  }

  rouse(): void {
    this.#driver.rouse();
  }

  /** Whether anything is there to be taken, or a message to be consumed. */
  get hasInput(): boolean {
    return this.#queue.length > 0 || this.#suspects !== undefined || this.inbox.hasRefused;
  }

  /** Whether an answer is being tried. */
  get isTrying(): boolean {
    return this.inbox.isTrying;
  }

  /** What was left for the thread and is not taken yet. */
  get mail(): Mail | undefined {
    return this.inbox.mailWith(this.#parked);
  }

  /** The newest message that was looked at; 0 where there was none. */
  get seen(): number {
    return this.inbox.seen;
  }

  enqueue(told: Told): void {
    const came = this.#timers.isEmpty ? told : { ...told, came: this.#environment.clock.now() };
    // What is pushed to an empty list makes room for seventeen.
    if (this.#queue.length === 0) this.#queue = [came];
    else this.#queue.push(came);
    this.rouse();
  }

  /** The next turn, with what it is about to take. */
  next(): DriveTurn {
    const suspect = this.#suspects?.shift();
    if (suspect !== undefined) return turnOf([suspect]);
    // What is kept was offered to none of them.
    if (this.#suspects !== undefined) {
      this.#suspects = undefined;
      return { ...turnOf(none), isOfferDue: true };
    }
    const queue = this.#queue;
    this.#queue = [];
    return turnOf(queue);
  }

  /** Takes what a turn is about to take, and then the messages that may be accepted by now. */
  take(turn: DriveTurn, snapshot: Draft): void {
    for (const told of turn.told) if (!this.#take(told, turn, snapshot)) (this.#parked ??= new Parked()).add(told);
    if (this.#parked !== undefined && this.#suspects === undefined) this.#offer(this.#parked, turn, snapshot);
    const hasMoved = this.inbox.hasAnswers && turn.rows.length > 0;
    const over = hasMoved ? this.over() : undefined;
    if (over !== undefined || this.inbox.hasRefused) this.#consumeRefused(turn, over);
    if (hasMoved && over === undefined && turn.rows.some(({ cause }) => cause === 'ask')) this.inbox.asked();
  }

  #consumeRefused(turn: DriveTurn, over: Problem | undefined): void {
    turn.fromInbox = this.inbox.takeRefused(over !== undefined);
    const { refused, early } = turn.fromInbox;
    for (const { id, problem: reason, isChilds } of refused) consume(turn, id, reason, isChilds);
    for (const { answer, message } of early) consume(turn, message.id, over, answer.child !== undefined);
  }

  /** Takes what was kept and is accepted by now. */
  #offer(parked: Parked, turn: DriveTurn, snapshot: Draft): void {
    if (!turn.isOfferDue && !mayAcceptMore(turn.rows)) return;
    parked.offer(this.#driver.plan, snapshot, (told) => {
      turn.unparked.push(told);
      const isTaken = this.#take(told, turn, snapshot);
      if (!isTaken) turn.unparked.pop();
      return isTaken;
    });
  }

  /** Whether it needs no further look: it was taken, refused, or counts no more. What was due before it came is taken first. */
  #take(told: Told, turn: DriveTurn, snapshot: Draft): boolean {
    const { activity, message } = told;
    const { plan } = this.#driver;
    const { clock, codec } = this.#environment;
    const surroundings = { now: clock.now(), codec };
    const due = this.#timers.takeDue(cameAt(told, surroundings.now));
    if (due.length > 0) takeOverdue(plan, snapshot, due, surroundings, turn.rows);
    if (told.input.type === 'timer') return true;
    const input = activity === undefined ? told.input : this.#running.heard(activity, told.input);
    if (input === undefined) return true;
    const before = turn.rows.length;
    const refused = advanceDraft(plan, snapshot, input, surroundings, turn.rows);
    if ('sent' in input) turn.outgoing = withSent(turn.outgoing, input.sent ?? [], turn.rows.slice(before));
    if (message !== undefined && refused !== undefined) {
      // The inbox tries an answer, and hears of it: it has the message consumed, or keeps it for the next question.
      if (input.type === 'answer') {
        turn.outcomes.push({ told, refused });
        return true;
      }
      if (message.queued && isKept(plan, input, refused)) {
        this.inbox.keep(message);
        return false;
      }
    }
    if (message !== undefined) consume(turn, message.id, refused);
    if (told.taken !== undefined) turn.outcomes.push({ told, refused });
    return true;
  }

  /** A turn is written: those who wait hear what became of what they sent. */
  tellOutcomes({ outcomes, outgoing }: DriveTurn): void {
    if (outgoing !== undefined) this.#environment.talking.sent(receiversOf(outgoing));
    for (const { told, refused, message, isChilds } of outcomes) {
      if (refused !== undefined && isChilds !== true) this.#tellRefused(told, refused);
      if (refused === undefined) told?.taken?.();
      else told?.refused?.(refused);
      if (message === undefined) continue;
      this.inbox.answered(message);
      this.#driver.heardOf(message, refused);
    }
  }

  /** What a run said did not come from outside, and of an answer in a message it is told when the message is consumed. */
  #tellRefused(told: Told | undefined, error: Problem): void {
    if (told?.activity !== undefined || (told?.input.type === 'answer' && told.message !== undefined)) return;
    tellRefused(this.#environment.events, this.#driver.snapshot.thread, told?.input.type ?? 'message', error);
  }

  /** A turn failed, and is as if it had not been: its inputs are taken one by one; where there was but one, that is refused. */
  suspect({ told: given, unparked, fromInbox }: DriveTurn, error: unknown): void {
    const told = [...given, ...unparked];
    const [only, ...others] = told;
    if (only === undefined) throw error;
    for (const each of told) this.#parked?.drop(each);
    if (fromInbox !== undefined) this.inbox.takeBack(fromInbox);
    if (others.length > 0) {
      for (const { activity, input } of told) if (activity !== undefined) this.#running.takeBack(activity, input);
      this.#suspects = [...told, ...(this.#suspects ?? none)];
      return;
    }
    if (only.activity !== undefined) this.#running.takeBack(only.activity);
    const reason = refuseAlone(only, error, (message, why) => this.inbox.refuse(message, why));
    // Of what was left it is told once it is consumed with that.
    if (only.message === undefined) this.#tellRefused(only, reason);
  }

  /** Nobody takes anything here any more: those who wait are told why. */
  close(why: () => Problem): void {
    this.inbox.close();
    for (const { refused } of this.#suspects ?? none) refused?.(why());
    for (const { refused } of this.#queue) refused?.(why());
    this.#suspects = undefined;
    this.#queue = [];
  }
}

/** Has a message consumed by a turn, with what came of it. */
function consume(turn: DriveTurn, id: number, refused: Problem | undefined, isChilds = false): void {
  turn.consumed.push({ id, outcome: outcomeText(refused) });
  turn.outcomes.push({ refused, message: id, isChilds });
}
