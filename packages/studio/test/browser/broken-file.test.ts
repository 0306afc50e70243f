import { sqlite } from '@cairn/sqlite';
import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { studio } from '../../src/index.ts';
import { serve } from '../../src/serve.ts';
import { fill } from '../many-threads.ts';
import { buildPage, isSkipped, openBrowser, openTab, type Tabs } from './page.ts';
import { late } from './pressure.ts';
import { seen } from './seen.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-broken-page-'));
const good = join(folder, 'good.db');
let browser: Tabs;

beforeAll(async () => {
  if (isSkipped) return;
  buildPage();
  const store = sqlite(good);
  await fill(store, 40);
  await store.close();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** What happens to a file while its page is looked at, and what is said of it. */
const harms: readonly (readonly [string, (path: string) => void, RegExp])[] = [
  [
    'replaced',
    (path) => {
      copyFileSync(good, `${path}.new`);
      renameSync(`${path}.new`, path);
    },
    /deleted, moved or replaced/u,
  ],
  ['damaged', (path) => writeFileSync(path, Buffer.alloc(statSync(path).size, 0xab)), /damaged/u],
];

const screens: readonly (readonly [string, string])[] = [
  ['/', 'The threads cannot be listed'],
  ['/inbox', 'The inbox cannot be shown'],
  ['/graphs', 'The graphs cannot be listed'],
  ['/threads/T-0', 'Thread T-0 cannot be shown'],
];

/** Waits until a screen says what went wrong. */
async function failed(page: Page, what: string): Promise<string> {
  const alert = page.getByRole('alert').filter({ hasText: what });
  await seen(alert);
  return alert.first().innerText();
}

describe.skipIf(isSkipped)('of a file that is', () => {
  test.each(harms)(
    '%s each screen says so and what to do, and shows all of it once Studio is begun anew',
    { timeout: 180_000 },
    async (how, harm, words) => {
      const path = join(folder, `${how}.db`);
      copyFileSync(good, path);
      const store = sqlite(path, { readOnly: true });
      const looking = late(studio(store, { onError: () => undefined }));
      const served = await serve(looking, { port: 0 });
      const context = await browser.profile();
      try {
        const { page } = await openTab(context, served.url, '/');
        const thrown: string[] = [];
        page.on('pageerror', (error) => thrown.push(error.message));
        await seen(page.getByRole('link', { name: 'T-39', exact: true }));
        harm(path);
        // It is looked at some times a second whether the file is in its place.
        await expect.poll(async () => (await fetch(`${served.url}api/v1/threads`)).status).toBeGreaterThanOrEqual(500);
        for (const [screen, what] of screens) {
          await page.goto(new URL(screen.slice(1), served.url).href);
          const said = await failed(page, what);
          expect(said).toMatch(words);
          expect(said).toContain('start Studio anew');
        }
        expect(thrown).toEqual([]);
        copyFileSync(good, `${path}.good`);
        renameSync(`${path}.good`, path);
        const { port } = new URL(served.url);
        await served.close();
        await Promise.allSettled([store.close()]);
        const mended = sqlite(path, { readOnly: true });
        const again = await serve(late(studio(mended)), { port: Number(port) });
        // The page may have tried again by itself, once its stream was there again.
        const tryAgain = page.getByRole('button', { name: 'Try again' });
        const isWhole = async (): Promise<boolean> => {
          if ((await tryAgain.count()) > 0) await Promise.allSettled([tryAgain.first().click({ timeout: 2_000 })]);
          return page.locator('.log-row').first().isVisible();
        };
        await expect.poll(isWhole).toBe(true);
        await seen(page.getByRole('heading', { name: 'T-0' }));
        expect(thrown).toEqual([]);
        await context.close();
        await again.close();
        await mended.close();
      } finally {
        await context.close();
        await served.close();
        await Promise.allSettled([store.close()]);
      }
    },
  );
});
