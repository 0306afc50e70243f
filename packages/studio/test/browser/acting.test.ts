import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyboard, mouse } from './hands.ts';
import { isSkipped } from './page.ts';
import { parcel } from './parcel.ts';
import { openParcels, type Parcels } from './parcels.ts';
import { gone, seen, told } from './seen.ts';

let site: Parcels;

beforeAll(async () => {
  if (!isSkipped) site = await openParcels();
});

afterAll(async () => site?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string | RegExp) =>
  page.getByRole('dialog').getByRole('textbox', { name, exact: true });
const status = (page: Page, is: string) => seen(page.locator('.thread-title').getByText(is, { exact: true }));
const refusal = (page: Page, hasText: string | RegExp) => seen(page.getByRole('alert').filter({ hasText }));
const isClosed = (page: Page) => gone(page.getByRole('dialog'));

const hands = [
  ['the mouse', mouse, 'm'],
  ['the keyboard alone', keyboard, 'k'],
] as const;

describe.skipIf(isSkipped).each(hands)('by %s', (_, handOf, letter) => {
  test('a thread is started, paid for, answered, and what was refused is told', async () => {
    const { page, wrongs } = await site.openAs('ada', '/graphs/parcel');
    const hand = handOf(page);
    const id = `P-${letter}`;
    await hand.press(button(page, 'Start a thread…'));
    await hand.write(field(page, /^Id/u), id);
    await hand.write(field(page, 'Tags (optional)'), 'vip east');
    expect(await field(page, 'size (optional)').getAttribute('required')).toBe(null);
    await hand.press(button(page, 'Start'));
    await seen(page.getByText('Fill this in.'));
    await hand.write(field(page, 'to').and(page.locator(':required')), 'Leeds');
    await hand.press(button(page, 'Start'));
    await page.waitForURL(`${site.url}threads/${id}`);
    await isClosed(page);
    await hand.press(button(page, 'Send pay…'));
    await hand.write(field(page, 'amount'), '12.5');
    await hand.write(field(page, 'card'), '4 2');
    await hand.press(button(page, 'Send pay'));
    await refusal(page, 'a card has no spaces');
    await hand.write(field(page, 'card'), '42');
    await hand.press(button(page, 'Send pay'));
    await told(page, 'pay was sent.');
    await isClosed(page);
    await hand.press(button(page, 'Answer size…'));
    await hand.check(page.getByRole('radio', { name: 'M' }));
    await hand.press(button(page, 'Answer'));
    await isClosed(page);
    await status(page, 'done');
    await hand.press(page.getByRole('button', { name: 'Checkpoint before (←)' }));
    await page.keyboard.press('Home');
    await seen(page.locator('.checkpoint-head').getByText('by ada'));
    expect((await site.cairn.thread(parcel, id).settled()).state).toMatchObject({
      to: 'Leeds',
      paid: 12.5,
      size: 'M',
      weight: 5,
    });
    expect(await site.doneBy(id)).toEqual(['start by ada', 'event by ada', 'answer by ada']);
    expect(wrongs.filter((wrong) => !wrong.includes('422'))).toEqual([]);
  });

  test('what failed is edited and resumed, sent back and cancelled', async () => {
    const id = `F-${letter}`;
    await (await site.cairn.start(parcel, { to: 'nowhere' }, { id })).settled();
    const { page, wrongs } = await site.openAs('bob', `/threads/${id}`);
    const hand = handOf(page);
    await status(page, 'failed');
    await seen(page.getByText('there is no such place as "nowhere"'));
    await hand.press(button(page, 'More'));
    await hand.press(page.getByRole('menuitem', { name: 'Edit the state…' }));
    await hand.press(button(page, 'Edit'));
    await refusal(page, 'Give at least one value.');
    await hand.write(field(page, 'to'), 'York');
    await hand.press(button(page, 'Edit'));
    await isClosed(page);
    await hand.press(button(page, 'Resume…'));
    await hand.press(button(page, 'Resume'));
    await isClosed(page);
    await status(page, 'waiting');
    await hand.press(page.getByRole('button', { name: 'First checkpoint (Home)' }));
    await hand.press(button(page, 'More'));
    await hand.press(page.getByRole('menuitem', { name: 'Rewind to @1…' }));
    await hand.press(button(page, 'Rewind to @1'));
    await isClosed(page);
    await status(page, 'failed');
    await hand.press(button(page, 'More'));
    await hand.press(page.getByRole('menuitem', { name: 'Cancel…' }));
    await hand.write(field(page, /^Reason/u), 'nobody waits for it');
    await hand.press(button(page, 'Cancel the thread'));
    await isClosed(page);
    await seen(page.getByText('cancelled: nobody waits for it'));
    expect(await site.doneBy(id)).toEqual(['edit by bob', 'resume by bob', 'rewind by bob', 'cancel by bob']);
    expect(wrongs).toEqual([]);
  });
});

describe.skipIf(isSkipped).each(hands)('by %s', (_, handOf, letter) => {
  test(
    'a thread is forked: with another state, with what was recorded, with one result replaced',
    {
      timeout: 180_000,
    },
    async () => {
      const id = `O-${letter}`;
      const thread = await site.cairn.start(parcel, { to: 'Leeds' }, { id });
      await thread.send('pay', { amount: 3, card: '42' });
      await thread.settled();
      await thread.answer('size', { size: 'L' });
      expect(await thread.settled()).toMatchObject({ status: 'done', state: { weight: 5 } });
      const weighed = (await thread.history()).find(({ from, cause }) => from === 'weigh' && cause === 'done');
      const { page, wrongs } = await site.openAs('cy', `/threads/${id}?at=1`);
      const hand = handOf(page);
      const fork = async (how: RegExp | undefined, fill: () => Promise<void>): Promise<void> => {
        await page.goto(new URL(`threads/${id}?at=1`, site.url).href);
        await hand.press(button(page, 'Fork from @1…'));
        if (how !== undefined) await hand.check(page.getByRole('radio', { name: how }));
        await fill();
        await hand.press(button(page, 'Fork'));
        await isClosed(page);
      };
      await fork(/another state/u, async () => {
        await hand.write(page.getByRole('dialog').getByRole('textbox', { name: /^Id/u }), `${id}-state`);
        await hand.write(field(page, 'to'), 'Ely');
      });
      await page.waitForURL(`${site.url}threads/${id}-state?view=branches`);
      await status(page, 'waiting');
      const recorded = page.getByRole('checkbox', { name: /^Use what was recorded/u });
      await fork(undefined, async () => {
        await hand.write(page.getByRole('dialog').getByRole('textbox', { name: /^Id/u }), `${id}-recorded`);
        await hand.check(recorded);
      });
      await page.waitForURL(`${site.url}threads/${id}-recorded?view=branches`);
      await fork(/one result replaced/u, async () => {
        await hand.press(button(page, 'Fork'));
        await seen(page.getByText('Give a value, as JSON.'));
        await hand.write(page.getByRole('dialog').getByRole('textbox', { name: /^Id/u }), `${id}-result`);
        await hand.check(recorded);
        await hand.select(page.getByRole('combobox', { name: 'Result' }), String(weighed?.seq));
        await hand.write(field(page, 'Value, as JSON'), '{"weight": 99}');
      });
      await page.waitForURL(`${site.url}threads/${id}-result?view=branches`);
      const ended = (end: string) => site.cairn.thread(parcel, `${id}-${end}`).settled();
      expect(await ended('state')).toMatchObject({ status: 'waiting', state: { to: 'Ely' } });
      expect(await site.doneBy(`${id}-state`)).toEqual(['fork by cy']);
      expect(await ended('recorded')).toMatchObject({ state: { weight: 5, paid: 3 } });
      expect(await ended('result')).toMatchObject({ state: { weight: 99, paid: 3 } });
      expect(wrongs).toEqual([]);
    },
  );

  test('the same is done to many, after it was said to which', async () => {
    const ids = [1, 2, 3].map((at) => `B-${letter}-${at}`);
    for (const id of ids)
      await (await site.cairn.start(parcel, { to: 'Hull' }, { id, tags: [`batch=${letter}`] })).settled();
    await site.cairn.thread(parcel, `B-${letter}-3`).send('lose');
    const { page, wrongs } = await site.openAs('di', `/?tag=batch%3D${letter}`);
    const hand = handOf(page);
    await hand.check(page.getByRole('checkbox', { name: 'Choose all that are loaded' }));
    await seen(page.getByText('3 threads chosen'));
    await hand.press(button(page, 'Cancel…'));
    await seen(page.getByText('2 threads would be cancelled, 1 would be left as it is:'));
    await seen(page.getByRole('dialog').getByText(`Thread "B-${letter}-3" is done.`));
    await hand.write(field(page, 'Reason (optional)'), 'the van broke down');
    await hand.press(button(page, 'Cancel 2 threads'));
    await told(page, '2 threads cancelled.');
    await isClosed(page);
    await expect
      .poll(() => page.locator('td.cell-status').allTextContents())
      .toEqual(['done', 'cancelled', 'cancelled']);
    expect(await site.doneBy(`B-${letter}-1`)).toEqual(['cancel by di']);
    await hand.check(page.getByRole('checkbox', { name: 'Choose all that are loaded' }));
    await hand.press(button(page, 'Delete…'));
    await seen(page.getByText('3 threads would be deleted.'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Which', { exact: true }).click();
    await expect.poll(async () => (await dialog.getByRole('listitem').allTextContents()).toSorted()).toEqual(ids);
    await hand.press(button(page, 'Delete 3 threads'));
    await seen(page.getByText('No thread is like that'));
    expect(wrongs).toEqual([]);
  });
});

describe.skipIf(isSkipped)('what cannot be done is told', () => {
  test('where a thread went on meanwhile, in its dialog and in the inbox', async () => {
    const [dialog, inbox] = ['M-1', 'M-2'];
    for (const id of [dialog, inbox]) {
      const thread = await site.cairn.start(parcel, { to: 'Hull' }, { id });
      await thread.send('pay', { amount: 3, card: '42' });
      await thread.settled();
    }
    const { page, wrongs } = await site.openAs('ada', `/threads/${dialog}`);
    await button(page, 'Answer size…').click();
    await page.getByRole('radio', { name: 'S' }).check();
    await site.cairn.thread(parcel, dialog).answer('size', { size: 'L' });
    await status(page, 'done');
    // The form is what it was, and says why it is not sent.
    await refusal(page, /answered meanwhile, at checkpoint \d+\. What is filled in here is not sent/u);
    await button(page, 'Answer').press('Enter');
    await page.keyboard.press('Escape');
    await isClosed(page);
    await page.goto(new URL(`inbox?id=${inbox}`, site.url).href);
    await page.getByRole('radio', { name: 'S' }).check();
    await button(page, 'Answer').click();
    await told(page, 'Answered size of M-2.');
    // It is measured again, and asks anew.
    await page.goto(new URL(`inbox?id=${inbox}`, site.url).href);
    await page.getByRole('radio', { name: 'L' }).check();
    await site.cairn.thread(parcel, inbox).cancel('enough');
    await seen(page.getByText('This thread waits no more'));
    expect(wrongs.filter((wrong) => !/status of 4(?:09|22)/u.test(wrong))).toEqual([]);
  });

  test('who may only look sees no button, and a stranger that Studio does not know them', async () => {
    await (await site.cairn.start(parcel, { to: 'Hull' }, { id: 'L-1' })).settled();
    const eve = await site.openAs('eve', '/threads/L-1');
    await seen(eve.page.getByText('You may look at this thread, and not act on it.'));
    expect(await eve.page.getByRole('button', { name: /Fork|Send|More/u }).count()).toBe(0);
    expect(eve.wrongs).toEqual([]);
    const stranger = await site.open('/');
    await seen(stranger.page.getByText('Studio does not know who asks.'));
  });
});
