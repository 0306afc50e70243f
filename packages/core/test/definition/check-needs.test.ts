import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mistakeInNeeds, orderByNeeds } from '../../src/base/order-by-needs.ts';
import { checkNeeds } from '../../src/index.ts';

test('a plan in which all have what they need is said nothing of', () => {
  expect(checkNeeds([])).toBeUndefined();
  expect(checkNeeds([{ id: '__proto__' }])).toContain('no record can have');
  expect(checkNeeds([{ id: 'constructor' }])).toBeUndefined();
  expect(checkNeeds([{ id: 'b', needs: ['a'] }, { id: 'a' }, { id: 'c', needs: [] }])).toBeUndefined();
});

test.each([
  [[{ id: 'a' }, { id: 'a' }], 'An entry has the id "a", which is the id of another entry as well.'],
  [[{ id: 'a', needs: ['b'] }], 'Entry "a" needs "b", which is the id of no entry. Did you mean "a"?'],
  [[{ id: 'a', needs: [undefined as never, 'b'] }], 'Entry "a" needs undefined, which is the id of no entry.'],
  [[{ id: 'a', needs: ['a'] }], 'Entry "a" needs itself, so that it would never begin.'],
  [
    [
      { id: 'a', needs: ['b'] },
      { id: 'b', needs: ['a'] },
    ],
    'Entry "a" needs "b", which needs it, so that it would never begin.',
  ],
])('what is wrong with a plan is told by name: %j', (plan, said) => {
  expect(checkNeeds(plan)).toBe(said);
});

test('what is done already may be needed, unless it is to be done again', () => {
  const plan = [{ id: 'b', needs: ['a', 'z'] }];
  expect(checkNeeds(plan, { done: ['a', 'z'] })).toBeUndefined();
  expect(checkNeeds(plan, { done: ['a'] })).toBe('Entry "b" needs "z", which is the id of no entry. Did you mean "b"?');
  expect(checkNeeds([...plan, { id: 'a', needs: ['b'] }], { done: ['a', 'z'] })).toBe(
    'Entry "b" needs "a", which needs it, so that it would never begin.',
  );
});

const plans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 3 })))
  .map((all) => all.map(([id, needs]) => ({ id: `t${id}`, needs: needs.map((need) => `t${need}`) })));

test('every plan is either refused or ordered, each entry once, after those it needs, and as given where that is possible', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      if (mistakeInNeeds(plan) !== undefined) return;
      const order = orderByNeeds(plan);
      expect(order.toSorted((left, right) => left - right)).toEqual([...plan.keys()]);
      const places = new Map(order.map((index, place) => [plan[index]?.id, place]));
      for (const { id, needs } of plan)
        for (const need of needs) expect(places.get(need)).toBeLessThan(places.get(id) ?? -1);
      const isInOrder = plan.every(({ needs }, index) =>
        needs.every((need) => plan.findIndex(({ id }) => id === need) < index),
      );
      expect(isInOrder && order.join() !== [...plan.keys()].join()).toBe(false);
    }),
  );
});

test('a chain of 50,000 is ordered', () => {
  const plan = Array.from({ length: 50_000 }, (_, index) => ({
    id: `${index}`,
    needs: index < 49_999 ? [`${index + 1}`] : [],
  }));
  expect(orderByNeeds(plan)[0]).toBe(49_999);
});
