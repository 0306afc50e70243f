import { isRecord } from '../../base/value/same.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Baggage } from '../../definition/baggage.ts';

/** The most texts in a baggage. */
const most = 16;

/** The longest name and the longest text, in characters. */
const longestName = 64;
const longestText = 512;

/** A frozen copy of the baggage in options; a problem `context/invalid` where it is no small record of texts. */
export function along(given: { readonly context?: Baggage }): { readonly context?: Baggage } {
  const { context } = given;
  if (context === undefined) return {};
  const why = whyNoBaggage(context);
  if (why !== undefined) throw problem('context/invalid', { why });
  return { context: Object.freeze({ ...context }) };
}

/** Why something is no baggage; undefined where it is. */
export function whyNoBaggage(context: unknown): string | undefined {
  if (!isRecord(context)) return 'it is no object of texts';
  const all = Object.entries(context);
  if (all.length > most) return `it has ${all.length} texts, and may have ${most}`;
  for (const [name, text] of all) {
    if (name === '' || name.length > longestName)
      return `a name in it has ${name.length} characters, and may have 1 to ${longestName}`;
    if (typeof text !== 'string') return `its "${name}" is no text`;
    if (text.length > longestText) return `its "${name}" has ${text.length} characters, and may have ${longestText}`;
    if (!name.isWellFormed() || !text.isWellFormed()) return `its "${name}" has half of a surrogate pair`;
  }
  return undefined;
}
