import { attempt } from './fields.ts';

/** How much of a guard's text is shown. */
const longest = 40;

/** Names that functions have by where they are written. */
const properties: ReadonlySet<string> = new Set(['when', 'in', 'at', 'need']);

/** A few words for a guard, or for what says how long a wait is: the name of its function, or the short text of what it returns. */
export function guardText(guard: unknown): string | undefined {
  if (typeof guard !== 'function') return undefined;
  const name = attempt(() => guard.name as unknown);
  if (typeof name === 'string' && name !== '' && !properties.has(name)) return shorten(name);
  const text = Function.prototype.toString
    .call(guard)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/ (?=[.,;)])/gu, '');
  if (text.includes('[native code]')) return undefined;
  const body = /^\(?[^()=]*\)? ?=> *(?<body>[^{ ].*)$/u.exec(text)?.groups?.['body'];
  return body === undefined ? undefined : shorten(body);
}

/** Whether a guard is known to hold always: an expression of a document that is the constant `true`, which its function is named by. */
export function alwaysHolds(guard: unknown): boolean {
  return typeof guard === 'function' && attempt(() => guard.name as unknown) === 'true';
}

function shorten(text: string): string {
  const letters = Array.from(text);
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join('')}…`;
}
