import { misfit } from '../../base/problem/given.ts';

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

/**
 * Refuses a filter that would find nothing, whatever there is: a word that there is not, a list or an object in place of a value. A problem
 * `value/invalid` that names it.
 */
export function mustBeFilter(filter: FactFilter): void {
  for (const [property, asked] of Object.entries(filter)) {
    const place = `query.where.${property}`;
    if (property.startsWith('$')) throw misfit(place, asked, { expected: 'the name of a property' });
    if (!isCompound(asked)) continue;
    const bounds = Array.isArray(asked) ? [] : Object.entries(asked);
    const unknown = bounds.find(([word]) => !Object.hasOwn(words, word));
    if (bounds.length === 0 || unknown !== undefined) {
      throw misfit(unknown === undefined ? place : `${place}.${unknown[0]}`, unknown?.[1] ?? asked, {
        expected: `a value without parts, or an object of ${Object.keys(words).join(', ')}`,
      });
    }
    for (const [word, bound] of bounds) mustBeBound(`${place}.${word}`, word, bound);
  }
}

function mustBeBound(place: string, word: string, bound: unknown): void {
  const isList = word === '$in' || word === '$nin';
  if (isList) {
    if (!Array.isArray(bound) || bound.some(isCompound))
      throw misfit(place, bound, { expected: 'a list of values without parts' });
  } else if (isCompound(bound)) throw misfit(place, bound, { expected: 'a value without parts' });
  else if (/^\$[gl]te?$/u.test(word) && (typeof bound === 'symbol' || Number.isNaN(Number(bound)))) {
    throw misfit(place, bound, { expected: 'a number, a bigint or a Date' });
  }
}

/** Whether it has parts, by which nothing is compared. */
function isCompound(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

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
