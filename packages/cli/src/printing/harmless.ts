/**
 * Text in which nothing moves a cursor, changes a colour, turns the direction of reading or hides itself: such characters are
 * written as escapes, `\x1B`. Whatever a thread holds may come from anywhere, and ends on somebody's terminal.
 *
 * 1. Everything that is printed passes {@link printable} or {@link jsonPrintable} on its way out, whoever wrote it.
 * 2. The colours that this process paints with carry a mark that is made anew for each process and never printed: no text can
 *    bring a colour of its own.
 */

import { styleText } from 'node:util';
import { escapeOf, hidden, joint } from '@cairn/drawing/words';

export type Style = Parameters<typeof styleText>[0];

/** Nobody can tell numbers of which none is ever seen, so those of any generator do. */
const mark = [1, 2, 3].map(() => Math.floor(1_000 + 9_000 * Math.random())).join(';');

/** Most that is printed is ASCII. The patterns are made where something else is, as making them takes longer than all else that a command's help does. */
const isPlain = /^[ -~]*$/u;
const isPlainLines = /^[\n -~]*$/u;
let inText: RegExp | undefined;
let unsafePattern: RegExp | undefined;

function isUnsafe(text: string): boolean {
  return !isPlain.test(text) && (unsafePattern ??= new RegExp(hidden, 'u')).test(text);
}

function inTextPattern(): RegExp {
  return (inText ??= new RegExp(`\\u001B\\[${mark};([\\d;]*)m|(${joint})|${hidden}`, 'gu'));
}

/** A text with what is unsafe in it escaped; colours that were painted stay. `kept` are characters that stay too. */
export function harmless(text: string, kept = ''): string {
  if (!isUnsafe(text)) return text;
  return text.replaceAll(inTextPattern(), (found, colour?: string, picture?: string) =>
    colour !== undefined || picture !== undefined || kept.includes(found) ? found : escapeOf(found),
  );
}

/** A text as it goes to a terminal: harmless, and the colours in it made known to the terminal. */
export function printable(text: string, kept = '\n'): string {
  if ((kept.includes('\n') && isPlainLines.test(text)) || !isUnsafe(text)) return text;
  return text.replaceAll(inTextPattern(), (found, colour?: string, picture?: string) => {
    if (colour !== undefined) return `\u001B[${colour}m`;
    return picture !== undefined || kept.includes(found) ? found : escapeOf(found);
  });
}

/** JSON as it goes out: it says the same, with what is unsafe in its strings escaped as JSON does. */
export function jsonPrintable(json: string): string {
  if (isPlainLines.test(json) || !isUnsafe(json)) return json;
  return json.replaceAll(new RegExp(hidden, 'gu'), (found) =>
    found === '\n'
      ? found
      : Array.from(
          { length: found.length },
          (_, at) => `\\u${found.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`,
        ).join(''),
  );
}

/** A text in a style; it is printed in it by {@link printable} alone. */
export function painted(style: Style, text: string): string {
  const [open = '', close = ''] = styleText(style, '|', { validateStream: false }).split('|');
  return `${marked(open)}${text}${marked(close)}`;
}

/**
 * A text that `inspect` coloured, as painted; `plain` is the same without colours. Where more than its own colours may be in
 * it, as in the message of an error, it has none.
 */
export function paintedByInspect(coloured: string, plain: string): string {
  return coloured.replaceAll(/\p{Cc}\[\d\d?m/gu, '') === plain && !plain.includes('\u001B') ? marked(coloured) : plain;
}

/** A text on one line, in which nothing moves the cursor. */
export function oneLine(text: string): string {
  return harmless(text.replaceAll(/\s+/gu, ' ').trim());
}

function marked(codes: string): string {
  return codes.replaceAll('\u001B[', `\u001B[${mark};`);
}
