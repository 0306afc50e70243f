import { suggest } from '@cairn/core/store';
import { meant } from '../document/meant.ts';
import { below } from '../document/path.ts';
import { dataOf, itemsOf, partOf, textOf, type MappingPiece, type Piece } from '../document/piece.ts';
import { wanted, type Wanted } from '../expression/expression.ts';
import { listKnown } from '../cel/known.ts';
import type { GraphSite } from './graph-site.ts';
import { readOnError, readUpdate, type Fields } from './read-exits.ts';

/** Reads where a lane goes once its node's activity is done. */
export function readNext(site: GraphSite, piece: Piece, path: string): unknown {
  if (piece.kind === 'list') return piece.items.map((item, index) => readCase(site, item, `${path}[${index}]`));
  if (piece.kind === 'mapping') return readFork(site, piece, path);
  return textOf(piece);
}

function readCase(site: GraphSite, piece: Piece, path: string): unknown {
  if (piece.kind !== 'mapping') return textOf(piece);
  return mapped(piece, (key, value) =>
    key === 'when' ? site.expression(value, below(path, key), 'state', wanted.verdict) : dataOf(value),
  );
}

/** What each part that decides has to give. */
const decided: Readonly<Record<string, Wanted>> = {
  choose: wanted.text,
  each: wanted.list,
  id: wanted.text,
  needs: wanted.list,
  limit: wanted.count,
  need: wanted.need,
  until: wanted.verdict,
};

function readFork(site: GraphSite, piece: MappingPiece, path: string): Fields {
  return mapped(piece, (key, value) => {
    const at = below(path, key);
    if (key === 'onError') return readOnError(site, value, at);
    if (key === 'merge') return readUpdate(site, value, at, 'lanes');
    if (key === 'onClosed') return readUpdate(site, value, at, 'closed');
    const want = Object.hasOwn(decided, key) ? decided[key] : undefined;
    const text = textOf(value);
    if (want === undefined || text === undefined) return dataOf(value);
    if (key === 'need' && (text === 'all' || text === 'any')) return text;
    const hint = key === 'need' && /^\w+$/u.test(text) ? meant(text, ['all', 'any']) : '';
    if (hint !== '') {
      site.mistakes.add('expression', at, value.at, `This must be all, any, a number, or an expression. ${hint}`);
      return undefined;
    }
    const lanes = key === 'each' ? { words: 'a list of maps', known: listKnown(site.changes) } : {};
    return site.expression(value, at, 'state', { ...(key === 'choose' ? amongOf(piece) : want), ...lanes });
  });
}

/** What is chosen has to be listed. */
function amongOf(piece: MappingPiece): Wanted {
  const among = itemsOf(partOf(piece, 'among')).flatMap((item) => textOf(item) ?? []);
  const isListed = (to: unknown): boolean => among.length === 0 || among.includes(String(to));
  return {
    ...wanted.text,
    refuses: (to) =>
      isListed(to)
        ? undefined
        : `This gives ${JSON.stringify(to)}, which is not listed under "among". ${suggest(String(to), among)}`,
  };
}

function mapped(piece: MappingPiece, map: (key: string, value: Piece) => unknown): Fields {
  return Object.fromEntries(piece.entries.map(({ key, value }) => [key, map(key, value)]));
}
