import { mistakeInNeeds } from '../base/order-by-needs.ts';
import { ended } from '../base/problem/listed.ts';

/**
 * What stands in the way of taking entries in an order in which each comes after those that it `needs`, in words: an id that
 * two have, one that nobody has, entries that need each other. Undefined where nothing does.
 *
 * It is made for `verify`: a plan that a model made is refused by what is wrong with it, and the next attempt reads that.
 */
export function checkNeeds(
  entries: readonly { readonly id: string; readonly needs?: readonly string[] | undefined }[],
): string | undefined {
  const found = mistakeInNeeds(entries);
  if (found === undefined) return undefined;
  const { of, id, why } = found;
  return of === 'id' ? `An entry has the id ${id}, ${why}.` : `Entry ${id} needs ${ended(why)}`;
}
