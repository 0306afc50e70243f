import type { Context } from './context.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { help } from './line/help.ts';
import { Output } from './printing/output.ts';

/** Runs the command that the arguments name, and sets the exit code of the process. */
export async function main(args: readonly string[]): Promise<void> {
  const context = contextOf(process);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads the result may have enough of it: `cairn thread log INC-42 | head`.
    if (error.code === 'EPIPE') process.exit(context.exitCode);
    process.stderr.write(`cairn: The result could not be written: ${error.message}.\n`);
    process.exit(exitCode.problem);
  });
  // What is said beside the result is not worth ending for.
  process.stderr.on('error', () => undefined);
  if (args[0] === '__complete') {
    const { complete } = await import('./shell/complete.ts');
    await complete(args.slice(1), context);
    return;
  }
  const asked = await help(args, context.output);
  if (asked === undefined) {
    const [{ run }, { application }] = await Promise.all([import('@stricli/core'), import('./line/application.ts')]);
    await run(await application(args, context), args, context);
  } else context.output.text(asked);
  await context.output.end();
  // The author's module may hold something that keeps the process alive.
  process.exit(finalCode(context));
}

function contextOf(source: NodeJS.Process): Context {
  const output = new Output(source);
  const { env } = source;
  // Stricli writes its help here, and the exit code that it comes to.
  return {
    process: { stdout: output.streamTo('result'), stderr: output.streamTo('note'), env, exitCode: null },
    output,
    env,
    folder: source.cwd(),
    jsonWords: new Map(),
    exitCode: exitCode.done,
  };
}

/** Stricli counts its own failures from -1 down; all of them are about the command line but these. */
function finalCode({ process: { exitCode: code }, exitCode: own }: Context): ExitCode {
  if (code === null || code === undefined || code === 0) return own;
  if (Number(code) > 0) return Number(code) as ExitCode;
  return Number(code) >= -3 ? exitCode.problem : exitCode.usage;
}
