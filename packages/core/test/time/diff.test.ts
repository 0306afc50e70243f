import { expect, test } from 'vitest';
import { diff, differencesOf } from '@cairn/core/inspect';
import { approvedClaim, desk } from './claims.ts';

test('two checkpoints differ in lanes that moved, opened and closed, and in parts of their states', async () => {
  const thread = await approvedClaim(desk());
  expect(diff(await thread.at(2), await thread.at(5))).toEqual({
    before: { thread: 'c', seq: 2 },
    after: { thread: 'c', seq: 5 },
    lanes: [
      { lane: '', phase: { before: 'passing', after: 'open' }, state: [] },
      {
        lane: 'fan.1/left',
        node: { after: 'search' },
        phase: { after: 'closed' },
        state: expect.arrayContaining([{ kind: 'added', path: ['spent'], after: 1 }]) as unknown,
      },
      {
        lane: 'fan.1/right',
        node: { after: 'right' },
        phase: { after: 'running' },
        state: expect.arrayContaining([{ kind: 'added', path: ['notes'], after: ['read it'] }]) as unknown,
      },
    ],
  });
  expect(diff(await thread.at(10), await thread.at(-1))).toMatchObject({
    lanes: [
      {
        lane: '',
        node: { before: 'approval', after: 'approved' },
        phase: { before: 'waiting', after: 'closed' },
        state: [
          { kind: 'added', path: ['notes', 4], after: 'wet' },
          { kind: 'changed', path: ['people', 0, 'role'], before: 'author', after: 'owner' },
          { kind: 'added', path: ['verdict'], after: { by: 'ada' } },
        ],
      },
    ],
  });
});

test('a checkpoint does not differ from itself', async () => {
  const thread = await approvedClaim(desk());
  expect(diff(await thread.at(7), await thread.at(7)).lanes).toEqual([]);
});

test.for([
  ['equal values', { a: [1, new Date(0), NaN] }, { a: [1, new Date(0), NaN] }, []],
  ['an entry', { a: 1, b: 2 }, { a: 1, c: 3 }, ['removed b', 'added c']],
  ['items at the end of a list', [1, 2], [1, 2, 3, 4], ['added 2', 'added 3']],
  ['items in the middle of a list', [1, 2, 9], [1, 5, 6, 9], ['changed 1', 'added 2']],
  ['items that are gone', [1, 2, 3, 9], [1, 9], ['removed 1', 'removed 2']],
  ['deep parts', { a: { b: [{ c: 1 }, 2] } }, { a: { b: [{ c: 2 }, 2] } }, ['changed a.b.0.c']],
  ['another kind of value', { a: [1] }, { a: { 0: 1 } }, ['changed a']],
  [
    'entries of maps',
    new Map([['k', 1]]),
    new Map([
      ['k', 2],
      ['l', 1],
    ]),
    ['changed k', 'added l'],
  ],
  ['members of sets', new Set([1, 2]), new Set([2, 3]), ['removed ', 'added ']],
  ['dates', { at: new Date(0) }, { at: new Date(1) }, ['changed at']],
  ['absent and undefined', { a: undefined }, {}, ['removed a']],
] as const)('values differ in %s', ([, before, after, expected]) => {
  expect(differencesOf(before, after).map(({ kind, path }) => `${kind} ${path.join('.')}`)).toEqual(expected);
});

test('a Buffer is another value than plain bytes, which lack its methods', () => {
  const [buffer, bytes] = [Buffer.from([1, 2]), Uint8Array.of(1, 2)];
  expect(differencesOf({ data: buffer }, { data: Buffer.from([1, 2]) })).toEqual([]);
  expect(differencesOf({ data: bytes }, { data: Uint8Array.of(1, 2) })).toEqual([]);
  expect(differencesOf({ data: buffer }, { data: bytes })).toMatchObject([{ kind: 'changed', path: ['data'] }]);
});
