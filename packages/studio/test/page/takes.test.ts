import { expect, test } from 'vitest';
import type { InboxItem } from '../../src/api.ts';
import { waitingIn } from '../../src/page/inbox/takes.ts';

const item = (id: string, head: number) => ({ thread: { id, head } }) as InboxItem;

test('what something was given to waits no more, until it went on and waits again', () => {
  const ids = (...items: readonly InboxItem[]) => waitingIn(items, new Map([['a', 4]])).map(({ thread }) => thread.id);
  expect(ids(item('a', 4), item('b', 2))).toEqual(['b']);
  expect(ids(item('a', 6), item('b', 2))).toEqual(['a', 'b']);
});
