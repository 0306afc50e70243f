import { graph, memory, open } from '@cairn/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSkipped, siteOf, type Site } from './page.ts';
import { gone, seen, told } from './seen.ts';

/** Bills that are approved one after the other, under one key, and an amount that is paid by an event. */
const bills = graph({
  name: 'bills',
  state: { due: z.array(z.string()), approved: z.array(z.string()), amount: z.number().default(1) },
  events: {
    pay: z.object({}).optional(),
    amend: z.object({ to: z.number().refine((to) => to !== 13, 'never thirteen') }),
  },
  questions: { approve: z.object({ ok: z.boolean() }) },
  start: 'begin',
  nodes: {
    begin: { next: [{ when: (s) => s.due.length > 0, to: 'ask', label: 'some are due' }, 'wait'] },
    ask: {
      run: async (s, ctx) => {
        const [bill = '', ...rest] = s.due;
        const { ok } = await ctx.ask('approve', { payload: { bill } });
        return { due: rest, approved: ok ? [...s.approved, bill] : s.approved };
      },
      next: 'begin',
    },
    wait: { on: { pay: 'end', amend: { update: (_, { to }) => ({ amount: to }) } } },
    end: { final: true },
  },
});

const cairn = open({ store: memory(), graphs: [bills] });
let site: Site;

beforeAll(async () => {
  if (!isSkipped) site = await siteOf(cairn);
});

afterAll(async () => site?.close());

async function started(id: string, due: readonly string[]) {
  const thread = await cairn.start(bills, { due: [...due], approved: [] }, { id });
  await thread.settled();
  return thread;
}

const [small, large] = ['10 EUR for tea', '1000000 EUR for a yacht'];
const answer = (page: Page) => page.getByRole('button', { name: 'Answer', exact: true });
const refusal = (page: Page, hasText: string | RegExp) => seen(page.getByRole('alert').filter({ hasText }));

/** What was sent to a thread from a page. */
function sentFrom(page: Page): readonly string[] {
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.postData() ?? ''));
  return sent;
}

describe.skipIf(isSkipped)('what was filled in is for what was seen', () => {
  test('a dialog says at once that its question was answered, stays what it was, and sends nothing', async () => {
    const thread = await started('B-1', [small, large]);
    const { page } = await site.open('threads/B-1');
    const sent = sentFrom(page);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Answer approve…' }).click();
    await seen(dialog.getByText(small));
    await page.getByRole('radio', { name: 'yes' }).check();
    await thread.answer('approve', { ok: false });
    await refusal(
      page,
      /answered meanwhile, and is asked anew, at checkpoint \d+\. What is filled in here is not sent\./u,
    );
    await seen(dialog.getByText(small));
    expect(await dialog.getByText(large).count()).toBe(0);
    await answer(page).press('Enter');
    await page.keyboard.press('Control+Enter');
    expect(sent).toEqual([]);
    await page.keyboard.press('Escape');
    await gone(dialog);
    await page.getByRole('button', { name: 'Answer approve…' }).click();
    await seen(dialog.getByText(large));
    await page.getByRole('radio', { name: 'no' }).check();
    await answer(page).click();
    await gone(dialog);
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { due: [], approved: [] } });
  });

  test('where the page does not hear of it, the server refuses it', async () => {
    const thread = await started('B-2', [small, large]);
    const { page } = await site.open('threads/B-2');
    await page.getByRole('button', { name: 'Answer approve…' }).click();
    await seen(page.getByRole('dialog').getByText(small));
    await page.route(/\/threads\/B-2(?:$|\/log)/u, () => undefined);
    await page.getByRole('radio', { name: 'yes' }).check();
    await thread.answer('approve', { ok: false });
    await thread.settled();
    await answer(page).click();
    await refusal(page, /asked again meanwhile, at checkpoint \d+.*studio\/changed/u);
    expect((await thread.settled()).state.approved).toEqual([]);
  });

  test('a form of the inbox is what it was, until somebody wants what there is', async () => {
    const thread = await started('B-3', [small, large]);
    const { page } = await site.open('inbox?id=B-3');
    const sent = sentFrom(page);
    const payload = page.locator('.inbox-payload');
    await seen(payload.getByText(small));
    await page.getByRole('radio', { name: 'yes' }).check();
    await thread.answer('approve', { ok: false });
    await refusal(page, /answered meanwhile, and is asked anew/u);
    await seen(payload.getByText(small));
    await answer(page).press('Enter');
    expect(sent).toEqual([]);
    await page.getByRole('button', { name: 'Show what it takes now' }).click();
    await seen(payload.getByText(large));
    expect(await page.getByRole('radio', { name: 'yes' }).isChecked()).toBe(false);
    await page.getByRole('radio', { name: 'no' }).check();
    await answer(page).click();
    await told(page, 'Answered approve of B-3.');
    expect((await thread.settled()).state).toMatchObject({ due: [], approved: [] });
  });

  test('an event whose node is otherwise by now is sent once that was told', async () => {
    const thread = await started('B-4', []);
    const { page } = await site.open('threads/B-4');
    await page.getByRole('button', { name: 'Send pay…' }).click();
    const send = page.getByRole('button', { name: 'Send pay', exact: true });
    await seen(send);
    await thread.send('amend', { to: 1_000_000 });
    await send.click();
    await refusal(page, /"wait" was come to, or its state changed, meanwhile.* done all the same/u);
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    const { head } = await thread.record();
    await seen(page.locator('button', { hasText: `Fork from @${head}…` }));
    await send.click();
    await gone(page.getByRole('dialog'));
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });

  test('what the server said no to is said until something else is filled in, and not beside what the form says', async () => {
    await started('B-5', []);
    const { page } = await site.open('threads/B-5');
    await page.getByRole('button', { name: 'Send amend…' }).click();
    const to = page.getByRole('dialog').getByRole('textbox', { name: 'to' });
    const send = page.getByRole('button', { name: 'Send amend', exact: true });
    for (let times = 0; times < 2; times += 1) {
      await to.fill('13');
      await send.click();
      await refusal(page, 'never thirteen');
      await to.fill('what?');
      await gone(page.getByRole('alert'));
    }
    await send.click();
    await seen(page.getByText('Give a number.'));
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
