/** Texts as they are shown: whatever a thread holds may come from anywhere. */

/** Controls, format characters, separators of lines, halves of pairs, and what is shown as nothing. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/gu;

/** A text in which what is not seen, or turns the direction of reading, is written as an escape; `kept` are characters that stay. */
export function harmless(text: string, kept = ''): string {
  return text.replaceAll(unsafe, (found) => (kept.includes(found) ? found : escapeOf(found)));
}

/** A text on one line. */
export function oneLine(text: string): string {
  return harmless(text.replaceAll(/\s+/gu, ' ').trim());
}

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

/** Bytes in their largest unit: `812 B`, `4.1 MB`. */
export function bytesText(bytes: number): string {
  const names = ['B', 'kB', 'MB', 'GB', 'TB'];
  let count = bytes;
  let at = 0;
  for (; count >= 1_000 && at < names.length - 1; at += 1) count /= 1_000;
  return `${at === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${names[at]}`;
}

/** A count with its word: `1 lane`, `3 lanes`. */
export function counted(count: number, word: string, words = `${word}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? word : words}`;
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (short[character] !== undefined) return short[character];
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xff_ff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
