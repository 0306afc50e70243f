import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ThreadListed, ThreadsChanged } from '../../src/api.ts';
import { filterOf } from '../../src/page/threads/filter.ts';
import { asking, begun, withChanges, withoutLeft, withPage, withPageAgain } from '../../src/page/threads/list-state.ts';

const thread = (id: string, created: number, status = 'waiting') =>
  ({ id, created, status, graph: 'order', tags: [], summary: null, at: 'payment' }) as unknown as ThreadListed;
const waiting = filterOf(new URLSearchParams('status=waiting'));
const first = { goesOn: false, filter: waiting, isAtTop: true };
const listed = withPage(begun, { threads: [thread('c', 3), thread('b', 2), thread('a', 1)] }, first);
const ids = ({ threads }: { readonly threads: readonly ThreadListed[] }) => threads.map(({ id }) => id);

test('what no longer fits goes at once at the top, and comes back to its place when it fits again', () => {
  const without = withChanges(listed, { threads: [thread('b', 2, 'cancelled')] }, waiting, true);
  expect(ids(without)).toEqual(['c', 'a']);
  expect(ids(withChanges(without, { threads: [thread('b', 2)] }, waiting, true))).toEqual(['c', 'b', 'a']);
});

test('elsewhere it stays where it stands, and is told apart until it is taken away or fits again', () => {
  const after = withChanges(listed, { threads: [thread('b', 2, 'cancelled')] }, waiting, false);
  expect([ids(after), [...after.left]]).toEqual([['c', 'b', 'a'], ['b']]);
  expect(ids(withoutLeft(after))).toEqual(['c', 'a']);
  expect(withChanges(after, { threads: [thread('b', 2)] }, waiting, false).left.size).toBe(0);
});

test('of what was searched for, what no longer fits stays until it is taken away', () => {
  const sought = filterOf(new URLSearchParams('status=waiting&text=x'));
  const after = withChanges(listed, { threads: [thread('b', 2, 'done')] }, sought, true);
  expect([ids(after), [...after.left]]).toEqual([['c', 'b', 'a'], ['b']]);
});

test('what comes waits where the list is not at its top, and what belongs to a later page comes with it', () => {
  const paged = withPage(begun, { threads: [thread('c', 3), thread('b', 2)], cursor: 'b' }, first);
  const after = withChanges(paged, { threads: [thread('d', 4), thread('a', 1)] }, waiting, false);
  expect([ids(after), after.came.map(({ id }) => id)]).toEqual([['c', 'b'], ['d']]);
  expect(withChanges(after, { threads: [thread('d', 4, 'done')] }, waiting, false).came).toEqual([]);
});

describe('a list that is asked for again', () => {
  const tagged = filterOf(new URLSearchParams('tag=web'));
  const web = (id: string, created: number, more: readonly string[] = []): ThreadListed => ({
    ...thread(id, created),
    tags: ['web', ...more],
  });
  const shown = withPage(begun, { threads: [web('d', 4), web('c', 3), web('b', 2), web('a', 1)] }, first);
  const again = { threads: [web('e', 5), web('d', 4, ['vip']), web('b', 2)] };

  const how = (isAtTop: boolean) => ({ since: shown, filter: tagged, isAtTop });

  test('has other tags, what came, and no more what lost its tags or is gone', () => {
    const after = withPageAgain(shown, again, how(true));
    expect(ids(after)).toEqual(['e', 'd', 'b']);
    expect(after.threads[1]?.tags).toEqual(['web', 'vip']);
  });

  test('moves nothing where it is not at its top', () => {
    const after = withPageAgain(shown, again, how(false));
    expect([ids(after), [...after.left], after.came.map(({ id }) => id)]).toEqual([
      ['d', 'c', 'b', 'a'],
      ['c', 'a'],
      ['e'],
    ]);
  });

  test('says nothing of what comes after its last, nor of what was told while it was on its way', () => {
    const told = withChanges(
      shown,
      { threads: [web('f', 6), web('d', 4, ['told']), web('c', 3, ['told'])] },
      tagged,
      true,
    );
    const after = withPageAgain(told, { ...again, cursor: 'b' }, how(true));
    expect(after.threads.map(({ id, tags }) => [id, ...tags])).toEqual([
      ['f', 'web'],
      ['e', 'web'],
      ['d', 'web', 'told'],
      ['c', 'web', 'told'],
      ['b', 'web'],
      ['a', 'web'],
    ]);
  });
});

test('a page that is older than what was told while it was on its way undoes none of it', () => {
  const named = ['a', 'b', 'c'];
  const happens = fc.record({ id: fc.constantFrom(...named), status: fc.constantFrom('waiting', 'done', 'gone') });
  const moments = fc.array(happens, { maxLength: 12 }).chain((all) => {
    const moment = fc.nat(all.length);
    return fc.tuple(fc.constant(all), fc.tuple(moment, moment, moment), fc.boolean());
  });
  fc.assert(
    fc.property(moments, ([all, times, isFirst]) => {
      // So many were told when the page was asked for, and so many when it came; what it says was read at any time after it was asked for.
      const [asked = 0, ...later] = times.toSorted((one, other) => one - other);
      const [came = 0, read = 0] = times[0] < times[1] ? later : later.toReversed();
      const stands = (until: number): readonly ThreadListed[] => {
        const there = new Map<string, ThreadListed>();
        for (const [at, { id, status }] of all.slice(0, until).entries())
          if (status === 'gone') there.delete(id);
          else there.set(id, { ...thread(id, named.indexOf(id), status), head: at, updated: at });
        return [...there.values()]
          .filter(({ status }) => status === 'waiting')
          .toSorted((one, other) => other.created - one.created);
      };
      const events = all.map(({ id, status }, at): ThreadsChanged =>
        status === 'gone'
          ? { threads: [], gone: [id] }
          : { threads: [{ ...thread(id, named.indexOf(id), status), head: at, updated: at }] },
      );
      const tell = (list: typeof begun, from: number, until: number): typeof begun =>
        events.slice(from, until).reduce((before, told) => withChanges(before, told, waiting, true), list);
      const before = isFirst ? begun : tell(withPage(begun, { threads: [] }, first), 0, asked);
      const paged = withPage(tell(asking(before), asked, came), { threads: stands(read) }, first);
      // That a thread is gone says not when: one that has its id since is right again once the rest is told.
      const lost = new Set(all.slice(asked, came).flatMap(({ id, status }) => (status === 'gone' ? [id] : [])));
      for (const { id, head } of stands(read).filter((each) => !lost.has(each.id)))
        expect(paged.threads.find((shown) => shown.id === id)?.head ?? head).toBeGreaterThanOrEqual(head);
      expect(tell(paged, came, all.length).threads).toEqual(stands(all.length));
    }),
  );
});
