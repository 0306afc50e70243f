import { memory, open } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Api from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';
import { fill, ticket } from '../many-threads.ts';
import { get } from './asking.ts';

/** What was asked of a store: calls, and records, rows and changes that it gave. */
interface Asked {
  calls: number;
  given: number;
}

/** A store that counts what is asked of it. */
function watched(store: Store, asked: Asked): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const answer: unknown = await Reflect.apply(member, target, given);
        const list = (answer as { threads?: unknown } | undefined)?.threads ?? answer;
        asked.calls += 1;
        asked.given += Array.isArray(list) ? list.length : 1;
        return answer;
      };
    },
  });
}

interface Site {
  readonly acting: Studio;
  readonly asked: Asked;
}

const opened: { close(): unknown }[] = [];
let few: Site;
let many: Site;

beforeAll(async () => {
  const until = Date.now();
  few = await siteWith(5_000, until);
  many = await siteWith(20_000, until);
});

afterAll(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

async function siteWith(count: number, until: number): Promise<Site> {
  const store = memory();
  await fill(store, count, until);
  const asked = { calls: 0, given: 0 };
  const cairn = open({ store: watched(store, asked), graphs: [ticket], drive: false });
  const acting = studio(cairn);
  opened.push(cairn, acting);
  return { acting, asked };
}

/** What a call costs. */
async function costOf({ acting, asked }: Site, path: string): Promise<Asked> {
  const before = { ...asked };
  const { status } = await get(acting, path);
  expect(status).toBe(200);
  return { calls: asked.calls - before.calls, given: asked.given - before.given };
}

it.each([
  'meta',
  'threads?limit=100',
  'threads?limit=100&graph=ticket&status=failed,waiting',
  'threads?limit=100&tag=team=3',
  'counts',
  'graphs',
  'graphs/ticket',
  'inbox',
  'inbox?limit=200',
  'inbox/T-1994',
  'threads/T-1999',
])('of four times as many threads, %s reads as much', async (path) => {
  expect(await costOf(many, path)).toEqual(await costOf(few, path));
});

it('reads the inbox a page at a time, without a look at the state of any', async () => {
  const first = await costOf(many, 'inbox?limit=100');
  expect(first.calls).toBeLessThan(10);
  const { cursor = '' } = (await get<Api.Inbox>(many.acting, 'inbox?limit=100')).body;
  expect(await costOf(many, `inbox?limit=100&cursor=${cursor}`)).toEqual(first);
});

it('counts all of them', async () => {
  const { body } = await get<Api.Counts>(many.acting, 'counts');
  expect(body.graphs).toEqual([{ graph: 'ticket', byStatus: { waiting: 10_000, done: 5_000, failed: 5_000 } }]);
  const { graphs } = (await get<Api.Graphs>(many.acting, 'graphs')).body;
  expect(graphs).toMatchObject([{ name: 'ticket', versions: [{ threads: 15_000 }] }]);
});

it('counts those that somebody may look at', async () => {
  const store = memory();
  await fill(store, 70);
  const acting = studio(store, {
    authenticate: () => ({ name: 'ada', may: { look: { graphs: ['ticket'], tags: ['team=3'] } } }),
  });
  const { body } = await get<Api.Counts>(acting, 'counts');
  const listed = (await get<Api.ThreadsPage>(acting, 'threads?limit=100')).body.threads;
  const all = Object.values(body.graphs[0]?.byStatus ?? {}).reduce((sum, count) => sum + (count ?? 0), 0);
  expect(all).toBe(10);
  expect(all).toBe(listed.length);
  await acting.close();
});

it('tells what changes without a look at the rest', async () => {
  const { asked, acting } = many;
  const before = asked.given;
  const request = new Request('http://localhost/api/v1/events');
  const response = await acting.fetch(request, { address: '127.0.0.1' });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!/^id: /mu.test(text)) text += decoder.decode((await reader.read()).value, { stream: true });
  await reader.cancel();
  expect(text).toContain('T-19999');
  // The tags of the newest 5,000 are known before anything is told, so that no change of them is missed.
  expect(asked.given - before).toBeLessThan(6_000);
});
