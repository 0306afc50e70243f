import { mistakeInNeeds } from '../base/order-by-needs.ts';
import { ended } from '../base/problem/listed.ts';

/**
 * What stands in the way of taking entries in an order in which each comes after those that it `needs`, in words: an id that
 * two have, one that nobody has or no record can have as a key, entries that need each other. Undefined where nothing does.
 *
 * It is made for `verify`: a plan that a model made is refused by what is wrong with it, and the next attempt reads that. What is
 * `done` may be needed, and is no entry any more.
 */
export function checkNeeds(
  entries: readonly { readonly id: string; readonly needs?: readonly string[] | undefined }[],
  { done = [] }: { readonly done?: readonly string[] } = {},
): string | undefined {
  if (entries.some(({ id }) => id === '__proto__'))
    return 'An entry has the id "__proto__", which no record can have as a key.';
  const isOver = new Set<unknown>(done);
  for (const { id } of entries) isOver.delete(id);
  const left = (needs: unknown) => (Array.isArray(needs) ? needs.filter((id) => !isOver.has(id)) : needs);
  const found = mistakeInNeeds(entries.map(({ id, needs }) => ({ id, needs: left(needs) })));
  if (found === undefined) return undefined;
  const { of, id, why } = found;
  return of === 'id' ? `An entry has the id ${id}, ${why}.` : `Entry ${id} needs ${ended(why)}`;
}
