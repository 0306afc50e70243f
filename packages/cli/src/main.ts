import type { Context } from './context.ts';
import { Ending } from './ending.ts';
import { CommandError, exitCode, type ExitCode } from './exit-code.ts';
import { help } from './line/help.ts';
import { Output } from './printing/output.ts';

/** Runs the command that the arguments name, and ends the process with what it came to. */
export async function main(args: readonly string[]): Promise<never> {
  const context = contextOf(process);
  const { output, ending } = context;
  ending.watch();
  if (args[0] === '__complete') {
    const { complete } = await import('./shell/complete.ts');
    await complete(args.slice(1), context);
    return ending.through(exitCode.done);
  }
  const asked = await help(args, output);
  if (asked === undefined) {
    const { runLine } = await import('./line/application.ts');
    await runLine(args, context);
  } else output.text(asked);
  // The author's module may hold something that keeps the process alive.
  return ending.through(finalCode(context));
}

function contextOf(source: NodeJS.Process): Context {
  const output = new Output(source);
  const { env } = source;
  // Stricli writes its help here, and the exit code that it comes to.
  return {
    process: { stdout: output.streamTo('result'), stderr: output.streamTo('note'), env, exitCode: null },
    output,
    ending: new Ending(output),
    env,
    get folder() {
      return workingFolder(source);
    },
    jsonWords: new Map(),
    exitCode: exitCode.done,
  };
}

/** A folder may be gone that a process still runs in. */
function workingFolder(source: NodeJS.Process): string {
  try {
    return source.cwd();
  } catch (error) {
    throw new CommandError('The folder that this runs in is gone. Go to one that is there.', undefined, {
      cause: error,
    });
  }
}

/** Stricli counts its own failures from -1 down; all of them are about the command line but these. */
function finalCode({ process: { exitCode: code }, exitCode: own }: Context): ExitCode {
  if (code === null || code === undefined || code === 0) return own;
  if (Number(code) > 0) return Number(code) as ExitCode;
  return Number(code) >= -3 ? exitCode.problem : exitCode.usage;
}
