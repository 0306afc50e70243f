import { append, graph, memory, open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** A version of one graph: each has a timer that the one before it lacks. */
function version(number: number, migrate: readonly { readonly from: string }[] = []) {
  const timers = Object.fromEntries(Array.from({ length: number }, (_, index) => [`${10 - index}h`, 'end' as const]));
  return graph({
    name: 'order',
    version: String(number),
    state: { notes: append(z.string()) },
    events: { note: z.string(), go: z.undefined() },
    start: 'wait',
    nodes: {
      wait: { on: { note: { update: (_s: unknown, e: string) => ({ notes: [e] }) }, go: 'end' }, after: timers },
      end: { final: true },
    },
    migrate,
  } as never) as ReturnType<typeof order>;
}

/** For its type alone. */
function order() {
  return graph({
    name: 'order',
    state: { notes: append(z.string()) },
    events: { note: z.string(), go: z.undefined() },
    start: 'wait',
    nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
  });
}

function causesIn(store: Store, id: string): Promise<readonly string[]> {
  return Promise.resolve(store.rows(id)).then((rows) => rows.map(({ cause }) => cause));
}

/** Which of two versions is the newer is told by the order in which the store came to know them. */
async function known(store: Store, versions: number): Promise<void> {
  while ((await store.plans('order')).length < versions) await new Promise((turned) => setImmediate(turned));
}

test('a process with an older graph leaves the threads of a newer one alone, whatever is asked of them', async () => {
  const store = memory();
  const clock = virtualClock();
  const [v1, v2] = [version(1), version(2)];
  const old = open({ store, graphs: [v1], clock });
  await known(store, 1);
  const now = open({ store, graphs: [v2], clock });
  const thread = await now.start(v2, {}, { id: 't' });
  await clock.advance(0);
  const due = (await store.thread('t'))?.due;
  const refused = { code: 'thread/newer-graph', facts: { thread: 't', graph: 'order', version: '2' } };
  const seen = old.thread(v1, 't');
  await expect(seen.send('note', 'a')).rejects.toMatchObject(refused);
  await expect(seen.edit({ notes: ['b'] })).rejects.toMatchObject(refused);
  await expect(seen.rewind(1)).rejects.toMatchObject(refused);
  await expect(seen.fork(1)).rejects.toMatchObject(refused);
  await expect(seen.cancel()).rejects.toMatchObject(refused);
  expect(await store.thread('t')).toMatchObject({ due, owner: null, takeovers: 0, status: 'waiting' });
  await thread.send('note', 'c');
  await clock.advance('9h');
  expect(await store.thread('t')).toMatchObject({ status: 'done' });
  expect(await causesIn(store, 't')).toEqual(['start', 'event', 'timer']);
  await old.close();
  await now.close();
});

test('an older graph that says how to come back from the newer one takes its threads back', async () => {
  const store = memory();
  const clock = virtualClock();
  const [v2, back] = [version(2), version(1, [{ from: '2' }])];
  const first = open({ store, graphs: [version(1)], clock });
  await first.close();
  const second = open({ store, graphs: [v2], clock });
  await second.start(v2, {}, { id: 't' });
  await clock.advance(0);
  await second.close();
  const third = open({ store, graphs: [back], clock });
  await third.thread(back, 't').send('note', 'a');
  expect(await causesIn(store, 't')).toEqual(['start', 'migrate', 'event']);
  await third.close();
});

const steps = fc.array(fc.tuple(fc.nat(2), fc.constantFrom('start', 'note', 'rewind', 'hour')), { maxLength: 25 });

test('while versions take turns, a thread only ever goes from an older one to a newer one', async () => {
  await fc.assert(fc.asyncProperty(steps, taken), { numRuns: 60 });
});

/** What a version may be refused. */
const refusals = ['newer-graph', 'not-found', 'over', 'busy', 'stale'].map((name) => `thread/${name}`);

async function taken(turns: readonly (readonly [number, string])[]): Promise<void> {
  const store = memory();
  const clock = virtualClock();
  const graphs = [version(1), version(2), version(3)];
  const runtimes = graphs.map((each) => open({ store, graphs: [each], clock }));
  const of = (at: number): readonly [Cairn, ReturnType<typeof order>] => [
    runtimes[at] as Cairn,
    graphs[at] as ReturnType<typeof order>,
  ];
  for (const [at, what] of turns) {
    const [cairn, by] = of(at);
    const doing =
      what === 'start'
        ? cairn.start(by, {}, { id: 't' })
        : what === 'note'
          ? cairn.thread(by, 't').send('note', 'x')
          : what === 'rewind'
            ? cairn.thread(by, 't').rewind(1)
            : clock.advance('1h');
    const refusal = await Promise.resolve(doing).then(
      () => 'none',
      (error: unknown) => (error as { readonly code?: string }).code,
    );
    expect(['none', ...refusals]).toContain(refusal);
    await clock.advance(0);
  }
  const prints = await store.plans('order');
  for (const { detail } of await store.rows('t')) {
    const { from, fingerprint } = (JSON.parse(detail ?? '{}') as { note?: Record<string, string> }).note ?? {};
    if (fingerprint === undefined) continue;
    expect(prints.indexOf(fingerprint)).toBeGreaterThan(prints.indexOf(from ?? ''));
  }
  for (const cairn of runtimes) await cairn.close();
}
