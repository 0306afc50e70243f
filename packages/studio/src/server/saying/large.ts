import type { Large } from '../../api.ts';

/** A part that takes more is told by its size, and is asked for by itself; in bytes. */
const most = 64 * 1024;

/** An answer that takes more than this has its larger parts left out before that, however small they are; in bytes. */
const mostOfAll = 4 * 1024 * 1024;

/** The least that is left out, in bytes. */
const least = 1024;

/** The way to a part of a JSON value. */
export type Place = readonly (string | number)[];

/** JSON without its large parts. `hrefOf` names the address of the part at a place. */
export function withoutLarge(json: unknown, hrefOf: (place: Place) => string): unknown {
  for (let limit = most; ; limit /= 4) {
    const { value, size } = fold(json, { limit, hrefOf }, []);
    if (limit <= least || size <= mostOfAll) return value;
  }
}

/** The part of a JSON value at a place; undefined where there is none. */
export function partAt(json: unknown, place: Place): unknown {
  let part = json;
  for (const name of place) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) return undefined;
    part = (part as Readonly<Record<string | number, unknown>>)[name];
  }
  return part;
}

interface Folding {
  readonly limit: number;
  readonly hrefOf: (place: Place) => string;
}

/** A value without its large parts, and how many characters its JSON takes. */
interface Folded {
  readonly value: unknown;
  readonly size: number;
}

function fold(json: unknown, folding: Folding, place: Place): Folded {
  if (typeof json === 'string') return unlessLarge(json, { value: json, size: json.length + 2 }, folding, place);
  if (typeof json !== 'object' || json === null) return { value: json, size: 5 };
  const isList = Array.isArray(json);
  const entries: readonly (readonly [string | number, unknown])[] = isList
    ? json.map((part, at) => [at, part] as const)
    : Object.entries(json);
  // What stands under a tag is one value: no part of it can be left out.
  const isTag = !isList && entries.length === 1 && /^\$[a-z]/u.test(String(entries[0]?.[0]));
  if (isTag) return unlessLarge(json, { value: json, size: JSON.stringify(json).length }, folding, place);
  let size = 2;
  const parts = entries.map(([name, part]) => {
    const folded = fold(part, folding, [...place, name]);
    size += folded.size + 1 + (isList ? 0 : String(name).length + 3);
    return [name, folded.value] as const;
  });
  const value = isList ? parts.map(([, part]) => part) : Object.fromEntries(parts);
  return unlessLarge(json, { value, size }, folding, place);
}

function unlessLarge(json: unknown, folded: Folded, { limit, hrefOf }: Folding, place: Place): Folded {
  if (folded.size <= limit || isEnvelope(place)) return folded;
  const href = hrefOf(place);
  const bytes = folded.value === json ? folded.size : JSON.stringify(json).length;
  const large: Large = { $large: { bytes, href } };
  return { value: large, size: href.length + 40 };
}

/** Below these all is the author's: the keys of a state, a payload, a schema. */
const authors = new Set(['state', 'changes', 'value', 'payload', 'schema', 'before', 'after', 'set', 'cells']);

/** What the API itself calls its parts. All other names are the author's. */
const own = new Set(
  'thread threads checkpoint lanes rows note items questions events answers parts diagram nodes edges plan graphs tags spans branches counts moves visited taken within states active entered'
    .split(' ')
    .concat([...authors]),
);

/** Whether a part is of the API's own making, and never left out as such. */
function isEnvelope(place: Place): boolean {
  return (
    place.every(
      (name, at) => typeof name === 'number' || (own.has(name) && (at === place.length - 1 || !authors.has(name))),
    ) && !isOneOfAuthors(place)
  );
}

/** Whether it is one of a list that is the author's. */
function isOneOfAuthors(place: Place): boolean {
  return typeof place.at(-1) === 'number' && place.some((name) => typeof name === 'string' && authors.has(name));
}
