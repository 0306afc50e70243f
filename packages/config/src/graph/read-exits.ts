import { suggest } from '@cairn/core/store';
import { below } from '../document/path.ts';
import { entriesOf, itemsOf, partOf, textOf, type MappingPiece, type Piece } from '../document/piece.ts';
import { wanted } from '../expression/expression.ts';
import { durationPattern } from '../shape/transition-schema.ts';
import type { GraphSite, Place } from './graph-site.ts';

/** A part of a graph's definition, as it is made of a document. */
export type Fields = Record<string, unknown>;

const duration = new RegExp(durationPattern, 'u');

/** Reads what events do. */
export function readOn(site: GraphSite, piece: Piece, path: string): Fields {
  return Object.fromEntries(
    entriesOf(piece).map(({ key, value }) => [key, readEntries(site, value, below(path, key), 'event', key)]),
  );
}

/** Reads what time does: by durations, or a list of waits. */
export function readAfter(site: GraphSite, piece: Piece, path: string): unknown {
  if (piece.kind === 'list') return piece.items.map((item, index) => readWait(site, item, `${path}[${index}]`));
  return Object.fromEntries(
    entriesOf(piece).map(({ key, value }) => [key, readEntries(site, value, below(path, key), 'state')]),
  );
}

/** Reads where failures lead. */
export function readOnError(site: GraphSite, piece: Piece, path: string): unknown {
  return readEntries(site, piece, path, 'error');
}

/** Reads an update: a mapping of keys of the state, or one expression that gives a map. */
export function readUpdate(site: GraphSite, piece: Piece, path: string, place: Place, event?: string): unknown {
  const known = [...site.state.keys()];
  site.keysOf(
    piece,
    path,
    site.state,
    (key) => `There is no key ${JSON.stringify(key)} in the state. ${suggest(key, known)}`,
  );
  return site.template(piece, path, place, site.update, event === undefined ? {} : { event });
}

function readEntries(site: GraphSite, piece: Piece, path: string, place: Place, event?: string): unknown {
  if (piece.kind === 'list') {
    return itemsOf(piece).map((item, index) => readEntry(site, item, `${path}[${index}]`, place, event));
  }
  return readEntry(site, piece, path, place, event);
}

function readEntry(site: GraphSite, piece: Piece, path: string, place: Place, event?: string): unknown {
  return piece.kind === 'mapping' ? readHandler(site, piece, path, place, event) : textOf(piece);
}

function readHandler(site: GraphSite, piece: MappingPiece, path: string, place: Place, event?: string): Fields {
  return Object.fromEntries(
    piece.entries.flatMap(({ key, value }) => {
      const at = below(path, key);
      if (key === 'when')
        return [[key, site.expression(value, at, place, wanted.verdict, event === undefined ? {} : { event })]];
      if (key === 'update') return [[key, readUpdate(site, value, at, place, event)]];
      return value.kind === 'scalar' ? [[key, value.value]] : [];
    }),
  );
}

function readWait(site: GraphSite, piece: Piece, path: string): unknown {
  if (piece.kind !== 'mapping') return undefined;
  const fields = readHandler(site, piece, path, 'state');
  const length = partOf(piece, 'in');
  const at = partOf(piece, 'at');
  if (length?.kind === 'scalar' && typeof length.value === 'string' && !duration.test(length.value)) {
    fields['in'] = site.expression(length, below(path, 'in'), 'state', wanted.length);
  }
  if (at !== undefined) fields['at'] = site.expression(at, below(path, 'at'), 'state', wanted.instant);
  return fields;
}
