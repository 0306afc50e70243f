import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessFaults } from './access-faults.ts';
import { isAllThere, isSkipped, openSite, type Site } from './page.ts';
import { gone, seen, told } from './seen.ts';

describe.skipIf(isSkipped)('views of threads', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({ rounds: 30 });
  });
  afterAll(() => site?.close());

  test('are saved in the browser by a name, chosen after a reload, and removed, by keyboard alone', async () => {
    const { page, wrongs } = await site.open('/?status=failed&graph=order');
    const menu = page.getByRole('button', { name: 'Views' });
    const choose = async (name: string): Promise<void> => {
      await menu.focus();
      await page.keyboard.press('Enter');
      const item = page.getByRole('menuitem', { name, exact: true });
      await seen(item);
      while ((await item.and(page.locator(':focus')).count()) === 0) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    };
    await choose('Save this view…');
    await seen(page.getByRole('dialog'));
    expect(await accessFaults(page, 'dialog')).toEqual([]);
    await page.keyboard.type('Orders <b>that</b> failed');
    await page.keyboard.press('Enter');
    await told(page, 'View "Orders <b>that</b> failed" saved in this browser.');
    await choose('All threads');
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await page.reload();
    await isAllThere(page);
    await choose('Orders <b>that</b> failed');
    await page.waitForURL(/status=failed/u);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ graph: 'order', status: 'failed' });
    await seen(page.getByRole('link', { name: 'ORD-initech' }));
    await gone(page.getByRole('link', { name: 'INC-91' }));
    await choose('Remove a view…');
    await page.getByRole('button', { name: 'Remove Orders <b>that</b> failed' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await gone(page.getByRole('dialog'));
    await page.reload();
    await isAllThere(page);
    await menu.click();
    await seen(page.getByRole('menuitem', { name: 'All threads' }));
    expect(await page.getByRole('menuitem', { name: /Orders/u }).count()).toBe(0);
    expect(wrongs).toEqual([]);
  });
});
