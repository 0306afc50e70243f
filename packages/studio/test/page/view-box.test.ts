import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, followed, moved, zoomed } from '../../src/page/drawing/view-box.ts';

const size = fc.record({ width: fc.integer({ min: 50, max: 5_000 }), height: fc.integer({ min: 50, max: 5_000 }) });
const room = fc.record({ width: fc.integer({ min: 200, max: 2_000 }), height: fc.integer({ min: 200, max: 2_000 }) });

test('a drawing that is fitted is in the middle of its room, and as large as it may be', () => {
  fc.assert(
    fc.property(size, room, (drawing, given) => {
      const { scale, x, y } = fitted(drawing, given);
      expect((drawing.width / 2 - x) * scale).toBeCloseTo(given.width / 2);
      expect((drawing.height / 2 - y) * scale).toBeCloseTo(given.height / 2);
      expect(scale === 0.1 || drawing.width * scale <= given.width).toBe(true);
    }),
  );
});

test('one that is followed can be read, and shows the point that is followed', () => {
  const point = fc.record({
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(size, room, point, (drawing, given, share) => {
      const at = { x: share.x * drawing.width, y: share.y * drawing.height };
      const { scale, x, y } = followed(drawing, given, at);
      expect(scale).toBeGreaterThanOrEqual(0.8);
      expect((at.x - x) * scale).toBeGreaterThanOrEqual(0);
      expect((at.x - x) * scale).toBeLessThanOrEqual(given.width);
      expect((at.y - y) * scale).toBeGreaterThanOrEqual(0);
      expect((at.y - y) * scale).toBeLessThanOrEqual(given.height);
    }),
  );
});

test('what is under the pointer stays there as it comes nearer', () => {
  const before = { scale: 1, x: 10, y: 20 };
  const after = zoomed(before, 2, { x: 100, y: 50 });
  expect([after.x + 100 / after.scale, after.y + 50 / after.scale]).toEqual([110, 70]);
  expect(zoomed(before, 100, { x: 0, y: 0 }).scale).toBe(3);
  expect(moved(after, { x: 20, y: -10 })).toEqual({ scale: 2, x: after.x - 10, y: after.y + 5 });
});
