import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  graph,
  memory,
  open,
  sideTable,
  sum,
  type Cairn,
  type OpenOptions,
  type Protection,
  type SideTable,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { powerCuts, PowerCut, virtualClock } from '@cairn/testing';

type Context = Pick<
  import('@cairn/core').Context,
  'write' | 'table' | 'step' | 'attempt' | 'save' | 'thread' | 'visit'
>;

/** A thread of a few turns, each of which does what a test says. */
function turning(run: (ctx: Context) => unknown) {
  return graph({
    name: 'turning',
    state: { turns: sum(), failed: z.string().optional() },
    start: 'turn',
    nodes: {
      turn: {
        run: async (_s, ctx) => {
          await run(ctx);
          return { turns: 1 };
        },
        retry: { attempts: 2 },
        onError: { to: 'end', update: (_s, error) => ({ failed: error.code ?? error.message }) },
        next: [{ when: (s) => s.turns < 3, to: 'turn' }, 'end'],
      },
      end: { final: true },
    },
  });
}

const by = (how: BufferEncoding): Protection => ({
  keys: [],
  seal: (text) => Buffer.from(text).toString(how),
  open: (sealed) => Buffer.from(sealed, how).toString(),
});

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

function opened(store: Store, of: ReturnType<typeof turning>, options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store, graphs: [of], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

async function kept(table: SideTable): Promise<Readonly<Record<string, unknown>>> {
  return Object.fromEntries((await table.list()).map(({ key, value }) => [key, value]));
}

describe.each(Object.entries(stores))('on %s, what an activity writes into side tables', (_, storeOf) => {
  test('is there with its end, and its row says so', async () => {
    const store = storeOf();
    const [notes, own] = [sideTable(store, 'notes'), sideTable(store, 'own', { thread: 'T' })];
    const turns = turning(({ write, visit }) => {
      write(notes.set(`turn ${visit}`, new Date(visit)), own.set('last', visit));
      if (visit === 3) write(notes.drop('turn 1'), own.clear('none'));
    });
    const cairn = opened(store, turns);
    const thread = await cairn.start(turns, {}, { id: 'T' });
    await thread.settled();
    expect(await kept(notes)).toEqual({ 'turn 2': new Date(2), 'turn 3': new Date(3) });
    expect(await kept(own)).toEqual({ last: 3 });
    const written = (await thread.history()).filter(({ note }) => note?.sent !== undefined);
    expect(written.map(({ cause }) => cause)).toEqual(['done', 'done', 'done']);
    expect((await thread.why(written[0]?.seq ?? 0)).sent).toEqual([
      { type: 'item', thread: '', name: 'notes', key: 'turn 1', outcome: 'written' },
      { type: 'item', thread: 'T', name: 'own', key: 'last', outcome: 'written' },
    ]);
  });

  test('goes with its step or its save, and else is not there where the attempt failed', async () => {
    const store = storeOf();
    const notes = sideTable(store, 'notes');
    const turns = turning(async ({ write, step, save, attempt }) => {
      write(notes.set('saved', attempt));
      await save('half', {});
      await step('look', () => write(notes.set('step', attempt)));
      write(notes.set('end', attempt));
      throw new Error(`attempt ${attempt}`);
    });
    const cairn = opened(store, turns);
    const thread = await cairn.start(turns, {});
    expect(await thread.settled()).toMatchObject({ state: { failed: 'attempt 2' } });
    expect(await kept(notes)).toEqual({ saved: 1, step: 1 });
  });

  test('is read back from the table of its thread, which is nobody else’s and knows no rewind', async () => {
    const store = storeOf();
    const clock = virtualClock();
    const seen: unknown[] = [];
    const turns = turning(async ({ write, table, step }) => {
      const own = table<Date>('own');
      seen.push((await own.list()).map(({ value }) => value.getTime()));
      await step('one', () => write(own.set('last', new Date(seen.length), { until: new Date(clock.now() + 1_000) })));
    });
    const cairn = opened(store, turns, { clock, protect: by('hex') });
    const thread = await cairn.start(turns, {}, { id: 'T' });
    await thread.settled();
    expect(seen).toEqual([[], [1], [2]]);
    expect((await store.items({ table: 'own', thread: 'T' }, clock.now()))[0]?.body).not.toContain('Date');
    const [first] = await thread.history();
    await thread.rewind(first?.seq ?? 0);
    await thread.settled();
    expect(seen[3]).toEqual([3]);
    await (await cairn.start(turns, {}, { id: 'U' })).settled();
    expect(seen[6]).toEqual([]);
    const nameless = turning(({ table }) => table(7 as never));
    const other = opened(storeOf(), nameless);
    expect((await (await other.start(nameless, {})).settled()).state.failed).toBe('value/invalid');
  });

  test('may name no version, for a commit is made whatever there is, and has to be what a table made', async () => {
    const store = storeOf();
    const notes = sideTable(store, 'notes');
    const wrong = [
      notes.set('a', 1, { was: 0 }),
      { table: 'Notes', thread: null, key: 'a', body: '1' },
      { table: 'notes', thread: null, key: '\ud800', body: '1' },
      7 as never,
    ];
    const codes: unknown[] = [];
    const turns = turning(({ write }) => {
      for (const each of wrong) {
        try {
          write(each);
        } catch (error) {
          codes.push((error as { code?: unknown }).code);
        }
      }
    });
    const cairn = opened(store, turns);
    expect(await (await cairn.start(turns, {})).settled()).toMatchObject({ status: 'done' });
    expect(codes.slice(0, 4)).toEqual(['value/invalid', 'store/refused', 'store/refused', 'value/invalid']);
    expect(await store.items({}, 0)).toEqual([]);
  });

  test('is not written again by a fork, stays over a rewind, and goes with its thread', async () => {
    const store = storeOf();
    let writes = 0;
    const own = sideTable(store, 'own', { thread: 'T' });
    const turns = turning(({ write, thread, visit }) => {
      writes += 1;
      write(sideTable(store, 'own', { thread }).set(`turn ${visit}`, writes));
    });
    const cairn = opened(store, turns);
    const thread = await cairn.start(turns, {}, { id: 'T' });
    await thread.settled();
    const { head } = await thread.record();
    await (await thread.fork(head, { id: 'F' })).settled();
    expect(await store.items({ thread: 'F' }, 0)).toEqual([]);
    const [, , second] = await thread.history();
    await thread.rewind(second?.seq ?? 0);
    await thread.settled();
    expect(await kept(own)).toMatchObject({ 'turn 1': 1, 'turn 3': 4 });
    await cairn.prune({ threads: ['T'] });
    expect(await kept(own)).toEqual({});
  });

  test.each([
    ['the same key', { protect: by('base64') }],
    ['another key', { protect: by('hex') }],
    ['no key', {}],
  ])('is sealed by the key of its table, where the runtime has %s', async (_how, options) => {
    const store = storeOf();
    const notes = sideTable(store, 'notes', { protect: by('base64') });
    const turns = turning(({ write }) => write(notes.set('a', 'secret')));
    await (await opened(store, turns, options).start(turns, {})).settled();
    expect((await store.items({}, 0)).map(({ body }) => body.includes('secret'))).toEqual([false]);
    expect(await kept(notes)).toEqual({ a: 'secret' });
  });

  test('is sealed by the runtime where nobody has sealed it', async () => {
    const store = storeOf();
    const plain = sideTable(store, 'notes');
    const turns = turning(({ write }) => write(plain.set('a', 'secret')));
    await (await opened(store, turns, { protect: by('base64') }).start(turns, {})).settled();
    expect((await store.items({}, 0)).map(({ body }) => body.includes('secret'))).toEqual([false]);
    expect(await kept(sideTable(store, 'notes', { protect: by('base64') }))).toEqual({ a: 'secret' });
  });
});

test('a power cut at any write leaves the row and what was written with it, or neither', async () => {
  const play = async (store: Store, cut?: Parameters<typeof powerCuts>[1]): Promise<boolean> => {
    const clock = virtualClock();
    const dying = powerCuts(store, cut);
    const log = sideTable(store, 'log', { thread: 'T', clock });
    const turns = turning(({ write, visit }) => write(log.set(`${visit}`, visit)));
    const cairn = open({ store: dying, graphs: [turns], clock });
    const run = async (of: Cairn): Promise<void> => {
      await of.start(turns, {}, { id: 'T' });
      await clock.advance('1h');
    };
    const died = await run(cairn).then(
      () => dying.isOut,
      (error: unknown) => error instanceof PowerCut || dying.isOut,
    );
    const done = (await store.rows('T')).filter(({ cause }) => cause === 'done').length;
    expect(Object.keys(await kept(log))).toEqual(['1', '2', '3'].slice(0, done));
    await cairn.close().catch(() => undefined);
    const next = open({ store, graphs: [turns], clock });
    const settled = (await next.start(turns, {}, { id: 'T' })).settled();
    await clock.advance('1h');
    expect(await settled).toMatchObject({ status: 'done' });
    expect(await kept(log)).toEqual({ 1: 1, 2: 2, 3: 3 });
    await next.close();
    return died;
  };
  for (const when of ['before', 'after'] as const) {
    let at = 1;
    while (await play(memory(), { at, when })) at += 1;
    expect(at).toBeGreaterThan(4);
  }
});
