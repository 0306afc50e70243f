/** Where something stands in a document's text, in characters from its start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a document is made of: a part of it, and where it stands. */
export type Piece = ScalarPiece | ListPiece | MappingPiece;

/** A text, a number, a flag or nothing. */
export interface ScalarPiece {
  readonly kind: 'scalar';
  readonly at: Span;
  readonly value: string | number | bigint | boolean | null;
  /** Where a character of a text stands in the document; absent where the text stands there by an alias. */
  readonly placeOf?: (offset: number) => number;
}

/** A list. */
export interface ListPiece {
  readonly kind: 'list';
  readonly at: Span;
  readonly items: readonly Piece[];
}

/** A mapping: its entries in the order in which they are written, each key once. */
export interface MappingPiece {
  readonly kind: 'mapping';
  readonly at: Span;
  readonly entries: readonly MappingEntry[];
  /** The entries by their keys. */
  readonly byKey: ReadonlyMap<string, MappingEntry>;
}

/** A key and what it has. */
export interface MappingEntry {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: Piece;
}

/** What a mapping has under a key; undefined where the piece is no mapping, or has no such key. */
export function entryOf(piece: Piece | undefined, key: string): MappingEntry | undefined {
  return piece?.kind === 'mapping' ? piece.byKey.get(key) : undefined;
}

/** The value that a mapping has under a key. */
export function partOf(piece: Piece | undefined, key: string): Piece | undefined {
  return entryOf(piece, key)?.value;
}

/** The entries of a mapping; none where the piece is no mapping. */
export function entriesOf(piece: Piece | undefined): readonly MappingEntry[] {
  return piece?.kind === 'mapping' ? piece.entries : [];
}

/** The items of a list; none where the piece is no list. */
export function itemsOf(piece: Piece | undefined): readonly Piece[] {
  return piece?.kind === 'list' ? piece.items : [];
}

/** A piece that is a text. */
export function textOf(piece: Piece | undefined): string | undefined {
  return piece?.kind === 'scalar' && typeof piece.value === 'string' ? piece.value : undefined;
}

/** A piece that is a number. */
export function numberOf(piece: Piece | undefined): number | undefined {
  return piece?.kind === 'scalar' && typeof piece.value === 'number' ? piece.value : undefined;
}

/** A piece as plain data. */
export function dataOf(piece: Piece): unknown {
  if (piece.kind === 'scalar') return piece.value;
  if (piece.kind === 'list') return piece.items.map(dataOf);
  return Object.fromEntries(piece.entries.map(({ key, value }) => [key, dataOf(value)]));
}

/** A piece in a few words, for a sentence that says what was there instead. */
export function inWords(piece: Piece): string {
  if (piece.kind === 'list') return 'a list';
  if (piece.kind === 'mapping') return 'a mapping';
  if (typeof piece.value !== 'string') return String(piece.value);
  return JSON.stringify(piece.value.length > 60 ? `${piece.value.slice(0, 60)}…` : piece.value);
}
