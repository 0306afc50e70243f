import { stripVTControlCharacters } from 'node:util';

/** How many columns a text takes on a terminal; colours take none. */
export function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (isSimple.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of charactersOf(plain)) width += isWide(segment) ? 2 : 1;
  return width;
}

/** A text cut to a width, with an ellipsis where something is missing. Text with colours must fit. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (isSimple.test(text)) return `${text.slice(0, Math.max(0, width - 1))}…`;
  let kept = '';
  let left = Math.max(0, width - 1);
  for (const { segment } of charactersOf(text)) {
    left -= widthOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** A text cut to a width in its middle: of a path, where it begins and where it ends say most. */
export function cutMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = Array.from(charactersOf(text), ({ segment }) => segment);
  let start = '';
  let end = '';
  let left = Math.max(0, width - 1);
  for (let [from, to, atEnd] = [0, characters.length - 1, true]; from <= to; atEnd = !atEnd) {
    const character = (atEnd ? characters[to--] : characters[from++]) ?? '';
    left -= widthOf(character);
    if (left < 0) break;
    if (atEnd) end = character + end;
    else start += character;
  }
  return `${start}…${end}`;
}

/** A text in lines that are not wider than so, broken between words; all but the first begin with so many spaces. */
export function wrapped(text: string, width: number, indent = 0): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [at, word] of text.split(' ').entries()) {
    const longer = at === 0 ? word : `${line} ${word}`;
    if (widthOf(longer) <= width || line.trim() === '') line = longer;
    else {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line];
}

/** A text filled up with spaces. */
export function fill(text: string, width: number, right = false): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? spaces + text : text + spaces;
}

/** What is a column wide, character by character. */
const isSimple =
  /^[\u0020-\u007E\u00A0-\u024F\u2010-\u2027\u2190-\u2193\u2500-\u259F\u25C9\u25CB\u25CF\u2713\u2717]*$/u;
/** Its pattern is made where it is used: to make it takes as long as all else that a command's help does. */
function isWide(character: string): boolean {
  return /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u.test(
    character,
  );
}

let segmenter: Intl.Segmenter | undefined;

/** The characters of a text as people see them. What tells them apart takes ten milliseconds to make, and is seldom needed. */
function charactersOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
