import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { graph, memory, open } from '@cairn/core';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fileOf, linesAbout } from '../file/written.ts';
import { seed } from '../seeded.ts';
import { accessFaults } from './access-faults.ts';
import { isSkipped, openBrowser, openTab, type Tab, type Tabs } from './page.ts';
import { seen } from './seen.ts';

const store = memory();
const folder = mkdtempSync(join(tmpdir(), 'cairn-file-'));
let browser: Tabs;

beforeAll(async () => {
  if (isSkipped) return;
  await seed(store, { until: Date.UTC(2026, 10, 29, 12) });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Writes a file, and opens it as a double click on it does, where there is no network. */
async function opened(text: string, place = '', options: BrowserContextOptions = {}): Promise<Tab> {
  const path = join(folder, 'thread.html');
  writeFileSync(path, text);
  const own = pathToFileURL(path).href;
  return openTab(await browser.profile({ offline: true, ...options }), own, own + place);
}

describe.skipIf(isSkipped)('a thread in a file', () => {
  test('is drawn, gone through, explained and blamed, and asks nobody for anything', async () => {
    const { page, wrongs } = await opened(await fileOf(store, 'INC-40'), '#/?at=10');
    await seen(page.getByRole('heading', { name: '@10 metrics → investigate' }));
    await seen(page.getByRole('button', { name: /^metrics, .*visited/u }));
    await page.getByRole('tab', { name: 'Why' }).click();
    await page.getByRole('button', { name: '@5', exact: true }).click();
    await seen(page.getByText('attempt 1 failed'));
    await page.getByRole('tab', { name: 'State' }).click();
    await page.getByRole('slider', { name: 'Checkpoint' }).fill('28');
    await page.getByRole('button', { name: 'cause:' }).click();
    await seen(page.getByRole('region', { name: 'Who wrote it' }).getByText('reason, done'));
    await expect.poll(() => new URL(page.url()).hash).toMatch(/at=28&.*blame=/u);
    await page.reload();
    await seen(page.getByRole('region', { name: 'Who wrote it' }).getByText('reason, done'));
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await seen(page.getByRole('button', { name: /metrics, before another attempt/u }));
    await expect.poll(() => page.title()).toContain('INC-40');
    expect(wrongs).toEqual([]);
  });

  test('is gone through by the keyboard, and two checkpoints of it stand side by side', async () => {
    const { page, wrongs } = await opened(await fileOf(store, 'INC-40'), '#/?at=30');
    const head = page.locator('.checkpoint-head h2');
    await expect.poll(() => head.textContent()).toContain('@30');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => head.textContent()).toContain('@31');
    await page.keyboard.press('v');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => head.textContent()).toContain('@30');
    await page.keyboard.press('v');
    await seen(page.getByRole('heading', { name: 'Compare', exact: true }));
    await seen(page.getByRole('region', { name: 'Both walks' }));
    await page.getByRole('link', { name: 'Cairn' }).click();
    await seen(page.getByRole('heading', { name: 'INC-40' }));
    expect(wrongs).toEqual([]);
  });

  test('has no link to what is not in it, and says so', async () => {
    const { page, wrongs } = await opened(await fileOf(store, 'INC-40-bob'), '#/?view=branches');
    await seen(page.getByText('forked from INC-40@17 (not in this file)'));
    await seen(page.getByText('is not in this file.'));
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await seen(page.getByRole('menuitem', { name: 'JSON' }));
    expect(await page.getByRole('menuitem', { name: 'Link' }).count()).toBe(0);
    const links = await page.locator('a').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    expect(links).toEqual(['#/']);
    await page.evaluate("location.hash = '#/threads/INC-40'");
    await seen(page.getByRole('heading', { name: 'Not here' }));
    await page.getByRole('link', { name: 'Go to it' }).click();
    await seen(page.getByRole('heading', { name: 'INC-40-bob' }));
    expect(wrongs).toEqual([]);
  });

  test('of 5,000 checkpoints is there as a whole', async () => {
    const { page, wrongs } = await opened(await fileOf(store, 'long-walk'));
    await seen(page.getByText('5,000 of 5,000'));
    await seen(page.getByRole('tab', { name: /^Log\s*5000$/u }));
    await page.getByRole('slider', { name: 'Checkpoint' }).fill('2500');
    await expect.poll(() => page.locator('.checkpoint-head h2').textContent()).toContain('@2500');
    await expect.poll(() => page.locator('.log-row').count()).toBeLessThan(80);
    expect(wrongs).toEqual([]);
  });

  test('has what was exported in it, to be imported elsewhere', async () => {
    const { page, wrongs } = await opened(await fileOf(store, 'INC-44'));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as .jsonl' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('INC-44.jsonl');
    const lines = await linesAbout(store, 'INC-44');
    expect(await readFile(await download.path(), 'utf8')).toBe(`${lines.join('\n')}\n`);
    expect(wrongs).toEqual([]);
  });

  test('says that it is damaged where a part of it is gone, and that it needs JavaScript', async () => {
    const text = await fileOf(store, 'INC-40');
    const cut = text.replace(/(?<=data-at="\d+">[\w+/=\n]{400})[\w+/=\n]+/u, '');
    const path = join(folder, 'cut.html');
    writeFileSync(path, cut);
    const page = await (await browser.profile()).newPage();
    await page.goto(pathToFileURL(path).href);
    await seen(page.getByText('This file cannot be read'));
    expect(await page.getByRole('alert').count()).toBe(1);
    const plain = await (await browser.profile({ javaScriptEnabled: false })).newPage();
    await plain.goto(pathToFileURL(path).href);
    expect(await plain.locator('body').innerText()).toContain('needs JavaScript for that');
  });
});

describe.skipIf(isSkipped)('whatever a thread holds', () => {
  const values = [
    '</script><script>document.title = "taken"</script>',
    '<!--<script>',
    '"></div><img src=x onerror="document.title=1">',
    'a\u0000b\u001B[2Jc\u2028d\u2029e',
    '${document.title = 1}',
  ];
  const odd = graph({
    name: 'odd',
    state: { values: z.array(z.string()), named: z.unknown() },
    events: { '</title>': z.object({}).optional() },
    start: 'wait',
    nodes: { wait: { on: { '</title>': 'end' } }, end: { final: true } },
  });

  test('its file shows as it is, and runs none of it', async () => {
    const cairn = open({ store: memory(), graphs: [odd] });
    // A key that is called __proto__ Cairn keeps of nobody; it can be a value, and these can be keys.
    const named = { constructor: '</style>', toString: '__proto__', hasOwnProperty: 1 };
    const thread = await cairn.start(odd, { values, named }, { id: '</title><script>1</script>', tags: ['<i>'] });
    await thread.settled();
    const { page, wrongs } = await opened(await fileOf(cairn.store, thread.id), '#/?tab=state');
    await seen(page.getByRole('heading', { name: '</title><script>1</script>' }));
    await seen(page.getByText('</script><script>document.title = "taken"</script>'));
    await seen(page.getByText('a\\x00b\\x1B[2Jc\\u2028d\\u2029e'));
    await seen(page.getByText('__proto__'));
    await expect.poll(() => page.title()).toBe('</title><script>1</script> · Cairn Studio');
    await seen(page.getByText('hasOwnProperty'));
    expect(await page.locator('script').count()).toBe(2);
    expect(wrongs).toEqual([]);
    await cairn.close();
  });

  test('what was sealed stays closed', async () => {
    const safe = graph({
      name: 'safe',
      state: { token: z.string(), open: z.string() },
      events: { go: z.object({}).optional() },
      start: 'wait',
      nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
    });
    const back = (text: string): string => Array.from(text).toReversed().join('');
    const cairn = open({ store: memory(), graphs: [safe], protect: { keys: ['token'], seal: back, open: back } });
    const thread = await cairn.start(safe, { token: 'opensesame', open: 'to all' }, { id: 'S-1' });
    await thread.settled();
    const { page, wrongs } = await opened(await fileOf(cairn.store, 'S-1'), '#/?tab=state');
    await seen(page.getByText('to all'));
    await seen(page.getByText('token'));
    expect(await page.content()).not.toContain('opensesame');
    expect(wrongs).toEqual([]);
    await cairn.close();
  });
});

describe.skipIf(isSkipped)('axe finds nothing', () => {
  const ways = {
    light: { colorScheme: 'light' },
    dark: { colorScheme: 'dark' },
    'forced colours': { forcedColors: 'active' },
    'a telephone': { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  } as const;

  test.each(Object.entries(ways))('in a file, in %s', { timeout: 180_000 }, async (_, options) => {
    const text = await fileOf(store, 'INC-40-bob');
    for (const place of ['#/?tab=why&view=branches', '#/compare?a=INC-40-bob%403&b=INC-40-bob%4029']) {
      const { page } = await opened(text, place, options);
      await seen(page.getByRole('tabpanel').or(page.getByRole('region', { name: 'Both ways' })));
      await expect.poll(() => page.locator('main [aria-busy=true]').count()).toBe(0);
      expect(await accessFaults(page)).toEqual([]);
      const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(beyond).toBeLessThanOrEqual(0);
      await page.context().close();
    }
  });
});
