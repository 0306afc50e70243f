/**
 * What a subgraph starts with, told by what its holder has: a list that is handed in is not written again each time.
 *
 * 1. `wholeOpening(openingOf(changes, values), values)` is `changes`, if the values are those that the holder has then.
 * 2. Only what is shorter so is told so.
 */

import type { Change, Changes, Values } from './change.ts';
import { unlessHidden, withSome } from './told-change.ts';
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
  return withSome(changes, (change, key) => {
    const taken = unlessHidden(hides, key, () => takenOver(key, change, values));
    return taken !== undefined && hides?.(taken.of) === true ? undefined : taken;
  });
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
  return withSome(told, (change) => (isTakenOver(change) ? wholeChange(change, values) : undefined)) as Changes;
}

function wholeChange({ of, as, by, patch }: TakenOver, values: Values): Change {
  if (!Object.hasOwn(values, of)) throw new Misfit();
  const was = values[of];
  const value = was instanceof UnknownInstance ? unread : patched(was, patch);
  // What is not read cannot be added to either: it takes the place of the whole.
  if (value === unread || as === 'set') return { set: value };
  return (as === 'upsert' ? { upsert: value, by: by ?? '' } : { [as]: value }) as Change;
}
