import { tagThread, type TagChange } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import { writing, type DatabaseFlags } from '../../database/database.ts';
import { recordOf } from '../../database/thread-record.ts';
import { db, debug, json, tagsFlag } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';

interface Flags extends DatabaseFlags {
  readonly remove?: readonly string[];
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Changes what a thread is found by. */
export const command: Command<Context> = buildCommand<Flags, [string, ...string[]], Context>({
  docs: {
    brief: 'Change what a thread is found by',
    fullDescription:
      'Change what a thread is found by, whoever drives it. A word is added to its tags; name=value gives a name that value, in place of what it has. --remove takes a tag away; with "name=" whatever value the name has. Without any of these, its tags are shown.',
  },
  parameters: {
    flags: { remove: tagsFlag('Take a tag away; give it again for another'), db, json, debug },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: { parse: String, brief: 'The thread, and tags', placeholder: 'thread tag name=value' },
    },
  },
  func(flags, id, ...words) {
    return writing(this, flags, async (store) => {
      await recordOf(store, id);
      const tags = await tagThread(store, id, changeOf(words, flags.remove ?? []));
      if (flags.json) this.output.line(jsonBlock({ thread: id, tags }));
      else if (tags.length === 0) this.output.line(`Thread "${id}" has no tags.`);
      else this.output.line(`Thread "${id}" is tagged ${tags.join(', ')}.`);
    });
  },
});

function changeOf(words: readonly string[], remove: readonly string[]): TagChange {
  const isValue = (word: string): boolean => word.indexOf('=') > 0;
  const isName = (word: string): boolean => isValue(word) && word.indexOf('=') === word.length - 1;
  const set = Object.fromEntries([
    ...remove.filter(isName).map((word) => [word.slice(0, -1), null] as const),
    ...words.filter(isValue).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  ]);
  return {
    add: words.filter((word) => !isValue(word)),
    remove: remove.filter((word) => !isName(word)),
    set,
  };
}
