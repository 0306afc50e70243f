import { suggest } from '@cairn/core/store';
import { below } from '../document/path.ts';
import type { Piece } from '../document/piece.ts';
import type { Scope } from './scope.ts';
import { anything } from '../cel/known.ts';
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
    mustFit(site, piece, path, want);
    return (args) => items.map((each) => each(args)).filter((each) => each !== undefined);
  }
  if (piece.kind === 'mapping') {
    const entries = piece.entries.map(({ key, keyAt, value }) => {
      // Keys of the state are told of where an update is read, which says what they are keys of.
      if (!want.types.includes('map') && known.fields?.has(key) === false) {
        const said = `There is no key ${JSON.stringify(key)} in what this gives. ${suggest(key, [...known.fields.keys()])}`;
        site.mistakes.add('unknown-key', below(path, key), keyAt, said);
      }
      const field = { ...wantedOf(known.fields?.get(key) ?? known.item ?? anything), ...want.entry?.(key) };
      return [key, read(site, value, below(path, key), field)] as const;
    });
    if (want.entry === undefined) mustFit(site, piece, path, want);
    return (args) => Object.fromEntries(entries.map(([key, value]) => [key, value(args)]));
  }
  if (typeof piece.value !== 'string') {
    mustFit(site, piece, path, want);
    return () => piece.value;
  }
  const decide = readExpression(site, piece, path, want);
  return (args) => decide?.(...args);
}

/** Notes what is wrong with a value that is known before anything runs. */
function mustFit(site: Site, piece: Piece, path: string, { refuses }: Wanted): void {
  const constant = refuses && constantIn(site.scope, piece);
  const said = constant && refuses?.(constant.value);
  // What is wrong with a part of it is told there.
  const isTold = said !== undefined && [...site.mistakes.paths()].some((each) => each.startsWith(path));
  if (said !== undefined && !isTold) site.mistakes.add('unfit-value', path, piece.at, said);
}

/** What of a value is constant: what is decided is left out, of a list all that stands behind it too. */
export function constantParts(scope: Scope, piece: Piece): unknown {
  const constant = constantIn(scope, piece);
  if (constant !== undefined) return constant.value;
  if (piece.kind === 'scalar') return undefined;
  if (piece.kind === 'list') return piece.items.map((each) => constantParts(scope, each));
  return Object.fromEntries(piece.entries.map(({ key, value }) => [key, constantParts(scope, value)]));
}

/** The part of a value that a path of a schema's issue leads to, where all in it is constant. */
export function constantAt(
  scope: Scope,
  piece: Piece,
  steps: readonly PropertyKey[],
  path: string,
): { readonly piece: Piece; readonly path: string } | undefined {
  if (constantIn(scope, piece) !== undefined) return { piece, path };
  const [step, ...others] = steps;
  if (step === undefined || piece.kind === 'scalar') return undefined;
  if (piece.kind === 'list') {
    const item = piece.items[Number(step)];
    return item && constantAt(scope, item, others, `${path}[${String(step)}]`);
  }
  const entry = piece.byKey.get(String(step));
  return entry && constantAt(scope, entry.value, others, below(path, entry.key));
}

/** What a value is, where all in it is constant. */
export function constantIn(scope: Scope, piece: Piece): { readonly value: unknown } | undefined {
  if (piece.kind === 'scalar') {
    if (typeof piece.value !== 'string') return piece;
    const compiled = scope.compiled(piece.value);
    return 'flaws' in compiled ? undefined : compiled.constant;
  }
  const parts = piece.kind === 'list' ? piece.items : piece.entries.map(({ value }) => value);
  const values = parts.map((part) => constantIn(scope, part));
  if (values.includes(undefined)) return undefined;
  const found = values.map((each) => each?.value);
  if (piece.kind === 'list') return { value: found.filter((value) => value !== undefined) };
  return { value: Object.fromEntries(piece.entries.map(({ key }, index) => [key, found[index]])) };
}
