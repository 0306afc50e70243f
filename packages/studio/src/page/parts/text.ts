/** Texts as they are shown: whatever a thread holds may come from anywhere. */

export { bytesText, harmless, oneLine } from '@cairn/drawing/words';

/** A long name with its middle left out, as both of its ends tell it from others. */
export function cutMiddle(text: string, most: number): string {
  const letters = Array.from(text);
  if (letters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (most - 1 - head)).join('')}`;
}

/** A text with its end left out where it is long. */
export function cutEnd(text: string, most: number): string {
  const letters = Array.from(text.slice(0, 2 * most + 2));
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

/** A count with its word: `1 lane`, `3 lanes`. */
export function counted(count: number, word: string, words = `${word}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? word : words}`;
}
