import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fill, ticket } from '../many-threads.ts';
import { counter } from '../seeded-graphs.ts';
import { isAllThere, isSkipped, siteOf, together, type Site } from './page.ts';
import { seen } from './seen.ts';

const threads = 10_000;
const rounds = 2_500;

let site: Site;
let folder: string;

beforeAll(async () => {
  if (isSkipped) return;
  folder = mkdtempSync(join(tmpdir(), 'cairn-large-'));
  const store = sqlite(join(folder, 'large.db'));
  const cairn = open({ store, graphs: [ticket, counter], recover: false });
  const walk = await cairn.start(counter, { to: rounds }, { id: 'long-walk' });
  await walk.settled();
  await fill(store, threads);
  site = await siteOf(cairn);
});

afterAll(async () => {
  if (isSkipped) return;
  await site.close();
  rmSync(folder, { recursive: true });
});

describe.skipIf(isSkipped)('what there is much of', () => {
  test('of a list of 10,000 threads only those in sight are on the page, down to the last', async () => {
    const { page, wrongs } = await site.open('/');
    await seen(page.getByRole('link', { name: `T-${threads - 1}`, exact: true }));
    let most: number | false = false;
    while (most === false) most = await page.evaluate<number | false>(toTheEnd('T-0'));
    expect(most).toBeLessThan(100);
    expect(wrongs).toEqual([]);
  });

  test('of 5,000 checkpoints each key goes one further, however fast they come', async () => {
    const { page, wrongs } = await site.open('/threads/long-walk');
    await seen(page.getByText('5,000 of 5,000'));
    await isAllThere(page);
    await together(page, ...Array.from({ length: 40 }, () => 'ArrowLeft'));
    await isAt(page, 4_960);
    await together(page, 'Home', ...Array.from({ length: 25 }, () => 'ArrowRight'));
    await isAt(page, 26);
    await together(page, 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowRight');
    await isAt(page, 4_999);
    expect(wrongs).toEqual([]);
  });
});

/** Waits until the page shows a checkpoint, in its head, its slider, its log and its address. */
async function isAt(page: Page, seq: number): Promise<void> {
  await expect.poll(() => page.locator('.checkpoint-head h2').textContent()).toContain(`@${seq} `);
  await expect.poll(() => page.getByRole('slider', { name: 'Checkpoint' }).inputValue()).toBe(`${seq}`);
  await expect.poll(() => new URL(page.url()).searchParams.get('at')).toBe(`${seq}`);
}

/** Scrolls a list to its end whenever more is there; once a thread is seen there, how many rows the page had at most. */
function toTheEnd(thread: string): string {
  return `(() => {
    const rows = [...document.querySelectorAll('.cell-thread a')];
    globalThis.mostRows = Math.max(globalThis.mostRows ?? 0, rows.length);
    const box = document.querySelector('.table-scroll');
    box.scrollTo(0, box.scrollHeight);
    return rows.some(({ textContent }) => textContent === '${thread}') && globalThis.mostRows;
  })()`;
}
