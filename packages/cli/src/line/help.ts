import type { Output } from '../printing/output.ts';
import { widthOf, wrapped } from '../printing/text-width.ts';
import { flagName } from './flag-name.ts';
import type { CommandEntry } from './command-entry.ts';
import { commandNamed } from './command-named.ts';
import { commandTable, groups, sections } from './command-table.ts';

const asks: ReadonlySet<string> = new Set(['--help', '-h', '--help-all', '--helpAll', '-H']);

/** What is asked for where help is: of all commands, of those under one word, of one; undefined where it is not. */
export async function help(args: readonly string[], output: Output): Promise<string | undefined> {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const asked = own[0] === 'help' || own.some((arg) => asks.has(arg));
  const words = own.filter((arg, at) => !asks.has(arg) && !(at === 0 && arg === 'help'));
  const [word] = words;
  if (word === undefined) return rootHelp(output);
  if (words.length === 1 && Object.hasOwn(groups, word)) return groupHelp(word, output);
  const named = commandNamed(words);
  return asked && named !== undefined ? commandHelp(named.name, named.entry, output) : undefined;
}

function rootHelp(output: Output): string {
  return lines(
    'Durable state graphs: look at threads, drive them, send them back, replay them.',
    '',
    `${output.paint('bold', 'Usage')}  cairn <command> [flags]`,
    ...sections.flatMap(({ title, commands }) => ['', output.paint('bold', title), ...list(commands, output)]),
    '',
    'A checkpoint is written INC-42@17, or INC-42@-1 for the newest. The database',
    'is --db, else $CAIRN_DB, else the only one in this folder; the module of a graph',
    'is --graph, else $CAIRN_GRAPH. --json writes JSON, and -- ends the flags.',
    '',
    '"cairn help <command>" says more.',
  );
}

function groupHelp(word: string, output: Output): string {
  const commands = Object.entries(commandTable).filter(([name]) => name.startsWith(`${word} `));
  return lines(
    `${groups[word] ?? ''}.`,
    '',
    `${output.paint('bold', 'Usage')}  cairn ${word} <command> [flags]`,
    '',
    ...list(Object.fromEntries(commands), output),
    '',
    `"cairn help ${word} <command>" says more.`,
  );
}

/** The widest name of all commands, so that every list of them has the same columns. */
const nameWidth = Math.max(...Object.keys(commandTable).map((name) => name.length));

function list(commands: Readonly<Record<string, CommandEntry>>, output: Output): readonly string[] {
  return Object.entries(commands).map(
    ([name, { brief }]) => `  ${output.paint('bold', name.padEnd(nameWidth))}  ${brief}`,
  );
}

/** A flag as a command declares it. */
interface Flag {
  readonly kind: string;
  readonly brief?: string;
  readonly placeholder?: string;
  readonly values?: readonly string[];
}

async function commandHelp(name: string, { usage, examples, load }: CommandEntry, output: Output): Promise<string> {
  const { command } = await load();
  const { flags = {}, aliases = {} } = command.parameters as {
    readonly flags?: Readonly<Record<string, Flag>>;
    readonly aliases?: Readonly<Record<string, string>>;
  };
  const named = Object.entries(flags).map(([flag, facts]): readonly [string, string] => {
    const alias = Object.entries(aliases).find(([, target]) => target === flag)?.[0];
    return [`${alias === undefined ? '    ' : `-${alias}, `}${flagName(flag)}${valueOf(facts)}`, facts.brief ?? ''];
  });
  const rows = [...named, ['-h, --help', 'Say this'] as const];
  const width = Math.max(...rows.map(([flag]) => widthOf(flag)));
  const total = Math.min(output.width, 120);
  return lines(
    ...wrapped(command.fullDescription ?? command.brief, total),
    '',
    ...wrapped(`${output.paint('bold', 'Usage')}  cairn ${name} ${usage}`.trimEnd(), total, 9),
    '',
    ...rows.flatMap(([flag, brief]) =>
      wrapped(`  ${output.paint('bold', flag.padEnd(width))}  ${brief}`, total, width + 4),
    ),
    '',
    output.paint('bold', 'Examples'),
    ...examples.map((example) => `  cairn ${example}`),
  );
}

function valueOf({ kind, placeholder, values }: Flag): string {
  if (values !== undefined) return ` ${values.join('|')}`;
  return kind === 'parsed' ? ` <${placeholder ?? 'value'}>` : '';
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
