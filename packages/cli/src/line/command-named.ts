import type { CommandEntry } from './command-entry.ts';
import { commandTable } from './command-table.ts';

/** The command that words begin with, and what comes after its name. */
export function commandNamed(
  words: readonly string[],
): { readonly name: string; readonly entry: CommandEntry; readonly rest: readonly string[] } | undefined {
  for (const count of [1, 2]) {
    const name = words.slice(0, count).join(' ');
    const entry = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined;
    if (entry !== undefined) return { name, entry, rest: words.slice(count) };
  }
  return undefined;
}
