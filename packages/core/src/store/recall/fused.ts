import type { FoundItem } from '../contract/item.ts';

/** How much the first places of a list count more than those after them. */
const evenness = 60;

/**
 * One list of several, by the places that items have in each: what is far up in one, or up in many, is far up. So many of each are
 * mixed, then as many more, and so on: where an item comes does not depend on how many are asked for, so each is on one page.
 */
export function fused(lists: readonly (readonly FoundItem[])[], size: number): readonly FoundItem[] {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  const found = new Map<string, FoundItem>();
  let least = Infinity;
  for (let from = 0; lists.some(({ length }) => length > from); from += size) {
    const parts = lists.map((list) => list.slice(from, from + size));
    for (const item of mixed(parts, from)) {
      if (found.has(item.key)) continue;
      // No better than what comes before it.
      least = Math.min(least, item.score);
      found.set(item.key, { ...item, score: least });
    }
  }
  return [...found.values()];
}

function mixed(lists: readonly (readonly FoundItem[])[], from: number): readonly FoundItem[] {
  const scores = new Map<string, FoundItem>();
  for (const list of lists) {
    for (const [at, item] of list.entries()) {
      const score = (scores.get(item.key)?.score ?? 0) + 1 / (evenness + from + at + 1);
      scores.set(item.key, { ...item, score });
    }
  }
  return [...scores.values()].toSorted((left, right) => right.score - left.score || right.version - left.version);
}
