/**
 * Characters that nobody sees, or that move what is around them: whatever a thread holds may come from anywhere, and is shown in a terminal, a
 * page, a picture.
 */

/** Controls, format characters (bidirectional ones and most of no width), separators of lines, halves of pairs, and what is shown as nothing; the source of a pattern. */
export const hidden: string = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]`;

/** What joins a picture to another or shows it in colour, which stays; the source of a pattern. */
export const joint: string = String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji}\uFE0F])\uFE0F|(?<=[\p{Extended_Pictographic}\uFE0F\p{EMod}])\u200D(?=\p{Extended_Pictographic})`;

/** Most text is ASCII. The pattern is made where something else is, as making it takes longer than much else. */
const isPlain = /^[ -~]*$/u;
let pattern: RegExp | undefined;

/** A text with something else in the place of each hidden character. */
export function withoutHidden(text: string, by: (found: string) => string): string {
  if (isPlain.test(text)) return text;
  pattern ??= new RegExp(`(${joint})|${hidden}`, 'gu');
  return text.replaceAll(pattern, (found, kept?: string) => (kept === undefined ? by(found) : found));
}

/** A text with its hidden characters as escapes; `kept` are characters that stay. */
export function harmless(text: string, kept = ''): string {
  return withoutHidden(text, (found) => (kept.includes(found) ? found : escapeOf(found)));
}

/** A text on one line. */
export function oneLine(text: string): string {
  return harmless(text.replaceAll(/\s+/gu, ' ').trim());
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A character as an escape: `\x1B`. */
export function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (short[character] !== undefined) return short[character];
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xff_ff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
