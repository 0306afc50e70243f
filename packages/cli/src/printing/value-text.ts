/** Values of a state as people read them. */

import { inspect } from 'node:util';
import type { Row } from '@cairn/core';
import { paintedByInspect } from './harmless.ts';

type Change = NonNullable<Row['changes']>[string];

/** A value on one line; of a list so many items at most. */
export function valueText(value: unknown, items = 20): string {
  return inspect(value, {
    depth: 6,
    breakLength: Infinity,
    maxArrayLength: items,
    maxStringLength: items * 100,
    compact: true,
  });
}

/** How a value is shown on lines. */
export interface BlockOptions {
  readonly width: number;
  readonly colours: boolean;
  /** Whether nothing is left out, however long it is. */
  readonly full: boolean;
}

/** A value on as many lines as it takes. */
export function valueBlock(value: unknown, { width, colours, full }: BlockOptions): string {
  const breakLength = Math.min(width, 120);
  const most = full ? Infinity : 200;
  const options = { depth: full ? Infinity : 12, breakLength, maxArrayLength: most, maxStringLength: most * 100 };
  const plain = inspect(value, options);
  return colours ? paintedByInspect(inspect(value, { ...options, colors: true }), plain) : plain;
}

/** Changes on one line: `evidence +2, spent +0.4, approvedBy = 'ada'`. */
export function changesText(changes: Row['changes']): string {
  return Object.entries(changes ?? {})
    .map(([key, change]) => `${key} ${changeText(change)}`)
    .join(', ');
}

function changeText(change: Change): string {
  if ('append' in change) return added(change.append);
  if ('add' in change) return change.add < 0 ? String(change.add) : `+${change.add}`;
  if ('union' in change) return added(change.union);
  if ('merge' in change)
    return `{${Object.keys(change.merge)
      .map((key) => `+${key}`)
      .join(' ')}}`;
  if ('upsert' in change) return upsertText(change);
  return `= ${valueText('local' in change ? change.local : change.set)}`;
}

function added(items: readonly unknown[]): string {
  return items.length === 1 ? `+ ${valueText(items[0])}` : `+${items.length}`;
}

function upsertText({ upsert, remove = [] }: Extract<Change, { upsert: unknown }>): string {
  const parts = [
    ...(upsert.length > 0 ? [`~${upsert.length}`] : []),
    ...(remove.length > 0 ? [`-${remove.length}`] : []),
  ];
  return parts.join(' ');
}
