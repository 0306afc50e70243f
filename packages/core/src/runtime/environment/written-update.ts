import type { Values } from '../../base/change.ts';
import { isReplace, replace } from '../../definition/replace.ts';

/** An update as it can be stored. */
export interface WrittenUpdate {
  readonly update: unknown;
  /** Which of its keys `replace` was written for: no value says it, so none can forge it. */
  readonly replaced?: readonly string[] | undefined;
}

/** What can be stored of an update as its author wrote it. */
export function writtenUpdate(update: unknown): WrittenUpdate {
  if (typeof update !== 'object' || update === null) return { update };
  const values = Object.entries(update).map(([key, value]: [string, unknown]) => [
    key,
    isReplace(value) ? value.value : value,
  ]);
  const replaced = Object.keys(update).filter((key) => isReplace((update as Values)[key]));
  return replaced.length === 0 ? { update } : { update: Object.fromEntries(values), replaced };
}

/** The update as its author wrote it. */
export function readUpdate({ update, replaced = [] }: WrittenUpdate): unknown {
  if (replaced.length === 0) return update;
  const values = update as Values;
  return { ...values, ...Object.fromEntries(replaced.map((key) => [key, replace(values[key])])) };
}
