import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chosenOf, offersFor, openedBy, type Offer } from '../../src/page/shell/offers.ts';

const offer = (kind: string, label: string): Offer => ({ id: `${kind} ${label}`, kind, label, run: () => undefined });
const screens = ['Threads', 'Inbox', 'Graphs'].map((label) => offer('Screen', label));
const threads = (...ids: readonly string[]) => ids.map((id) => offer('Thread', id));

test('Enter opens the first of what is there in the end, however late the answer is', () => {
  const ids: fc.Arbitrary<string> = fc.constantFrom('0285', 'RF-2026-0285', 'INC-4', 'INC-42', 'inbox-7', 'graphs');
  fc.assert(
    fc.property(fc.uniqueArray(ids), fc.constantFrom('0285', 'INC-4', 'in', 'graphs', 'x'), (found, typed) => {
      const wanted = { typed, isEntered: true };
      expect(openedBy(wanted, offersFor(typed, screens, []), false)).toBe(undefined);
      const offers = offersFor(typed, screens, threads(...found));
      expect(openedBy(wanted, offers, true)).toBe(offers[0]);
      expect(offers.every(({ kind, label }) => kind !== 'Thread' || found.includes(label))).toBe(true);
    }),
  );
});

test('the thread of this very id is first, then those that have it in theirs, then what is called that', () => {
  const labels = offersFor('in', screens, threads('other', 'in-9', 'in')).map(({ label }) => label);
  expect(labels).toEqual(['in', 'in-9', 'Inbox', 'other']);
});

test('what is chosen by hand stays chosen when more is found, and is opened at once', () => {
  const wanted = { typed: 'in', chosen: 'Screen Inbox' };
  expect(chosenOf(wanted, offersFor('in', screens, []))).toBe(0);
  expect(chosenOf(wanted, offersFor('in', screens, threads('in-9')))).toBe(1);
  expect(openedBy({ ...wanted, isEntered: true }, offersFor('in', screens, []), false)?.label).toBe('Inbox');
  expect(openedBy(wanted, offersFor('in', screens, []), true)).toBe(undefined);
});
