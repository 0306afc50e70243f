import { graph, memory, open } from '@cairn/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isAllThere, isSkipped, siteOf, type Site } from './page.ts';
import { gone, seen } from './seen.ts';

/** What a form has no fields for of its own, and numbers that are not kept as they are written. */
const given = z.object({
  pair: z.tuple([z.string(), z.number()]),
  all: z.array(z.object({ by: z.record(z.string(), z.number()) })),
  amount: z.number().nullable(),
  size: z.bigint(),
});

const forms = graph({
  name: 'forms',
  state: { way: z.enum(['wait', 'end', 'fail', 'rescue']).default('wait'), size: z.bigint().optional() },
  events: { give: given },
  start: 'begin',
  nodes: {
    begin: {
      run: (s) => {
        if (s.way === 'fail' || s.way === 'rescue') throw new Error('it does not work');
      },
      onError: [{ when: (s) => s.way === 'rescue', to: 'rescued' }],
      next: [{ when: (s) => s.way === 'wait', to: 'wait', label: 'waits' }, 'end'],
    },
    wait: { on: { give: { to: 'end', update: (_, { size }) => ({ size }) } } },
    rescued: { next: 'end' },
    end: { final: true },
  },
});

const cairn = open({ store: memory(), graphs: [forms] });
let site: Site;

beforeAll(async () => {
  if (isSkipped) return;
  site = await siteOf(cairn);
  for (const way of ['wait', 'end', 'fail', 'rescue'] as const)
    await (await cairn.start(forms, { way }, { id: way })).settled();
});

afterAll(async () => site?.close());

const focused = (page: Page) =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.textContent');

describe.skipIf(isSkipped)('what is wrong is told', () => {
  test('beside the field that is nearest, which has the focus, and what is right is sent as it was written', async () => {
    const { page, wrongs } = await site.open('threads/wait');
    const dialog = page.getByRole('dialog');
    const field = (name: string) => dialog.getByRole('textbox', { name, exact: true });
    const send = page.getByRole('button', { name: 'Send give', exact: true });
    const isTold = async (message: string, at: RegExp): Promise<void> => {
      await send.click();
      await seen(dialog.getByText(message));
      await expect.poll(() => focused(page)).toMatch(at);
    };
    await page.getByRole('button', { name: 'Send give…' }).click();
    await field('pair').fill('[1, 2]');
    await dialog.getByRole('button', { name: 'Add item' }).click();
    await field('by').fill('{ "a": "x" }');
    await field('number').fill('1e400');
    await field('size').fill('1.5');
    await isTold('This is larger than any number that can be kept.', /amount/u);
    await seen(dialog.getByText('Give a whole number, in digits.'));
    await field('number').fill('9007199254740993');
    await seen(dialog.getByText('This has more digits than can be kept: it would be 9007199254740992.'));
    await field('number').fill('0.5');
    await field('size').fill('9007199254740993');
    await isTold('item 1: Give a text.', /pair/u);
    await seen(dialog.getByText('"a": Give a number.'));
    await field('pair').fill('["a", 2]');
    await gone(dialog.getByText('item 1: Give a text.'));
    await isTold('"a": Give a number.', /by/u);
    await field('by').fill('{ "a": 1 }');
    await send.click();
    await gone(dialog);
    const { state } = await cairn.thread(forms, 'wait').settled();
    expect(state.size).toBe(9_007_199_254_740_993n);
    expect(wrongs).toEqual([]);
  });
});

/** The colours of a drawing that the legend does not have: those of nodes that were come to, and of moves. */
const unsaid = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`(() => {
    const boxes = [...document.querySelectorAll('.legend li')].map((item) => getComputedStyle(item, '::before'));
    const fills = new Set(boxes.map((box) => box.backgroundColor));
    const lines = new Set(boxes.filter((box) => box.backgroundColor === 'rgba(0, 0, 0, 0)').map((box) => box.borderBlockStartColor));
    const nodes = [...document.querySelectorAll('.graph :is(.node.visited, .node.current, .node.failed) > rect')];
    const moves = [...document.querySelectorAll('.graph .edge:is(.taken, .possible, .here) .edge-line')];
    if (nodes.length === 0) return ['nothing is drawn'];
    return [
      ...nodes.map((node) => getComputedStyle(node).fill).filter((fill) => !fills.has(fill)),
      ...moves.map((move) => getComputedStyle(move).stroke).filter((stroke) => !lines.has(stroke)),
    ];
  })()`);

describe.skipIf(isSkipped)('the legend of a drawing', () => {
  test.each(['wait', 'end', 'fail', 'rescue', 'end?at=1', 'rescue?at=1'])('has every colour of %s', async (path) => {
    const { page } = await site.open(`threads/${path}`);
    await isAllThere(page);
    await seen(page.locator('.graph .node.visited'));
    await expect.poll(() => unsaid(page)).toEqual([]);
  });
});
