/** What properties of a value have to be: equal, or by these words. */
export type FactFilter = Readonly<Record<string, unknown>>;

const words: Readonly<Record<string, (found: unknown, asked: unknown) => boolean>> = {
  $eq: (found, asked) => found === asked,
  $ne: (found, asked) => found !== asked,
  $gt: (found, asked) => Number(found) > Number(asked),
  $gte: (found, asked) => Number(found) >= Number(asked),
  $lt: (found, asked) => Number(found) < Number(asked),
  $lte: (found, asked) => Number(found) <= Number(asked),
  $in: (found, asked) => Array.isArray(asked) && asked.includes(found),
  $nin: (found, asked) => !Array.isArray(asked) || !asked.includes(found),
};

/** Whether a value is what a filter asks for, as LangGraph's stores have it. */
export function isAsAsked(value: unknown, filter: FactFilter): boolean {
  const record = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return Object.entries(filter).every(([name, asked]) => {
    const found = Object.hasOwn(record, name) ? record[name] : undefined;
    if (typeof asked !== 'object' || asked === null || !Object.keys(asked).every((word) => Object.hasOwn(words, word)))
      return found === asked;
    return Object.entries(asked).every(([word, bound]) => words[word]?.(found, bound));
  });
}
