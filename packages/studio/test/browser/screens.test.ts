import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSkipped, openSite, type Site } from './page.ts';

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
    expect(await page.locator('h1').textContent()).toContain(title);
    expect(page.url()).toBe(url.slice(0, -1) + path);
    await page.waitForLoadState('load');
    expect(wrongs).toEqual([]);
  });

  test('an address that there is nothing at says so', async () => {
    const { page } = await site.open('/nowhere/at/all');
    expect(await page.getByText('There is nothing at this address').count()).toBe(1);
  });

  test('threads are filtered by mouse, and the address says how', async () => {
    const { page } = await site.open('/');
    await page.getByRole('button', { name: /^failed/u }).click();
    await page.waitForURL(/status=failed/u);
    await page.getByRole('link', { name: 'ORD-initech' }).waitFor();
    await page.getByRole('link', { name: 'INC-91' }).waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Graph' }).selectOption('order');
    await page.waitForURL(/graph=order/u);
    await page.getByText('the carrier does not answer').waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'ORD-initech' }).click();
    await page.waitForURL(/\/threads\/ORD-initech/u);
    expect(await page.locator('h1').textContent()).toContain('ORD-initech');
  });

  test('what is sought is found in values', async () => {
    const { page } = await site.open('/');
    await page.getByRole('searchbox', { name: 'Search ids, values and errors' }).fill('ice axe');
    await page.waitForURL(/text=ice/u);
    await page.getByRole('link', { name: 'INC-91' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'ORD-globex-again' }).waitFor();
    expect(await page.locator('.cell-thread a').count()).toBe(1);
  });

  test('threads go by keyboard alone: next, chosen, opened', async () => {
    const { page } = await site.open('/');
    await page.getByRole('link', { name: 'INC-91' }).waitFor();
    await page.keyboard.press('j');
    await page.locator('[data-at="0"] a:focus').first().waitFor();
    await page.keyboard.press('x');
    await page.getByText('1 thread chosen').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('1 thread chosen').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.locator('[data-at="1"] a:focus').first().waitFor();
    const name = await page.locator('[data-at="1"] .cell-thread a').textContent();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/threads\//u);
    expect(page.url()).toContain(`/threads/${name}`);
  });

  test('the inbox goes by keyboard alone', async () => {
    const { page } = await site.open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await page.locator('.inbox-item').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const chosen = page.locator('.inbox-item[aria-current=true]');
    await page.waitForURL(/id=/u);
    expect(await chosen.count()).toBe(1);
    await page.keyboard.press('r');
    await page.waitForURL(/take=event\+reject|take=event%20reject/u);
    expect(await page.getByRole('tab', { name: 'reject' }).getAttribute('aria-selected')).toBe('true');
  });

  test('the palette leads to a thread by its id, and Escape leaves it', async () => {
    const { page } = await site.open('/inbox');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Go to a thread/u }).fill('INC-44');
    await page
      .getByRole('option', { name: /INC-44/u })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/threads\/INC-44/u);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).toContain('/threads/INC-44');
  });

  test('keys are listed, and letters can be left to the page', async () => {
    const { page } = await site.open('/');
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: 'Letters alone are shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('the theme that is chosen is there after a reload', async () => {
    const { page } = await site.open('/');
    await page.getByRole('button', { name: /^Theme: system/u }).click();
    await page.getByRole('button', { name: /^Theme: light/u }).click();
    await page.reload();
    await page.getByRole('button', { name: /^Theme: dark/u }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  test('a graph says how many are at each node, and leads to them', async () => {
    const { page } = await site.open('/graphs');
    await page.getByRole('link', { name: 'incident' }).click();
    await page.getByRole('link', { name: /at approval now/u }).click();
    await page.waitForURL(/graph=incident&node=approval/u);
    await page.getByRole('link', { name: 'INC-44' }).waitFor();
    expect(await page.locator('.cell-where').allTextContents()).not.toContain('done');
  });

  test('names that are hard to show are shown as they are, and lead to their thread', async () => {
    const { page, wrongs } = await site.open('/?tag=<b>bold</b>');
    const name = page.getByRole('link', { name: /^strange-x+/u });
    await name.click();
    await page.waitForURL(/\/threads\/strange-x+-end/u);
    expect(wrongs).toEqual([]);
  });
});
