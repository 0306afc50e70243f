import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { advance } from '../../src/advance/advance.ts';
import { emptySnapshot, type Snapshot } from '../../src/advance/state/snapshot.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { append, compile, graph, local, type Input } from '../../src/index.ts';

afterEach(() => vi.unstubAllGlobals());

const wide = (limit?: number) =>
  graph({
    name: 'wide',
    state: { lanes: z.number(), item: local(z.number()), found: append(z.number()) },
    start: 'fan',
    nodes: {
      fan: {
        next: {
          each: (s) => Array.from({ length: s.lanes }, (_, item) => ({ item })),
          to: 'work',
          then: 'end',
          ...(limit !== undefined && { limit }),
        },
      },
      work: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });

/** How many entries of maps are copied for each lane of a fan-out: counted, not timed. */
function copiesOf(lanes: number, limit?: number): number {
  const plan = compile(wide(limit));
  let snapshot: Snapshot = emptySnapshot('t');
  const give = (input: Input): void => {
    snapshot = advance(plan, snapshot, input, { now: 0, codec: noClasses }).snapshot;
  };
  give({ type: 'start', input: { lanes } });
  let copies = 0;
  const OwnMap = Map;
  vi.stubGlobal(
    'Map',
    class<Key, Value> extends OwnMap<Key, Value> {
      constructor(entries?: Iterable<readonly [Key, Value]>) {
        super();
        for (const [key, value] of entries ?? []) {
          copies += 1;
          this.set(key, value);
        }
      }
    },
  );
  for (let item = 0; item < lanes; item += 1) {
    give({ type: 'done', lane: `fan.1/${item}`, changes: { found: { append: [item] } } });
  }
  vi.unstubAllGlobals();
  expect(snapshot.lanes.get('')).toMatchObject({ node: 'end', phase: 'closed' });
  return copies / lanes;
}

test.each([undefined, 10])('a lane of a fan-out copies at most the square root of their number: limit %s', (limit) => {
  const [few, many] = [copiesOf(400, limit), copiesOf(4_000, limit)];
  // A map of what changed is copied each time; it is as large as the square root at most, and what is settled is shared.
  expect(many / few).toBeLessThan(Math.sqrt(10) * 1.2);
  expect(many).toBeLessThan(2 * Math.sqrt(4_000));
});
