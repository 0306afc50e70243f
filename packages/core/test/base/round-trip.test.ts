import assert from 'node:assert/strict';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decode } from '../../src/base/decode.ts';
import { encode } from '../../src/base/encode.ts';
import { seal } from '../../src/base/seal.ts';
import { value } from './values.ts';

describe('a value', () => {
  test('comes back from its text as it was', () => {
    fc.assert(
      fc.property(value, (original) => {
        const sealed = seal(original, 'state');
        assert.deepStrictEqual(sealed, original);
        const text = encode(sealed);
        const back = decode(text);
        assert.deepStrictEqual(back, original);
        expect(encode(back)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
