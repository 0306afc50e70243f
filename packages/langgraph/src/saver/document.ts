/**
 * A checkpoint as JSON, and what leads from one to the next.
 *
 * `document + edits(document, next)` is `next`, and what is in both is in neither the edits nor, where it is a container, made anew.
 */

import { differenceOf, type Edit } from '@cairn/core/store';

export type Part = Readonly<Record<string, unknown>>;

/** All of a checkpoint but its id, which is its place. The names are short because each edit bears one. */
export interface Document {
  readonly v: number;
  /** When it was made: in milliseconds since the time in its id, or as it was written. */
  readonly at: number | string;
  /** The channels' versions. */
  readonly n: Part;
  /** Which versions each node has seen. */
  readonly s: Part;
  /** The metadata. */
  readonly m: Part;
  /** The channels' values. */
  readonly c: Part;
}

const scalars = ['v', 'at'] as const;
const records = ['n', 's', 'm', 'c'] as const;

/** The edits that lead from one document to another. */
export function editsOf(was: Document, is: Document): readonly Edit[] {
  const edits: Edit[] = [];
  for (const name of scalars) if (was[name] !== is[name]) edits.push({ at: [name], set: is[name] });
  for (const name of records) differ(was[name], is[name], name, edits);
  return edits;
}

/** Part by part: how many parts of a document differ is no reason to tell all of it anew. */
function differ(was: Part, is: Part, name: string, edits: Edit[]): void {
  for (const key of Object.keys(was)) if (!Object.hasOwn(is, key)) edits.push({ at: [name, key], drop: true });
  for (const key of Object.keys(is)) {
    if (!Object.hasOwn(was, key)) edits.push({ at: [name, key], set: is[key] });
    else if (was[key] !== is[key]) {
      const within = differenceOf(was[key], is[key]);
      if (within === undefined) edits.push({ at: [name, key], set: is[key] });
      else for (const edit of within) edits.push({ ...edit, at: [name, key, ...edit.at] });
    }
  }
}

/** An edit as it is written: its place, and what comes there; nothing where it drops what is there. */
export type WrittenEdit = readonly [at: Edit['at'], ...what: readonly unknown[]];

export function writtenEdit(edit: Edit): WrittenEdit {
  if ('set' in edit) return [edit.at, edit.set];
  return 'drop' in edit ? [edit.at] : [edit.at, ...edit.splice];
}
