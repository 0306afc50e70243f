import { problem } from '../../base/problem/problem.ts';

/** Refuses text with half of a surrogate pair, which has no bytes in UTF-8 and would not come back, with a `store/refused` problem. */
export function acceptText(store: string, what: string, text: string | null | undefined): void {
  if (typeof text === 'string' && !text.isWellFormed()) {
    throw problem('store/refused', { store, what, found: 'has half of a surrogate pair in its text' });
  }
}

/** Refuses a number that not every store gives back, with a `store/refused` problem: times and places are whole and safe. */
export function acceptWhole(store: string, what: string, number: number | null | undefined): void {
  if (number === null || number === undefined || Number.isSafeInteger(number)) return;
  throw problem('store/refused', { store, what, found: `is ${number}, and has to be a whole number up to 2^53` });
}
