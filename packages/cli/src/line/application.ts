import { readFileSync } from 'node:fs';
import { isProblem } from '@cairn/core/store';
import { buildApplication, text_en, type Application } from '@stricli/core';
import { commandMeant } from './command-meant.ts';
import { commandNamed } from './command-table.ts';
import type { Context } from '../context.ts';
import { exitCode, exitCodeOf, usageError } from '../exit-code.ts';
import { explanation, problemJson } from '../explanation.ts';
import { routesFor } from './routes.ts';

/** The command line as stricli knows it, with only the command loaded that the arguments name. */
export async function application(
  args: readonly string[],
  { output, jsonWords }: Context,
): Promise<Application<Context>> {
  const { isDebug, isJson } = askedOf(args);
  const said = (error: unknown, code: number, more = ''): string => {
    if (isJson) return problemJson(error, code);
    return isDebug ? explanation(error, true) : output.noted(explanation(error, false) + more);
  };
  const problem = (error: unknown): string => said(error, exitCodeOf(error), asText(error, jsonWords));
  return buildApplication<Context>(await routesFor(args), {
    name: 'cairn',
    versionInfo: { getCurrentVersion: () => Promise.resolve(version()) },
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { caseStyle: 'convert-camel-to-kebab' },
    localization: {
      text: {
        ...text_en,
        exceptionWhileParsingArguments: (error) => said(error, exitCode.usage, `\nSee "cairn help${named(args)}".`),
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

/** How problems are to be told, by flags that hold even where the command line cannot be read. */
function askedOf(args: readonly string[]): { readonly isDebug: boolean; readonly isJson: boolean } {
  const end = args.indexOf('--');
  const flags = end === -1 ? args : args.slice(0, end);
  return { isDebug: flags.includes('--debug'), isJson: flags.includes('--json') };
}

function named(args: readonly string[]): string {
  const name = commandNamed(args)?.name;
  return name === undefined ? '' : ` ${name}`;
}

function version(): string {
  const manifest = new URL(import.meta.resolve('@cairn/cli/package.json'));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
