import { onTestFinished } from 'vitest';
import { memory, open, type AnyGraph, type Cairn, type OpenOptions } from '@cairn/core';

/** A runtime that is closed when the test is over; in a memory of its own where no store is given. */
export function opened(graph: AnyGraph, options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store: memory(), graphs: [graph], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}
