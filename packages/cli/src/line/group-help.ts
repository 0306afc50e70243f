import { commandTable, type CommandEntry, type CommandGroup } from './command-table.ts';
import type { Output } from '../printing/output.ts';

/** The help of all commands, or of those under one word; undefined where the arguments ask for something else. */
export function groupHelp(args: readonly string[], output: Output): string | undefined {
  const words = args.filter((arg) => arg !== '--help' && arg !== '-h' && arg !== '--helpAll' && arg !== '--help-all');
  const [word, ...rest] = words;
  if (word === undefined) return rootHelp(output);
  const entry = Object.hasOwn(commandTable, word) ? commandTable[word] : undefined;
  return rest.length === 0 && entry !== undefined && 'commands' in entry ? helpOf(word, entry, output) : undefined;
}

function rootHelp(output: Output): string {
  return [
    'Durable state graphs: look at threads, drive them, send them back, replay them.',
    '',
    `${output.paint('bold', 'Usage')}  cairn <command> [flags]`,
    '',
    ...list(commandTable, output),
    '',
    'A checkpoint is written INC-42@17, or INC-42@-1 for the newest. The database',
    'is --db, else $CAIRN_DB, else the only one in this folder; the module of a graph',
    'is --graph, else $CAIRN_GRAPH. --json writes JSON.',
    '',
    `"cairn <command> --help" says more.`,
    '',
  ].join('\n');
}

function helpOf(word: string, { brief, commands }: CommandGroup, output: Output): string {
  return [
    `${brief}.`,
    '',
    `${output.paint('bold', 'Usage')}  cairn ${word} <command> [flags]`,
    '',
    ...list(commands, output),
    '',
    `"cairn ${word} <command> --help" says more.`,
    '',
  ].join('\n');
}

function list(entries: Readonly<Record<string, CommandEntry | CommandGroup>>, output: Output): readonly string[] {
  const lines = Object.entries(entries).flatMap(([name, entry]): readonly (readonly [string, string])[] => {
    if (!('commands' in entry)) return [[name, entry.brief]];
    return Object.entries(entry.commands).map(([sub, each]) => [`${name} ${sub}`, each.brief] as const);
  });
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, brief]) => `  ${output.paint('bold', name.padEnd(width))}  ${brief}`);
}
