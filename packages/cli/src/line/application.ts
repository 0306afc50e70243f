import { readFileSync } from 'node:fs';
import { buildApplication, text_en, type Application } from '@stricli/core';
import type { Context } from '../context.ts';
import { exitCodeOf } from '../exit-code.ts';
import { explanation } from '../explanation.ts';
import { routesFor } from './routes.ts';

/** The command line as stricli knows it, with only the command loaded that the arguments name. */
export async function application(args: readonly string[], { output }: Context): Promise<Application<Context>> {
  const isDebug = args.includes('--debug');
  const problem = (error: unknown): string =>
    isDebug ? explanation(error, true) : output.noted(explanation(error, false));
  return buildApplication<Context>(await routesFor(args), {
    name: 'cairn',
    versionInfo: { getCurrentVersion: () => Promise.resolve(version()) },
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: {
      caseStyle: 'convert-camel-to-kebab',
      disableAnsiColor: !output.hasColours,
      onlyRequiredInUsageLine: true,
    },
    localization: {
      text: {
        ...text_en,
        exceptionWhileParsingArguments: (error) => `${problem(error)}\nSee "cairn ${named(args)}--help".`,
        exceptionWhileLoadingCommandFunction: problem,
        exceptionWhileLoadingCommandContext: problem,
        exceptionWhileRunningCommand: problem,
        commandErrorResult: problem,
        noCommandRegisteredForInput: ({ input, corrections }) =>
          `cairn: There is no command "${input}". ${
            corrections.length === 0
              ? 'See "cairn --help".'
              : `Did you mean ${corrections.map((each) => each.replaceAll('`', '"')).join(' or ')}?`
          }`,
      },
    },
    determineExitCode: (error) => exitCodeOf(error),
  });
}

function named(args: readonly string[]): string {
  const words = args
    .slice(0, args[0] === 'thread' || args[0] === 'test' ? 2 : 1)
    .filter((word) => !word.startsWith('-'));
  return words.map((word) => `${word} `).join('');
}

function version(): string {
  const manifest = new URL(import.meta.resolve('@cairn/cli/package.json'));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
