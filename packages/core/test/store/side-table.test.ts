import { isProblem, memory, sideTable, type Protection } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';

const reversed = (text: string): string => Array.from(text).toReversed().join('');
let sealed = 0;

/** Seals the same text in another way each time, as what is worth its name does. */
const protect: Protection = {
  keys: [],
  seal: (text) => `${(sealed += 1)}:${reversed(text)}`,
  open: (text) => reversed(text.slice(text.indexOf(':') + 1)),
};

test('a side table gives back the values that were put, in the order of their keys', async () => {
  const notes = sideTable(memory(), 'notes');
  const values = { when: new Date(5), bytes: Uint8Array.of(0, 255), big: 7n, none: undefined, list: new Set([1]) };
  await notes.write(notes.set('ada/2', values), notes.set('ada/10', 'tea'), notes.set('bob/1', null));
  expect((await notes.get('ada/2'))?.value).toEqual(values);
  const keys = async (query?: Parameters<typeof notes.list>[0]) => (await notes.list(query)).map(({ key }) => key);
  expect(await keys()).toEqual(['ada/10', 'ada/2', 'bob/1']);
  expect(await keys({ prefix: 'ada/', lastFirst: true })).toEqual(['ada/2', 'ada/10']);
  expect(await keys({ after: 'ada/10', before: 'bob/1' })).toEqual(['ada/2']);
  await notes.write(notes.clear('ada/'), notes.set('ada/3', 'new'));
  expect(await keys()).toEqual(['ada/3', 'bob/1']);
  await notes.write(notes.clear());
  expect(await keys()).toEqual([]);
});

test('of two who change one value, the second hears that it is another by now', async () => {
  const store = memory();
  const [one, two] = [sideTable<{ failures: number }>(store, 'breakers'), sideTable(store, 'breakers')];
  expect(await one.write(one.set('bank', { failures: 1 }, { was: 0 }))).toBe(true);
  expect(await two.write(two.set('bank', { failures: 1 }, { was: 0 }))).toBe(false);
  const was = (await one.get('bank'))?.version ?? 0;
  expect(await two.write(two.drop('bank', { was }))).toBe(true);
  expect(await one.write(one.set('bank', { failures: 2 }, { was }))).toBe(false);
});

test('a value is gone from its end on, by the clock of whoever asks', async () => {
  const clock = virtualClock();
  const notes = sideTable(memory(), 'notes', { clock });
  const until = new Date(clock.now() + 1_000);
  await notes.write(notes.set('a', 1, { until }));
  expect(await notes.get('a')).toMatchObject({ value: 1, until });
  await clock.advance(1_000);
  expect(await notes.get('a')).toBeUndefined();
  expect(await notes.list()).toEqual([]);
});

test('what is in a table with a thread goes with that thread, and is nobody else’s', async () => {
  const store = memory();
  const [own, common] = [sideTable(store, 'notes', { thread: 'T-1' }), sideTable(store, 'notes')];
  await own.write(own.set('a', 'own'), common.set('a', 'common'));
  expect([(await own.get('a'))?.value, (await common.get('a'))?.value]).toEqual(['own', 'common']);
  await store.remove(['T-1']);
  expect([await own.list(), (await common.list()).length]).toEqual([[], 1]);
});

test('protected values are sealed whole in the store, and are values as before to whoever has the key', async () => {
  const store = memory();
  const notes = sideTable(store, 'notes', { protect });
  await notes.write(notes.set('a', { secret: 'tea' }, { was: 0 }));
  const [item] = await store.items({}, 0);
  expect(item?.body).not.toContain('tea');
  expect((await notes.list()).map(({ value }) => value)).toEqual([{ secret: 'tea' }]);
  const version = (await notes.get('a'))?.version ?? 0;
  expect(await notes.write(notes.set('a', 'coffee', { was: version }))).toBe(true);
  expect((await notes.get('a'))?.value).toBe('coffee');
  const blind = sideTable(store, 'notes');
  await expect(blind.get('a')).rejects.toMatchObject({ code: 'value/unreadable' });
});

test('what was written before the table was protected is read as it was', async () => {
  const store = memory();
  const plain = sideTable(store, 'notes');
  await plain.write(plain.set('a', 'tea'));
  expect((await sideTable(store, 'notes', { protect }).get('a'))?.value).toBe('tea');
});

test('a table that could only redact refuses what is written', async () => {
  const store = memory();
  const notes = sideTable(store, 'notes', { protect: { keys: ['token'] } });
  expect(() => notes.set('a', 1)).toThrow(expect.objectContaining({ code: 'store/refused' }));
  expect(await store.items({}, 0)).toEqual([]);
});

test('what does not fit is refused by name, and nothing is written', async () => {
  const store = memory();
  const notes = sideTable(store, 'notes');
  const calls: readonly (() => unknown)[] = [
    () => sideTable(store, 7 as never),
    () => sideTable(store, 'notes', { thread: '' }).get('a'),
    () => notes.set(7 as never, 1),
    () => notes.set('a', 1, { until: 'tomorrow' as never }),
    () => notes.set('a', 1, { was: null as never }),
    () => notes.get(undefined as never),
    () => notes.list({ limit: -1 }),
    () => notes.list({ prefix: 7 as never }),
    () => notes.write(7 as never),
    () => notes.set('a', () => undefined),
    () => sideTable(store, 'Notes').get('a'),
  ];
  for (const call of calls) {
    const refused = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error);
    expect([String(call), isProblem(refused)]).toEqual([String(call), true]);
  }
  expect(await store.items({}, 0)).toEqual([]);
});
