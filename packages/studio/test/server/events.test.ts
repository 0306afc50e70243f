import { graph, memory, open, type Cairn, type Store } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { ThreadsChanged } from '../../src/api.ts';
import { studio, type Studio, type Who } from '../../src/index.ts';

const errand = graph({
  name: 'errand',
  state: { what: z.string() },
  events: { go: z.object({}).optional() },
  start: 'wait',
  nodes: { wait: { on: { go: 'done' } }, done: { final: true } },
});

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Told {
  readonly id: string | undefined;
  readonly changed: ThreadsChanged;
}

/** Follows the events of a Studio; `until` reads on until something is true of all that was told. */
async function follow(made: Studio, lastId?: string) {
  const ended = new AbortController();
  const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
  const request = new Request('http://localhost/api/v1/events', { headers, signal: ended.signal });
  const response = await made.fetch(request, { address: '127.0.0.1' });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const told: Told[] = [];
  let text = '';
  ends.push(() => reader.cancel());
  const next = async (): Promise<boolean> => {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/mu.exec(part)?.[1];
      if (data !== undefined)
        told.push({ id: /^id: (.*)$/mu.exec(part)?.[1], changed: JSON.parse(data) as ThreadsChanged });
    }
    return !done;
  };
  return {
    told,
    leave: () => reader.cancel(),
    lastId: () => told.findLast(({ id }) => id !== undefined)?.id,
    /** How each thread was told to stand last. */
    standing: () =>
      Object.fromEntries(told.flatMap(({ changed }) => changed.threads.map(({ id, status }) => [id, status]))),
    async until(holds: () => boolean): Promise<void> {
      while (!holds()) if (!(await next())) throw new Error('The stream ended before that.');
    },
    async end(): Promise<void> {
      while (await next());
    },
  };
}

function openedOn(store: Store): Cairn {
  const cairn = open({ store, graphs: [errand] });
  ends.push(() => cairn.close());
  return cairn;
}

function looking(of: Cairn | Store): Studio {
  const made = studio(of);
  ends.push(() => made.close());
  return made;
}

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-events-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

it('tells what happens in its own process', async () => {
  const cairn = openedOn(memory());
  const events = await follow(looking(cairn));
  const thread = await cairn.start(errand, { what: 'tea' }, { id: 'E-1' });
  await events.until(() => events.standing()['E-1'] === 'waiting');
  await thread.send('go');
  await events.until(() => events.standing()['E-1'] === 'done');
  await cairn.prune({ threads: ['E-1'] });
  await events.until(() => events.told.some(({ changed }) => changed.gone !== undefined));
  expect(events.told.at(-1)?.changed).toEqual({ threads: [], gone: ['E-1'] });
});

it('tells what another connection writes, to all who listen', async () => {
  const path = file();
  const cairn = openedOn(sqlite(path));
  const store = sqlite(path, { readOnly: true });
  ends.push(() => store.close());
  const made = looking(store);
  const all = await Promise.all([1, 2, 3].map(() => follow(made)));
  await cairn.start(errand, { what: 'tea' }, { id: 'E-1' });
  for (const events of all) await events.until(() => 'E-1' in events.standing());
  expect(all.map((events) => events.standing())).toEqual([
    { 'E-1': 'waiting' },
    { 'E-1': 'waiting' },
    { 'E-1': 'waiting' },
  ]);
});

it('goes on after a restart from what was heard last: nothing is lost', async () => {
  const path = file();
  const cairn = openedOn(sqlite(path));
  const first = sqlite(path, { readOnly: true });
  const before = studio(first);
  const events = await follow(before);
  await cairn.start(errand, { what: 'tea' }, { id: 'E-1' });
  await events.until(() => events.standing()['E-1'] === 'waiting' && events.lastId() !== undefined);
  await before.close();
  await events.end();
  await first.close();
  for (let at = 2; at <= 250; at += 1) await cairn.start(errand, { what: 'tea' }, { id: `E-${at}` });
  await cairn.thread(errand, 'E-1').send('go');
  const second = sqlite(path, { readOnly: true });
  ends.push(() => second.close());
  const again = await follow(looking(second), events.lastId());
  await again.until(() => again.lastId() !== undefined);
  expect(Object.keys(again.standing())).toHaveLength(250);
  await again.until(() => again.standing()['E-1'] === 'done');
});

it.each(['of its own process', 'of another connection'])(
  'tells of other tags, %s: one that lost those by which somebody sees it is gone to them',
  async (whose) => {
    const path = file();
    const cairn = openedOn(sqlite(path));
    const isOwn = whose === 'of its own process';
    const store = isOwn ? cairn.store : sqlite(path, { readOnly: true });
    if (!isOwn) ends.push(() => store.close());
    const long = Date.now() - 3_600_000;
    const facts = { graph: 'errand', fingerprint: 'none', status: 'waiting', owner: null, origin: null } as const;
    // Nothing happened to them for long: neither their time nor a row tells of them.
    for (const [id, tags] of [
      ['lost', ['mail']],
      ['gained', ['web']],
      ['hidden', ['web']],
    ] as const)
      await cairn.store.create({ ...facts, id, tags, created: long, due: null, summary: '{}', rows: [] });
    const made = studio(isOwn ? cairn : store, {
      authenticate: (request) =>
        request.headers.has('last-event-id')
          ? { name: 'bob', may: { look: { tags: ['mail'] } } }
          : { name: 'ada', may: 'look' },
    });
    ends.push(() => made.close());
    const bob = await follow(made, String(Date.now()));
    const ada = await follow(made);
    const tagsOf = (events: typeof ada, id: string) =>
      events.told.flatMap(({ changed }) => changed.threads.filter((thread) => thread.id === id)).at(-1)?.tags;
    // What is told from then on was compared with how it was before.
    await cairn.start(errand, { what: 'tea' }, { id: 'E-1', tags: ['mail'] });
    for (const events of [ada, bob]) await events.until(() => 'E-1' in events.standing());
    await cairn.thread(errand, 'lost').tag({ add: ['web'], remove: ['mail'] });
    await cairn.thread(errand, 'gained').tag({ add: ['mail'] });
    await cairn.thread(errand, 'hidden').tag({ add: ['other'] });
    await cairn.thread(errand, 'E-1').tag({ remove: ['mail'] });
    const gone = () => bob.told.flatMap(({ changed }) => changed.gone ?? []).toSorted();
    await bob.until(() => gone().length === 2 && tagsOf(bob, 'gained') !== undefined);
    expect(gone()).toEqual(['E-1', 'lost']);
    await ada.until(() => ['lost', 'gained', 'hidden'].every((id) => tagsOf(ada, id) !== undefined));
    expect(tagsOf(ada, 'hidden')).toEqual(expect.arrayContaining(['web', 'other']));
    expect(JSON.stringify(bob.told)).not.toContain('hidden');
    expect(ada.told.flatMap(({ changed }) => changed.gone ?? [])).toEqual([]);
  },
);

it('says nothing before it knows the tags by which it tells of others: who asks for a list then misses none', async () => {
  const kept = memory();
  const cairn = openedOn(kept);
  const order: string[] = [];
  const store = new Proxy(kept, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const asksAll =
          name === 'threads' && !('updatedAfter' in (given[0] as object)) && !('status' in (given[0] as object));
        // It takes its time, whatever else goes on.
        for (let turns = asksAll ? 50 : 0; turns > 0; turns -= 1) await nextTurn();
        const value: unknown = await Reflect.apply(member, target, given);
        if (asksAll) order.push('known');
        return value;
      };
    },
  });
  const events = await follow(looking(store));
  await events.until(() => events.lastId() !== undefined);
  order.push('told');
  expect(order.slice(0, 2)).toEqual(['known', 'told']);
  await cairn.start(errand, { what: 'tea' }, { id: 'E-1' });
  await events.until(() => events.standing()['E-1'] === 'waiting');
});

it('ends where the file of the store was replaced', async () => {
  const path = file();
  const cairn = open({ store: sqlite(path), graphs: [errand] });
  await cairn.start(errand, { what: 'tea' }, { id: 'E-1' });
  await cairn.close();
  const store = sqlite(path, { readOnly: true });
  const heard: unknown[] = [];
  const made = studio(store, { onError: (error) => heard.push(error) });
  ends.push(
    () => Promise.allSettled([store.close()]),
    () => made.close(),
  );
  const events = await follow(made);
  await events.until(() => 'E-1' in events.standing());
  copyFileSync(path, `${path}.new`);
  renameSync(`${path}.new`, path);
  await events.end();
  expect(heard).toMatchObject([{ code: 'store/replaced' }]);
});

/** A store that counts how often it is looked at. */
function counting(kept: Store): { readonly store: Store; readonly looks: () => number } {
  let looks = 0;
  const store = new Proxy(kept, {
    get(target, name) {
      if (name === 'version') looks += 1;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { store, looks: () => looks };
}

it('looks at the store only while somebody listens', async () => {
  const kept = memory();
  const cairn = openedOn(kept);
  const { store, looks } = counting(kept);
  const made = looking(store);
  const left = await follow(made);
  const others = await follow(looking(kept));
  await cairn.start(errand, { what: 'tea' }, { id: 'E-1' });
  await left.until(() => left.standing()['E-1'] === 'waiting');
  await left.leave();
  // Nobody reads what is said to who asks for the head alone, nor leaves it.
  const head = new Request('http://localhost/api/v1/events', { method: 'HEAD' });
  expect(await made.fetch(head, { address: '127.0.0.1' })).toMatchObject({ status: 200, body: null });
  // The others are told at the pace at which the first would look.
  const before = looks();
  for (const id of ['E-2', 'E-3', 'E-4']) {
    await cairn.start(errand, { what: 'tea' }, { id });
    await others.until(() => others.standing()[id] === 'waiting');
    expect(looks()).toBe(before);
  }
});

describe('where rights change', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it('a stream ends when who listens is another, or may otherwise', async () => {
    let may: NonNullable<Who['may']> = 'look';
    const made = studio(memory(), { authenticate: () => ({ name: 'bob', may }) });
    ends.push(() => made.close());
    const events = await follow(made);
    await events.until(() => events.lastId() !== undefined);
    await vi.advanceTimersByTimeAsync(15_000);
    may = { look: { tags: ['mail'] } };
    await vi.advanceTimersByTimeAsync(15_000);
    await events.end();
    expect(events.told).toHaveLength(1);
  });
});
