import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessFaults } from './access-faults.ts';
import { isAllThere, isSkipped, openSite, type Site } from './page.ts';
import { seen } from './seen.ts';

const ways = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  // Twice as large is half as much room.
  '200 % zoom': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  'a telephone': { viewport: { width: 360, height: 700 }, colorScheme: 'dark' },
} as const;

const paths = [
  '/',
  '/?text=no+such+thing+at+all',
  '/inbox',
  '/inbox?id=INC-44',
  '/graphs',
  '/graphs/incident',
  '/sql',
  '/nowhere',
];

describe.skipIf(isSkipped)('axe finds nothing', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({ rounds: 30 });
  });
  afterAll(() => site?.close());

  test.each(Object.entries(ways))('in %s', { timeout: 300_000 }, async (_, options) => {
    const found: string[] = [];
    const { page, url } = await site.open('/', options);
    for (const path of paths) {
      await page.goto(url.slice(0, -1) + path);
      await isAllThere(page);
      found.push(...(await accessFaults(page)).map((fault) => `${path} ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test('in dialogs, in light, dark and forced colours', { timeout: 300_000 }, async () => {
    const dialogs: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
      ['/threads/INC-44', (page) => page.getByRole('button', { name: 'Send approve…' }).click()],
      ['/threads/INC-44', (page) => page.getByRole('button', { name: /^Fork from/u }).click()],
      ['/threads/INC-44', (page) => inMenu(page, 'Edit the state…')],
      ['/threads/INC-44', (page) => inMenu(page, 'Cancel…')],
      ['/graphs/order', (page) => page.getByRole('button', { name: 'Start a thread…' }).click()],
      ['/', (page) => page.keyboard.press('Control+k')],
      ['/', (page) => page.keyboard.press('?')],
    ];
    const found: string[] = [];
    const { page, url } = await site.open('/');
    for (const [path, opens] of dialogs) {
      await page.goto(url.slice(0, -1) + path);
      await isAllThere(page);
      await opens(page);
      await seen(page.getByRole('dialog'));
      const title = await page.locator('dialog h2').textContent();
      for (const media of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
        await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media });
        found.push(...(await accessFaults(page, 'dialog')).map((fault) => `${title} ${fault}`));
      }
    }
    expect(found).toEqual([]);
  });
});

async function inMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
}
