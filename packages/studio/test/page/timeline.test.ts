import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/api.ts';
import { ticksOf, tracksOf } from '../../src/page/thread/lower/timeline.ts';

const span = (some: Partial<Span>): Span => ({
  lane: '',
  node: 'a',
  kind: 'work',
  from: 0,
  to: 10,
  seqs: [1, 2],
  ...some,
});
const time = { by: 'time', from: 0, to: 100 } as const;

describe('bars', () => {
  test('are where their time is, one line a lane', () => {
    const spans = [
      span({}),
      span({ kind: 'wait', from: 10, to: 60, seqs: [2, 3] }),
      span({ lane: 'b', from: 5, to: 15 }),
    ];
    const tracks = tracksOf(spans, time, 100, 0);
    expect(tracks.map(({ lane, bars }) => [lane, bars.map(({ kind, from, to }) => [kind, from, to])])).toEqual([
      [
        '',
        [
          ['work', 0, 0.1],
          ['wait', 0.1, 0.6],
        ],
      ],
      ['b', [['work', 0.05, 0.15]]],
    ]);
  });

  test('that go on end now', () => {
    const { to: _, ...open } = span({ from: 50, seqs: [3] });
    const [bar] = tracksOf([open], time, 80, 0)[0]?.bars ?? [];
    expect(bar).toMatchObject({ from: 0.5, to: 0.8, isOpen: true, lasts: 30 });
  });

  test('are where their checkpoints are, where each is as wide as the others', () => {
    const bars = tracksOf([span({ seqs: [1, 3] }), span({ seqs: [3] })], { by: 'steps', first: 1, last: 4 }, 0, 0)[0]
      ?.bars;
    expect(bars?.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.5],
      [0.5, 1],
    ]);
  });

  test('too narrow to be told apart are one, and its failures are seen', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => {
      return span({
        from: at / 10,
        to: at / 10 + 0.1,
        seqs: [at + 1, at + 2],
        ...(at === 500 && { failed: true as const }),
      });
    });
    const bars = tracksOf(many, time, 100, 0.002)[0]?.bars ?? [];
    expect(bars).toHaveLength(1);
    expect(bars[0]).toMatchObject({ count: 1_000, isFailed: true, seq: 1 });
    expect(bars[0]?.to).toBeCloseTo(1);
    expect(tracksOf(many, time, 100, 0)[0]?.bars).toHaveLength(1_000);
  });
});

test('there are no more lines than there is room for, at places that grow', () => {
  const scale = fc.oneof(
    fc.integer({ min: 1, max: 1e12 }).map((length) => ({ by: 'time' as const, from: 5, to: 5 + length })),
    fc
      .tuple(fc.integer({ min: 1, max: 1e6 }), fc.nat(1e6))
      .map(([first, more]) => ({ by: 'steps' as const, first, last: first + more })),
  );
  fc.assert(
    fc.property(scale, fc.integer({ min: 2, max: 20 }), (given, most) => {
      const ticks = ticksOf(given, most);
      expect(ticks.length).toBeLessThanOrEqual(most + 1);
      expect(ticks.every(({ share }) => share >= 0 && share < 1)).toBe(true);
      expect(ticks.map(({ value }) => value)).toEqual(
        ticks.map(({ value }) => value).toSorted((left, right) => left - right),
      );
    }),
  );
  expect(ticksOf({ by: 'time', from: 0, to: 60_000 }, 6).map(({ value }) => value / 1_000)).toEqual([
    0, 10, 20, 30, 40, 50,
  ]);
});
