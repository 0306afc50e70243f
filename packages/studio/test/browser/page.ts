import { open, type Cairn } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumOf } from '../../../../scripts/chromium.mjs';
import { studio, type StudioOptions } from '../../src/index.ts';
import { serve } from '../../src/serve.ts';
import { counter, incident, library, order, review, services, strange } from '../seeded-graphs.ts';
import { seed, type Seeding } from '../seeded.ts';
import { late, slowed } from './pressure.ts';
import { keepWhatIsTold, seen } from './seen.ts';

const root = join(import.meta.dirname, '..', '..');

/** Where the built page is. */
export const builtPage = join(root, 'built', 'page');

const executable = chromiumOf(process.env);

/** Whether tests of the page are left out, as there is no browser here; that is said loudly. */
export const isSkipped = executable === undefined;
if (isSkipped)
  console.warn('NO BROWSER: the tests of the page of Studio are SKIPPED. Install chromium, or name one by CHROMIUM.');

/** Builds the page where it was not built for all tests. */
export function buildPage(): void {
  if (existsSync(join(builtPage, 'assets'))) return;
  const outDir = join(root, 'built', `page-${process.pid}`);
  const args = ['build', '--logLevel', 'warn', '--outDir', outDir];
  execFileSync(join(root, 'node_modules', '.bin', 'vite'), args, { cwd: root, stdio: 'inherit' });
  try {
    renameSync(outDir, builtPage);
  } catch {
    // Another worker was faster, with the same.
    rmSync(outDir, { recursive: true });
  }
}

/** A tab, and what it did that it must not. */
export interface Tab {
  readonly page: Page;
  readonly url: string;
  /** Errors of its console and its scripts, and what it asked of other places. */
  readonly wrongs: readonly string[];
}

/** A browser, which several tests share. */
export interface Tabs {
  /** A browser's profile of its own, with its cookies. */
  profile(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** How long one thing of a page is waited for, in milliseconds, where a machine is busy. */
const longestWait = 120_000;

export async function openBrowser(): Promise<Tabs> {
  const browser = await chromium.launch({
    args: ['--no-sandbox'],
    ...(executable !== undefined && { executablePath: executable }),
  });
  return {
    profile: async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      context.setDefaultTimeout(longestWait);
      return context;
    },
    close: () => browser.close(),
  };
}

/** Opens a tab at a path of a Studio. */
export async function openTab(context: BrowserContext, url: string, path: string): Promise<Tab> {
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrongs.push(message.text()));
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) wrongs.push(`asked ${request.url()}`);
  });
  await keepWhatIsTold(page);
  await slowed(page);
  await page.goto(new URL(path.replace(/^\//u, ''), url).href);
  await seen(page.locator('h1'));
  return { page, url, wrongs };
}

/** A database with threads of all kinds, served, and a browser. */
export interface Site {
  /** Where it is: `http://127.0.0.1:4111/`. */
  readonly url: string;
  open(path: string, options?: BrowserContextOptions): Promise<Tab>;
  close(): Promise<void>;
}

/** Waits until a screen has what it asked for. */
export async function isAllThere(page: Page): Promise<void> {
  await seen(page.locator('h1, .empty-title'));
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
}

/** Presses keys as quickly as they can be: the next does not wait until the page has drawn what the one before did. */
export async function together(page: Page, ...keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)));
}

/** Serves a seeded database and its graphs on this machine, to be looked at and acted on by a real browser. */
export async function openSite(seeding: Seeding = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-studio-'));
  const store = sqlite(join(folder, 'seeded.db'));
  await seed(store, seeding);
  const cairn = open({ store, graphs: [incident, order, review, counter, library, strange], services, recover: false });
  const site = await siteOf(cairn);
  return {
    ...site,
    close: async () => {
      await site.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Serves a runtime, which is closed with it. */
export async function siteOf(cairn: Cairn, options: StudioOptions = {}): Promise<Site> {
  buildPage();
  const served = await serve(late(studio(cairn, options)), { port: 0 });
  const browser = await openBrowser();
  return {
    url: served.url,
    open: async (path, how) => openTab(await browser.profile(how), served.url, path),
    close: async () => {
      await browser.close();
      await served.close();
      await cairn.close();
    },
  };
}
