import { problem } from '../base/problem.ts';
import { ask, patienceOf, type Patience } from '../store/ask.ts';
import { isPassing } from '../store/is-passing.ts';
import type { Message } from '../store/store.ts';
import { outcomeOf, writeCommand, type Command } from './command.ts';
import { newId } from './ids.ts';
import type { Runtime } from './runtime.ts';

/** How a command is left as a message. */
export interface Sending {
  /** Kept until something accepts it. */
  readonly queued: boolean;
  /** What it is taken once under. */
  readonly id: string | undefined;
}

/**
 * A command on its way to a thread as a message.
 *
 * It is left under a key, its own where it was given no id, so that it is there once however often leaving it is tried.
 */
export class Letter {
  readonly queued: boolean;
  readonly #runtime: Runtime;
  readonly #thread: string;
  readonly #id: string | undefined;
  readonly #body: string;
  readonly #patience: Patience;
  #leaving: Promise<number> | undefined;
  #isLeft = false;

  constructor(runtime: Runtime, thread: string, command: Command, { queued, id }: Sending) {
    this.#runtime = runtime;
    this.#thread = thread;
    this.queued = queued;
    this.#id = id;
    this.#body = writeCommand(command, runtime.environment.codec);
    this.#patience = () => patienceOf(runtime.environment.lease, runtime.closing);
  }

  /** Whether it is known to be there. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** Whether something came under its id before. */
  async isRepeated(): Promise<boolean> {
    const id = this.#id;
    if (id === undefined) return false;
    return (await ask(this.#patience, () => this.#runtime.environment.store.left(this.#thread, id))) !== undefined;
  }

  /** Leaves it, once; gives the message, which may be one that came under its id before. */
  leave(): Promise<number> {
    return (this.#leaving ??= this.#leave());
  }

  async #leave(): Promise<number> {
    const { store, clock } = this.#runtime.environment;
    const key = this.#id ?? `@${newId()}`;
    const at = clock.now();
    const left = await this.#tried(key, () => store.leave(this.#thread, this.#body, at, this.queued, key));
    if (left === undefined) throw problem('thread/not-found', { thread: this.#thread, store: store.name });
    this.#isLeft = true;
    return left;
  }

  /** What the store says in the end; where it never does, whether the message is there all the same. */
  async #tried(
    key: string,
    leave: () => ReturnType<Runtime['environment']['store']['leave']>,
  ): Promise<number | undefined> {
    try {
      return await ask(this.#patience, leave);
    } catch (error) {
      if (!isPassing(error)) throw error;
      const found = await this.#look(error, () => this.#runtime.environment.store.left(this.#thread, key));
      if (found === undefined) throw error;
      return found;
    }
  }

  async #look<Found>(error: unknown, look: () => Found): Promise<Awaited<Found>> {
    try {
      return await look();
    } catch {
      throw problem('thread/outcome-unknown', { thread: this.#thread }, error);
    }
  }

  /** What came of it so far. */
  async answer(): Promise<Message | undefined> {
    const message = await this.leave();
    try {
      return await ask(this.#patience, () => this.#runtime.environment.store.message(message));
    } catch (error) {
      throw problem('thread/outcome-unknown', { thread: this.#thread }, error);
    }
  }
}

/** Throws what a message that was taken up was refused with. It is gone with its thread, or with the checkpoint that consumed it. */
export function throwRefusal(left: Message | undefined): void {
  const refusal = left === undefined || left.outcome === null ? undefined : outcomeOf(left.outcome);
  if (refusal !== undefined) throw refusal;
}
