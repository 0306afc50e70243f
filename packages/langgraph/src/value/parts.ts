/**
 * Long lists of records as parts, each kept once a thread: the messages of a conversation are in a channel, in the input of a graph
 * within, and in what that comes to.
 *
 * `{"$list":[key,…]}` stands for a list: each key is that of a text that is the JSON of some items. Parts are told by what is in them, so a
 * list that grows has nearly all the parts that it had.
 */

/** How many items are a part, as long as there are as many. */
const sizes = [64, 8] as const;

/** A shorter list stands where it is. */
const shortest = 16;

/** A list as parts, where that is worth it; its items are JSON already. */
export function inParts(items: readonly unknown[], keyOf: (text: string) => string): unknown {
  if (items.length < shortest || !items.every(isRecord)) return items;
  const parts: string[] = [];
  let at = 0;
  const next = (size: number): void => {
    parts.push(keyOf(JSON.stringify(items.slice(at, at + size))));
    at += size;
  };
  for (const size of sizes) while (at + size <= items.length) next(size);
  if (at < items.length) next(items.length - at);
  return { $list: parts };
}

function isRecord(item: unknown): boolean {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}
