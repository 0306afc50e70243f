import { randomUUID } from 'node:crypto';

/** An id that nobody else has. */
export function newId(): string {
  return randomUUID();
}
