import { describe, expect, onTestFinished, test } from 'vitest';
import { memory, open, type OpenOptions } from '@cairn/core';

function opened(options: Partial<OpenOptions>): ReturnType<typeof open> {
  const cairn = open({ store: memory(), graphs: [], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

describe('a number that cannot be meant is refused by name', () => {
  test.each<[string, Partial<OpenOptions>]>([
    ['lease', { lease: 0 }],
    ['lease', { lease: '0s' }],
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: -1 }],
    ['concurrency', { concurrency: 1.5 }],
    ['concurrency', { concurrency: NaN }],
    ['history.keep', { history: { keep: 0 } }],
    ['history.keep', { history: { keep: 1.5 } }],
    ['takeovers', { takeovers: -1 }],
    ['takeovers', { takeovers: NaN }],
  ])('as %s', (option, options) => {
    expect(() => opened(options)).toThrow(
      expect.objectContaining({ code: 'runtime/option', facts: expect.objectContaining({ option }) as unknown }),
    );
  });

  test('as a worker’s concurrency', async () => {
    await expect(opened({}).work({ concurrency: 0 })).rejects.toMatchObject({ code: 'runtime/option' });
  });
});

test('numbers that are large are as they are', async () => {
  const cairn = opened({ lease: '52w', concurrency: Infinity, takeovers: Infinity });
  expect(await cairn.recovered()).toEqual(new Map());
});
