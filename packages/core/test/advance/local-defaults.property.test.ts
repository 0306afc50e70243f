/**
 * A `local` key whose schema makes something of nothing, beside the same graph whose author writes `?? 7` wherever the key is read: both are told
 * the same, and come to the same rows, byte for byte, however lanes and subgraphs are put into each other.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, memory, open, type AnyGraph, type Schema } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { writeRow } from '../../src/store/text/row-text.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { loadRows } from '../../src/store/load.ts';
import { bare } from '../../src/time/read/part-of-log.ts';

type Part =
  | { readonly kind: 'look' }
  | { readonly kind: 'write'; readonly n: number }
  | { readonly kind: 'all'; readonly lanes: readonly (readonly Part[])[] }
  | { readonly kind: 'each'; readonly lane: readonly Part[]; readonly given: readonly boolean[] }
  | { readonly kind: 'graph'; readonly parts: readonly Part[]; readonly isGiven: boolean };

const { some } = fc.letrec<{ some: readonly Part[]; part: Part }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant({ kind: 'look' as const }),
    fc.record({ kind: fc.constant('write' as const), n: fc.integer({ min: 0, max: 99 }) }),
    fc.record({ kind: fc.constant('all' as const), lanes: fc.array(tie('some'), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('each' as const),
      lane: tie('some'),
      given: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('graph' as const), parts: tie('some'), isGiven: fc.boolean() }),
  ),
  some: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
}));

interface State {
  readonly mine?: number;
  readonly seen: readonly string[];
}

/** A graph of parts in which each function of an author's writes down what it reads. */
function graphOf(parts: readonly Part[], key: Schema, read: (s: State) => number): AnyGraph {
  let count = 0;
  const inner = (own: readonly Part[]): AnyGraph => {
    const nodes: Record<string, object> = { end: { final: true } };
    const sequence = (line: readonly Part[], exit: string): string =>
      line.toReversed().reduce((next, part) => {
        const name = `${part.kind}${(count += 1)}`;
        nodes[name] = nodeOf(name, part, next);
        return name;
      }, exit);
    const nodeOf = (name: string, part: Part, next: string): object => {
      const looked = (s: State): object => ({ seen: [`${name} ${read(s)}`] });
      // A guard too decides by what it reads.
      const leads = [{ when: (s: State) => read(s) > 50, to: next, label: 'much' }, next];
      if (part.kind === 'look') return { run: looked, verify: (_: object, s: State) => read(s) >= 0, next: leads };
      if (part.kind === 'write') return { run: (s: State) => ({ ...looked(s), mine: part.n }), next: leads };
      if (part.kind === 'all') {
        const all = part.lanes.map((lane) => sequence(lane, next));
        const merge = (closed: readonly { state: State }[], s: State): object => ({
          seen: [`${name} merges ${closed.map(({ state }) => read(state)).join(' ')} beside ${read(s)}`],
        });
        return { next: { all, then: next, merge } };
      }
      if (part.kind === 'each') {
        const entry = (isGiven: boolean, s: State): object => (isGiven ? { mine: read(s) + 1 } : {});
        const each = (s: State): object[] => part.given.map((isGiven) => entry(isGiven, s));
        return { next: { each, to: sequence(part.lane, next), then: next, limit: (s: State) => 1 + (read(s) % 2) } };
      }
      const output = ({ state }: { state: State }, s: State): object => ({
        seen: [...state.seen, `${name} gives ${read(state)} beside ${read(s)}`],
      });
      const input = (s: State): object => (part.isGiven ? { mine: read(s) } : { seen: [`${read(s)}`] });
      return { graph: inner(part.parts), input, output, next: leads };
    };
    const start = sequence(own, 'end');
    const state = { mine: local(key), seen: append(z.string()) };
    const begin = (s: State): object => ({ seen: [`begins ${read(s)}`] });
    return graph({ name: 'looking', state, begin, start, nodes } as never) as AnyGraph;
  };
  return inner(parts);
}

/** The rows of a thread to its end, as they are stored, without the time and the graph's fingerprint. */
async function rowsOf(of: AnyGraph): Promise<readonly unknown[]> {
  const store = memory();
  const cairn = open({ store, graphs: [of], clock: virtualClock() });
  const thread = await cairn.start(of, {}, { id: 'one' });
  await thread.ended();
  const rows = await loadRows(store, 'one', bare, {});
  await cairn.close();
  return rows.map((row) => writeRow(row, noClasses, []));
}

test('a graph with a default is told what one is that says it wherever it reads, and no byte more is stored', async () => {
  const law = fc.asyncProperty(some, async (parts) => {
    const byDefault = await rowsOf(graphOf(parts, z.number().default(7), ({ mine }) => mine as number));
    const byHand = await rowsOf(graphOf(parts, z.number(), ({ mine = 7 }) => mine));
    expect(byDefault).toEqual(byHand);
  });
  await fc.assert(law, { numRuns: 60 });
});
