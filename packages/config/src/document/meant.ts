import { suggest } from '@cairn/core/store';

/** A sentence that offers the word that was meant, where one of those that are known is near; empty where none is. */
export function meant(word: string, known: readonly string[]): string {
  const said = suggest(word, known);
  return said.startsWith('Did you mean') ? said : '';
}
