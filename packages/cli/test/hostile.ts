/** Texts that do something to a terminal, or hide in it: one of each kind. */
export const hostile: readonly string[] = [
  '\u001B[45mred',
  '\u001B]0;title\u0007',
  '\u001B[2J',
  '\u001BPq\u001B\\',
  '\u009B31m',
  '\u0090q\u009C',
  'a\rb',
  'a\bb',
  '\u007F',
  '\u0085',
  '\u202Egnp.exe',
  '\u2066\u2069',
  '\u200E\u200F\u061C',
  '\u200B\u200C\u200D\u2060\uFEFF',
  '\u00AD',
  '\u2028\u2029',
  '\u{E0041}',
  '\u3164',
];

const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/u;
/** What joins pictures, and what the command paints itself, is no harm. */
const ours = /(?<=[\p{Extended_Pictographic}\p{Emoji}\p{EMod}\uFE0F])(?:\u200D|\uFE0F)|\n/gu;

/** Whether a text of the command does nothing to a terminal. */
export function isHarmless(text: string): boolean {
  return !unsafe.test(text.replaceAll(ours, ''));
}

/** Whether a picture is one that any reader of XML takes. */
export function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replaceAll(
    /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)\s*(\/?)>/giu,
    (_, end, name, __, empty) => {
      if (end === '/') return open.pop() === name ? '' : '<';
      if (empty !== '/') open.push(String(name));
      return '';
    },
  );
  const text = rest.replaceAll(/&(?:amp|lt|gt|quot);/gu, '');
  return open.length === 0 && !/[<&]/u.test(text) && isHarmless(text);
}
