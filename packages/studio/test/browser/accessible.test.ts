import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessFaults } from './access-faults.ts';
import { isAllThere, isSkipped, openSite, type Site } from './page.ts';

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
});
