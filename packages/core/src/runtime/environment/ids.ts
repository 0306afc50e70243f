import { crypto } from '../../base/hash.ts';

/** An id that nobody else has. */
export function newId(): string {
  return crypto().randomUUID();
}
