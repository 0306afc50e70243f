import { latePattern } from '../../base/problem/late-pattern.ts';
import { problem } from '../../base/problem/problem.ts';
import type { FoundItem, Item, ItemSearch, ItemTies } from './item.ts';

/** Scripts that put no spaces between words: each two characters that follow each other are a word. */
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
const runs = latePattern(String.raw`${unspaced}+|(?:(?!${unspaced})[\p{L}\p{M}\p{N}])+`, 'gu');
const isUnspaced = latePattern(`^${unspaced}`);
const accents = /[\u0300-\u036f]+/gu;

/** The words of a text, in order: in small letters, without accents. */
export function wordsOf(text: string): readonly string[] {
  return runsOf(text).flatMap((run) => (typeof run === 'string' ? run : run.length < 2 ? run : pairsOf(run)));
}

/**
 * The words that texts are found by, with a space between. Of scripts without spaces each character is one too, so that one that is asked
 * for alone is found.
 */
export function indexWordsOf(texts: readonly string[]): string {
  const all = texts.flatMap(runsOf).flatMap((run) => (typeof run === 'string' ? run : [...run, ...pairsOf(run)]));
  return all.join(' ');
}

/** What stands between spaces and signs; of scripts without spaces the characters. */
function runsOf(text: string): readonly (string | readonly string[])[] {
  const plain = text.toLowerCase().normalize('NFKD').replaceAll(accents, '').normalize('NFC');
  return (plain.match(runs()) ?? []).map((run) => (isUnspaced().test(run) ? Array.from(run) : run));
}

function pairsOf(characters: readonly string[]): readonly string[] {
  return characters.slice(1).map((next, at) => `${characters[at]}${next}`);
}

/** Whether it is a list of numbers, at least one, that are finite in single precision, in which stores keep them. */
export function isVector(value: unknown): value is readonly number[] {
  const numbers: readonly unknown[] | undefined =
    Array.isArray(value) || value instanceof Float32Array || value instanceof Float64Array ? [...value] : undefined;
  if (numbers === undefined || numbers.length === 0) return false;
  return numbers.every((each) => typeof each === 'number' && Number.isFinite(Math.fround(each)));
}

/** Refuses to compare a vector with those of another size, which would not be found: a problem `fact/other-vectors`. */
export function mustBeAsLong(store: string, table: string, asked: number, found: Iterable<number>): void {
  for (const length of found) {
    if (length !== asked) throw problem('fact/other-vectors', { store, table, asked, found: length });
  }
}

/** How like two vectors are, from -1 to 1; 0 where one of them is nothing but zeros. */
export function cosine(left: Float32Array, right: Float32Array): number {
  let product = 0;
  let lefts = 0;
  let rights = 0;
  for (let at = 0; at < left.length; at++) {
    const [a, b] = [left[at] as number, right[at] as number];
    product += a * b;
    lefts += a * a;
    rights += b * b;
  }
  return lefts === 0 || rights === 0 ? 0 : product / Math.sqrt(lefts * rights);
}

/** An item as it is found. */
export interface Findable {
  readonly item: Item;
  /** How often it has each word. */
  readonly counts: ReadonlyMap<string, number>;
  /** How many words it has. */
  readonly length: number;
  readonly vectors: readonly Float32Array[];
}

/** An item with what it is found by. */
export function findable(item: Item, { words, vectors = [] }: ItemTies): Findable {
  const counts = new Map<string, number>();
  const all = words === undefined || words === '' ? [] : words.split(' ');
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { item, counts, length: all.length, vectors: vectors.map((each) => Float32Array.from(each)) };
}

/** The best of some items by a search; how rare a word is, is told by all that have words. */
export function ranked(some: Iterable<Findable>, all: Iterable<Findable>, search: ItemSearch): readonly FoundItem[] {
  const { words, vector, limit = Infinity } = search;
  const score = words !== undefined ? byWords(words, all) : vector !== undefined ? byLikeness(vector) : () => 0;
  const found: FoundItem[] = [];
  for (const each of some) {
    const points = score(each);
    if (points !== undefined) found.push({ ...each.item, score: points });
  }
  return found.toSorted((left, right) => right.score - left.score || right.version - left.version).slice(0, limit);
}

/** The most words by which items are sought at once: each costs a look at every item that has any of them. */
const mostWords = 500;

/** The words of a query that items have, in its order; of too many the rarest, told by how many items have each. */
export function tellingWords(given: readonly string[], countOf: (word: string) => number): readonly string[] {
  const all = [...new Set(given)].map((word, at) => ({ word, at, count: countOf(word) }));
  const had = all.filter(({ count }) => count > 0);
  if (had.length <= mostWords) return had.map(({ word }) => word);
  const rarest = had.toSorted((left, right) => left.count - right.count || left.at - right.at).slice(0, mostWords);
  return rarest.toSorted((left, right) => left.at - right.at).map(({ word }) => word);
}

type Score = (each: Findable) => number | undefined;

/** BM25 as SQLite's FTS5 reckons it, so that stores find the same in the same order. */
function byWords(given: readonly string[], all: Iterable<Findable>): Score {
  const having = new Map(given.map((word) => [word, 0]));
  let count = 0;
  let total = 0;
  for (const { counts, length } of all) {
    if (length === 0) continue;
    count += 1;
    total += length;
    for (const word of counts.keys()) if (having.has(word)) having.set(word, (having.get(word) ?? 0) + 1);
  }
  const words = tellingWords(given, (word) => having.get(word) ?? 0);
  const worth = words.map((word) => {
    const has = having.get(word) ?? 0;
    return Math.max(Math.log((count - has + 0.5) / (has + 0.5)), leastWorth);
  });
  const places = new Map(words.map((word, at) => [word, at]));
  return ({ counts, length }) => {
    // Of a long query an item has few words; their sum is taken in the order of the query, as FTS5 takes it.
    const found = [...counts].flatMap(([word, times]) => {
      const at = places.get(word);
      return at === undefined ? [] : [{ at, times }];
    });
    if (found.length === 0) return undefined;
    const dampening = 1.2 * (1 - 0.75 + (0.75 * length) / (total / count));
    const score = found
      .toSorted((left, right) => left.at - right.at)
      .reduce((sum, { at, times }) => sum + (worth[at] as number) * ((times * 2.2) / (times + dampening)), 0);
    // To ten places, for of equal ones the last places differ by how a machine takes a logarithm, and the order would too.
    return Math.floor(1e10 * score + 0.5) / 1e10;
  };
}

/** What a word is worth that most have. */
const leastWorth = 1e-6;

function byLikeness(given: readonly number[]): Score {
  const asked = Float32Array.from(given);
  return ({ vectors }) => {
    const scores = vectors.filter(({ length }) => length === asked.length).map((vector) => cosine(vector, asked));
    return scores.length === 0 ? undefined : Math.max(...scores);
  };
}
