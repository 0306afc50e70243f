import { marksIn } from './instances.ts';
import { beside, mark } from './marks.ts';

/** Freezes a container made of the parts of sealed ones on the same level, and lets it count as sealed without looking at each part. */
export function grown<Container extends object>(container: Container, from: unknown, added: unknown): Container {
  const before = typeof from === 'object' && from !== null ? marksIn(from) : 0;
  const marks = typeof added === 'object' && added !== null ? marksIn(added) : 0;
  if (before !== 0 && marks !== 0) mark(container, beside(before, marks));
  return Object.freeze(container);
}

/** The same of a container made of the parts of several. */
export function grownOf<Container extends object>(container: Container, all: readonly unknown[]): Container {
  let marks = 0;
  for (const each of all) {
    const own = typeof each === 'object' && each !== null ? marksIn(each) : 0;
    if (own === 0) return Object.freeze(container);
    marks = marks === 0 ? own : beside(marks, own);
  }
  if (marks !== 0) mark(container, marks);
  return Object.freeze(container);
}
