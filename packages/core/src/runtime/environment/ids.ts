import { crypto } from '../../base/hash.ts';

/** An id that nobody else has. */
export function newId(): string {
  const id = crypto().randomUUID();
  // Node puts it together from twenty pieces, which live as long as it does: an expression that reads it makes one text of them.
  anything.test(id);
  return id;
}

const anything = /./u;
