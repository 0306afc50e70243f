import { afterEach, expect, test } from 'vitest';
import type { Store } from '@cairn/core/store';
import { graph, memory, open, reduce, type AnyGraph, type Cairn, type Thread } from '@cairn/core';

/** Whatever an author's function may do instead of giving a good answer. */
const misdeeds: Readonly<Record<string, () => unknown>> = {
  'throws an Error': () => toss(new Error('no')),
  'throws nothing at all': () => toss(undefined),
  'throws what cannot be read': () => toss(unreadable()),
  'answers later': () => Promise.resolve(true),
  'rejects later': () => Promise.reject(new Error('late')),
  'calls back later, as a query does': () => query((settle) => settle(true)),
  'calls back with an error': () => query((_settle, fail) => fail(new Error('late'))),
  'gives something whose "then" throws': () => ({
    get then(): never {
      throw new Error('then');
    },
  }),
  'gives what cannot be read': () => unreadable(),
  'gives null': () => null,
  'gives a symbol': () => Symbol('no'),
};

/** What some libraries give for a promise: a function or an object whose `then` calls back and returns nothing. */
function query(answer: (settle: (value: unknown) => void, fail: (error: unknown) => void) => void): unknown {
  const then = (settle: (value: unknown) => void, fail: (error: unknown) => void): void => {
    setImmediate(() => answer(settle, fail));
  };
  return Object.assign(() => undefined, { then });
}

function toss(what: unknown): never {
  throw what as Error;
}

function unreadable(): object {
  const refuse = (): never => {
    throw new TypeError('hands off');
  };
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
}

const places = [
  'schema of an event',
  'on.when',
  'on.update',
  'after.when',
  'after.update',
  'schema of a key',
  'reduce.apply',
  'next.when',
  'choose',
  'each',
  'merge',
  'input',
  'output',
  'verify',
  'retry.when',
  'onError.update',
  'cache.key',
  'schema of an answer',
] as const;

type Place = (typeof places)[number];

const pass = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as never;

/** A graph in which the author's function at one place misbehaves, for as long as `hurts()` says so. */
function hurting(place: Place, misdeed: () => unknown, hurts: () => boolean): AnyGraph {
  const at =
    <Answer>(here: Place, well: (...given: never[]) => Answer) =>
    (...given: unknown[]): Answer =>
      here === place && hurts() ? (misdeed() as Answer) : (well as (...given: unknown[]) => Answer)(...given);
  const schema = (here: Place) => ({
    '~standard': { version: 1, vendor: 'test', validate: at(here, (value: never) => ({ value })) },
  });
  const child = graph({
    name: 'child',
    state: { word: schema('input') as never },
    start: 'end',
    nodes: { end: { final: true } },
  } as never) as AnyGraph;
  const end = { final: true } as const;
  return graph({
    name: 'hurt',
    state: {
      word: schema('schema of a key'),
      log: reduce({
        schema: pass,
        initial: [],
        apply: at('reduce.apply', (list: never, item: never) => [...(list as []), item]),
      }),
    },
    events: { go: schema('schema of an event') },
    start: 'wait',
    nodes: {
      wait: {
        on: { go: { when: at('on.when', () => true), update: at('on.update', () => ({ word: 'gone' })), to: 'work' } },
      },
      work: {
        run: (_state: unknown, context: { attempt: number }) => {
          if (context.attempt === 1) throw new Error('once more');
          return { log: 'worked' };
        },
        verify: at('verify', () => true),
        retry: { attempts: 2, when: at('retry.when', () => true) },
        cache: { key: at('cache.key', () => 'key'), ttl: '1h' },
        onError: { to: 'fan', update: at('onError.update', () => ({ word: 'failed' })) },
        next: [{ when: at('next.when', () => true), to: 'fan' }],
      },
      fan: { next: { all: ['left', 'right'], then: 'met', merge: at('merge', () => ({ word: 'merged' })) } },
      left: { run: () => ({ word: 'left' }), next: 'met' },
      right: { run: () => ({ word: 'right' }), next: 'met' },
      met: { next: { each: at('each', () => [{ word: 'a' }]), to: 'inner', then: 'chosen' } },
      inner: {
        graph: child,
        input: at('input', () => ({ word: 'in' })),
        output: at('output', () => ({ word: 'out' })),
        next: 'chosen',
      },
      chosen: { next: { choose: at('choose', () => 'asks'), among: ['asks'] } },
      asks: {
        run: async (_state: unknown, context: { ask(key: string, question: unknown): Promise<unknown> }) => {
          await context.ask('how', { answer: schema('schema of an answer') });
        },
        next: 'late',
      },
      late: {
        on: { go: 'end' },
        after: { '1ms': { when: at('after.when', () => true), update: at('after.update', () => ({})), to: 'end' } },
      },
      end,
    },
  } as never) as AnyGraph;
}

const opened: Cairn[] = [];
afterEach(async () => {
  for (const cairn of opened.splice(0)) await cairn.close();
});

function runtime(store: Store, it: AnyGraph, options: { readonly drive?: boolean } = {}): Cairn {
  const cairn = open({ store, graphs: [it], ...options });
  opened.push(cairn);
  return cairn;
}

/** What becomes of a call: `ok`, or the code of the problem it met; anything else is no answer of Cairn's. */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return (error as { code?: string }).code ?? `no problem: ${String(error)}`;
  }
}

const codes = /^(ok|(value|schema|decision|update|lanes|transition|event|answer|thread)\/[a-z-]+)$/;

const cases = places.flatMap((place) => Object.keys(misdeeds).map((misdeed) => ({ place, misdeed })));

/** A thread as one calls it who knows nothing of its graph's types. */
type Loose = Pick<Thread, 'id' | 'resume' | 'settled' | 'cancel' | 'ended'> & {
  send(event: string, payload: unknown, options?: { readonly queue: true }): Promise<void>;
  answer(key: string, value: unknown): Promise<void>;
  edit(update: unknown): Promise<void>;
};

async function start(cairn: Cairn, it: AnyGraph): Promise<Loose> {
  return (await cairn.start(it, { word: 'start' })) as Loose;
}

test.each(cases)('$place $misdeed: every caller is told, and the thread goes on', async ({ place, misdeed }) => {
  let isHurt = place !== 'schema of a key';
  const it = hurting(place, misdeeds[misdeed] as () => unknown, () => isHurt);
  const thread = await start(runtime(memory(), it), it);
  isHurt = true;
  for (let round = 1; round <= 2; round += 1) {
    for (const call of [
      () => thread.send('go', { some: 'payload' }),
      () => thread.settled(),
      () => thread.answer('how', 'so'),
      () => thread.edit({ word: 'edited' }),
      () => thread.resume(),
      () => thread.settled(),
    ]) {
      expect(await outcomeOf(call())).toMatch(codes);
    }
    isHurt = false;
  }
  expect(await outcomeOf(thread.cancel('enough'))).toMatch(codes);
  expect((await thread.settled()).status).toMatch(/^(done|cancelled)$/);
});

test.each(cases)('$place $misdeed: a message that meets it is consumed', async ({ place, misdeed }) => {
  let isHurt = false;
  const it = hurting(place, misdeeds[misdeed] as () => unknown, () => isHurt);
  const store = memory();
  const sender = await start(runtime(store, it, { drive: false }), it);
  isHurt = true;
  const sent = [
    outcomeOf(sender.send('go', { some: 'payload' })),
    outcomeOf(sender.send('go', { some: 'payload' }, { queue: true })),
    outcomeOf(sender.edit({ word: 'edited' })),
  ];
  await expect.poll(async () => (await store.messages(sender.id)).length).toBeGreaterThanOrEqual(1);
  const worker = runtime(store, it);
  for (const outcome of await Promise.all(sent)) expect(outcome).toMatch(codes);
  isHurt = false;
  const thread = worker.thread(it, sender.id) as Loose;
  expect(await outcomeOf(thread.cancel('enough'))).toMatch(codes);
  expect((await thread.ended()).status).toMatch(/^(done|cancelled)$/);
});
