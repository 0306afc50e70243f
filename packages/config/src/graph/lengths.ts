import { toMilliseconds } from '@cairn/core';
import { below } from '../document/path.ts';
import { entriesOf, entryOf, itemsOf, partOf, type Piece, type Span } from '../document/piece.ts';
import { durationPattern } from '../shape/transition-schema.ts';
import type { GraphSite } from './graph-site.ts';

const pattern = new RegExp(durationPattern, 'u');

/** Notes lengths of time of a node that are written and mean another than is seen: those that round to nothing, and those that are too long. */
export function checkLengths(site: GraphSite, node: Piece, path: string): void {
  const within = (of: Piece | undefined, at: string, names: readonly string[]) => {
    for (const name of names) {
      const value = partOf(of, name);
      if (value?.kind === 'scalar') checkLength(site, value.value, below(at, name), value.at);
    }
  };
  within(node, path, ['timeout']);
  within(partOf(node, 'retry'), below(path, 'retry'), ['backoff', 'max']);
  within(partOf(node, 'cache'), below(path, 'cache'), ['ttl']);
  checkWaits(site, partOf(node, 'after'), below(path, 'after'));
}

/** The same of what time does, which a graph has too. */
export function checkWaits(site: GraphSite, after: Piece | undefined, path: string): void {
  for (const { key, keyAt } of entriesOf(after)) checkLength(site, key, below(path, key), keyAt);
  for (const [index, item] of itemsOf(after).entries()) {
    const length = entryOf(item, 'in')?.value;
    if (length?.kind === 'scalar') checkLength(site, length.value, `${path}[${index}].in`, length.at);
  }
}

function checkLength({ mistakes }: GraphSite, value: unknown, path: string, at: Span): void {
  const amount = typeof value === 'string' && pattern.test(value) ? Number.parseFloat(value) : value;
  if (typeof amount !== 'number' || amount <= 0) return;
  const length = millisecondsOf(value as string | number);
  if (length === 0) {
    const said = `${String(value)} is less than half a millisecond, and rounds to nothing. Write 1ms or more.`;
    mistakes.add('invalid-duration', path, at, said);
  }
  if (length === undefined && typeof value === 'string') {
    mistakes.add('invalid-duration', path, at, `${value} is too long: it may be 100,000 years, 36525000d.`);
  }
}

/** The length in milliseconds; undefined where it is more than Cairn counts. */
function millisecondsOf(value: string | number): number | undefined {
  try {
    return toMilliseconds(value);
  } catch {
    return undefined;
  }
}
