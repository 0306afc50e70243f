import { memory } from '@cairn/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goThrough } from '../odd-states.ts';
import { accessFaults } from './access-faults.ts';
import { isAllThere, isSkipped, siteOf, type Site } from './page.ts';
import { seen } from './seen.ts';

describe.skipIf(isSkipped)('states within a node', () => {
  let site: Site;
  beforeAll(async () => {
    site = await siteOf(await goThrough(memory(), 't'));
  });
  afterAll(() => site?.close());

  test('are named where the thread is told of, and counted where the graph is, whatever they are called', async () => {
    const { page, wrongs } = await site.open('/threads/t');
    await seen(page.getByText('at machine (in é😀)'));
    await seen(page.getByRole('option', { name: /event be.*in <b>bold<\/b>/u }));
    await isAllThere(page);
    expect(await accessFaults(page)).toEqual([]);
    await page.keyboard.press('w');
    await seen(page.getByText('✓ be: <b>bold</b> → é😀'));
    await isAllThere(page);
    expect(await accessFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'hosting' }).click();
    await seen(page.getByRole('button', { name: 'a"b', exact: true }));
    await isAllThere(page);
    const counts = async (): Promise<readonly (readonly string[])[]> => {
      const told = await page.locator('.heat-table tbody tr').allInnerTexts();
      return told.map((line) => line.split('\t').slice(0, 3));
    };
    await expect.poll(counts).toEqual([
      ['machine', '1', '1'],
      ['"draft.1"', '0', '1'],
      ['a"b', '0', '1'],
      ['two lines', '0', '1'],
      ['__proto__', '0', '1'],
      ['$ref', '0', '1'],
      ['%0022', '0', '1'],
      ['<b>bold</b>', '0', '1'],
      ['é😀', '1', '1'],
      ['constructor', '0', '0'],
      ['end', '0', '0'],
    ]);
    await page.getByRole('link', { name: '1 at machine.é😀 now' }).click();
    await page.waitForURL(/graph=hosting&node=machine/u);
    await seen(page.getByRole('link', { name: 't', exact: true }));
    expect(wrongs).toEqual([]);
  });
});
