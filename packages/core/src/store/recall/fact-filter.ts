/** What properties of a value have to be: equal, or by these words. */
export type FactFilter = Readonly<Record<string, unknown>>;

const words: Readonly<Record<string, (found: unknown, asked: unknown) => boolean>> = {
  $eq: isEqual,
  $ne: (found, asked) => !isEqual(found, asked),
  $gt: (found, asked) => Number(found) > Number(asked),
  $gte: (found, asked) => Number(found) >= Number(asked),
  $lt: (found, asked) => Number(found) < Number(asked),
  $lte: (found, asked) => Number(found) <= Number(asked),
  $in: (found, asked) => Array.isArray(asked) && asked.some((each) => isEqual(found, each)),
  $nin: (found, asked) => !Array.isArray(asked) || !asked.some((each) => isEqual(found, each)),
};

/** Whether a value is what a filter asks for, as LangGraph's stores have it; what has none of the words has to be equal. */
export function isAsAsked(value: unknown, filter: FactFilter): boolean {
  const record = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return Object.entries(filter).every(([name, asked]) => {
    const found = Object.hasOwn(record, name) ? record[name] : undefined;
    const bounds = typeof asked === 'object' && asked !== null ? Object.entries(asked) : [];
    if (bounds.length === 0 || !bounds.every(([word]) => Object.hasOwn(words, word))) return isEqual(found, asked);
    return bounds.every(([word, bound]) => words[word]?.(found, bound));
  });
}

/** Whether two are equal that have no parts. */
function isEqual(found: unknown, asked: unknown): boolean {
  return found === asked || (found instanceof Date && asked instanceof Date && found.getTime() === asked.getTime());
}
