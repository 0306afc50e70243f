import { readFileSync } from 'node:fs';
import { isProblem } from '@cairn/core/store';
import { buildApplication, run, text_en, type Application } from '@stricli/core';
import { commandMeant } from './command-meant.ts';
import { commandNamed } from './command-named.ts';
import type { Context } from '../context.ts';
import { exitCode, exitCodeOf, usageError } from '../exit-code.ts';
import { explanation, problemJson } from '../explanation.ts';
import { plainArguments } from './plain-arguments.ts';
import { routesFor } from './routes.ts';

/** How stricli reads flags. */
export const scanner = { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true } as const;

/** Runs the command that the arguments name. */
export async function runLine(args: readonly string[], context: Context): Promise<void> {
  context.ending.tell = (error, code, isUncaught) => saying(args, context, isUncaught)(error, code);
  const named = commandNamed(args);
  let plain = args;
  if (named !== undefined) {
    const { command } = await named.entry.load();
    try {
      plain = [...args.slice(0, -named.rest.length || undefined), ...plainArguments(named.rest, command.parameters)];
    } catch (error) {
      context.exitCode = exitCode.usage;
      context.process.stderr.write(`${saying(args, context)(error, exitCode.usage, seeHelp(args))}\n`);
      return;
    }
  }
  await run(await application(plain, context), plain, context);
}

/** The command line as stricli knows it, with only the command loaded that the arguments name. */
export async function application(args: readonly string[], context: Context): Promise<Application<Context>> {
  const { jsonWords } = context;
  const said = saying(args, context);
  const problem = (error: unknown): string => said(error, exitCodeOf(error), asText(error, jsonWords));
  return buildApplication<Context>(await routesFor(args), {
    name: 'cairn',
    versionInfo: { getCurrentVersion: () => Promise.resolve(version()) },
    scanner,
    documentation: { caseStyle: 'convert-camel-to-kebab' },
    localization: {
      text: {
        ...text_en,
        exceptionWhileParsingArguments: (error) => said(error, exitCode.usage, seeHelp(args)),
        exceptionWhileLoadingCommandFunction: problem,
        exceptionWhileLoadingCommandContext: problem,
        exceptionWhileRunningCommand: problem,
        commandErrorResult: problem,
        noCommandRegisteredForInput: ({ input }) => said(usageError(noCommand(args, input)), exitCode.usage),
      },
    },
    determineExitCode: (error) => exitCodeOf(error),
  });
}

/** How problems are said, by flags that hold even where the command line cannot be read. */
function saying(args: readonly string[], { output }: Context, isUncaught = false) {
  const asked = askedOf(args);
  const isDebug = asked.isDebug || isUncaught;
  return (error: unknown, code: number, more = ''): string => {
    if (asked.isJson) return problemJson(error, code, isDebug);
    return isDebug ? explanation(error, true) : output.noted(explanation(error, false) + more);
  };
}

/** Of "cairn help nope" it is "nope" that is no command. */
function noCommand(args: readonly string[], input: string): string {
  const words = args[0] === 'help' ? args.slice(1) : args;
  return `There is no command "${words === args ? input : words.join(' ')}". ${commandMeant(words)}`;
}

/** How a word is written whose value was read as JSON, where a schema would have text. */
function asText(error: unknown, jsonWords: ReadonlyMap<string, string>): string {
  if (!isProblem(error, 'value/invalid')) return '';
  for (const { path } of error.facts.issues) {
    const key = path.slice(path.lastIndexOf('.') + 1);
    const text = jsonWords.get(key);
    if (text !== undefined) return ` As text it is written ${key}='"${text}"'.`;
  }
  return '';
}

/** How problems are to be told. */
function askedOf(args: readonly string[]): { readonly isDebug: boolean; readonly isJson: boolean } {
  const end = args.indexOf('--');
  const flags = end === -1 ? args : args.slice(0, end);
  const isOn = (name: string): boolean => flags.some((arg) => arg === name || isSaidOn(name, arg));
  return { isDebug: isOn('--debug'), isJson: isOn('--json') };
}

function isSaidOn(name: string, arg: string): boolean {
  return arg.startsWith(`${name}=`) && /^(?:true|yes|on|1)$/iu.test(arg.slice(name.length + 1));
}

function seeHelp(args: readonly string[]): string {
  const name = commandNamed(args)?.name;
  return `\nSee "cairn help${name === undefined ? '' : ` ${name}`}".`;
}

function version(): string {
  const manifest = new URL(import.meta.resolve('@cairn/cli/package.json'));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
