import { sqlite } from '@cairn/sqlite';
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { studio } from '../../src/index.ts';
import { serve } from '../../src/serve.ts';
import { seed } from '../seeded.ts';

const root = join(import.meta.dirname, '..', '..');

/** Where the built page is. */
export const builtPage = join(root, 'built', 'page');

/** The browser that tests drive: what CHROMIUM names, or the first that is found on the PATH. */
export const executable = process.env.CHROMIUM ?? ['chromium', 'chromium-browser', 'google-chrome'].flatMap(onPath)[0];

/** Whether tests of the page are left out, which is said loudly; in CI they are not, and fail. */
export const isSkipped = executable === undefined && process.env.CI === undefined;
if (isSkipped)
  console.warn('NO BROWSER: the tests of the page of Studio are SKIPPED. Install chromium, or name one by CHROMIUM.');

function onPath(name: string): readonly string[] {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

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
  /** Errors of its console and its scripts. */
  readonly errors: readonly string[];
  /** What it asked of other places. */
  readonly foreign: readonly string[];
}

/** A database with threads of all kinds, served, and a browser. */
export interface Site {
  open(path: string, options?: BrowserContextOptions): Promise<Tab>;
  close(): Promise<void>;
}

/** Serves a seeded database on this machine, to be looked at by a real browser. */
export async function openSite(): Promise<Site> {
  buildPage();
  const folder = mkdtempSync(join(tmpdir(), 'cairn-studio-'));
  const store = sqlite(join(folder, 'seeded.db'));
  await seed(store, { rounds: 30 });
  const served = await serve(studio(store), { port: 0 });
  const browser: Browser = await chromium.launch({
    args: ['--no-sandbox'],
    ...(executable !== undefined && { executablePath: executable }),
  });
  return {
    open: async (path, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const [errors, foreign]: [string[], string[]] = [[], []];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(served.url)) foreign.push(request.url());
      });
      await page.goto(new URL(path.replace(/^\//u, ''), served.url).href);
      await page.locator('h1').first().waitFor();
      return { page, url: served.url, errors, foreign };
    },
    close: async () => {
      await browser.close();
      await served.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
