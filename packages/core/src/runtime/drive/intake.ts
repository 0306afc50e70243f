import { advanceDraft } from '../../advance/advance.ts';
import { isDeadline } from '../../advance/held-back.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { DueTimer } from '../../advance/timers.ts';
import type { Draft } from '../../advance/state/snapshot.ts';
import { isOver, statusOf } from '../../advance/status.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import { ask, moment } from '../../store/ask.ts';
import type { Message, Soon } from '../../store/contract/store.ts';
import { CatchUp } from '../wait/catch-up.ts';
import {
  cameAt,
  consume,
  consumeRefused,
  isByHand,
  isKept,
  refuseAlone,
  turnOf,
  type Driven,
  type DriveTurn,
  type Taking,
  type Told,
} from './drive-turn.ts';
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
  /** Of a thread that was taken up after a deadline had passed. */
  #catchUp: CatchUp | undefined;

  constructor(driver: Driven, environment: Environment, running: Running, timers: TimerSet, mail?: Mail) {
    this.#driver = driver;
    this.#environment = environment;
    this.#running = running;
    this.#timers = timers;
    this.#parked = mail?.parked;
    this.inbox = new Inbox(environment.codec, this, mail);
    const { clock } = environment;
    if (timers.firstDeadline(clock.now()) === undefined) return;
    const isAtWorkAt = (lane: string): boolean => this.inbox.isTrying || running.isAtWorkAt(lane);
    this.#catchUp = new CatchUp({ driver, timers, clock, isAtWorkAt });
  }

  tryAnswer(answer: Answer, message: Message): Promise<void> {
    this.#catchUp?.takeUp(message.at);
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

  rouse(by?: Input['type']): void {
    this.#driver.rouse(by);
  }

  /** Whether anything is there to be taken, or a message to be consumed. */
  get hasInput(): boolean {
    return this.#queue.length > 0 || this.#suspects !== undefined || this.inbox.hasRefused;
  }

  /** Whether that is so, or an answer is being tried. */
  get isBusy(): boolean {
    return this.hasInput || this.inbox.isTrying || this.#catchUp?.isLeft === true;
  }

  /** Whether what comes now waits for deadlines that passed while nobody was there. */
  get isBehind(): boolean {
    return this.#catchUp?.isBefore(this.#environment.clock.now()) === true;
  }

  inTurn(goOn: () => void, came: number): void {
    if (this.#catchUp === undefined) goOn();
    else this.#catchUp.inTurn(goOn, came);
  }
  /** Does something for what comes now, in its turn. */
  later<Done>(act: () => Promise<Done>): Promise<Done> {
    return new Promise((goOn) => this.inTurn(() => goOn(act()), this.#environment.clock.now()));
  }

  /** Goes on with what was missed, where what came before it leads no further. */
  catchUp(): void {
    if (this.#catchUp === undefined || this.#suspects !== undefined || this.#queue.length > 0) return;
    if (this.#catchUp.goOn()) return void this.takesOverdue();
    this.#catchUp = undefined;
    this.#timers.wakeAt(undefined);
  }

  /** Has taken what is overdue, which may end what would be started; whether anything is. */
  takesOverdue(): boolean {
    const overdue = this.#timers.dueBy(this.#environment.clock.now());
    const [due] = this.#catchUp?.takenOf(overdue) ?? overdue;
    if (due !== undefined) this.enqueue({ input: { type: 'timer', lane: due.lane, name: due.name } });
    return due !== undefined;
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
    this.rouse(told.input.type);
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
    if (over !== undefined || this.inbox.hasRefused) {
      turn.fromInbox = this.inbox.takeRefused(over !== undefined);
      consumeRefused(turn, turn.fromInbox, over);
    }
    if (hasMoved && over === undefined && turn.rows.some(({ cause }) => cause === 'ask')) this.inbox.asked();
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
    const at = { turn, snapshot, now: this.#environment.clock.now(), codec: this.#environment.codec };
    const came = cameAt(told, at.now);
    const due = this.#timers.dueBy(came, activity === undefined ? undefined : this.#catchUp?.began);
    if (due.length > 0) this.#takeOverdue(due, at);
    if (told.input.type === 'timer' || this.#waits(told, came)) return true;
    const input = activity === undefined ? told.input : this.#running.heard(activity, told.input);
    if (input === undefined) return true;
    const before = turn.rows.length;
    const refused = this.#advance(input, message === undefined ? Infinity : came, at);
    if ('sent' in input) turn.outgoing = withSent(turn.outgoing, input.sent ?? [], turn.rows.slice(before));
    if (message !== undefined && refused !== undefined) {
      // The inbox tries an answer, and hears of it: it has the message consumed, or keeps it for the next question.
      if (input.type === 'answer') {
        turn.outcomes.push({ told, refused });
        return true;
      }
      if (message.queued && isKept(this.#driver.plan, input, refused)) {
        this.inbox.keep(message);
        return false;
      }
    }
    if (message !== undefined) consume(turn, message.id, refused);
    if (told.taken !== undefined) turn.outcomes.push({ told, refused });
    return true;
  }

  /** Takes what was due, in order. What was missed is taken in its turn, and not with what a run says. */
  #takeOverdue(due: readonly DueTimer[], at: Taking): void {
    for (const timer of this.#catchUp?.takenOf(due) ?? due) {
      // What waits for somebody to take it may be taken by what came of the turn so far, and lead on before a deadline.
      const mayLeadOn = at.turn.rows.length > 0 && (this.inbox.hasAnswers || this.#parked !== undefined);
      if (this.#catchUp !== undefined && mayLeadOn && isDeadline(timer)) return;
      this.#timers.drop(timer);
      this.#advance({ type: 'timer', lane: timer.lane, name: timer.name }, timer.at, at);
    }
  }

  /** Takes one input, which came while the thread was not driven where `came` says so. */
  #advance(input: Input, came: number, at: Taking): Problem | undefined {
    const { rows } = at.turn;
    const before = rows.length;
    this.#catchUp?.takeUp(came);
    const refused = advanceDraft(this.#driver.plan, at.snapshot, input, at, rows);
    if (this.#catchUp === undefined) return refused;
    this.#catchUp.taken(came, at.snapshot, rows.slice(before));
    // Deadlines of lanes that went elsewhere are no more.
    this.#timers.look(rows.slice(before), at.snapshot.lanes);
    return refused;
  }

  /** Whether it waits for a deadline that was missed before it came. What a run says does not, nor what somebody does by hand now. */
  #waits(told: Told, came: number): boolean {
    if (this.#catchUp === undefined || told.activity !== undefined || !this.#catchUp.isBefore(came)) return false;
    if (isByHand(told.input) && !this.#catchUp.isMissed(came)) return false;
    this.#catchUp.inTurn(() => this.#queue.push(told), came, told);
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
    for (const each of told) {
      this.#parked?.drop(each);
      this.#catchUp?.drop(each);
    }
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
    this.#catchUp?.close();
    for (const { refused } of this.#suspects ?? none) refused?.(why());
    for (const { refused } of this.#queue) refused?.(why());
    this.#suspects = undefined;
    this.#queue = [];
  }
}
