import { suggest } from '@cairn/core/store';
import { commandTable, groups } from './command-table.ts';

/** Words that other tools have for what a command does. */
const otherWords: Readonly<Record<string, string>> = {
  ls: 'thread list',
  ps: 'thread list',
  history: 'thread log',
  status: 'thread show',
  get: 'thread show',
  describe: 'thread show',
  run: 'start',
  signal: 'send',
  retry: 'resume',
  worker: 'work',
  tail: 'thread watch',
  rm: 'thread delete',
  verify: 'integrity',
  migrate: 'upgrade',
};

/** The sentence that leads from words that name no command to the one that was meant. */
export function commandMeant(words: readonly string[]): string {
  const [first = '', second] = words;
  const isGroup = Object.hasOwn(groups, first);
  const word = isGroup ? (second ?? '') : first;
  const names = Object.keys(commandTable);
  const same = names.filter((name) => name.split(' ').at(-1) === word);
  const other = Object.hasOwn(otherWords, word) ? otherWords[word] : undefined;
  const meant = same.length > 0 ? same : other === undefined ? near(word, names, isGroup ? first : undefined) : [other];
  if (meant.length === 0) return 'See "cairn --help".';
  return `Did you mean ${meant.map((name) => `"cairn ${name}"`).join(' or ')}?`;
}

/** The commands whose last word, or whose group, is most like a word; those of a group first. */
function near(word: string, names: readonly string[], group: string | undefined): readonly string[] {
  const own = group === undefined ? [] : names.filter((name) => name.startsWith(`${group} `));
  for (const among of [own, [...names, ...Object.keys(groups)]]) {
    const lasts = among.map((name) => name.split(' ').at(-1) ?? '');
    const [, last] = /^Did you mean "(.*)"\?$/u.exec(suggest(word, lasts)) ?? [];
    if (last !== undefined) return among.filter((name) => name.split(' ').at(-1) === last);
  }
  return [];
}
