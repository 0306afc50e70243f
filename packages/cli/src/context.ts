import type { ApplicationContext, CommandContext } from '@stricli/core';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './printing/output.ts';

/** What a command is given beside its arguments. */
export interface Context extends CommandContext {
  readonly process: ApplicationContext['process'];
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** What the command comes to where it does not throw. */
  exitCode: ExitCode;
}
