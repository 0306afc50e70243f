import { graph, memory, open, type Cairn } from '@cairn/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSkipped, siteOf, type Site } from './page.ts';
import { gone, seen } from './seen.ts';

const many = <Value>(name: string, count: number, value: Value): Record<string, Value> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}${at + 1}`, value]));

const long = z.object(many('field', 40, z.string()));
const names = Object.keys(many('event', 35, 0));

/** A graph of which every form is long, and which takes more events than a window has lines. */
const lengthy = graph({
  name: 'lengthy',
  state: { ...many('key', 40, z.string().default('something')), fails: z.boolean().default(false) },
  events: { ask: long, ...many('event', 35, z.object({}).optional()) },
  questions: { all: long },
  start: 'begin',
  nodes: {
    begin: {
      run: (s: { readonly fails: boolean }) => {
        if (s.fails) throw new Error('there is no such place');
      },
      next: 'wait',
    },
    wait: { on: { ask: 'asked', ...Object.fromEntries(names.map((name) => [name, 'end'])) } },
    asked: {
      run: async (_: unknown, ctx: { ask(key: string): Promise<unknown> }) => void (await ctx.ask('all')),
      next: 'end',
    },
    end: { final: true },
  },
} as never);

let site: Site & { readonly cairn: Cairn };

beforeAll(async () => {
  if (isSkipped) return;
  const cairn: Cairn = open({ store: memory(), graphs: [lengthy] });
  site = { ...(await siteOf(cairn)), cairn };
  const start = async (id: string, fails = false) => {
    const thread = await cairn.start(lengthy, { fails }, { id });
    await thread.settled();
    return thread;
  };
  await start('waits');
  await start('fails', true);
  const asks = await start('asks');
  await asks.send('ask' as never, many('field', 40, 'something') as never);
  await asks.settled();
});

afterAll(async () => site?.close());

const heights = [400, 560, 800, 1080, 1440, 1600];

/** What of some elements is not wholly in the window, or has something before it. */
const outOfSight = (page: Page, what: string): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`(() => {
    const found = [...document.querySelectorAll(${JSON.stringify(what)})];
    if (found.length === 0) return ['there is none'];
    return found.flatMap((element) => {
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const isWithin = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      const isFirst = element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
      return isWithin && isFirst ? [] : [element.textContent + ' from ' + top + ' to ' + bottom + ' of ' + innerHeight];
    });
  })()`);

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click();
const more = async (page: Page, name: RegExp): Promise<void> => {
  await press(page, 'More');
  await page.getByRole('menuitem', { name }).click();
};
const how = (page: Page, name: RegExp) => page.getByRole('dialog').getByRole('radio', { name }).check();
const chosen = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('checkbox', { name: 'Choose all that are loaded' }).check();
  await press(page, name);
};

/** Every dialog that has something to press at its foot: where it is, and what opens it. */
const dialogs: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['starts', 'graphs/lengthy', (page) => press(page, 'Start a thread…')],
  ['sends', 'threads/waits', (page) => press(page, 'Send ask…')],
  ['sends nothing more', 'threads/waits', (page) => more(page, /^Send event35…$/u)],
  ['answers', 'threads/asks', (page) => press(page, 'Answer all…')],
  ['edits', 'threads/waits', (page) => more(page, /^Edit/u)],
  ['forks', 'threads/waits', (page) => press(page, /^Fork/u)],
  ['forks with another state', 'threads/waits', async (page) => (await press(page, /^Fork/u), how(page, /state/u))],
  [
    'forks with another result',
    'threads/waits?at=1',
    async (page) => (await press(page, /^Fork/u), how(page, /result/u)),
  ],
  ['rewinds', 'threads/waits?at=1', (page) => more(page, /^Rewind/u)],
  ['cancels', 'threads/waits', (page) => more(page, /^Cancel/u)],
  ['resumes', 'threads/fails', (page) => press(page, 'Resume…')],
  [
    'saves a view',
    '?status=waiting',
    async (page) => (await press(page, 'Views'), page.getByRole('menuitem', { name: 'Save this view…' }).click()),
  ],
  ['cancels many', '', (page) => chosen(page, 'Cancel…')],
  ['tags many', '', (page) => chosen(page, 'Tag…')],
];

describe.skipIf(isSkipped)('whatever the height of the window', () => {
  test.each(dialogs)('the buttons of a dialog that %s are in sight', async (_, path, begin) => {
    const { page, wrongs } = await site.open(path);
    await begin(page);
    await seen(page.locator('.dialog-foot button'));
    await gone(page.locator('dialog [aria-busy=true]'));
    for (const height of heights) {
      await page.setViewportSize({ width: 1280, height });
      await expect.poll(() => outOfSight(page, '.dialog-foot button, .dialog-head button')).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 640 });
    await expect.poll(() => outOfSight(page, '.dialog-foot button, .dialog-head button')).toEqual([]);
    expect(wrongs).toEqual([]);
  });

  test('the last field of a long form is come to, and what the server refuses is in sight with the buttons', async () => {
    const { page } = await site.open('threads/waits', { viewport: { width: 1280, height: 400 } });
    await press(page, 'Send ask…');
    await page.getByRole('dialog').getByRole('textbox', { name: 'field40' }).focus();
    await expect.poll(() => outOfSight(page, '[id$="field40"]')).toEqual([]);
    const word = `the printer says ${'that it cannot be reached, '.repeat(60)}`;
    await page.route(/\/send$/u, (route) =>
      route.fulfill({ status: 422, json: { error: { code: 'value/invalid', message: word } } }),
    );
    await page.getByRole('button', { name: 'As JSON' }).click();
    await page
      .getByRole('dialog')
      .getByRole('textbox')
      .fill(JSON.stringify(many('field', 40, 'a')));
    await page.getByRole('button', { name: 'Send ask', exact: true }).click();
    await seen(page.getByRole('alert').filter({ hasText: 'the printer' }));
    await expect
      .poll(() => outOfSight(page, '.dialog-foot button, .dialog-head button, .dialog-foot .form-error'))
      .toEqual([]);
  });

  test('a menu is in the window, and the item with the focus in sight', async () => {
    const { page, wrongs } = await site.open('threads/waits');
    for (const height of heights) {
      await page.setViewportSize({ width: 1280, height });
      await press(page, 'More');
      await expect.poll(() => outOfSight(page, '[role=menu]:popover-open')).toEqual([]);
      for (const key of ['End', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'End']) {
        await page.keyboard.press(key);
        await expect.poll(() => outOfSight(page, '[role=menuitem]:focus')).toEqual([]);
      }
      await page.keyboard.press('Escape');
      await gone(page.locator('[role=menu]:popover-open'));
    }
    await press(page, 'More');
    await page.getByRole('menuitem', { name: /^Cancel/u }).click();
    await seen(page.getByRole('button', { name: 'Cancel the thread' }));
    expect(wrongs).toEqual([]);
  });

  test('a menu that is open stays in a window that becomes lower', async () => {
    const { page } = await site.open('threads/waits', { viewport: { width: 1280, height: 1600 } });
    await press(page, 'More');
    await page.setViewportSize({ width: 700, height: 400 });
    await expect.poll(() => outOfSight(page, '[role=menu]:popover-open')).toEqual([]);
  });
});
