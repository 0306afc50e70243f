import { isProblem, problem, type Problem } from '../base/problem/problem.ts';
import { ask, type Patience } from '../store/ask.ts';
import { isUnanswered } from '../store/in-time.ts';
import { unlessAborted } from '../base/unless-aborted.ts';
import { isPassing } from '../store/contract/is-passing.ts';
import { outcomeText, writeCommand, type Command } from './environment/command.ts';
import { newId } from './environment/ids.ts';
import type { Runtime } from './runtime.ts';
import { farewell } from './environment/write-again.ts';

/** How a command is left as a message. */
export interface Sending {
  /** Kept until something accepts it. */
  readonly queued: boolean;
  /** What it is taken once under. */
  readonly id: string | undefined;
  /** What it was left under already, where it was; its id by default, or one of its own. */
  readonly key?: string | undefined;
  /** Ends the wait for what comes of it. */
  readonly signal: AbortSignal | undefined;
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
  readonly #key: string;
  readonly #body: string;
  readonly #patience: Patience;
  #leaving: Promise<number> | undefined;
  readonly #edits: boolean;
  #isLeft = false;
  #hearing: Promise<Problem | undefined> | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(runtime: Runtime, thread: string, command: Command, { queued, id, key, signal }: Sending) {
    this.#runtime = runtime;
    this.#thread = thread;
    this.queued = queued;
    this.#id = id;
    this.#key = key ?? id ?? `@${newId()}`;
    this.#edits = command.type === 'edit';
    this.#signal = signal;
    this.#body = writeCommand(command, runtime.environment.codec);
    this.#patience = runtime.patience;
  }

  /** Whether it changes the state by hand. */
  get edits(): boolean {
    return this.#edits;
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
    if (this.#leaving === undefined && this.#signal?.aborted === true) {
      return Promise.reject(this.#signal.reason as Error);
    }
    // Who closes waits for it: what was left is taken back, as long as the store can be asked.
    return (this.#leaving ??= this.#runtime.making.add(this.#leave()));
  }

  /** Whoever left it waits no longer: it is taken back, which may come to its end later where the store takes its time. */
  async withdraw(): Promise<void> {
    const takingBack = this.#leaving?.then((message) => this.#takeBack(message, this.#signal?.reason));
    await unlessAborted(takingBack ?? Promise.resolve(false), farewell()).catch(() => undefined);
  }

  async #leave(): Promise<number> {
    const { store, clock } = this.#runtime.environment;
    const key = this.#key;
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
    let mayComeYet = false;
    const failed = (error: unknown): never => {
      mayComeYet ||= isUnanswered(error);
      throw error;
    };
    try {
      return await ask(this.#patience, () => {
        const left = leave();
        return left instanceof Promise ? left.catch(failed) : left;
      });
    } catch (error) {
      if (!isPassing(error)) throw error;
      const found = await this.#look(error, () => this.#runtime.environment.store.left(this.#thread, key));
      if (found !== undefined) return found;
      throw mayComeYet ? problem('thread/outcome-unknown', { thread: this.#thread }, error) : error;
    }
  }

  async #look<Found>(error: unknown, look: () => Found): Promise<Awaited<Found>> {
    try {
      return await look();
    } catch {
      throw problem('thread/outcome-unknown', { thread: this.#thread }, error);
    }
  }

  /** What came of it is heard from the call on; {@link heard} says what that is. */
  hear(message: number): Promise<Problem | undefined> {
    this.#hearing ??= this.#runtime.waiters.answerTo(this.#thread, message, this.queued, this.#signal);
    this.#hearing.catch(() => undefined);
    return this.#hearing;
  }

  /** Resolves once it was taken, or waits for something to take it where it is queued; rejects with the problem that it was refused with. */
  async heard(): Promise<void> {
    const refused = await this.#answer(await this.leave());
    if (refused !== undefined) throw refused;
  }

  async #answer(message: number): Promise<Problem | undefined> {
    try {
      return await this.hear(message);
    } catch (error) {
      // Then it is taken back by whoever gave the command.
      if (this.#signal?.aborted === true) throw error;
      throw await this.#runtime.waiters.reading(() => this.#unanswered(message, error));
    }
  }

  /** What is said to whoever left it where nobody says what comes of it: what is in the way, if it is taken back. */
  async #unanswered(message: number, error: unknown): Promise<unknown> {
    const isTakenBack = await this.#takeBack(message, error).catch(() => false);
    if (isTakenBack || isProblem(error, 'thread/not-found')) return error;
    return problem('thread/outcome-unknown', { thread: this.#thread }, error);
  }

  /**
   * Takes it back where nobody owns the thread: it is consumed, and refused. What was given an id stays, for others may wait for it,
   * and who sends it again means the same.
   */
  async #takeBack(id: number, error: unknown): Promise<boolean> {
    if (this.#id !== undefined || this.queued) return false;
    const { store } = this.#runtime.environment;
    const thread = this.#thread;
    const reason = isProblem(error) ? error : problem('runtime/closed', { what: 'Waiting for a thread' });
    const outcome = outcomeText(reason);
    return ask(farewell, async (isAgain) => {
      // What failed may have taken it back all the same.
      if (isAgain && (await store.message(id))?.outcome === outcome) return true;
      const record = await store.thread(thread);
      if (record?.owner !== null) return false;
      const { fence, created } = record;
      return (await store.commit({ thread, fence, created, rows: [], consumed: [{ id, outcome }] })) === 'ok';
    });
  }
}
