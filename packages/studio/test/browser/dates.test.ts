import { graph, memory, open, type Cairn } from '@cairn/core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSkipped, siteOf, type Site } from './page.ts';
import { gone, seen } from './seen.ts';

const visit = graph({
  name: 'visit',
  state: { at: z.date(), told: z.string().optional(), 'from $ref': z.string().optional() },
  events: {
    move: z.object({ $ref: z.string(), to: z.iso.datetime(), day: z.iso.date().optional() }),
    put: z.object({ to: z.date(), why: z.string() }),
  },
  start: 'planned',
  nodes: {
    planned: {
      on: {
        put: { update: (_s, { to, why }) => ({ at: to, told: why }) },
        move: { to: 'moved', update: (_s, { to, day, $ref }) => ({ told: `${to} ${day}`, 'from $ref': $ref }) },
      },
    },
    moved: { final: true },
  },
});

let cairn: Cairn<'visit'>;
let site: Site;

beforeAll(async () => {
  if (isSkipped) return;
  cairn = open({ store: memory(), graphs: [visit] });
  site = await siteOf(cairn);
});

afterAll(async () => site?.close());

/** How a moment is given, in the zone of the one who gives it. */
const hands: readonly (readonly [string, (page: Page, what: Locator) => Promise<void>])[] = [
  ['the mouse', (_page, what) => what.fill('2026-11-30T14:30:05')],
  [
    'the keyboard alone',
    async (page, what) => {
      await what.focus();
      for (const part of ['11', '30', '2026']) await page.keyboard.type(part);
      await page.keyboard.press('ArrowRight');
      for (const part of ['02', '30', '05', 'PM']) await page.keyboard.type(part);
    },
  ],
];

describe.skipIf(isSkipped).each(hands)('by %s', (by, give) => {
  test('a date of a state and a moment of an event are given in the local time, which is said', async () => {
    const id = by.replaceAll(' ', '-');
    const thread = await cairn.start(visit, { at: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)) }, { id });
    await thread.settled();
    const options = { timezoneId: 'Europe/Berlin', locale: 'en-US' };
    const { page, wrongs } = await site.open(`/threads/${id}`, options);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit the state…' }).click();
    const at = dialog.getByLabel(/^at/u);
    await give(page, at);
    await seen(dialog.getByText('In your time zone, Europe/Berlin (UTC+1). It is sent as 2026-11-30T13:30:05.000Z.'));
    await page.keyboard.press('Control+Enter');
    await gone(dialog);
    expect((await thread.settled()).state.at).toEqual(new Date(Date.UTC(2026, 10, 30, 13, 30, 5)));
    await page.getByRole('button', { name: 'Send put…', exact: true }).click();
    await dialog.getByLabel('why', { exact: true }).fill('it rains');
    await give(page, dialog.getByLabel('to', { exact: true }));
    await seen(dialog.getByText('It is sent as 2026-11-30T13:30:05.000Z.'));
    await page.keyboard.press('Control+Enter');
    await gone(dialog);
    const { state: put } = await thread.settled();
    expect(put).toMatchObject({ at: new Date(Date.UTC(2026, 10, 30, 13, 30, 5)), told: 'it rains' });
    await page.getByRole('button', { name: 'Send move…', exact: true }).click();
    await dialog.getByRole('textbox', { name: '$ref', exact: true }).fill('desk');
    await dialog.getByLabel('day (optional)').fill('2026-12-24');
    await give(page, dialog.getByLabel('to', { exact: true }));
    await seen(dialog.getByText('It is sent as 2026-11-30T13:30:05.000Z.'));
    await page.keyboard.press('Control+Enter');
    await gone(dialog);
    expect((await thread.settled()).state).toMatchObject({
      told: '2026-11-30T13:30:05.000Z 2026-12-24',
      'from $ref': 'desk',
    });
    expect(wrongs).toEqual([]);
  });
});
