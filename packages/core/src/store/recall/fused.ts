import type { FoundItem } from '../contract/item.ts';

/** How much the first places of a list count more than those after them. */
const evenness = 60;

/** One list of several, by the places that items have in each: what is far up in one, or up in many, is far up. */
export function fused(lists: readonly (readonly FoundItem[])[]): readonly FoundItem[] {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  const scores = new Map<string, FoundItem>();
  for (const list of lists) {
    for (const [place, item] of list.entries()) {
      const score = (scores.get(item.key)?.score ?? 0) + 1 / (evenness + place + 1);
      scores.set(item.key, { ...item, score });
    }
  }
  return [...scores.values()].toSorted((left, right) => right.score - left.score || right.version - left.version);
}
