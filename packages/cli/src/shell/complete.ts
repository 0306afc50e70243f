import { proposeCompletions, type Command } from '@stricli/core';
import { application } from '../line/application.ts';
import { commandNamed } from '../line/command-named.ts';
import { flagKey } from '../line/flag-name.ts';
import type { Context } from '../context.ts';
import { harmless, oneLine } from '../printing/harmless.ts';
import { reading } from '../database/database.ts';

/** What a shell may put in the place of a word, and what that is. */
interface Offer {
  readonly word: string;
  readonly brief?: string;
}

type Place = 'thread' | 'event' | 'question' | 'key' | 'assignment' | 'file';

/** What the words after a command name, one after the other; the last of `thread delete` and of `replay` is repeated. */
const places: Readonly<Record<string, readonly Place[]>> = {
  check: ['file'],
  backup: ['file'],
  'thread import': ['file'],
  studio: ['file'],
  graph: ['thread'],
  send: ['thread', 'event'],
  answer: ['thread', 'question'],
  resume: ['thread'],
  cancel: ['thread'],
  replay: Array.from({ length: 50 }, () => 'thread' as const),
  'thread show': ['thread'],
  'thread log': ['thread'],
  'thread watch': ['thread'],
  'thread diff': ['thread', 'thread'],
  'thread why': ['thread'],
  'thread blame': ['thread', 'key'],
  'thread fork': ['thread'],
  'thread rewind': ['thread'],
  'thread edit': ['thread', 'assignment'],
  'thread export': ['thread'],
  'thread delete': Array.from({ length: 50 }, () => 'thread' as const),
  'test record': ['thread'],
};

/** How many threads are offered. */
const most = 200;

/** Writes what the last of the words may become, a line each, with a tab before what it is; nothing where files are meant. */
export async function complete(words: readonly string[], context: Context): Promise<void> {
  const stream = context.output.streamTo('result', '\n\t');
  for (const { word, brief } of await offers(words, context)) {
    // What cannot be shown as it is cannot be chosen.
    if (harmless(word) !== word) continue;
    stream.write(brief === undefined ? `${word}\n` : `${word}\t${oneLine(brief)}\n`);
  }
}

async function offers(words: readonly string[], context: Context): Promise<readonly Offer[]> {
  const proposed = await proposeCompletions(await application(words, context), words, context);
  const known = proposed
    .filter(({ completion }) => completion !== '--debug' && completion !== '--')
    .map((each): Offer =>
      each.kind === 'argument:value'
        ? { word: each.completion }
        : { word: each.completion, ...('brief' in each && { brief: each.brief }) },
    );
  const last = words.at(-1) ?? '';
  const command = commandOf(words);
  if (last.startsWith('-') || command === undefined) return known;
  const { positional, flag } = await read(command.words, command.load);
  if (flag === 'status') return (await statuses()).filter(({ word }) => word.startsWith(last));
  if (flag !== undefined) return known;
  const place = places[command.name]?.[positional.length];
  if (place === 'file') return [];
  if (place !== undefined) return inDatabase(place, { partial: last, positional, words, context });
  // What begins with a dash is offered where nothing else can stand.
  const plain = known.filter(({ word }) => !word.startsWith('-'));
  return last === '' && plain.length === 0 ? known : plain;
}

interface NamedCommand {
  readonly name: string;
  /** What comes after its name, but the word that is completed. */
  readonly words: readonly string[];
  readonly load: () => Promise<{ readonly command: Command<Context> }>;
}

/** The command that the words name, where one more word follows it. */
function commandOf(words: readonly string[]): NamedCommand | undefined {
  const named = commandNamed(words);
  if (named === undefined || named.rest.length === 0) return undefined;
  return { name: named.name, words: named.rest.slice(0, -1), load: named.entry.load };
}

/** The words that are no flags, and the flag whose value comes next. */
async function read(
  words: readonly string[],
  load: NamedCommand['load'],
): Promise<{ readonly positional: readonly string[]; readonly flag: string | undefined }> {
  const { flags = {}, aliases = {} } = (await load()).command.parameters;
  const positional: string[] = [];
  let flag: string | undefined;
  let isEnded = false;
  for (const word of words) {
    if (flag !== undefined) flag = undefined;
    else if (word === '--' && !isEnded) isEnded = true;
    else if (word.startsWith('-') && !isEnded) {
      const name = word.startsWith('--')
        ? flagKey(word)
        : ((aliases as Readonly<Record<string, string>>)[word.slice(1)] ?? '');
      const kind = (flags as Readonly<Record<string, { readonly kind: string }>>)[name]?.kind;
      flag = kind === undefined || kind === 'boolean' || kind === 'counter' ? undefined : name;
    } else positional.push(word);
  }
  return { positional, flag };
}

async function statuses(): Promise<readonly Offer[]> {
  const store = await import('@cairn/core/store');
  return store.statuses.map((word) => ({ word }));
}

interface Asked {
  readonly partial: string;
  readonly positional: readonly string[];
  readonly words: readonly string[];
  readonly context: Context;
}

/** What of a database may stand at a place; nothing where there is no database to be read. */
async function inDatabase(place: Place, { partial, positional, words, context }: Asked): Promise<readonly Offer[]> {
  const at = words.indexOf('--db');
  const named = at === -1 ? undefined : words[at + 1];
  const [thread = ''] = (positional[0] ?? '').split('@');
  try {
    const found = await reading(context, named === undefined ? {} : { db: named }, async (store) => {
      if (place === 'thread') {
        const page = await store.threads({ limit: most, skipDamaged: true });
        return page.threads.map(({ id, status, graph }): Offer => ({ word: id, brief: `${status} ${graph}` }));
      }
      if (place === 'key' || place === 'assignment') {
        const { checkpointAt } = await import('@cairn/core/inspect');
        const keys = Object.keys((await checkpointAt(store, thread)).state);
        return keys.map((word): Offer => ({ word: place === 'key' ? word : `${word}=` }));
      }
      const record = await store.thread(thread);
      const { summaryOf } = await import('@cairn/core/store');
      const { events = [], questions = [] } = record === undefined ? {} : summaryOf(record);
      return (place === 'event' ? events : questions.map(({ key }) => key)).map((word): Offer => ({ word }));
    });
    // What begins like a flag would be one, unless flags are over.
    const isEnded = words.slice(0, -1).includes('--');
    return found.filter(({ word }) => word.startsWith(partial) && (isEnded || !word.startsWith('-')));
  } catch {
    return [];
  }
}
