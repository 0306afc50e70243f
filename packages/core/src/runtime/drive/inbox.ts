import { isProblem, type Problem } from '../../base/problem/problem.ts';
import { decisionFailed } from '../../compile/author.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Message, Soon } from '../../store/contract/store.ts';
import { readCommand, type Command } from '../environment/command.ts';
import type { Answer, EarlyAnswer, FromInbox, Refused } from './from-inbox.ts';
import type { Mail } from './mail.ts';
import type { Parked } from './parked.ts';

const none: readonly never[] = [];

/** Takes up what messages ask for. */
export interface Recipient {
  /** Takes a command that needs no look at an activity. */
  enqueue(told: { readonly input: Command; readonly message: Message }): void;
  /** Tries an answer; rejects with the problem when it is refused. */
  tryAnswer(answer: Answer, message: Message): Promise<void>;
  /** A message waits for something to take it: so much can be said of it. */
  kept(message: Message): void;
  /** Why nothing is kept for the thread any more: it is at its end. */
  over(): Problem | undefined;
  /** Asks the store for the messages after one. */
  read(after: number): Soon<readonly Message[]>;
  /** Has the driver look again whether anything is left to do. */
  rouse(): void;
  /** Does something for what came then once what was due before is taken. */
  inTurn(goOn: () => void, came: number): void;
}

/**
 * The messages that others left for a thread that is driven here; the thread's intake has one. A message is unseen, being tried (an
 * answer whose run has to look at it), early (an answer to what nobody asked yet), handed on to the intake, or refused and to be consumed.
 *
 * 1. A message counts as looked at only together with what came of it: while an answer is tried, the thread does not rest.
 * 2. Messages are taken up in the order of their ids, each once; whoever brings some asks the store for those after
 *    {@link seen}.
 * 3. What the thread is told directly comes after what was left for it before that, as far as this process knows.
 */
export class Inbox {
  readonly #codec: Codec;
  readonly #recipient: Recipient;
  #refused: Refused[] | undefined;
  /** Answers to what nobody has asked yet. */
  #early: EarlyAnswer[] | undefined;
  /** Messages that wait for something to take them. */
  #kept: Set<number> | undefined;
  #isClosed = false;
  #trying = 0;
  /** How often something was asked while the thread is driven here. */
  #asks = 0;
  #seen: number;
  /** What is told of the thread while it is read what was left before. */
  #behind: (() => void)[] | undefined;
  /** What is read of the store now, and what will be once that is through. */
  #reading: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(codec: Codec, recipient: Recipient, mail?: Mail) {
    this.#codec = codec;
    this.#recipient = recipient;
    this.#early = mail?.early;
    this.#kept = mail?.kept;
    this.#seen = mail?.seen ?? 0;
  }

  /** What is left of it, with what is parked; undefined where nothing is. */
  mailWith(parked: Parked | undefined): Mail | undefined {
    if (this.#early === undefined && (parked?.size ?? 0) === 0) return undefined;
    return { parked, early: this.#early, kept: this.#kept, seen: this.#seen };
  }

  /** The newest message that was looked at; 0 where there was none. */
  get seen(): number {
    return this.#seen;
  }

  /** Whether an answer is being tried, or something brought. */
  get isTrying(): boolean {
    return this.#trying > 0;
  }

  /** Whether any answer waits for its question, or is being tried. */
  get hasAnswers(): boolean {
    return this.#early !== undefined || this.#trying > 0;
  }

  /** Whether a message waits for something to take it. */
  isKept(id: number): boolean {
    return this.#kept?.has(id) === true;
  }

  /** Brings something for the thread: it does not rest meanwhile. */
  async bring<Brought>(bring: () => Promise<Brought>): Promise<Brought> {
    this.#trying += 1;
    try {
      return await bring();
    } finally {
      this.#trying -= 1;
      this.#recipient.rouse();
    }
  }

  /** A message waits for something to take it. */
  keep(message: Message): void {
    (this.#kept ??= new Set()).add(message.id);
    this.#recipient.kept(message);
  }

  /** What came of a message is written: it waits no more. */
  answered(id: number): void {
    this.#kept?.delete(id);
  }

  /** Nobody looks at messages here any more. */
  close(): void {
    this.#isClosed = true;
    this.#goOn();
  }

  /** Does something once what was left for the thread before, and is being read, is taken up. */
  inOrder(tell: () => void): void {
    if (this.#behind === undefined) tell();
    else this.#behind.push(tell);
  }

  #goOn(): void {
    const behind = this.#behind ?? none;
    this.#behind = undefined;
    for (const tell of behind) tell();
  }

  /** Something was asked: answers that came before their question are tried again. */
  asked(): void {
    this.#asks += 1;
    const early = this.#early ?? none;
    this.#early = undefined;
    for (const { answer, message } of early) void this.#try(answer, message);
  }

  /** Takes up what was left by now; those who ask side by side share what is read. */
  catchUp(): Promise<void> {
    return (this.#next ??= this.#readNext());
  }

  async #readNext(): Promise<void> {
    if (!this.#isClosed) this.#behind ??= [];
    try {
      await this.#reading;
      this.#next = undefined;
      const reading = this.#readOnce();
      this.#reading = reading.catch(() => undefined);
      await reading;
    } finally {
      if (this.#next === undefined) this.#goOn();
    }
  }

  async #readOnce(): Promise<void> {
    this.deliver(await this.#recipient.read(this.#seen));
  }

  /** Takes up messages; those that were taken up before are passed over, and all where nobody looks at them any more. */
  deliver(messages: readonly Message[]): void {
    if (this.#isClosed) return;
    for (const message of messages) {
      if (message.id <= this.#seen) continue;
      this.#seen = message.id;
      this.#take(message);
    }
  }

  /** Whether anything was refused since that was asked last. */
  get hasRefused(): boolean {
    return this.#refused !== undefined;
  }

  /** What was refused since this was asked last; and the answers that wait for their question, where nobody will ask any more. */
  takeRefused(isOver: boolean): FromInbox {
    const { refused = none, early = none } = { refused: this.#refused, early: isOver ? this.#early : none };
    this.#refused = undefined;
    if (isOver) this.#early = undefined;
    return { refused, early };
  }

  /** What it gave away was not written. */
  takeBack({ refused, early }: FromInbox): void {
    if (refused.length > 0) this.#refused = [...refused, ...(this.#refused ?? none)];
    if (early.length > 0) this.#early = [...early, ...(this.#early ?? none)];
  }

  #take(message: Message): void {
    try {
      const command = readCommand(message.body, this.#codec);
      if (command.type === 'answer') this.#recipient.inTurn(() => void this.#try(command, message), message.at);
      else this.#recipient.enqueue({ input: command, message });
    } catch (error) {
      this.refuse(message, isProblem(error) ? error : decisionFailed('Reading the message', error));
    }
  }

  async #try(answer: Answer, message: Message): Promise<void> {
    this.#trying += 1;
    const asks = this.#asks;
    try {
      await this.#recipient.tryAnswer(answer, message);
    } catch (error) {
      const isEarly = message.queued && isProblem(error, 'answer/not-asked');
      const over = isEarly ? this.#recipient.over() : undefined;
      const isChilds = answer.child !== undefined;
      if (over !== undefined) this.refuse(message, over, isChilds);
      else if (isEarly && asks !== this.#asks) void this.#try(answer, message);
      else if (isEarly) {
        (this.#early ??= []).push({ answer, message });
        this.keep(message);
      }
      // A thread that is no longer driven here has not answered: whoever drives it next reads the message again.
      else if (isProblem(error) && error.code !== 'thread/stale') this.refuse(message, error, isChilds);
    } finally {
      this.#trying -= 1;
      this.#recipient.rouse();
    }
  }

  /** Has a message consumed with the problem that it met. */
  refuse(message: Message, problem: Problem, isChilds = false): void {
    (this.#refused ??= []).push({ id: message.id, problem, isChilds });
    this.#recipient.rouse();
  }
}
