import { z } from 'zod';

import type { AnyGraph } from '../../src/definition/facts.ts';
import { graphFrom } from '../../src/definition/graph.ts';
import type { GraphSource } from '../../src/definition/source.ts';

/** Stands for any function of an author's. */
export const work = (): undefined => undefined;

/** Stands for any schema whose value may be left out. */
export const anything: z.ZodUnknown = z.unknown();

/** A graph as someone without types might declare it: whatever is given replaces what a sound graph has. */
export function loose(given: Readonly<Record<string, unknown>>): AnyGraph {
  return graphFrom({ name: 'g', state: {}, start: 'a', ...given } as unknown as GraphSource);
}

/** A graph of these nodes and a final one called `end`. */
export function nodes(
  given: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
): AnyGraph {
  return loose({ nodes: { ...given, end: { final: true } }, ...rest });
}
