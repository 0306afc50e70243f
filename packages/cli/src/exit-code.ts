import { isProblem, type ProblemCode } from '@cairn/core/store';

/** What the command's exit code says. */
export const exitCode = {
  done: 0,
  /** Something went wrong; the line on stderr says what. */
  problem: 1,
  /** The command line cannot be followed. */
  usage: 2,
  /** The thread failed. */
  failed: 3,
  /** The thread waits for an event or an answer. */
  waiting: 4,
  /** The thread was cancelled. */
  cancelled: 5,
  /** Somebody else drives the thread, has changed it, or has its id. */
  conflict: 7,
  /** A replay went another way than what was recorded. */
  diverged: 9,
  /** Ended by SIGHUP, as a terminal that is closed sends it, as shells count it. */
  hungUp: 129,
  /** Ended by SIGINT, as shells count it. */
  interrupted: 130,
  /** Whoever read the result had enough before it was whole, as shells count SIGPIPE. */
  unread: 141,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The exit code of a command that a signal ended. */
export function exitCodeOfSignal(signal: NodeJS.Signals): ExitCode {
  if (signal === 'SIGHUP') return exitCode.hungUp;
  return signal === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted;
}

/** A command line that cannot be followed, or a wish that cannot be met; its message is for the terminal. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, code: ExitCode = exitCode.problem, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = code;
  }
}

/** A command line that cannot be followed. */
export function usageError(message: string): CommandError {
  return new CommandError(message, exitCode.usage);
}

const conflicts: ReadonlySet<ProblemCode> = new Set(['thread/busy', 'thread/stale', 'thread/exists', 'store/busy']);

/** The exit code of a command that threw. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  if (!isProblem(error)) return exitCode.problem;
  if (conflicts.has(error.code)) return exitCode.conflict;
  return error.code === 'replay/diverged' ? exitCode.diverged : exitCode.problem;
}
