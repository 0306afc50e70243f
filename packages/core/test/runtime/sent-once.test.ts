import { describe, expect, onTestFinished, test } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { append, graph, memory, open, type Cairn, type OpenOptions } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { problem } from '../../src/base/problem/problem.ts';
import { later } from './counted.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { said } from './said.ts';

const desk = graph({
  name: 'desk',
  state: { log: append(z.string()) },
  events: { note: z.string(), ask: z.object({}), fail: z.object({}), never: z.object({}) },
  start: 'wait',
  nodes: {
    wait: {
      on: { note: { update: (_s, line) => ({ log: [line] }) }, ask: 'ask', fail: 'fail' },
    },
    ask: { run: async (_s, ctx) => ({ log: [await ctx.ask('what', { answer: z.string() })] }), next: 'wait' },
    fail: {
      run: (s) => {
        if (s.log.filter((line) => line === 'tried').length === 0) throw new Error('not yet');
        return { log: ['went on'] };
      },
      next: 'wait',
    },
  },
});

const deskIn = (cairn: Cairn) => cairn.thread(desk, 'desk');

type Desk = ReturnType<typeof deskIn>;

function runtime(store: Store, options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store, graphs: [desk], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

const stores: Readonly<Record<string, () => Store>> = {
  memory,
  SQLite: () => sqlite(':memory:'),
  'a store that answers later': () => later(memory()),
};

/** Commands, what leads to where each is taken, and how often a thread shows that it was. */
const commands: Readonly<
  Record<
    string,
    { before?: (thread: Desk) => Promise<void>; give: (thread: Desk, id: string) => Promise<void>; cause: string }
  >
> = {
  send: { give: (thread, id) => thread.send('note', 'once', { id }), cause: 'event' },
  'send, queued': { give: (thread, id) => thread.send('note', 'once', { id, queue: true }), cause: 'event' },
  answer: {
    before: (thread) => thread.send('ask', {}),
    give: (thread, id) => thread.answer('what', 'once', { id }),
    cause: 'answer',
  },
  edit: { give: (thread, id) => thread.edit({ log: ['once'] }, { id }), cause: 'edit' },
  resume: {
    before: (thread) => thread.send('fail', {}),
    give: (thread, id) => thread.resume({ id }),
    cause: 'resume',
  },
  cancel: { give: (thread, id) => thread.cancel('enough', { id }), cause: 'cancel' },
};

/** A thread that another process drives, which looks for what is left as workers do. */
async function elsewhere(store: Store): Promise<Desk> {
  const cairn = runtime(keptOpen(store));
  const thread = await givenDesk(cairn);
  void cairn.work();
  return thread;
}

async function givenDesk(cairn: Cairn): Promise<Desk> {
  const thread = await cairn.start(desk, {}, { id: 'desk' });
  await thread.settled();
  return thread;
}

const times = async (thread: Desk, cause: string): Promise<number> =>
  (await thread.history()).filter((row) => row.cause === cause).length;

describe.each(Object.entries(stores))('what comes under an id, on %s', (_, openStore) => {
  test.each(Object.entries(commands))(
    'is taken once, again, side by side, by message and after a restart: %s',
    async (__, { before, give, cause }) => {
      const store = openStore();
      const first = runtime(keptOpen(store));
      const thread = await givenDesk(first);
      await before?.(thread);
      await thread.settled();
      const already = await times(thread, cause);
      expect(await said(give(thread, 'a'))).toBe('ok');
      expect(await Promise.all([1, 2, 3].map(() => said(give(thread, 'a'))))).toEqual(['ok', 'ok', 'ok']);
      await thread.settled();
      const web = deskIn(runtime(keptOpen(store), { drive: false }));
      expect(await said(give(web, 'a'))).toBe('ok');
      await first.close();
      const again = deskIn(runtime(keptOpen(store)));
      expect(await said(give(again, 'a'))).toBe('ok');
      await again.settled();
      expect((await times(again, cause)) - already).toBe(1);
      expect(await store.messages('desk')).toEqual([]);
    },
  );

  test('is taken once where it is sent side by side from several runtimes', async () => {
    const store = openStore();
    const thread = await givenDesk(runtime(keptOpen(store)));
    const others = [{ drive: false }, { drive: false }, { onBusy: 'wait' as const }].map((options) =>
      deskIn(runtime(keptOpen(store), options)),
    );
    const calls = [thread, ...others].flatMap((each) => [1, 2].map(() => said(each.send('note', 'once', { id: 'a' }))));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['ok']));
    expect((await thread.settled()).state.log).toEqual(['once']);
  });

  test('gets the problem of the first, even where it would be taken by now', async () => {
    const cairn = runtime(openStore());
    const thread = await givenDesk(cairn);
    expect(await said(thread.answer('what', 'early', { id: 'a' }))).toBe('answer/not-asked');
    await thread.send('ask', {});
    await thread.settled();
    expect(await said(thread.answer('what', 'early', { id: 'a' }))).toBe('answer/not-asked');
    expect(await said(thread.answer('what', 'now', { id: 'b' }))).toBe('ok');
    expect((await thread.settled()).state.log).toEqual(['now']);
  });

  test('is of its thread alone', async () => {
    const cairn = runtime(openStore());
    for (const id of ['one', 'two']) {
      const thread = await cairn.start(desk, {}, { id });
      await thread.send('note', id, { id: 'a' });
      expect((await thread.settled()).state.log).toEqual([id]);
    }
  });

  test('is refused where it is queued for a thread that is over, and was taken where it came before', async () => {
    const thread = await givenDesk(runtime(openStore()));
    await thread.send('note', 'once', { id: 'a', queue: true });
    await thread.cancel();
    expect(await said(thread.send('note', 'once', { id: 'a', queue: true }))).toBe('ok');
    expect(await said(thread.send('note', 'late', { id: 'b', queue: true }))).toBe('thread/over');
  });

  test('is refused without a message where another process drives the thread and nobody waits for it', async () => {
    const store = openStore();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const holding = graph({
      name: 'holding',
      state: {},
      events: { go: z.object({}) },
      start: 'hold',
      nodes: { hold: { run: () => held, on: { go: 'end' }, next: 'end' }, end: { final: true } },
    });
    const first = open({ store: keptOpen(store), graphs: [holding] });
    await first.start(holding, {}, { id: 'h' });
    const second = open({ store: keptOpen(store), graphs: [holding] });
    expect(await said(second.thread(holding, 'h').send('go', {}, { id: 'a', onBusy: 'refuse' }))).toBe('thread/busy');
    expect(await store.left('h', 'a')).toBe(undefined);
    release();
    await first.close();
    await second.close();
  });
});

test.each(['', 'x'.repeat(201), 'a b', 'a@1', '\n', 'half \uD800', 7])(
  'the id %j is refused before anything is stored',
  async (id) => {
    const thread = await givenDesk(runtime(memory()));
    for (const { give } of Object.values(commands)) {
      expect(await said(give(thread, id as string))).toBe('thread/invalid-message-id');
    }
    expect(await times(thread, 'event')).toBe(0);
  },
);

/** A store whose calls meet errors that pass: before they are done, or after, so that it is not known. */
function failing(store: Store, fails: (call: string) => 'before' | 'after' | undefined): Store {
  const io = (): never => {
    throw problem('store/io', { store: 'memory', found: 'the line was cut' });
  };
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]): Promise<unknown> => {
        const when = fails(String(name));
        if (when === 'before') io();
        const answer: unknown = await Reflect.apply(value, target, given);
        return when === 'after' ? io() : answer;
      };
    },
  });
}

describe('where the store fails for a moment', () => {
  const left = { drive: false } as const;

  test.each(['before', 'after'] as const)('a message is left once, where that fails %s it is done', async (when) => {
    const store = memory();
    const driving = await elsewhere(store);
    let count = 0;
    const web = runtime(
      failing(keptOpen(store), (call) => (call === 'leave' && (count += 1) < 4 ? when : undefined)),
      left,
    );
    await web.thread(desk, 'desk').send('note', 'once');
    expect((await driving.settled()).state.log).toEqual(['once']);
  });

  test('whoever waits for an answer goes on waiting', async () => {
    const store = memory();
    const driving = await elsewhere(store);
    let fails = 5;
    const reads = new Set(['message', 'messages', 'version', 'thread']);
    let isLeft = false;
    const cut = failing(keptOpen(store), (call) => {
      if (call === 'leave') isLeft = true;
      return isLeft && reads.has(call) && (fails -= 1) > 0 ? 'before' : undefined;
    });
    expect(await said(runtime(cut, left).thread(desk, 'desk').send('note', 'once'))).toBe('ok');
    expect((await driving.settled()).state.log).toEqual(['once']);
  });

  test.each([
    ['nothing can be left, and that is known', new Set(['leave']), 'before', 'store/io'],
    ['nothing can be left or looked up', new Set(['leave', 'left']), 'before', 'thread/outcome-unknown'],
    [
      'it is left, and no answer can be read',
      new Set(['message', 'messages', 'version']),
      'before',
      'thread/outcome-unknown',
    ],
    ['it is left, though that fails', new Set(['leave']), 'after', 'ok'],
  ] as const)('for longer than a lease a sender is told what is known: %s', async (__, calls, when, code) => {
    const store = memory();
    const driving = await elsewhere(store);
    let isCut = true;
    const cut = failing(keptOpen(store), (call) =>
      isCut && (calls as ReadonlySet<string>).has(call) ? when : undefined,
    );
    const web = runtime(cut, { ...left, lease: '100ms' }).thread(desk, 'desk');
    expect(await said(web.send('note', 'once', { id: 'a' }))).toBe(code);
    isCut = false;
    expect(await said(web.send('note', 'once', { id: 'a' }))).toBe('ok');
    expect((await driving.settled()).state.log).toEqual(['once']);
  });

  test('what is tried again under its id until its outcome is known is taken once, whatever fails', async () => {
    const fault = fc.tuple(fc.constantFrom('before' as const, 'after' as const), fc.integer({ min: 1, max: 9 }));
    const faults = fc.array(fault, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(faults, fc.boolean(), fc.boolean(), async (planned, drives, queue) => {
        const store = memory();
        const driving = open({ store: keptOpen(store), graphs: [desk] });
        const thread = await givenDesk(driving);
        const stop = new AbortController();
        const working = driving.work({ signal: stop.signal });
        const ahead = [...planned];
        let wait = ahead[0]?.[1] ?? 0;
        let isOn = false;
        const cut = failing(keptOpen(store), () => {
          if (!isOn || ahead.length === 0 || (wait -= 1) > 0) return undefined;
          const [when] = ahead.shift() ?? [];
          wait = ahead[0]?.[1] ?? 0;
          return when;
        });
        const sending = open({ store: cut, graphs: [desk], drive: drives, lease: '5s', recover: false });
        const sender = sending.thread(desk, 'desk');
        isOn = true;
        const lines = ['one', 'two', 'three'];
        const outcomes = await Promise.all(
          lines.map(async (line) => {
            for (;;) {
              const outcome = await said(sender.send('note', line, { id: line, queue }));
              if (outcome !== 'thread/outcome-unknown' && !outcome.startsWith('store/')) return outcome;
            }
          }),
        );
        isOn = false;
        expect(outcomes).toEqual(['ok', 'ok', 'ok']);
        await expect.poll(async () => (await store.messages('desk')).length).toBe(0);
        expect(new Set((await thread.settled()).state.log)).toEqual(new Set(lines));
        expect(await times(thread, 'event')).toBe(lines.length);
        await sending.close();
        stop.abort();
        await working;
        await driving.close();
      }),
      { numRuns: 12 },
    );
  });
});

test('whoever left an answer that is refused before it is known here to be left hears of it', async () => {
  const [left, written, done] = [gate(), gate(), gate()];
  let isHeldBack = false;
  const store = new Proxy(memory(), {
    get(target, name) {
      const value = Reflect.get(target, name) as (...given: never[]) => unknown;
      if (typeof value !== 'function') return value;
      const call = (...given: never[]): unknown => value.apply(target, given);
      // What is left is there at once, and whoever left it hears so late; what is written is there late.
      if (name === 'leave') {
        return async (...given: never[]) => {
          const message = await call(...given);
          await left.promise;
          return message;
        };
      }
      if (name === 'commit') {
        return async (...given: never[]) => {
          if (isHeldBack) {
            left.open();
            await written.promise;
          }
          return call(...given);
        };
      }
      return call;
    },
  });
  const asks = graph({
    name: 'asks',
    state: { log: append(z.string()) },
    start: 'both',
    nodes: {
      both: { next: { all: ['ask', 'work'], then: 'end' } },
      ask: { run: async (_s, ctx) => ({ log: [await ctx.ask('what', { answer: z.string().max(3) })] }), next: 'end' },
      work: { run: () => done.promise, next: 'end' },
      end: { final: true },
    },
  });
  const cairn = open({ store, graphs: [asks] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(asks, {});
  for await (const event of thread.watch()) if (event.type === 'checkpoint' && event.cause === 'ask') break;
  isHeldBack = true;
  const answered = said(thread.answer('what', 'too long', { id: 'once' }));
  await left.promise;
  // The message is read by its id again once it is known, and nothing is known of it then.
  await new Promise((resolve) => setImmediate(resolve));
  isHeldBack = false;
  written.open();
  expect(await answered).toBe('value/invalid');
  done.open();
  await thread.answer('what', 'yes');
  expect(await thread.ended()).toMatchObject({ status: 'done', state: { log: ['yes'] } });
});
