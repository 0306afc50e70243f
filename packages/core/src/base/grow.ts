import { marksIn } from './instances.ts';
import { beside, mark } from './marks.ts';

/** Freezes a container made of the parts of sealed ones on the same level, and lets it count as sealed without looking at each part. */
export function grown<Container extends object>(container: Container, from: unknown, added: unknown): Container {
  const before = typeof from === 'object' && from !== null ? marksIn(from) : 0;
  const marks = typeof added === 'object' && added !== null ? marksIn(added) : 0;
  if (before !== 0 && marks !== 0) mark(container, beside(before, marks));
  return Object.freeze(container);
}
