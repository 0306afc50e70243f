import { isProblem, type Problem } from '../base/problem.ts';
import { decisionFailed } from '../compile/author.ts';
import type { Codec } from '../base/codec.ts';
import type { Message } from '../store/store.ts';
import { outcomeText, readCommand, type Command } from './command.ts';

const none: readonly never[] = [];

type Answer = Extract<Command, { type: 'answer' }>;

/** Whoever waits for what comes of a message. */
export interface Ear {
  readonly taken: () => void;
  readonly refused: (problem: unknown) => void;
}

/** Takes up what messages ask for. */
export interface Recipient {
  /** Takes a command that needs no look at an activity. */
  enqueue(told: { readonly input: Command; readonly message: Message }): void;
  /** Tries an answer; rejects with the problem when it is refused. */
  tryAnswer(answer: Answer, message: Message): Promise<void>;
  /** Has the driver look again whether anything is left to do. */
  rouse(): void;
}

/**
 * The messages that others left for a thread that is driven here.
 *
 * A message counts as looked at only together with what came of it: while an answer is tried, the thread does not rest.
 */
export class Inbox {
  readonly #codec: Codec;
  readonly #recipient: Recipient;
  #known: Set<number> | undefined;
  #refused: readonly { readonly id: number; readonly outcome: string }[] = none;
  /** Answers to what nobody has asked yet. */
  #early: readonly { readonly answer: Answer; readonly message: Message }[] = none;
  /** Those who left messages and wait for the first that comes of them, by message. */
  #ears: Map<number, Ear> | undefined;
  /** Messages that wait for something to take them. */
  #kept: Set<number> | undefined;
  #closed: (() => Problem) | undefined;
  #trying = 0;
  /** How often something was asked while the thread is driven here. */
  #asks = 0;
  #seen = 0;

  constructor(codec: Codec, recipient: Recipient) {
    this.#codec = codec;
    this.#recipient = recipient;
  }

  /** The newest message that was looked at; 0 where there was none. */
  get seen(): number {
    return this.#seen;
  }

  /** Whether an answer is being tried. */
  get isTrying(): boolean {
    return this.#trying > 0;
  }

  /** Whether answers are kept that nobody has asked for yet. */
  get hasEarly(): boolean {
    return this.#early.length > 0;
  }

  /** Whether any answer waits for its question, or is being tried. */
  get hasAnswers(): boolean {
    return this.#early.length > 0 || this.#trying > 0;
  }

  /** Resolves when a message is taken, or kept for later; rejects with the problem where it is refused. */
  hear(id: number): Promise<void> {
    return new Promise((taken, refused) => {
      if (this.#closed !== undefined) refused(this.#closed());
      else if (this.#kept?.has(id) === true) taken();
      else (this.#ears ??= new Map()).set(id, { taken, refused });
    });
  }

  /** Whoever waits for what comes of a message; told once. */
  earOf({ id }: Message): Ear | undefined {
    const ear = this.#ears?.get(id);
    this.#ears?.delete(id);
    return ear;
  }

  /** A message waits for something to take it: so much can be said of it. */
  keep(message: Message): void {
    (this.#kept ??= new Set()).add(message.id);
    this.earOf(message)?.taken();
  }

  /** Nobody looks at messages here any more; `why` is made for whoever asks: a problem costs as much as a third of a turn. */
  close(why: () => Problem): void {
    this.#closed = why;
    for (const { refused } of this.#ears?.values() ?? []) refused(why());
    this.#ears = undefined;
  }

  /** Something was asked: answers that came before their question are tried again. */
  asked(): void {
    this.#asks += 1;
    const early = this.#early;
    this.#early = none;
    for (const { answer, message } of early) void this.#try(answer, message);
  }

  /** Takes up messages; those that were taken up before are passed over. */
  deliver(messages: readonly Message[]): void {
    for (const message of messages) {
      this.#known ??= new Set();
      if (this.#known.has(message.id)) continue;
      this.#known.add(message.id);
      this.#seen = Math.max(this.#seen, message.id);
      this.#take(message);
    }
  }

  /** Whether anything was refused since that was asked last. */
  get hasRefused(): boolean {
    return this.#refused.length > 0;
  }

  /** What was refused since this was asked last. */
  takeRefused(): readonly { readonly id: number; readonly outcome: string }[] {
    const refused = this.#refused;
    this.#refused = none;
    return refused;
  }

  #take(message: Message): void {
    try {
      const command = readCommand(message.body, this.#codec);
      if (command.type === 'answer') void this.#try(command, message);
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
      if (isEarly && asks !== this.#asks) void this.#try(answer, message);
      else if (isEarly) {
        this.#early = [...this.#early, { answer, message }];
        this.keep(message);
      }
      // A thread that is no longer driven here has not answered: whoever drives it next reads the message again.
      else if (isProblem(error) && error.code !== 'thread/stale') this.refuse(message, error);
    } finally {
      this.#trying -= 1;
      this.#recipient.rouse();
    }
  }

  /** Has a message consumed with the problem that it met. */
  refuse(message: Message, problem: Problem): void {
    this.#refused = [...this.#refused, { id: message.id, outcome: outcomeText(problem) }];
    this.earOf(message)?.refused(problem);
    this.#recipient.rouse();
  }
}
