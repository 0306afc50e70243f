import type { ApplicationContext, CommandContext } from '@stricli/core';
import type { Ending } from './ending.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './printing/output.ts';

/** What a command is given beside its arguments. */
export interface Context extends CommandContext {
  readonly process: ApplicationContext['process'];
  readonly output: Output;
  readonly ending: Ending;
  readonly env: NodeJS.ProcessEnv;
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** Words such as `user=42` whose value was read as JSON, by their key: where it should have been text, that is said. */
  readonly jsonWords: Map<string, string>;
  /** What the command comes to where it does not throw. */
  exitCode: ExitCode;
}
