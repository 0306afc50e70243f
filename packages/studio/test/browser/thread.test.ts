import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessFaults } from './access-faults.ts';
import { isAllThere, isSkipped, openSite, type Site } from './page.ts';
import { gone, seen, told } from './seen.ts';

let site: Site;

beforeAll(async () => {
  if (!isSkipped) site = await openSite({ until: Date.UTC(2026, 10, 29, 12) });
});

afterAll(async () => site?.close());

describe.skipIf(isSkipped)('the screen of a thread', () => {
  test('shows what a checkpoint changed, why, and who wrote a value, by the mouse', async () => {
    const { page, wrongs } = await site.open('/threads/INC-40?at=10');
    await seen(page.getByRole('heading', { name: '@10 metrics → investigate' }));
    await seen(page.getByRole('cell', { name: 'evidence[0]' }));
    await page.getByRole('tab', { name: 'Why' }).click();
    await seen(page.getByRole('heading', { name: 'Ways out of metrics' }));
    await page.getByRole('button', { name: '@5', exact: true }).click();
    await seen(page.getByText('attempt 1 failed'));
    await page.getByRole('tab', { name: 'State' }).click();
    await page.getByRole('slider', { name: 'Checkpoint' }).fill('28');
    await page.getByRole('button', { name: 'cause:' }).click();
    const blame = page.getByRole('region', { name: 'Who wrote it' });
    await seen(blame.getByText('reason, done'));
    await expect.poll(() => new URL(page.url()).search).toBe('?at=28&tab=state&lane=&blame=%5B%22cause%22%5D');
    expect(wrongs).toEqual([]);
  });

  test('is gone through by the keyboard alone', async () => {
    const { page, wrongs } = await site.open('/threads/INC-41?at=5');
    const head = page.locator('.checkpoint-head h2');
    await expect.poll(() => head.textContent()).toContain('@5');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => head.textContent()).toContain('@6');
    // Which failures there are is known once the log was read.
    await seen(page.getByRole('button', { name: '‹ failure' }));
    await page.keyboard.press('[');
    await expect.poll(() => head.textContent()).toContain('@5');
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    await page.keyboard.press('w');
    await seen(page.getByRole('tab', { name: 'Why', selected: true }));
    await page.keyboard.press('d');
    await seen(page.getByRole('tab', { name: 'Changes', selected: true }));
    await page.keyboard.press('Home');
    await expect.poll(() => head.textContent()).toContain('@1');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => head.textContent()).toContain('@2');
    await page.keyboard.press('End');
    await page.keyboard.press('v');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('v');
    await seen(page.getByRole('heading', { name: 'Compare', exact: true }));
    // What to do next was said of the screen before.
    await gone(page.getByText(/is marked\. Go to another/u));
    expect(wrongs).toEqual([]);
  });

  test('a mark holds over the address bar', async () => {
    const { page, url } = await site.open('/threads/INC-40?at=10');
    await seen(page.getByRole('heading', { name: '@10 metrics → investigate' }));
    await page.keyboard.press('v');
    await told(page, 'INC-40@10 is marked.');
    await page.goto(`${url}threads/INC-41?at=5`);
    await seen(page.getByText('INC-40@10 is marked: press v'));
    await page.keyboard.press('v');
    await seen(page.getByRole('heading', { name: 'Compare', exact: true }));
    expect(new URL(page.url()).search).toBe('?a=INC-40%4010&b=INC-41%405');
  });

  test('is the same after it was loaded anew', async () => {
    const { page } = await site.open('/threads/INC-44?at=12&tab=why&view=branches&node=investigate');
    // How long ago something was goes on meanwhile.
    const words = async () => (await page.locator('.thread').innerText()).replace(/[\d.]+[smhd] ago/gu, 'then');
    await seen(page.getByRole('tab', { name: 'Why', selected: true }));
    await seen(page.getByRole('complementary', { name: 'Visits of investigate' }));
    await seen(page.getByRole('button', { name: /INC-44@\d+, sent back$/u }));
    await isAllThere(page);
    const before = await words();
    await page.reload();
    await seen(page.getByRole('complementary', { name: 'Visits of investigate' }));
    await seen(page.getByRole('button', { name: /INC-44@\d+, sent back$/u }));
    await expect.poll(words).toBe(before);
  });

  test('has the graph at every depth: nodes are buttons, subgraphs fold, moves say why', async () => {
    const { page, wrongs } = await site.open('/threads/INC-40?at=20');
    await page.getByRole('button', { name: /^All of it/u }).click();
    await page.getByRole('button', { name: /^query, .*visited/u }).click();
    await page
      .getByRole('complementary', { name: 'Visits of investigate.probe.look.query' })
      .getByRole('button', { name: /^@\d+/u })
      .first()
      .click();
    await expect.poll(() => page.locator('.checkpoint-head h2').textContent()).toContain('look');
    await page.getByRole('button', { name: 'Close the visits' }).click();
    await page.getByRole('button', { name: 'Fold investigate', exact: true }).click();
    await seen(page.getByRole('button', { name: 'Unfold investigate' }));
    await expect.poll(() => page.getByRole('button', { name: /^query,/u }).count()).toBe(0);
    expect(wrongs).toEqual([]);
  });

  test('plays from checkpoint to checkpoint', async () => {
    const { page } = await site.open('/threads/INC-40?at=1');
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('20');
    await page.getByRole('button', { name: 'Play (.)' }).click();
    await seen(page.getByText('34 of 34'));
    await seen(page.getByRole('button', { name: 'Play (.)' }));
    await expect.poll(() => page.locator('.checkpoint-head h2').textContent()).toContain('@34');
  });

  test('tells work, waiting and retries apart in time, and forks and rewinds in the map', async () => {
    const { page, wrongs } = await site.open('/threads/INC-41?view=timeline');
    await page
      .getByRole('button', { name: /metrics, before another attempt/u })
      .first()
      .click();
    await expect.poll(() => page.locator('.checkpoint-head h2').textContent()).toContain('metrics');
    await page.getByRole('button', { name: 'By time' }).click();
    await seen(page.getByRole('button', { name: /learn, waiting/u }));
    await page.goto(new URL('/threads/INC-40?view=branches', site.url).href);
    await page.getByRole('button', { name: 'INC-40-bob@29, its newest' }).click();
    await seen(page.getByRole('heading', { name: 'INC-40-bob' }));
    expect(wrongs).toEqual([]);
  });
});

describe.skipIf(isSkipped)('a telephone', () => {
  test('shows the part of a thread that an address names', async () => {
    const { page, wrongs } = await site.open('/threads/INC-40?view=branches', {
      viewport: { width: 360, height: 740 },
    });
    await seen(page.getByRole('button', { name: 'INC-40-bob@29, its newest' }));
    await page.goto(new URL('/threads/INC-40?node=gather', site.url).href);
    await seen(page.getByRole('complementary', { name: 'Visits of gather' }));
    expect(wrongs).toEqual([]);
  });
});

describe.skipIf(isSkipped)('two checkpoints', () => {
  test('are side by side from where they part', async () => {
    const { page, wrongs } = await site.open('/compare?a=INC-40%4034&b=INC-40-bob%4029');
    await seen(page.getByRole('heading', { name: 'They part at A @29' }));
    await seen(page.getByText('note: customers were told'));
    await page.getByRole('button', { name: '⇄ swap' }).click();
    await seen(page.getByRole('heading', { name: 'They part at B @29' }));
    expect(wrongs).toEqual([]);
  });
});

describe.skipIf(isSkipped)('what is hard to show', () => {
  test('5,000 checkpoints are gone through without a question to the server at each', async () => {
    const { page, wrongs } = await site.open('/threads/long-walk');
    await page.clock.install();
    await page.reload();
    await seen(page.getByText('5,000 of 5,000'));
    await expect.poll(() => page.locator('.log-row').count()).toBeLessThan(80);
    await seen(page.getByRole('tab', { name: /^Log\s*5000$/u }));
    await isAllThere(page);
    // However long this takes here, it takes no time there.
    await page.clock.pauseAt(Date.now() + 60_000);
    let asked = 0;
    page.on('request', () => (asked += 1));
    const slider = page.getByRole('slider', { name: 'Checkpoint' });
    const box = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width - 9, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.move(box.x + ((60 - step) * (box.width - 18)) / 60, box.y + box.height / 2);
    }
    await page.mouse.up();
    await page.clock.resume();
    await page.waitForURL(/at=\d+/u);
    await isAllThere(page);
    expect(asked).toBeLessThan(10);
    expect(wrongs).toEqual([]);
  });

  test('values of megabytes are fetched when they are asked for', async () => {
    const { page, wrongs } = await site.open('/threads/library-1?tab=state');
    await page
      .getByRole('button', { name: /^Fetch .* [kM]B$/u })
      .first()
      .click();
    await expect.poll(() => page.locator('.value-fetched, .value-leaf').count()).toBeGreaterThan(0);
    expect(wrongs).toEqual([]);
  });

  test('controls are escapes, markup is text, and long names are cut', async () => {
    const { page, wrongs } = await site.open(
      `/threads/${encodeURIComponent(`strange-${'x'.repeat(120)}-end`)}?tab=state`,
    );
    await seen(page.getByText('a\\x00b\\x1B[2Jc\\x07d'));
    await seen(page.getByText('invoice\\u202Egnp.exe'));
    await seen(page.getByText('<img src=x onerror="alert(1)">&amp;'));
    const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(width).toBeLessThanOrEqual(0);
    expect(wrongs).toEqual([]);
  });
});

describe.skipIf(isSkipped)('axe finds nothing', () => {
  const places = [
    '/threads/INC-40?at=17',
    '/threads/INC-40?at=28&tab=state&blame=["cause"]&view=timeline',
    '/threads/INC-41?tab=results&view=branches',
    '/threads/INC-40?at=10&tab=why&node=gather',
    '/compare?a=INC-40%4034&b=INC-40-bob%4029',
  ];
  test.each(places)('light, dark, twice as large and narrow: %s', async (path) => {
    for (const options of [
      { colorScheme: 'light' },
      { colorScheme: 'dark' },
      { forcedColors: 'active' },
      { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
      { viewport: { width: 360, height: 740 } },
    ] as const) {
      const { page } = await site.open(path, options);
      await seen(page.getByRole('tabpanel').or(page.getByRole('region', { name: 'Both ways' })));
      await isAllThere(page);
      expect(await accessFaults(page)).toEqual([]);
      await page.context().close();
    }
  });
});
