import { expect, test } from 'vitest';
import { onceInARow } from '../../src/server/once-in-a-row.ts';

test('what fails the same way again and again is told once, and again after it went well', () => {
  const told: string[] = [];
  const { failed, went } = onceInARow((error) => told.push(String(error)));
  const [busy, gone] = [new Error('busy'), new Error('gone')];
  for (const error of [busy, busy, gone, gone]) failed(error);
  went();
  for (const error of [gone, gone]) failed(error);
  expect(told).toEqual([busy, gone, gone].map(String));
});
