import { rmSync } from 'node:fs';
import { open, type AnyGraph, type Cairn, type Store } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { counter, incident, library, order, review, strange } from './seeded-graphs.ts';
import type { Busy } from './seeds/busy.ts';
import { orderBefore } from './seeds/order.ts';

const today = [incident, order, review, counter, library, strange] as const;

/** How much is written. */
export interface Seeding {
  /** When it ends, in milliseconds since 1970: what is written happened in the four days before. Now, by default. */
  readonly until?: number;
  /** How many rounds the long thread has, each of two checkpoints; 2,500 by default. */
  readonly rounds?: number;
}

/** Fills a store with threads of all kinds. The graphs that ran them are those of `seeded-graphs.ts`. */
export async function seed(store: Store, { until = Date.now(), rounds = 2_500 }: Seeding = {}): Promise<void> {
  const clock = virtualClock(until - 4 * day);
  await withRuntime({ store, clock }, [orderBefore], (cairn) => ordersOfBefore(cairn, clock));
  await withRuntime({ store, clock }, today, async (cairn) => {
    await oddOnes(cairn, clock, rounds);
    await reviews(cairn, clock);
    await incidents(cairn, clock);
    await branches(cairn, clock);
    await orders(cairn, clock);
    await newest(cairn, clock, until);
  });
}

const day = 24 * 60 * 60 * 1_000;

interface Place {
  readonly store: Store;
  readonly clock: VirtualClock;
}

/** A runtime whose work takes time of the clock, and which leaves the store open; what runs when it closes is left as it is. */
async function withRuntime<const Graphs extends readonly AnyGraph[]>(
  { store, clock }: Place,
  graphs: Graphs,
  use: (cairn: Cairn<Graphs[number]['name']>) => Promise<void>,
): Promise<void> {
  const busy: Busy = (milliseconds) => new Promise((resolve) => void clock.after(milliseconds, () => resolve()));
  const cairn = open<Graphs>({
    store: leftOpen(store),
    graphs,
    clock,
    services: { busy },
  } as never);
  await use(cairn);
  await cairn.close();
}

/** A store that whoever uses it does not close. */
function leftOpen(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = name === 'close' ? () => undefined : Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

type Seeded = Cairn<(typeof today)[number]['name']>;

async function ordersOfBefore(cairn: Cairn<'order'>, clock: VirtualClock): Promise<void> {
  for (const customer of ['acme', 'hooli']) {
    const lines = [{ sku: 'rope', count: 2, price: 9.5 }];
    await cairn.start(orderBefore, { customer, lines }, { id: `ORD-${customer}-old`, tags: ['legacy'] });
  }
  await clock.advance('1h');
}

/** A long one, a large one, and one whose names are hard to show. */
async function oddOnes(cairn: Seeded, clock: VirtualClock, rounds: number): Promise<void> {
  await cairn.start(counter, { to: rounds }, { id: 'long-walk', tags: ['long'] });
  await cairn.start(library, { seed: 1 }, { id: 'library-1', tags: ['large'] });
  const texts = {
    html: '<img src=x onerror="alert(1)">&amp;',
    controls: 'a\u0000b\u001B[2Jc\u0007d\te\nf\u007F',
    turned: 'invoice\u202Egnp.exe \u200Bhidden\u2066',
    long: 'wide '.repeat(20_000),
  };
  await cairn.start(strange, texts, { id: `strange-${'x'.repeat(120)}-end`, tags: ['<b>bold</b>', 'a="b"'] });
  await clock.advance('6h');
}

async function reviews(cairn: Seeded, clock: VirtualClock): Promise<void> {
  for (const title of ['Cairns of the north', 'Rope bridges', 'Choices of a walker', 'Night walks']) {
    const id = `REV-${title.split(' ')[0]?.toLowerCase()}`;
    await cairn.start(review, { title }, { id, tags: ['team=editors'] });
    await clock.advance('20m');
  }
  const verdict = (said: 'accept' | 'revise' | 'drop', note: string) => ({
    verdict: said,
    note,
    score: 3,
    by: { name: 'grace' },
  });
  const cairns = cairn.thread(review, 'REV-cairns');
  for (const note of ['too short', 'check the facts', 'the end is weak']) {
    await cairns.answer('verdict', verdict('revise', note), { context: { by: 'grace' } });
    await clock.advance('3h');
  }
  await cairns.answer('verdict', verdict('accept', 'good'), { context: { by: 'grace' } });
  await cairn.thread(review, 'REV-rope').answer('verdict', verdict('drop', 'we had that'));
  await clock.advance('2h');
}

async function incidents(cairn: Seeded, clock: VirtualClock): Promise<void> {
  const services = ['checkout', 'billing', 'search', 'ledger', 'login', 'images', 'mail', 'maps'];
  for (const [at, name] of services.entries()) {
    const severity = at % 4 === 3 ? 'critical' : at === 6 ? 'low' : 'high';
    await cairn.start(
      incident,
      { service: name, severity },
      { id: `INC-${40 + at}`, tags: ['web', `team=${at % 2 === 0 ? 'core' : 'edge'}`] },
    );
    await clock.advance('35m');
  }
  const of = (at: number) => cairn.thread(incident, `INC-${40 + at}`);
  const lesson = { text: 'roll out in steps, and watch the errors', follow: true };
  for (const [at, by] of [
    [0, 'ada'],
    [1, 'bob'],
    [3, 'ada'],
    [4, 'grace'],
  ] as const)
    await of(at).send('approve', { by, within: 'tonight' }, { context: { by } });
  await clock.advance('30m');
  await of(0).send('note', 'customers were told', { context: { by: 'ada' } });
  await of(0).answer('lesson', lesson, { context: { by: 'ada' } });
  await of(1).edit({ tool: 'v2' }, { context: { by: 'bob' } });
  await of(1).resume({ context: { by: 'bob' } });
  await of(2).cancel('a false alarm');
  await of(5).send('reject', { reason: 'it heals by itself' });
  await clock.advance('4h');
  await of(4).rewind(8);
  await clock.advance('1h');
}

/** A family of forks, with a fork of a fork. */
async function branches(cairn: Seeded, clock: VirtualClock): Promise<void> {
  const first = cairn.thread(incident, 'INC-40');
  await first.fork(17, { id: 'INC-40-bob', set: { tool: 'v2' } });
  const low = await first.fork(1, { id: 'INC-40-low', set: { severity: 'low' } });
  await first.fork(10, { id: 'INC-40-recorded', recorded: true });
  await clock.advance('30m');
  const { head } = await low.record();
  await low.fork(Math.min(3, head), { id: 'INC-40-low-again' });
  await clock.advance('30m');
}

async function orders(cairn: Seeded, clock: VirtualClock): Promise<void> {
  const skus = ['rope', 'tent', 'broken', 'map', 'boots', 'stove'];
  for (const [at, customer] of ['umbrella', 'globex', 'initech', 'stark', 'wayne', 'cyberdyne', 'tyrell'].entries()) {
    const lines = skus
      .slice(0, 1 + (at % skus.length))
      .map((sku, line) => ({ sku, count: 1 + line, price: 10 + line }));
    const id = `ORD-${customer}`;
    await cairn.start(
      order,
      { customer, lines },
      { id, tags: [`customer=${customer}`, ...(at % 3 === 0 ? ['vip'] : [])] },
    );
    await clock.advance('10m');
    if (at < 5) await cairn.thread(order, id).send('paid', { amount: lines.length * 20.5 });
  }
  await clock.advance('9h');
}

/** What is young when it ends: some that has just begun, and some that was left in the middle of its work. */
async function newest(cairn: Seeded, clock: VirtualClock, until: number): Promise<void> {
  await clock.advance(Math.max(0, until - clock.now() - 10 * 60 * 1_000));
  await cairn.start(
    incident,
    { service: 'gateway', severity: 'critical' },
    { id: 'INC-90', tags: ['web', 'team=core'] },
  );
  await clock.advance('7m');
  const lines = [{ sku: 'ice axe', count: 1, price: 90 }];
  await cairn.start(order, { customer: 'globex', lines }, { id: 'ORD-globex-again', tags: ['customer=globex'] });
  await cairn.thread(order, 'ORD-globex-again').send('paid', { amount: 90 });
  await clock.advance('1m');
  await cairn.start(review, { title: 'Fresh snow' }, { id: 'REV-fresh', tags: ['team=editors'] });
  await cairn.start(incident, { service: 'tiles' }, { id: 'INC-91', tags: ['web'] });
  await clock.advance('30s');
  await cairn.thread(incident, 'INC-41').send('note', 'kept until it is taken', { queue: true });
}

if (import.meta.main) {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('Name the file to write: node packages/studio/test/seeded.ts /tmp/x.db');
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  const store = sqlite(path);
  await seed(store);
  await store.close();
}
