import { memory } from '@cairn/core/store';
import { storeConformance } from '@cairn/testing';
import { describe, test } from 'vitest';

describe('memory', () => {
  for (const { name, run } of storeConformance) test(name, () => run({ open: () => memory() }));
});
