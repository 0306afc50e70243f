/**
 * Keys as they stand in the text of an object.
 *
 * 1. A key that starts with `$` gets one more, so that no plain object is taken for a tag.
 * 2. No key holds what JSON has to escape: V8 may read an escaped key back as another one, after it has read a third
 *    (https://github.com/nodejs/node/issues/63785). Such a key starts with `$~`, with `%` and four digits for what is odd.
 */

/** Whether a key stands in a text as something else. */
export function isOddKey(key: string): boolean {
  return key.charCodeAt(0) === 36 || hasEscapes(key);
}

/** A key as it stands in a text. */
export function writtenKey(key: string): string {
  if (hasEscapes(key)) return `$~${Array.from({ length: key.length }, (_, at) => unitText(key, at)).join('')}`;
  return key.startsWith('$') ? `$${key}` : key;
}

/** A key out of a text. */
export function keyOf(text: string): string {
  if (text.startsWith('$$')) return text.slice(1);
  if (!text.startsWith('$~')) return text;
  return text.slice(2).replaceAll(/%(?<unit>[0-9a-f]{4})/gu, (_, unit: string) => {
    return String.fromCharCode(Number.parseInt(unit, 16));
  });
}

/** A key's text in an object's. It holds nothing to escape, so that nobody need look for that. */
export function keyText(key: string): string {
  return `"${writtenKey(key)}"`;
}

/** A name's JSON text: most hold nothing to escape, and finding that out is faster than `JSON.stringify`. */
export function nameText(name: string): string {
  return hasEscapes(name) ? JSON.stringify(name) : `"${name}"`;
}

/** What JSON has no way to write but by an escape: quotes, backslashes, control characters, halves of surrogate pairs. */
function hasEscapes(key: string): boolean {
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    if (isEscaped(unit) || (unit >= 0xd8_00 && unit <= 0xdf_ff && !key.isWellFormed())) return true;
  }
  return false;
}

function isEscaped(unit: number): boolean {
  return unit < 32 || unit === 34 || unit === 92;
}

function unitText(key: string, at: number): string {
  const unit = key.charCodeAt(at);
  const isOdd = isEscaped(unit) || unit === 37 || (unit >= 0xd8_00 && unit <= 0xdf_ff);
  return isOdd ? `%${unit.toString(16).padStart(4, '0')}` : (key[at] as string);
}
