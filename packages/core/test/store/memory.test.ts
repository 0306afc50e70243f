import { memory } from '@cairn/core/store';
import { storeConformance, type StoreClaim } from '@cairn/testing';
import { describe, test } from 'vitest';

const assertHolds = ({ run }: StoreClaim): Promise<void> => run({ open: () => memory() });

describe('memory', () => {
  test.each(storeConformance)('$name', (claim) => assertHolds(claim));
});
