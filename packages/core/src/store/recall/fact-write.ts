import {
  madeAt,
  madeOver,
  type Item,
  type ItemPlace,
  type ItemTies,
  type ItemWrite,
  type ItemWriteAt,
  type ItemWriteOver,
} from '../contract/item.ts';
import type { FactBody } from './fact.ts';

/** What a fact is written of. */
export interface FactParts {
  readonly place: ItemPlace;
  readonly body: FactBody;
  readonly ties: Pick<ItemTies, 'needs' | 'of'> & { readonly until?: number };
  /** The checkpoints that it comes from, beside the one that it is written with. */
  readonly from: readonly string[];
  /** The body as the store has it, and by what it is found. */
  readonly stored: (body: FactBody) => Pick<Item, 'body'> & ItemTies;
  readonly read: (item: Item) => FactBody;
}

/** The write by which a fact is said: with whichever checkpoint, and over whatever is in its place by then. */
export function factWrite({ place, body, ties, from, stored, read }: FactParts): ItemWrite {
  const write = (checkpoints: readonly string[], before?: FactBody): ItemWrite => ({
    ...place,
    ...ties,
    ...stored({ ...body, created: before?.created ?? body.created }),
    from: checkpoints,
    ...(before !== undefined && isSame(before, body) && { joins: true }),
  });
  const at = (checkpoints: readonly string[]): ItemWriteOver => ({
    ...write(checkpoints),
    [madeOver]: (there) => write(checkpoints, readable(there, read)),
  });
  const made: ItemWriteAt = {
    ...at(from),
    [madeAt]: (checkpoint) => at([...new Set([...from, checkpoint])]),
  };
  return made;
}

/** The same is said with the same text; where there is none, by the same value. */
function isSame(before: FactBody, now: FactBody): boolean {
  if (before.text !== now.text) return false;
  return now.text !== '' || JSON.stringify(before.value) === JSON.stringify(now.value);
}

/** Undefined where it is no fact that can be read: then it is replaced. */
function readable(item: Item, read: (from: Item) => FactBody): FactBody | undefined {
  try {
    return read(item);
  } catch {
    return undefined;
  }
}
