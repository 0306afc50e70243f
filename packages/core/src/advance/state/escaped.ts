/** A text shorter than this is not looked for. */
export const shortest = 4;

/** A text as it stands between the quotes of a JSON text. */
export function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Whether any of the secrets stands in a text, as it is or escaped, once or several times. */
export function isWritten(secrets: Iterable<string>, text: string): boolean {
  const plain = text.includes('\\') ? withoutEscapes(text) : undefined;
  for (const secret of secrets) {
    if (text.includes(secret) || text.includes(inJson(secret))) return true;
    const inner = withoutEscapes(secret).trim();
    if (inner.length >= shortest && (plain ?? text).includes(inner)) return true;
  }
  return false;
}

/** Backslashes, and what they stand before: a text that is escaped again has more of them, and is the same without. */
const escape = /\\+(?:u(?<code>[\dA-Fa-f]{4})|(?<sign>[\s\S]))?/gu;

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' };

function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(escape, (_all, code: string | undefined, sign: string | undefined) =>
    code === undefined ? (controls[sign ?? ''] ?? sign ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
