import { suggest } from '@cairn/core/store';
import { below } from '../document/path.ts';
import type { Piece } from '../document/piece.ts';
import { anything } from './known.ts';
import { readExpression, wanted, wantedOf, type Decide, type Site, type Wanted } from './expression.ts';

/** Reads a value that is decided: every text in it is an expression, the rest stands for itself. */
export function readTemplate(site: Site, piece: Piece, path: string, want: Wanted = wanted.value): Decide {
  const made = read(site, piece, path, want);
  return (...args) => made(args);
}

type Made = (args: readonly unknown[]) => unknown;

function read(site: Site, piece: Piece, path: string, want: Wanted): Made {
  const { known = anything } = want;
  if (piece.kind === 'list') {
    const item = wantedOf(known.item ?? anything);
    const items = piece.items.map((each, index) => read(site, each, `${path}[${index}]`, item));
    return (args) => items.map((each) => each(args)).filter((each) => each !== undefined);
  }
  if (piece.kind === 'mapping') {
    const entries = piece.entries.map(({ key, keyAt, value }) => {
      // Keys of the state are told of where an update is read, which says what they are keys of.
      if (!want.types.includes('map') && known.fields?.has(key) === false) {
        const said = `There is no key ${JSON.stringify(key)} in what this gives. ${suggest(key, [...known.fields.keys()])}`;
        site.mistakes.add('unknown-key', below(path, key), keyAt, said);
      }
      const field = wantedOf(known.fields?.get(key) ?? known.item ?? anything);
      return [key, read(site, value, below(path, key), field)] as const;
    });
    return (args) => Object.fromEntries(entries.map(([key, value]) => [key, value(args)]));
  }
  if (typeof piece.value !== 'string') return () => piece.value;
  const decide = readExpression(site, piece, path, want);
  return (args) => decide?.(...args);
}

/** Whether nothing in a value is an expression, so that it is known before anything runs. */
export function isConstant(piece: Piece): boolean {
  if (piece.kind === 'scalar') return typeof piece.value !== 'string';
  return piece.kind === 'list' ? piece.items.every(isConstant) : piece.entries.every(({ value }) => isConstant(value));
}
