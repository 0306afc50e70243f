import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal } from '../../../core/src/base/value/seal.ts';
import { runBuilt } from '../../../../test/built/run-built.ts';
import { kept } from '../../src/engine/kept.ts';

const value = fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, maxDepth: 3 });

/** A value, and one that came of it by changes of parts. */
const pair = fc.letrec<{ readonly part: readonly [unknown, unknown] }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    value.map((both) => [both, structuredClone(both)] as const),
    fc.tuple(value, value),
    fc.dictionary(fc.string(), tie('part')).map((parts) => sides(parts)),
    fc.array(tie('part')).map((parts) => [parts.map(([was]) => was), parts.map(([, is]) => is)] as const),
  ),
})).part;

function sides(parts: Readonly<Record<string, readonly [unknown, unknown]>>): readonly [unknown, unknown] {
  const entries = Object.entries(parts);
  return [
    Object.fromEntries(entries.map(([key, [was]]) => [key, was])),
    Object.fromEntries(entries.map(([key, [, is]]) => [key, is])),
  ];
}

test('what is kept of an older value says what the newer says, and neither is changed', () => {
  fc.assert(
    fc.property(pair, ([was, is]) => {
      const [wasBefore, isBefore] = [structuredClone(was), structuredClone(is)];
      expect(kept(was, is)).toStrictEqual(is);
      expect([was, is]).toStrictEqual([wasBefore, isBefore]);
    }),
  );
});

test('parts that say the same are those of the older value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (same, other) => {
      const was = seal({ a: { same }, b: [same, 1] }, 'was');
      const is = kept<unknown>(was, {
        a: { same: structuredClone(same) },
        b: [structuredClone(same), 2, other],
      }) as typeof was;
      expect(is.a).toBe(was.a);
      expect(is.b[0]).toBe(was.b[0]);
      expect(kept(was, structuredClone(was))).toBe(was);
    }),
  );
});

test('what has its keys in another order is not kept', () => {
  const is = { b: 2, a: { c: 1 } };
  expect(Object.keys(kept({ a: { c: 1 }, b: 2 }, is))).toEqual(['b', 'a']);
});

test('a step leaves next to nothing to the full collector: what XState and the engine make for it is gone with it', () => {
  const program = fileURLToPath(new URL('outliving.ts', import.meta.url));
  const often = ['--expose-gc', '--max-semi-space-size=1', '--single-threaded'];
  const bytes = execFileSync(process.execPath, [...often, ...runBuilt, program], { encoding: 'utf8' });
  // 300; it was 8,700, which took longer to copy than the steps took.
  expect(Number(bytes)).toBeLessThan(2_000);
});
