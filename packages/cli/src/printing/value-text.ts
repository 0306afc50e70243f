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
  if ('merge' in change) return [...namesText(change.merge), ...editsText(change)].join(' ');
  if ('upsert' in change) return [...upsertText(change), ...editsText(change)].join(' ');
  if ('patch' in change) return editsText(change).join(' ');
  return `= ${valueText('local' in change ? change.local : change.set)}`;
}

function namesText(entries: object): readonly string[] {
  const names = Object.keys(entries).map((name) => `+${name}`);
  return names.length === 0 ? [] : [`{${names.join(' ')}}`];
}

type Edit = Extract<Change, { patch: unknown }>['patch'][number];

function editsText(change: Change): readonly string[] {
  return 'patch' in change ? change.patch.map(editText) : [];
}

/** An edit of a part: `.lines[3].price = 4`, `.notes +2`, `-.draft`. */
function editText(edit: Edit): string {
  const place = edit.at.map((name) => (typeof name === 'number' ? `[${name}]` : `.${name}`)).join('');
  if ('drop' in edit) return `-${place}`;
  if ('set' in edit) return `${place} = ${valueText(edit.set)}`;
  const [, removed, items] = edit.splice;
  const parts = [
    ...(items.length === 0 ? [] : [typeof items === 'string' ? `+${items.length} characters` : added(items)]),
    ...(removed === 0 ? [] : [`-${removed}`]),
  ];
  return `${place === '' ? '' : `${place} `}${parts.join(' ')}`;
}

function added(items: readonly unknown[]): string {
  return items.length === 1 ? `+ ${valueText(items[0])}` : `+${items.length}`;
}

function upsertText({ upsert, remove = [] }: Extract<Change, { upsert: unknown }>): readonly string[] {
  return [...(upsert.length > 0 ? [`~${upsert.length}`] : []), ...(remove.length > 0 ? [`-${remove.length}`] : [])];
}
