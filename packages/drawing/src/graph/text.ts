import { withoutHidden } from '../words/hidden.ts';

/** Widths of text are taken to be this many pixels a letter: a layout needs no fonts, so that it is the same everywhere. */
const letter = { node: 7.6, edge: 6.2 };

/** So many letters of a text are drawn at most. */
const most = { node: 44, edge: 48 };

export type TextKind = keyof typeof letter;

/** Letters that take the place of two: those of East Asia, and pictures. */
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** A text in which nothing is hidden, and nothing moves what is around it: such characters are dots. */
export function harmless(text: string): string {
  return withoutHidden(text, () => '\u00B7');
}

/** A text as it is drawn: on one line, harmless, and cut where it is long. */
export function drawnText(text: string, kind: TextKind): string {
  const line = harmless(text.replaceAll(/\s+/gu, ' ').trim());
  const letters = Array.from(line);
  return letters.length <= most[kind] ? line : `${letters.slice(0, most[kind] - 1).join('')}…`;
}

/** How wide a text is drawn, in pixels. */
export function textWidth(text: string, kind: TextKind): number {
  let letters = 0;
  for (const each of text) letters += wide.test(each) ? 2 : 1;
  return letters * letter[kind];
}
