import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAllThere, isSkipped, openSite, together, type Site } from './page.ts';
import { gone, seen } from './seen.ts';

describe.skipIf(isSkipped)('screens in a browser', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({ rounds: 30 });
  });
  afterAll(() => site?.close());

  test.each([
    ['/', 'Threads'],
    ['/?status=failed', 'Threads'],
    ['/inbox', 'Inbox'],
    ['/inbox?id=INC-44', 'Inbox'],
    ['/graphs', 'Graphs'],
    ['/graphs/incident?heat=p95', 'incident'],
    ['/sql', 'SQL'],
  ])('%s is there after a reload, asks nobody else, and has no error', async (path, title) => {
    const { page, url, wrongs } = await site.open(path);
    await page.reload();
    await seen(page.getByRole('heading', { name: title, level: 1 }));
    await isAllThere(page);
    expect(page.url()).toBe(url.slice(0, -1) + path);
    expect(wrongs).toEqual([]);
  });

  test('a screen that is gone to first while its server is away says so, and is there once that is back', async () => {
    const { page } = await site.open('/');
    await isAllThere(page);
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Graphs' }).click();
    await seen(page.getByRole('heading', { name: 'This screen could not be loaded' }));
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await seen(page.getByRole('heading', { name: 'Graphs', level: 1 }));
    expect(new URL(page.url()).pathname).toBe('/graphs');
  });

  test('an address that there is nothing at says so', async () => {
    const { page, wrongs } = await site.open('/nowhere/at/all');
    await seen(page.getByText('There is nothing at this address'));
    expect(wrongs).toEqual([]);
  });

  test('threads are filtered by mouse, and the address says how', async () => {
    const { page, wrongs } = await site.open('/');
    await page.getByRole('button', { name: /^failed/u }).click();
    await page.waitForURL(/status=failed/u);
    await seen(page.getByRole('link', { name: 'ORD-initech' }));
    await gone(page.getByRole('link', { name: 'INC-91' }));
    await page.getByRole('combobox', { name: 'Graph' }).selectOption('order');
    await page.waitForURL(/graph=order/u);
    await seen(page.getByText('the carrier does not answer'));
    await page.reload();
    await page.getByRole('link', { name: 'ORD-initech' }).click();
    await page.waitForURL(/\/threads\/ORD-initech/u);
    await seen(page.getByRole('heading', { name: 'ORD-initech', level: 1 }));
    expect(wrongs).toEqual([]);
  });

  test('what is sought is found in values', async () => {
    const { page } = await site.open('/');
    await page.getByRole('searchbox', { name: 'Search ids, values and errors' }).fill('ice axe');
    await page.waitForURL(/text=ice/u);
    await gone(page.getByRole('link', { name: 'INC-91' }));
    await seen(page.getByRole('link', { name: 'ORD-globex-again' }));
    await expect.poll(() => page.locator('.cell-thread a').count()).toBe(1);
  });

  test('what is typed on while a search goes off stays typed', async () => {
    const { page } = await site.open('/');
    const search = page.getByRole('searchbox', { name: 'Search ids, values and errors' });
    await search.pressSequentially('Fresh ');
    await page.waitForURL(/text=Fresh$/u);
    await gone(page.getByRole('link', { name: 'INC-91' }));
    await search.pressSequentially('snow');
    await page.waitForURL(/text=Fresh\+snow$/u);
    await seen(page.getByRole('link', { name: 'REV-fresh' }));
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'All threads' }).click();
    await expect.poll(() => search.inputValue()).toBe('');
  });

  test('threads go by keyboard alone: next, chosen, opened', async () => {
    const { page, url, wrongs } = await site.open('/');
    await seen(page.getByRole('link', { name: 'INC-91' }));
    await page.keyboard.press('j');
    await seen(page.locator('[data-at="0"] a:focus'));
    await page.keyboard.press('x');
    await seen(page.getByText('1 thread chosen'));
    await page.keyboard.press('Escape');
    await gone(page.getByText('1 thread chosen'));
    await page.keyboard.press('j');
    await seen(page.locator('[data-at="1"] a:focus'));
    const name = await page.locator('[data-at="1"] .cell-thread a').textContent();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}threads/${name}`);
    expect(wrongs).toEqual([]);
  });

  test('the inbox goes by keyboard alone', async () => {
    const { page, wrongs } = await site.open('/');
    await together(page, 'g', 'i');
    await seen(page.getByRole('heading', { name: 'Inbox' }));
    await seen(page.locator('.inbox-item'));
    await page.keyboard.press('j');
    await seen(page.locator('.inbox-item[aria-current=true]'));
    await page.keyboard.press('j');
    await seen(page.locator('li:nth-child(2) .inbox-item[aria-current=true]'));
    await page.keyboard.press('r');
    await page.waitForURL(/take=event\+reject|take=event%20reject/u);
    await seen(page.getByRole('tab', { name: 'reject', selected: true }));
    expect(wrongs).toEqual([]);
  });

  test('the palette leads to a thread by its id, and Escape leaves it', async () => {
    const { page } = await site.open('/inbox');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Go to a thread/u }).fill('INC-44');
    await seen(page.getByRole('option', { name: /INC-44/u }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/threads\/INC-44/u);
    await page.keyboard.press('Control+k');
    await seen(page.getByRole('combobox', { name: /Go to a thread/u }));
    await page.keyboard.press('Escape');
    await gone(page.getByRole('dialog'));
    expect(page.url()).toContain('/threads/INC-44');
  });

  test('Enter waits for the answer to what is typed, and opens what is there alone', async () => {
    const { page } = await site.open('/inbox');
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(/api\/v1\/threads\?text=/u, async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest(/api\/v1\/threads\?text=ice/u);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Go to a thread/u }).fill('ice axe');
    await page.keyboard.press('Enter');
    await asked;
    await seen(page.getByText('Looking for it…'));
    answer();
    await page.waitForURL(/\/threads\//u);
    expect(new URL(page.url()).pathname).toBe('/threads/ORD-globex-again');
  });

  test('an Enter before the first letter is no line', async () => {
    const { page, wrongs } = await site.open('/inbox?id=INC-44&take=event+approve');
    const by = page.getByRole('textbox', { name: 'by', exact: true });
    await by.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('otto');
    await expect.poll(() => by.inputValue()).toBe('otto');
    expect(wrongs).toEqual([]);
  });

  test('who asks for a dialog and leaves it in the same breath has left it', async () => {
    const { page } = await site.open('/inbox');
    await together(page, '?', 'Escape');
    // Where a dialog is open, a letter alone is none of its keys.
    await together(page, 'g', 't');
    await seen(page.getByRole('heading', { name: 'Threads', level: 1 }));
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('text of a dialog that is marked to beyond its edge leaves it open', async () => {
    const { page } = await site.open('/');
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: /Go to a thread/u });
    await field.fill('INC-44');
    const { x, y } = (await field.boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.move(x + 20, y + 10);
    await page.mouse.down();
    await page.mouse.move(5, 5);
    await page.mouse.up();
    await page.keyboard.type('INC-45');
    await expect.poll(() => field.inputValue()).toContain('INC-45');
    await page.mouse.click(5, 5);
    await gone(page.getByRole('dialog'));
  });

  test('keys are listed, and letters can be left to the page', async () => {
    const { page } = await site.open('/');
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: 'Letters alone are shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    await gone(page.getByRole('dialog'));
    await page.keyboard.press('?');
    await page.keyboard.press('Control+k');
    await seen(page.getByRole('combobox', { name: /Go to a thread/u }));
    expect(await page.getByRole('heading', { name: 'Keyboard shortcuts' }).count()).toBe(0);
  });

  test('the theme that is chosen is there after a reload', async () => {
    const { page, wrongs } = await site.open('/');
    await page.getByRole('button', { name: /^Theme: system/u }).click();
    await page.getByRole('button', { name: /^Theme: light/u }).click();
    await page.reload();
    await seen(page.getByRole('button', { name: /^Theme: dark/u }));
    await seen(page.locator('html[data-theme=dark]'));
    expect(wrongs).toEqual([]);
  });

  test('a graph says how many are at each node, and leads to them', async () => {
    const { page } = await site.open('/graphs');
    await page.getByRole('link', { name: 'incident' }).click();
    await page.getByRole('link', { name: /at approval now/u }).click();
    await page.waitForURL(/graph=incident&node=approval/u);
    await seen(page.getByRole('link', { name: 'INC-44' }));
    await expect.poll(() => page.locator('.cell-where').allTextContents()).not.toContain('done');
  });

  test('names that are hard to show are shown as they are, and lead to their thread', async () => {
    const { page, wrongs } = await site.open('/?tag=<b>bold</b>');
    const name = page.getByRole('link', { name: /^strange-x+/u });
    await name.click();
    await page.waitForURL(/\/threads\/strange-x+-end/u);
    await isAllThere(page);
    expect(wrongs).toEqual([]);
  });
});
