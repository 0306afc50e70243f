import { below } from '../document/path.ts';
import type { Piece } from '../document/piece.ts';
import { readExpression, wanted, type Decide, type Site, type Wanted } from './expression.ts';

/** Reads a value that is decided: every text in it is an expression, the rest stands for itself. */
export function readTemplate(site: Site, piece: Piece, path: string, want: Wanted = wanted.value): Decide {
  const made = read(site, piece, path, want);
  return (...args) => made(args);
}

type Made = (args: readonly unknown[]) => unknown;

function read(site: Site, piece: Piece, path: string, want: Wanted): Made {
  if (piece.kind === 'list') {
    const items = piece.items.map((item, index) => read(site, item, `${path}[${index}]`, wanted.value));
    return (args) => items.map((item) => item(args)).filter((item) => item !== undefined);
  }
  if (piece.kind === 'mapping') {
    const entries = piece.entries.map(
      ({ key, value }) => [key, read(site, value, below(path, key), wanted.value)] as const,
    );
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
