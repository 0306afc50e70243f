/**
 * How the process ends.
 *
 * 1. The exit code is the command's only where the command was through; whatever else ends the process (a module or an
 *    activity that exits, an error that nobody caught, nothing left that could go on) is a problem, and is told.
 * 2. A result that could not be written whole is no result: that is told too, but for a reader that had enough, of which the
 *    exit code alone tells.
 */

import { writeSync } from 'node:fs';
import { CommandError, exitCode, type ExitCode } from './exit-code.ts';
import type { Output } from './printing/output.ts';
import { systemSentence } from './system-error.ts';

/** A problem in the words that the command line asked for. */
export type Teller = (error: unknown, code: ExitCode, isUncaught: boolean) => string;

/** What ends the process, and watches who else does. */
export class Ending {
  /** How a problem is told; simply, until the command line is read. */
  tell: Teller = (error) => `cairn: ${error instanceof Error ? error.message : String(error)}`;
  /** What is done already, whatever comes. */
  done = '';
  /** Asks a command that goes on until it is stopped to stop, so that what runs may end. */
  stop: (() => void) | undefined;
  readonly #output: Output;
  #isOurs = false;
  #isThrough = false;
  /** What it comes to since its result cannot be written any more. */
  #lost: ExitCode | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  /** From now on whatever ends the process otherwise is told. */
  watch(): void {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => this.#cannotWrite(error));
    // What is said beside the result is not worth ending for.
    process.stderr.on('error', () => undefined);
    process.on('uncaughtException', (error) => {
      // The author's own handler may know better.
      if (process.listenerCount('uncaughtException') === 1) this.#give(error, true);
    });
    process.once('beforeExit', () =>
      this.#give(
        this.#problem('Nothing is left that could go on: a module or an activity waits for what never comes.'),
      ),
    );
    process.on('exit', (code) => {
      if (this.#isOurs) return;
      process.exitCode = exitCode.problem;
      this.#say(this.#problem(`A module or an activity ended the process, with process.exit(${code}).`), false);
    });
  }

  /** Ends the process with what the command came to, once all of the result is written. */
  async through(code: ExitCode): Promise<never> {
    this.#isThrough = true;
    await this.#output.end();
    return this.now(this.#lost ?? code);
  }

  /** Ends the process at once. */
  now(code: ExitCode): never {
    this.#isOurs = true;
    process.exit(code);
  }

  #cannotWrite(error: NodeJS.ErrnoException): void {
    if (this.#lost !== undefined) return;
    // Whoever reads the result may have enough of it: `cairn thread log INC-42 | head`.
    const isUnread = error.code === 'EPIPE';
    this.#lost = isUnread ? exitCode.unread : exitCode.problem;
    if (!isUnread) this.#say(this.#unwritten(error), false);
    if (this.stop === undefined || this.#isThrough) this.now(this.#lost);
    this.stop();
  }

  #unwritten(error: NodeJS.ErrnoException): CommandError {
    const found = systemSentence(error) ?? `${error.message}.`;
    const text = `The result could not be written. ${found}${this.#done()}`;
    return Object.assign(new CommandError(text, undefined, { cause: error }), { code: error.code });
  }

  #problem(text: string): CommandError {
    return new CommandError(
      `${text} The command was not through, and what it would have come to is not known.${this.#done()}`,
    );
  }

  #done(): string {
    return this.done === '' ? '' : ` ${this.done}`;
  }

  #give(error: unknown, isUncaught = false): never {
    this.#say(error, isUncaught);
    return this.now(exitCode.problem);
  }

  /** Nothing that is written later would be written. */
  #say(error: unknown, isUncaught: boolean): void {
    this.#output.endProgress();
    try {
      writeSync(process.stderr.fd, `${this.tell(error, exitCode.problem, isUncaught)}\n`);
    } catch {
      // There is nobody to tell.
    }
  }
}
