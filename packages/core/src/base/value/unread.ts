/**
 * Values that cannot be told here: changes were made to them that only their codec, or the key of what is sealed, can apply.
 *
 * 1. Such a value is shown as one, and never as what would come of the changes that can be applied.
 * 2. It stays one until something is set in its place, and it is never written.
 */

import { around, mark } from './marks.ts';
import { UnknownInstance } from './unknown-instance.ts';

/** The name under which a protected part is stored, as though it were a class. */
export const sealedName = 'cairn/sealed';

const unreadName = 'cairn/unread';

/** Stands for a value after a change that cannot be applied here. */
export const unread: object = Object.freeze(
  mark(
    new UnknownInstance(unreadName, 'It has changes that only its codec, or the key it is protected by, can apply.'),
    around(0),
  ),
);

/** Whether a value is one that cannot be told here. */
export function isUnread(value: unknown): boolean {
  return value instanceof UnknownInstance && value.name === unreadName;
}

/** Whether a value is a protected one, for which there is no key here: two of them may be equal, and do not look it. */
export function isSealed(value: unknown): boolean {
  return value instanceof UnknownInstance && value.name === sealedName;
}
