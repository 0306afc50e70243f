import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, isProblem, memory, type ThreadEvent } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { outputsKept, type Store } from '../../src/store.ts';
import { collected } from './collected.ts';
import { later } from './counted.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';
import { until } from './until.ts';

/** Says words, each once it may, asks between two of them, and says the words before the question again when it runs again. */
function speaking(words: readonly string[] = ['one', 'two']) {
  const [begins, goesOn] = [gate(), gate()];
  const talk = graph({
    name: 'talk',
    state: { right: z.boolean().optional() },
    start: 'speak',
    nodes: {
      speak: {
        run: async (_s, { emit, ask, step }) => {
          await begins.promise;
          for (const word of words) emit(word);
          await step('said', () => 1);
          const right = await ask('right', { answer: z.boolean() });
          await goesOn.promise;
          emit('done');
          return { right };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  return { talk, begins, goesOn };
}

const saying = (events: readonly ThreadEvent[]) =>
  events.flatMap((event) => {
    if (event.type === 'output') return [`${event.run}:${String(event.data)}`];
    if (event.type === 'attempt') return [`attempt ${event.visit}.${event.attempt}`];
    if (event.type === 'run') return [`run ${event.visit}.${event.attempt}.${event.run}`];
    return event.type === 'missed' ? [`missed ${event.count}`] : [];
  });

/** Of events, those that the store keeps. */
const kept = (events: readonly ThreadEvent[]) =>
  events.filter(({ type }) => type === 'checkpoint' || type === 'output');

const all = ['attempt 1.1', '1:one', '1:two', 'run 1.1.2', '2:one', '2:two', '2:done'];

describe('what runs show', () => {
  test('is told with its visit, attempt and run, and that a function runs again', async () => {
    const { talk, begins, goesOn } = speaking();
    const thread = await opened(talk).start(talk, {});
    const watching = collected(thread.watch({ until: 'ended' }));
    begins.open();
    await thread.settled();
    goesOn.open();
    await thread.answer('right', true);
    expect(saying(await watching)).toEqual(all.filter((each) => each !== 'attempt 1.1'));
  });

  test('has ids that say what was told by then: of what this process alone hears, the newest checkpoint', async () => {
    const { talk, begins } = speaking();
    begins.open();
    const thread = await opened(talk).start(talk, {});
    const events = await collected(thread.watch());
    const seen = events.map((event) =>
      event.type === 'checkpoint' ? [event.id, `${event.seq}.0`] : [event.id, event.id],
    );
    for (const [id, wanted] of seen) expect(id).toBe(wanted);
    expect(events.at(-1)?.id).toBe(`${(await thread.record()).head}.0`);
  });
});

describe.each<[string, () => Store]>([
  ['memory', () => memory()],
  ['SQLite', () => sqlite(':memory:')],
  ['a store that answers later', () => later(memory())],
])('with { outputs: stored } on %s', (_name, make) => {
  function two() {
    const speech = speaking();
    const store = make();
    const theirs = opened(speech.talk, { store: keptOpen(store), outputs: 'stored' });
    const mine = opened(speech.talk, { store: keptOpen(store), drive: false });
    return { ...speech, store, theirs, mine };
  }

  test('another process hears all that is shown, in its place, while it goes on', async () => {
    const { talk, begins, goesOn, theirs, mine } = two();
    const thread = await theirs.start(talk, {}, { id: 'a' });
    const events: ThreadEvent[] = [];
    const watching = (async () => {
      for await (const event of mine.thread(talk, 'a').watch({ from: 1, until: 'ended' })) events.push(event);
    })();
    begins.open();
    await until('the first run was heard', () => saying(events).length >= 3);
    await thread.settled();
    goesOn.open();
    await thread.answer('right', true);
    await watching;
    expect(saying(events)).toEqual(all);
    const places = events.map(({ id }) => id.split('.').map(Number) as [number, number]);
    for (const [index, [seq, n]] of places.entries()) {
      const [before, shown] = places[index - 1] ?? [0, 0];
      expect([seq >= before, n >= shown]).toEqual([true, true]);
    }
    // What was shown before a checkpoint comes before it.
    const causes = events.flatMap((event) =>
      event.type === 'checkpoint' ? [event.cause] : event.type === 'output' ? [String(event.data)] : [],
    );
    expect(causes).toEqual(['start', 'one', 'two', 'step', 'ask', 'answer', 'one', 'two', 'done', 'done']);
  });

  test('whoever comes back with the id of any event goes on after that, in either process', async () => {
    const { talk, begins, goesOn, theirs, mine } = two();
    const thread = await theirs.start(talk, {}, { id: 'a' });
    const local = collected(thread.watch({ from: 1, until: 'ended' }));
    const afar = collected(mine.thread(talk, 'a').watch({ from: 1, until: 'ended' }));
    begins.open();
    await thread.settled();
    goesOn.open();
    await thread.answer('right', true);
    await thread.ended();
    const late = await collected(mine.thread(talk, 'a').watch({ from: 1, until: 'ended' }));
    for (const heard of [await local, await afar, late]) {
      expect(saying(kept(heard))).toEqual(all.filter((each) => each.includes(':')));
      expect(heard.at(-1)).toMatchObject({ type: 'status', status: 'done' });
      for (const [index, { id }] of heard.entries()) {
        for (const cairn of [theirs, mine]) {
          const rest = await collected(cairn.thread(talk, 'a').watch({ from: id, until: 'ended' }));
          expect(kept(rest), `after ${id}`).toEqual(kept(heard.slice(index + 1)));
        }
      }
    }
  });

  test('one that begins with a checkpoint hears what was shown from there on, and by default what is shown from the call on', async () => {
    const { talk, begins, theirs, mine } = two();
    begins.open();
    const thread = await theirs.start(talk, {}, { id: 'a' });
    await thread.settled();
    const from = (seq: number) => collected(mine.thread(talk, 'a').watch({ from: seq }));
    expect(saying(await from(1))).toEqual(all.slice(0, 3));
    expect(saying(await from(3))).toEqual([]);
    expect(saying(await collected(mine.thread(talk, 'a').watch()))).toEqual([]);
  });

  test('what is not kept any more is counted, to whoever knows what came before', async () => {
    const words = Array.from({ length: outputsKept.count + 50 }, (_, index) => `${index}`);
    const { talk, begins } = speaking(words);
    const store = make();
    const theirs = opened(talk, { store, outputs: 'stored' });
    const mine = opened(talk, { store: keptOpen(store), drive: false });
    begins.open();
    const thread = await theirs.start(talk, {}, { id: 'a' });
    await thread.settled();
    const events = await collected(mine.thread(talk, 'a').watch({ from: '1.0' }));
    const said = saying(events);
    expect(said[0]).toBe('missed 50');
    expect(said.slice(1)).toEqual(words.slice(50).map((word) => `1:${word}`));
  });

  test('a slow reader in the process itself is handed what the store keeps', async () => {
    const words = Array.from({ length: 1_500 }, (_, index) => `${index}`);
    const { talk, begins } = speaking(words);
    const thread = await opened(talk, { store: make(), outputs: 'stored' }).start(talk, {}, { id: 'a' });
    const watching = thread.watch({ from: 1 });
    begins.open();
    await thread.settled();
    const said = saying(await collected(watching)).filter((each) => !each.startsWith('attempt'));
    const missed = said.reduce((sum, each) => sum + Number(/^missed (\d+)$/u.exec(each)?.[1] ?? 0), 0);
    expect(said.filter((each) => each.startsWith('1:')).length + missed).toBe(words.length);
    expect(said.at(-1)).toBe('1:1499');
  });

  test('what cannot be stored is refused to whoever shows it', async () => {
    const odd = graph({
      name: 'odd',
      state: { code: z.string().default('') },
      start: 'speak',
      nodes: {
        speak: {
          run: (_s, { emit }) => {
            try {
              emit(() => 1);
              return {};
            } catch (error) {
              return { code: isProblem(error) ? error.code : 'none' };
            }
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const ended = await (await opened(odd, { store: make(), outputs: 'stored' }).start(odd, {})).settled();
    expect(ended.state).toEqual({ code: 'value/refused' });
  });

  test('numbers go on over drives, in whatever process', async () => {
    const { talk, begins, goesOn, store, theirs, mine } = two();
    begins.open();
    goesOn.open();
    await (await theirs.start(talk, {}, { id: 'a' })).settled();
    await theirs.close();
    const others = opened(talk, { store: keptOpen(store), outputs: 'stored' });
    await others.thread(talk, 'a').answer('right', true);
    await others.thread(talk, 'a').ended();
    expect((await store.outputs('a', 0)).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(saying(await collected(mine.thread(talk, 'a').watch({ from: '1.0' })))).toEqual(all);
  });
});

test.each([
  [
    'sealed',
    {
      seal: (plain: string) => Buffer.from(plain).toString('hex'),
      open: (sealed: string) => Buffer.from(sealed, 'hex').toString(),
    },
  ],
  ['left out', {}],
])('what is shown of a thread with protected keys is %s in the store', async (how, words) => {
  const { talk, begins } = speaking();
  const store = memory();
  const protect = { keys: ['secret'], ...words };
  begins.open();
  const thread = await opened(talk, { store: keptOpen(store), outputs: 'stored', protect }).start(
    talk,
    {},
    { id: 'a' },
  );
  await thread.settled();
  expect((await store.outputs('a', 0)).map(({ body }) => body).join(' ')).not.toMatch(/one|two/u);
  const mine = opened(talk, { store: keptOpen(store), drive: false, protect });
  const told = saying(await collected(mine.thread(talk, 'a').watch({ from: 1 })));
  const shown = how === 'sealed' ? ['1:one', '1:two'] : ['1:[redacted]', '1:[redacted]'];
  expect(told).toEqual(['attempt 1.1', ...shown]);
});

test('what is shown to this process alone costs the store nothing', async () => {
  const { talk, begins, goesOn } = speaking();
  const store = memory();
  for (const each of [begins, goesOn]) each.open();
  const thread = await opened(talk, { store: keptOpen(store) }).start(talk, {}, { id: 'a' });
  await thread.settled();
  expect([await store.outputs('a', 0), await store.shown('a')]).toEqual([[], 0]);
});

test('a watch that is to be stopped goes on over the end, and hears what a rewind does', async () => {
  const { talk, begins, goesOn } = speaking();
  for (const each of [begins, goesOn]) each.open();
  const thread = await opened(talk).start(talk, {});
  const stop = new AbortController();
  const causes: string[] = [];
  const watching = (async () => {
    for await (const event of thread.watch({ until: 'stopped', signal: stop.signal }))
      if (event.type === 'checkpoint') causes.push(event.cause);
  })();
  await thread.settled();
  await thread.answer('right', true);
  await thread.ended();
  await thread.rewind(1);
  await until('the rewind was heard', () => causes.includes('rewind'));
  stop.abort('enough');
  await expect(watching).rejects.toBe('enough');
});

test.each(['', '1', '1.', 'x.y', '-1.2', '1.2.3'])('"%s" is the id of no event', async (from) => {
  const { talk } = speaking();
  const thread = await opened(talk).start(talk, {});
  await expect(collected(thread.watch({ from }))).rejects.toMatchObject({ code: 'checkpoint/not-found' });
});
