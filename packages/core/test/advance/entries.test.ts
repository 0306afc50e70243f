import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Entries, type Entry } from '../../src/advance/state/entries.ts';
import { graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

afterEach(() => void vi.restoreAllMocks());

const step = (value: unknown): Entry => ({ kind: 'step', value });

/** Keys that are something else in an object, or have an order of their own there. */
const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  '10',
  '9',
  '-1',
  '',
  '$date',
  '\u0000',
  '\u00009',
];

const asks = graph({
  name: 'asks',
  state: {},
  start: 'ask',
  nodes: { ask: { run: () => ({}), retry: { attempts: 9 }, next: 'end' }, end: { final: true } },
});

describe('a journal', () => {
  test('keeps an entry of any name, in the order in which they came, and comes back so from a snapshot', () => {
    const thread = started(asks);
    for (const [at, key] of oddKeys.entries()) thread.give({ type: 'step', lane: '', key, value: at });
    expect([...(thread.lane('').journal ?? [])]).toEqual(oddKeys.map((key, at) => [key, step(at)]));
  });

  test.each(oddKeys)('has nothing under %j before it was put', (key) => {
    expect(Entries.of([]).get(key)).toBeUndefined();
    expect(Entries.of([[key, step(1)]]).get(key)).toEqual(step(1));
  });

  test('is a value: whatever is made of it, it stays as it was', () => {
    const keys = fc.constantFrom('a', 'b', '1', '__proto__');
    // Each put is made on any journal that there is by then.
    const puts = fc.array(fc.tuple(fc.nat(), keys, fc.integer()), { maxLength: 30 });
    fc.assert(
      fc.property(puts, (all) => {
        const made = [{ journal: Entries.of([]), expected: new Map<string, Entry>() }];
        for (const [on, key, value] of all) {
          const { journal, expected } = made[on % made.length] as (typeof made)[0];
          made.push({
            journal: journal.put(key, step(value)),
            expected: new Map([...[...expected].filter(([each]) => each !== key), [key, step(value)]]),
          });
        }
        for (const { journal, expected } of made) {
          expect([...journal]).toEqual([...expected]);
          for (const key of ['a', 'b', '1', '__proto__']) expect(journal.get(key)).toEqual(expected.get(key));
        }
      }),
    );
  });

  test('costs an entry what the entry costs, however many there are', () => {
    const sets = vi.spyOn(Map.prototype, 'set');
    const pushes = vi.spyOn(Array.prototype, 'push');
    const counts = [100, 1_000].map((count) => {
      const before = sets.mock.calls.length + pushes.mock.calls.length;
      let journal = Entries.of([]);
      for (let at = 0; at < count; at += 1) journal = journal.put(`${at}`, step(at));
      return (sets.mock.calls.length + pushes.mock.calls.length - before) / count;
    });
    expect(counts[1]).toBe(counts[0]);
  });
});
