/** A number in decimal digits, as JSON and people write it: `12`, `-0.5`, `1e3`. */
const decimal = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<part>\d*))?(?:e(?<power>[+-]?\d+))?$/iu;

/**
 * What keeps a text from being a number that is kept as it was written; undefined where nothing does. A number has about 16 digits: what has
 * more would be sent as another number, and what is too large as none.
 */
export function whyNoNumber(text: string): string | undefined {
  const digits = digitsOf(text);
  if (digits === undefined)
    return /^[+-]?(?:0[box]|infinity|nan)/iu.test(text) ? 'Give a number in decimal digits.' : 'Give a number.';
  const number = Number(text);
  if (!Number.isFinite(number)) return 'This is larger than any number that can be kept.';
  if (/^[+-]?\d+$/u.test(text) && BigInt(text.replace('+', '')) === BigInt(number)) return undefined;
  const kept = String(number);
  return digitsOf(kept) === digits ? undefined : `This has more digits than can be kept: it would be ${kept}.`;
}

/** A number's digits and their place, the same for all texts of one number. */
function digitsOf(text: string): string | undefined {
  const { sign, whole = '', part = '', power = '0' } = decimal.exec(text)?.groups ?? {};
  if (sign === undefined || whole + part === '') return undefined;
  const all = `${whole}${part}`.replace(/^0+/u, '');
  const short = all.replace(/0+$/u, '');
  if (short === '') return '0';
  return `${sign === '-' ? '-' : ''}${short}e${BigInt(power) + BigInt(all.length - short.length - part.length)}`;
}

/** What keeps the numbers in a JSON text from being kept as they were written; undefined where nothing does. */
export function whyNoNumbersIn(json: string): string | undefined {
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gsu)) {
    const why = token.startsWith('"') ? undefined : whyNoNumber(token);
    if (why !== undefined) return `${token.slice(0, 40)}: ${why}`;
  }
  return undefined;
}
