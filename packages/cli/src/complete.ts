import { proposeCompletions } from '@stricli/core';
import { application } from './application.ts';
import type { Context } from './context.ts';
import { reading } from './database.ts';

/** Commands whose first word is a thread. */
const ofThreads: ReadonlySet<string> = new Set([
  'send',
  'answer',
  'resume',
  'cancel',
  'graph',
  'replay',
  'thread show',
  'thread log',
  'thread watch',
  'thread diff',
  'thread why',
  'thread blame',
  'thread fork',
  'thread rewind',
  'thread edit',
  'thread export',
  'thread delete',
  'test record',
]);

/** How many threads are offered. */
const most = 200;

/** Writes what the last of the words may become, a line each; nothing where files are meant. */
export async function complete(words: readonly string[], context: Context): Promise<void> {
  const proposed = await proposeCompletions(await application(words, context), words, context);
  const known = proposed.map(({ completion }) => completion).filter((each) => each !== '--debug');
  const last = words.at(-1) ?? '';
  const found = known.length > 0 || last.startsWith('-') ? known : await threadsLike(last, words, context);
  for (const each of found) context.output.line(each);
}

async function threadsLike(partial: string, words: readonly string[], context: Context): Promise<readonly string[]> {
  const command = words[0] === 'thread' || words[0] === 'test' ? words.slice(0, 2).join(' ') : words[0];
  if (command === undefined || !ofThreads.has(command) || partial.includes('@')) return [];
  const at = words.indexOf('--db');
  const named = at === -1 ? undefined : words[at + 1];
  try {
    const page = await reading(context, named === undefined ? {} : { db: named }, async (store) =>
      store.threads({ limit: most }),
    );
    return page.threads.map(({ id }) => id).filter((id) => id.startsWith(partial));
  } catch {
    return [];
  }
}
