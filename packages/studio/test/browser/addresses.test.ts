import { graph, open } from '@cairn/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isAllThere, isSkipped, siteOf, together, type Site } from './page.ts';
import { seen } from './seen.ts';

/** Ids with what an address means something by, or a browser writes otherwise. */
const ids = ['dom\\user', "quote's\\", '%41', '100%', 'x?y#z', 'ä/ö', '~7E', 'a+b', '..'];

const errand = graph({
  name: 'errand',
  state: { what: z.string() },
  start: 'end',
  nodes: { end: { final: true } },
});

describe.skipIf(isSkipped)('what stands in the address', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-addresses-'));
  let site: Site;
  beforeAll(async () => {
    const cairn = open({ store: sqlite(join(folder, 'errands.db')), graphs: [errand] });
    for (const id of ids) await (await cairn.start(errand, { what: 'tea' }, { id })).ended();
    site = await siteOf(cairn);
  });
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true });
  });

  test.each(ids)('stays the thread "%s" whatever is selected of it, and after a reload', async (id) => {
    const { page, wrongs } = await site.open('/');
    await page.locator('.cell-thread a').getByText(id, { exact: true }).first().click();
    const heading = page.locator('h1');
    await expect.poll(() => heading.textContent()).toBe(id);
    const { pathname } = new URL(page.url());
    await page.getByRole('tab', { name: 'State' }).click();
    await page.waitForURL(/tab=state/u);
    expect(new URL(page.url()).pathname).toBe(pathname);
    await page.reload();
    await isAllThere(page);
    expect(await heading.textContent()).toBe(id);
    expect(wrongs).toEqual([]);
  });

  test('is the query that was run, letter by letter', async () => {
    const { page, wrongs } = await site.open('/sql');
    const query = `SELECT '%41 100% a+b \\ ä' AS said`;
    const editor = page.getByRole('textbox', { name: 'Query' });
    await seen(page.locator('.cm-content'));
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(query);
    await together(page, 'ControlOrMeta+Enter');
    const cell = page.getByText('%41 100% a+b \\ ä', { exact: true });
    await seen(cell);
    await page.reload();
    await seen(page.locator('.cm-content'));
    expect(await page.locator('.cm-content').textContent()).toBe(query);
    await editor.focus();
    await together(page, 'ControlOrMeta+Enter');
    await seen(cell);
    expect(wrongs).toEqual([]);
  });

  test('a query is typed as quickly as one can, and what is chosen is written over it', async () => {
    const { page, wrongs } = await site.open('/sql');
    const content = page.locator('.cm-content');
    await seen(content);
    await page.getByRole('textbox', { name: 'Query' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    const query = 'SELECT id, status FROM thread WHERE graph = 1 ORDER BY created DESC';
    await page.keyboard.type(query);
    await expect.poll(() => content.textContent()).toBe(query);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Queries' }).click();
    await page.getByRole('menuitem', { name: 'Threads by graph and status' }).click();
    await seen(page.getByRole('cell', { name: 'errand', exact: true }));
    await expect.poll(() => content.textContent()).not.toBe(query);
    expect(wrongs).toEqual([]);
  });
});
