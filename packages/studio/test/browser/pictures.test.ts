import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAllThere, isSkipped, openSite, type Site } from './page.ts';
import { seen } from './seen.ts';

const folder = join(import.meta.dirname, '../../../../docs/pictures');

/** To take them anew: UPDATE_PICTURES=1 pnpm unit packages/studio/test/browser/pictures.test.ts */
const isUpdate = process.env['UPDATE_PICTURES'] !== undefined;

/** What each picture of docs/studio-thread.md is of, and what stands there once it can be taken. */
const pictures = [
  ['studio-threads', '/', async (page: Page) => seen(page.getByRole('link', { name: 'INC-91' }))],
  ['studio-thread', '/threads/INC-41?at=33', async (page: Page) => seen(page.getByText('cannot reach billing'))],
  [
    'studio-why',
    '/threads/INC-41?at=33&tab=why',
    async (page: Page) => seen(page.getByRole('heading', { name: 'What led to it' })),
  ],
  [
    'studio-blame',
    '/threads/INC-41?at=33&tab=state&blame=["cause"]',
    async (page: Page) => seen(page.getByText('reason, done')),
  ],
  [
    'studio-timeline',
    '/threads/INC-41?at=33&tab=results&view=timeline',
    async (page: Page) => seen(page.locator('.bar')),
  ],
  [
    'studio-compare',
    '/compare?a=INC-40%4034&b=INC-40-bob%4029',
    async (page: Page) => seen(page.getByText('They part at')),
  ],
] as const;

let site: Site;

beforeAll(async () => {
  if (isUpdate && !isSkipped) site = await openSite({ until: Date.UTC(2026, 10, 29, 12) });
});

afterAll(async () => site?.close());

describe.skipIf(!isUpdate || isSkipped)('pictures are taken', () => {
  test.each(pictures)('of %s', async (name, path, isThere) => {
    const { page, wrongs } = await site.open(path);
    await isThere(page);
    await isAllThere(page);
    expect(wrongs).toEqual([]);
    mkdirSync(folder, { recursive: true });
    // What the server is called and whether it is live is of the machine that the picture is taken on.
    await page.locator('main').screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  });
});

test.each(pictures.map(([name]) => name))('there is a picture of %s', (name) => {
  expect(existsSync(join(folder, `${name}.png`))).toBe(true);
});
