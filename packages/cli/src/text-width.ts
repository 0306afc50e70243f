import { stripVTControlCharacters } from 'node:util';

/** How many columns a text takes on a terminal; colours take none. */
export function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (isSimple.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of segments.segment(plain)) width += isWide.test(segment) ? 2 : 1;
  return width;
}

/** A text cut to a width, with an ellipsis where something is missing. Text with colours must fit. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let left = Math.max(0, width - 1);
  for (const { segment } of segments.segment(text)) {
    left -= widthOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** A text filled up with spaces. */
export function fill(text: string, width: number, right = false): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? spaces + text : text + spaces;
}

/** A text on one line, in which nothing moves the cursor. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
}

const isSimple = /^[\u0020-\u007E\u2026\u2190-\u2193\u2500-\u259F]*$/u;
const isWide =
  /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u;
const segments = new Intl.Segmenter();
