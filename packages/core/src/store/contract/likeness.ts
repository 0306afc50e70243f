import { latePattern } from '../../base/problem/late-pattern.ts';
import type { FoundItem, Item, ItemSearch, ItemTies } from './item.ts';

/** Scripts that put no spaces between words: each two characters that follow each other are a word. */
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
const runs = latePattern(String.raw`${unspaced}+|(?:(?!${unspaced})[\p{L}\p{M}\p{N}])+`, 'gu');
const isUnspaced = latePattern(`^${unspaced}`);
const accents = /[\u0300-\u036f]+/gu;

/** The words of a text, in order: in small letters, without accents. */
export function wordsOf(text: string): readonly string[] {
  const plain = text.toLowerCase().normalize('NFKD').replaceAll(accents, '').normalize('NFC');
  return (plain.match(runs()) ?? []).flatMap((run) => (isUnspaced().test(run) ? pairsOf(run) : [run]));
}

function pairsOf(run: string): readonly string[] {
  const characters = Array.from(run);
  return characters.length < 2 ? characters : characters.slice(1).map((next, at) => `${characters[at]}${next}`);
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

type Score = (each: Findable) => number | undefined;

/** BM25 as SQLite's FTS5 reckons it, so that stores find the same in the same order. */
function byWords(given: readonly string[], all: Iterable<Findable>): Score {
  const words = [...new Set(given)];
  const having = new Map(words.map((word) => [word, 0]));
  let count = 0;
  let total = 0;
  for (const { counts, length } of all) {
    if (length === 0) continue;
    count += 1;
    total += length;
    for (const word of words) if (counts.has(word)) having.set(word, (having.get(word) ?? 0) + 1);
  }
  const worth = words.map((word) => {
    const has = having.get(word) ?? 0;
    return Math.max(Math.log((count - has + 0.5) / (has + 0.5)), leastWorth);
  });
  return ({ counts, length }) => {
    if (!words.some((word) => counts.has(word))) return undefined;
    const often = words.map((word) => counts.get(word) ?? 0);
    const dampening = 1.2 * (1 - 0.75 + (0.75 * length) / (total / count));
    const score = often.reduce(
      (sum, times, at) => sum + (worth[at] as number) * ((times * 2.2) / (times + dampening)),
      0,
    );
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
