import { expect, test } from 'vitest';
import type { InboxItem } from '../../src/api.ts';
import { z } from 'zod';
import { carriesNothing, waitingIn } from '../../src/page/inbox/takes.ts';

const item = (id: string, head: number) => ({ thread: { id, head } }) as InboxItem;

test('what something was given to waits no more, until it went on and waits again', () => {
  const ids = (...items: readonly InboxItem[]) => waitingIn(items, new Map([['a', 4]])).map(({ thread }) => thread.id);
  expect(ids(item('a', 4), item('b', 2))).toEqual(['b']);
  expect(ids(item('a', 6), item('b', 2))).toEqual(['a', 'b']);
});

test.each([
  ['nothing', { not: {} }, true],
  ['nothing, whatever stands beside', { not: {}, description: 'stops it' }, true],
  ['null, which is something', z.toJSONSchema(z.null()), false],
  ['what is not told', undefined, false],
  ['anything', {}, false],
  ['an object', z.toJSONSchema(z.object({})), false],
])('an event that carries %s has a form or not', (_, schema, isNothing) => {
  expect(carriesNothing({ id: 'e', kind: 'event', name: 'e', schema })).toBe(isNothing);
  expect(carriesNothing({ id: 'a', kind: 'answer', name: 'a', schema })).toBe(false);
});
