import { isProblem, type Problem } from '../base/problem.ts';
import type { Codec } from '../base/codec.ts';
import type { Message } from '../store/store.ts';
import { outcomeText, readCommand, type Command } from './command.ts';

/** Takes up what messages ask for. */
export interface Recipient {
  /** Takes a command that needs no look at an activity. */
  enqueue(told: { readonly input: Command; readonly message: Message }): void;
  /** Tries an answer; rejects with the problem when it is refused. */
  tryAnswer(answer: Extract<Command, { type: 'answer' }>, message: Message): Promise<void>;
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
  readonly #known = new Set<number>();
  #refused: { readonly id: number; readonly outcome: string }[] = [];
  #trying = 0;
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

  /** Takes up messages; those that were taken up before are passed over. */
  deliver(messages: readonly Message[]): void {
    for (const message of messages) {
      if (this.#known.has(message.id)) continue;
      this.#known.add(message.id);
      this.#seen = Math.max(this.#seen, message.id);
      this.#take(message);
    }
  }

  /** What was refused since this was asked last. */
  takeRefused(): readonly { readonly id: number; readonly outcome: string }[] {
    const refused = this.#refused;
    if (refused.length > 0) this.#refused = [];
    return refused;
  }

  #take(message: Message): void {
    try {
      const command = readCommand(message.body, this.#codec);
      if (command.type === 'answer') void this.#try(command, message);
      else this.#recipient.enqueue({ input: command, message });
    } catch (error) {
      if (!isProblem(error)) throw error;
      this.#refuse(message, error);
    }
  }

  async #try(answer: Extract<Command, { type: 'answer' }>, message: Message): Promise<void> {
    this.#trying += 1;
    try {
      await this.#recipient.tryAnswer(answer, message);
    } catch (error) {
      // A thread that is no longer driven here has not answered: whoever drives it next reads the message again.
      if (isProblem(error) && error.code !== 'thread/stale') this.#refuse(message, error);
    } finally {
      this.#trying -= 1;
      this.#recipient.rouse();
    }
  }

  #refuse({ id }: Message, problem: Problem): void {
    this.#refused.push({ id, outcome: outcomeText(problem) });
    this.#recipient.rouse();
  }
}
