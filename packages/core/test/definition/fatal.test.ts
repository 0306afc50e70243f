import { expect, test } from 'vitest';
import { fatal, isFatal } from '../../src/definition/fatal.ts';

test('a fatal error keeps the error it was made of', () => {
  const cause = new TypeError('no such account');
  const error = fatal(cause);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ message: 'no such account', cause });
});

test('anything can be fatal', () => {
  expect(fatal('no such account').message).toBe('no such account');
});

test('a fatal error is recognised by its name, so that two copies of Cairn agree', () => {
  const foreign = Object.assign(new Error('other'), { name: 'CairnFatal' });
  expect([fatal(1), foreign, new Error('plain'), 'text', undefined].map(isFatal)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
