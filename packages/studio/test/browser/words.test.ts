import { memory, open, type Cairn } from '@cairn/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSkipped, siteOf, type Site } from './page.ts';
import { parcel } from './parcel.ts';
import { seen } from './seen.ts';

let cairn: Cairn<'parcel'>;
let site: Site;

beforeAll(async () => {
  if (isSkipped) return;
  cairn = open({ store: memory(), graphs: [parcel], drive: false });
  for (const id of ['P-1', 'P-2']) await cairn.start(parcel, { to: 'Leeds' }, { id });
  site = await siteOf(cairn);
});

afterAll(async () => site?.close());

describe.skipIf(isSkipped)('words', () => {
  test('a narrow row says where a thread is that waits for nothing, and ends there', async () => {
    const { page, wrongs } = await site.open('/', { viewport: { width: 360, height: 700 } });
    await seen(page.getByRole('link', { name: 'P-1' }));
    await expect
      .poll(() => page.locator('.thread-second').allInnerTexts())
      .toEqual(Array(2).fill(expect.stringMatching(/parcel\s*·\s*check$/u)));
    expect(wrongs).toEqual([]);
  });

  test('what zooms a drawing stands beside it and hides none of it', async () => {
    const { page, wrongs } = await site.open('/graphs/parcel', { viewport: { width: 360, height: 700 } });
    const [room, tools] = [page.locator('.graph-room'), page.locator('.graph-tools')];
    await seen(page.locator('.graph-room svg'));
    const edges = async (): Promise<boolean> => {
      const [drawn, beside] = [await room.boundingBox(), await tools.boundingBox()];
      return drawn !== null && beside !== null && drawn.width > 0 && drawn.x + drawn.width <= beside.x;
    };
    await expect.poll(edges).toBe(true);
    expect(wrongs).toEqual([]);
  });

  test('an id that nobody has is looked for without an error, and one that there is comes first', async () => {
    const { page, wrongs } = await site.open('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Go to a thread/u }).fill('P-9');
    await seen(page.getByText('Nothing is called that.'));
    await page.getByRole('combobox', { name: /^Go to a thread/u }).fill('P-2');
    await seen(page.getByRole('option', { name: /^Thread P-2/u }));
    await expect.poll(() => page.getByRole('listbox').getByRole('option').first().innerText()).toContain('P-2');
    expect(wrongs).toEqual([]);
  });

  test('a preview of what is done to many names each once', async () => {
    const { page, wrongs } = await site.open('/');
    await page.getByRole('checkbox', { name: 'Choose all that are loaded' }).check();
    await page.getByRole('button', { name: 'Delete…', exact: true }).click();
    const refused = page.getByRole('dialog').getByRole('listitem');
    await seen(refused);
    await expect
      .poll(async () => (await refused.allInnerTexts()).toSorted())
      .toEqual(['P-1', 'P-2'].map((id) => `Thread "${id}" is running. Cancel it first.`));
    expect(wrongs).toEqual([]);
  });
});
