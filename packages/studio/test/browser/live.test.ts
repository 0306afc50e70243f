import { sqlite } from '@cairn/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { program, type Program } from '../../../../test/program.ts';
import { studio } from '../../src/index.ts';
import { serve, type Served } from '../../src/serve.ts';
import { buildPage, isSkipped, openBrowser, openTab, type Tabs } from './page.ts';
import { late } from './pressure.ts';
import { seen } from './seen.ts';

/** A Studio over a file, which counts who listens to it, and from which event on. */
interface Looking {
  readonly url: string;
  readonly listening: () => number;
  /** The id of the last event that each who listened had heard; undefined of one who begins. */
  readonly lastIds: readonly (string | undefined)[];
  close(): Promise<void>;
}

let browser: Tabs;

beforeAll(async () => {
  if (isSkipped) return;
  buildPage();
  browser = await openBrowser();
});

afterAll(async () => browser?.close());

describe.skipIf(isSkipped)('what another process writes', () => {
  let folder: string;
  let path: string;
  let worker: Program;
  let context: BrowserContext;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-live-'));
    path = join(folder, 'parcels.db');
    worker = program(new URL('parcels-worker.ts', import.meta.url), [path]);
    await worker.hears('ready');
    context = await browser.profile();
    return async () => {
      await context.close();
      await worker.signal('SIGKILL');
      rmSync(folder, { recursive: true });
    };
  });

  const writes = async (...ids: readonly string[]): Promise<void> => {
    worker.say(ids.join(' '));
    await worker.hears(`done ${ids.join(' ')}`);
  };

  test('is there in eight tabs at once, by one stream, and in those that are left', { timeout: 300_000 }, async () => {
    const site = await looking(path);
    const tabs = [];
    for (let at = 0; at < 8; at += 1) tabs.push(await openTab(context, site.url, '/'));
    for (const { page } of tabs) await isLive(page);
    await writes('T-1');
    for (const { page } of tabs) await seen(page.getByRole('link', { name: 'T-1' }));
    await expect.poll(site.listening).toBe(1);
    const [first, ...others] = tabs;
    await first?.page.close();
    await writes('T-2');
    for (const { page } of others) await seen(page.getByRole('link', { name: 'T-2' }));
    await expect.poll(site.listening).toBe(1);
    expect(tabs.flatMap(({ wrongs }) => wrongs)).toEqual([]);
    await site.close();
  });

  test('while the server is started anew is there afterwards, each once', { timeout: 300_000 }, async () => {
    await longAgo(path, 'R-0');
    const before = await looking(path);
    const { page, wrongs } = await openTab(context, before.url, '/');
    await isLive(page);
    await writes('R-1');
    await seen(page.getByRole('link', { name: 'R-1' }));
    // Somebody who has chosen a thread is told how many came, and nothing moves.
    await page.getByRole('checkbox', { name: 'Choose R-1' }).check();
    await writes('R-2', 'R-3');
    await seen(page.getByRole('button', { name: 'Show 2 new threads' }));
    await before.close();
    await seen(page.getByText('Offline'));
    const meanwhile = Array.from({ length: 12 }, (_, at) => `R-${at + 4}`);
    await writes(...meanwhile);
    await tag(path, 'R-0', 'late');
    const after = await looking(path, Number(new URL(before.url).port));
    await isLive(page);
    await seen(page.getByRole('button', { name: 'Show 14 new threads' }));
    await seen(page.getByText('late', { exact: true }));
    expect(after.lastIds).not.toContain(undefined);
    await writes('R-16');
    await page.getByRole('button', { name: 'Show 15 new threads' }).click();
    await expect
      .poll(async () => (await page.locator('.cell-thread a').allTextContents()).toSorted())
      .toEqual(Array.from({ length: 17 }, (_, at) => `R-${at}`).toSorted());
    // The browser itself writes down what it asked while nobody listened; the page may ask then, and go on.
    expect(wrongs.filter((wrong) => !isOfNobody(wrong))).toEqual([]);
    await after.close();
  });
});

/** Whether it is the browser's own word of a request that came to no server, or that the server left unanswered. */
function isOfNobody(wrong: string): boolean {
  return /^Failed to load resource: net::ERR_(?:CONNECTION_|EMPTY_RESPONSE|INCOMPLETE_)/u.test(wrong);
}

/** Makes a thread to which nothing happened for so long that nobody who listens is told of it. */
async function longAgo(path: string, id: string): Promise<void> {
  const store = sqlite(path);
  const facts = { graph: 'parcel', fingerprint: 'none', status: 'waiting', owner: null, origin: null } as const;
  await store.create({ ...facts, id, tags: [], created: Date.now() - 3_600_000, due: null, summary: '{}', rows: [] });
  await store.close();
}

/** Gives a thread another tag, of which neither a row nor its time tells. */
async function tag(path: string, id: string, added: string): Promise<void> {
  const store = sqlite(path);
  const record = await store.thread(id);
  if (record === undefined) throw new Error(`There is no thread ${id}.`);
  await store.retag(record, [...record.tags, added]);
  await store.close();
}

async function isLive(page: Page): Promise<void> {
  await seen(page.getByText('Live', { exact: true }));
}

async function looking(path: string, port = 0): Promise<Looking> {
  const store = sqlite(path, { readOnly: true });
  const made = late(studio(store));
  const lastIds: (string | undefined)[] = [];
  let listening = 0;
  const served: Served = await serve(
    {
      ...made,
      fetch: async (request, from) => {
        if (new URL(request.url).pathname.endsWith('/events')) {
          lastIds.push(request.headers.get('last-event-id') ?? undefined);
          listening += 1;
          request.signal.addEventListener('abort', () => (listening -= 1));
        }
        return made.fetch(request, from);
      },
    },
    { port },
  );
  return {
    url: served.url,
    listening: () => listening,
    lastIds,
    close: async () => {
      await served.close();
      await store.close();
    },
  };
}
