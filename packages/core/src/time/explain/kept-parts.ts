/**
 * What is written over something at the same place: parts that are there as they were keep their marks. Who writes the same again has not
 * made it what it is.
 */

import { isRecord, isSame } from '../../base/value/same.ts';
import { Mark, type Marks } from './mark.ts';
import { asOne, byParts, markAt, type WrittenBy } from './shaped-marks.ts';

/** A value before it is written over, and its marks. */
export interface Before {
  readonly value: unknown;
  readonly marks: Marks;
}

/** A part of such a value, and its mark. */
export interface Part {
  readonly value: unknown;
  readonly mark: Mark;
}

/** The parts that a key has, by what they are known by: their places, their ids, their keys. */
export type PartsById = ReadonlyMap<unknown, Part>;

/** The parts of a value, as its key adds them. */
export function partsIn(written: WrittenBy, before: Before | undefined): Map<unknown, Part> {
  const parts = new Map<unknown, Part>();
  if (before === undefined) return parts;
  byParts(written, before.value, (value, id, place) => {
    const mark = markAt(before.marks, before.value, place);
    if (mark !== undefined && id !== undefined) parts.set(id, { value, mark });
    return mark ?? none;
  });
  return parts;
}

/** Stands in a shape that nobody reads. */
const none = new Mark({} as Mark['row']);

/** The mark of a whole value. */
export function keptWhole(before: Before | undefined, value: unknown, fresh: Mark): Mark {
  return before === undefined ? fresh : kept(before.value, asOne(before.marks, before.value), value, fresh);
}

/** The mark of a part of a value. */
export function keptPart(before: Part | undefined, value: unknown, fresh: Mark): Mark {
  return before === undefined ? fresh : kept(before.value, before.mark, value, fresh);
}

function kept(old: unknown, mark: Mark | undefined, value: unknown, fresh: Mark): Mark {
  if (mark === undefined) return fresh;
  if (Object.is(old, value)) return mark;
  const [olds, parts] = [entriesOf(old), entriesOf(value)];
  if (olds === undefined || parts === undefined || olds.sort !== parts.sort) return isSame(old, value) ? mark : fresh;
  let isKept = olds.parts.size === parts.parts.size;
  const others = new Map<unknown, Mark>();
  for (const [key, part] of parts.parts) {
    const was = mark.part(key);
    const now = olds.parts.has(key) ? kept(olds.parts.get(key), was, part, fresh.part(key)) : fresh.part(key);
    isKept &&= now === was;
    if (now !== fresh.alone) others.set(key, now);
  }
  return isKept ? mark : fresh.with(others);
}

interface Entries {
  readonly sort: 'list' | 'map' | 'record';
  readonly parts: ReadonlyMap<unknown, unknown>;
}

function entriesOf(value: unknown): Entries | undefined {
  if (Array.isArray(value)) return { sort: 'list', parts: new Map(value.entries()) };
  if (value instanceof Map) return { sort: 'map', parts: value };
  return isRecord(value) ? { sort: 'record', parts: new Map(Object.entries(value)) } : undefined;
}
