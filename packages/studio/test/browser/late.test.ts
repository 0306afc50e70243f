import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSkipped } from './page.ts';
import { parcel } from './parcel.ts';
import { openParcels, type Parcels } from './parcels.ts';
import { seen, told } from './seen.ts';

let site: Parcels;

beforeAll(async () => {
  if (isSkipped) return;
  site = await openParcels();
  const thread = await site.cairn.start(parcel, { to: 'Leeds' }, { id: 'P-1' });
  await thread.send('pay', { amount: 3, card: '42' });
  await thread.settled();
  await thread.answer('size', { size: 'L' });
  await thread.settled();
});

afterAll(async () => site?.close());

/** Holds back what the server says to a question, until it is let go. */
async function held(page: Page, question: RegExp): Promise<() => void> {
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(question, async (route) => {
    await isLetGo;
    await route.continue();
  });
  return () => letGo();
}

describe.skipIf(isSkipped)('where the server answers late', () => {
  test('a dialog that is opened before it is known what it takes has its fields once that is', async () => {
    const { page, wrongs } = await site.openAs('ada', '/nowhere');
    const letGo = await held(page, /\/threads\/P-1\/graph$/u);
    await page.goto(new URL('threads/P-1?at=1', site.url).href);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit the state…' }).click();
    await seen(dialog.getByText('Loading what it takes'));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Fork from @1…' }).click();
    await dialog.getByRole('radio', { name: /another state/u }).check();
    await seen(dialog.getByText('Loading what it takes'));
    letGo();
    await dialog.getByRole('textbox', { name: 'to', exact: true }).fill('York');
    expect(wrongs).toEqual([]);
  });

  test('a dialog that is opened before the log is there has the results of the log once it is', async () => {
    const { page, wrongs } = await site.openAs('ada', '/nowhere');
    const letGo = await held(page, /\/threads\/P-1\/log/u);
    await page.goto(new URL('threads/P-1?at=1', site.url).href);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Fork from @1…' }).click();
    await dialog.getByRole('radio', { name: /one result replaced/u }).check();
    await seen(dialog.getByText('Loading the log'));
    letGo();
    await expect
      .poll(() => dialog.getByRole('combobox', { name: 'Result' }).locator('option').allTextContents())
      .toContainEqual(expect.stringContaining('weigh'));
    expect(wrongs).toEqual([]);
  });

  test('what was done stays told when it is seen what came of it', async () => {
    await (await site.cairn.start(parcel, { to: 'Leeds' }, { id: 'P-2' })).settled();
    const { page, wrongs } = await site.openAs('ada', '/nowhere');
    // Time has no part in it: what is told for a few seconds is told for ever.
    await page.addInitScript(
      'const later = setTimeout; globalThis.setTimeout = (run, after, ...rest) => after === 4000 ? 0 : later(run, after, ...rest);',
    );
    await page.goto(new URL('threads/P-2', site.url).href);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Cancel…' }).click();
    await page.getByRole('button', { name: 'Cancel the thread' }).click();
    await told(page, 'It was cancelled.', 'Thread P-2 is cancelled');
    expect(wrongs).toEqual([]);
  });
});
