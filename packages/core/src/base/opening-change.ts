/**
 * What a subgraph starts with, told by what its holder has: a list that is handed in is not written again each time.
 *
 * 1. `wholeOpening(openingOf(changes, values), values)` is `changes`, if the values are those that the holder has then.
 * 2. Only what is shorter so is told so.
 */

import type { Change, Changes, Values } from './change.ts';
import { differenceOf, Misfit, patched, type Edit } from './difference.ts';
import { UnknownInstance } from './value/unknown-instance.ts';
import { unread } from './value/unread.ts';

/** A first change that is made of a value of the holder: of which key, as what, and after which edits. */
export interface TakenOver {
  readonly of: string;
  readonly as: 'set' | 'append' | 'union' | 'merge' | 'upsert';
  /** The property by which the items of `upsert` are told apart. */
  readonly by?: string;
  readonly patch: readonly Edit[];
}

export type OpeningChange = Change | TakenOver;

/** What a lane that is opened starts with, by key. */
export type OpeningChanges = Readonly<Record<string, OpeningChange>>;

export function isTakenOver(change: OpeningChange): change is TakenOver {
  return 'of' in change;
}

/** First changes as they are told where the holder has such values; of a name that is to be hidden nothing is told but the whole. */
export function openingOf(
  changes: Changes,
  values: Values,
  hides: ((name: string) => boolean) | undefined,
): OpeningChanges {
  let told: Record<string, OpeningChange> | undefined;
  for (const key in changes) {
    const change = changes[key] as Change;
    const taken = hides?.(key) === true ? undefined : takenOver(key, change, values);
    const names = taken === undefined ? [] : [taken.of, ...taken.patch.flatMap(({ at }) => at.map(String))];
    if (taken === undefined || (hides !== undefined && names.some((name) => hides(name)))) continue;
    (told ??= { ...changes })[key] = taken;
  }
  return told ?? changes;
}

const forms = ['append', 'union', 'merge', 'upsert'] as const;

function takenOver(key: string, change: Change, values: Values): TakenOver | undefined {
  if (
    'reduce' in change ||
    'local' in change ||
    'add' in change ||
    ('upsert' in change && change.remove !== undefined)
  ) {
    return undefined;
  }
  const as = forms.find((form) => Object.hasOwn(change, form)) ?? 'set';
  const value = (change as Readonly<Record<string, unknown>>)[as];
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return undefined;
  const of = Object.hasOwn(values, key) ? key : Object.keys(values).find((name) => values[name] === value);
  const patch = of === undefined ? undefined : differenceOf(values[of], value);
  if (of === undefined || patch === undefined) return undefined;
  return { of, as, ...('by' in change && { by: change.by }), patch };
}

/** First changes with all values whole; `values` are those of the holder. A `Misfit` where edits do not fit them. */
export function wholeOpening(told: OpeningChanges, values: Values): Changes {
  let whole: Record<string, Change> | undefined;
  for (const key in told) {
    const change = told[key] as OpeningChange;
    if (isTakenOver(change)) (whole ??= { ...(told as Changes) })[key] = wholeChange(change, values);
  }
  return whole ?? (told as Changes);
}

function wholeChange({ of, as, by, patch }: TakenOver, values: Values): Change {
  if (!Object.hasOwn(values, of)) throw new Misfit();
  const was = values[of];
  const value = was instanceof UnknownInstance ? unread : patched(was, patch);
  // What is not read cannot be added to either: it takes the place of the whole.
  if (value === unread || as === 'set') return { set: value };
  return (as === 'upsert' ? { upsert: value, by: by ?? '' } : { [as]: value }) as Change;
}
