import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { append, graph, memory, open, type AnyGraph, type Cairn, type Context, type Thread } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { threadFile } from '../../src/file.ts';
import { at, linesAbout, whole } from '../file/written.ts';
import { isAllThere, isSkipped, openBrowser, openTab, siteOf, type Site, type Tabs } from './page.ts';
import { gone, seen } from './seen.ts';

/** What would set `ran`, wherever it came to be more than text. */
const script = '<script>window.ran=1</script>';
const closing = '</script></style></textarea></title><script>window.ran=2</script>';
const image = '<img src=x onerror=window.ran=3>';
const link = 'javascript:window.ran=4';
const svg = '<svg onload=window.ran=5><a href=javascript:window.ran=6>x</a></svg>';
const attribute = '" onfocus="window.ran=7" autofocus x=\'" style=\'x';
const controls = '\u0000\u0007\u001B[31m\u202E\u2028\u200B\u0085<b>';
const all = [script, closing, image, link, svg, attribute, controls].join('\n');

/** What graphs and nodes are called by a graph that may run, and by who writes a file by hand. */
const names = new Map([
  ['graph-a', `${script}${image}`],
  ['node-b', '<img src=x onerror=window.ran=8>'],
  ['node-c', script],
  ['node-d', svg],
  ['node-e', link],
]);
const name = names.get('graph-a') ?? '';

const hostile = graph({
  name: 'graph-a',
  state: { [link]: z.string(), [image]: append(z.unknown()), [script]: z.unknown().optional() },
  events: { [image]: z.object({ [attribute]: z.string(), [script]: z.enum([svg, link]) }).describe(all) },
  questions: { [script]: z.object({ [closing]: z.string() }) },
  start: 'node-b',
  nodes: {
    'node-b': {
      run: (_s: unknown, ctx: Context) => {
        if (ctx.attempt === 1) throw new TypeError(all);
        return {
          [image]: [{ [all]: all, url: new URL(link), error: new Error(all) }],
          [script]: new Map([[all, all]]),
        };
      },
      retry: { attempts: 2 },
      next: [{ when: (s: Readonly<Record<string, unknown>>) => s[link] !== '', to: 'node-c', label: image }, 'node-d'],
    },
    'node-c': { on: { [image]: { to: 'node-d', label: link } } },
    'node-d': {
      run: async (_s: unknown, ctx: Context) => {
        ctx.emit({ [all]: all });
        await ctx.step(link, () => all);
        await (ctx.ask as (key: string, options: object) => Promise<unknown>)(script, { payload: { [all]: all } });
        return {};
      },
      next: 'node-e',
    },
    'node-e': { final: true },
  },
} as never) as unknown as AnyGraph & { readonly name: 'graph-a' };

const ids = ['<script>window.ran=1</script>', link, '<svg/onload=window.ran=5>', '"><script>window.ran=2</script>'];

/** A thread's export with names that no graph may have. */
async function renamed(of: Store, id: string): Promise<readonly string[]> {
  const lines = await linesAbout(of, id);
  const { fingerprint = '' } = (await of.thread(id)) ?? {};
  const written = (text: string, [plain, other]: readonly [string, string]): string => text.replaceAll(plain, other);
  return lines.map((line) =>
    [...names, [fingerprint, 'f'.repeat(16)] as const].reduce(written, line).replace(/,"sum":"[0-9a-f]{8}"\}$/u, '}'),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'cairn-hostile-'));
interface AnyCairn extends Pick<Cairn, 'store' | 'close'> {
  start(of: AnyGraph, input: object, options: object): Promise<Thread>;
  thread(of: AnyGraph, id: string): Thread;
}

/** The lines of what is written into files, by the ids of their threads. */
const files = new Map<string, readonly string[]>();
let cairn: AnyCairn;
let site: Site;
let browser: Tabs;

beforeAll(async () => {
  if (isSkipped) return;
  const plain = memory();
  const writer = open({ store: plain, graphs: [hostile] }) as unknown as AnyCairn;
  for (const [index, id] of ids.entries()) {
    const options = { id, tags: [script, link, attribute].map((tag) => tag.replaceAll(/\s/gu, '')) };
    await (await writer.start(hostile, { [link]: index === 0 ? '' : all }, options)).settled();
  }
  const cancelled = await writer.start(hostile, { [link]: all }, { id: 'cancelled' });
  await cancelled.settled();
  await cancelled.cancel(all);
  await (await writer.thread(hostile, ids[1] ?? '').fork(2, { id: `${link}<b>` })).settled();
  cairn = open({ store: sqlite(join(folder, 'hostile.db')), graphs: [hostile] });
  for (const { id } of (await plain.threads({})).threads) {
    files.set(id, await renamed(plain, id));
    await importThread(cairn.store, files.get(id) ?? []);
    // Beside them those that may be acted on.
    await importThread(cairn.store, exportThread(plain, id), { id: `${id}!` });
  }
  await writer.close();
  site = await siteOf(cairn as never, { onError: () => undefined });
  browser = await openBrowser();
});

afterAll(async () => {
  await site?.close();
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** What a value became that is more than text. */
function madeIn(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const wrong = 'ran' in window ? ['a script ran: ' + window.ran] : [];
    for (const each of document.querySelectorAll('*')) {
      if (/^(?:img|iframe|object|embed|b)$/.test(each.localName)) wrong.push(each.outerHTML);
      if (each.localName === 'script' && /^window\\.ran/.test(each.textContent)) wrong.push(each.outerHTML);
      for (const { name, value } of each.attributes) {
        if (/^on./.test(name)) wrong.push(each.localName + ' ' + name);
        const leads = /^(?:href|src|action|formaction|xlink:href|srcdoc|data)$/.test(name);
        if (leads && /^\\s*(?:javascript|vbscript)/i.test(value)) wrong.push(each.localName + ' ' + value);
      }
    }
    return wrong;
  })()`);
}

const views = [
  '',
  '?view=timeline',
  '?view=branches',
  '?tab=why',
  '?tab=state',
  '?tab=results',
  '?tab=raw',
  '?at=1',
  '?at=2&tab=why',
];

describe.skipIf(isSkipped)('what was written to do harm is text', () => {
  test('on every screen', { timeout: 300_000 }, async () => {
    const paths = [
      '/',
      `/?tag=${encodeURIComponent(script)}&text=${encodeURIComponent('window.ran')}`,
      '/inbox',
      `/inbox?id=${encodeURIComponent(ids[0] ?? '')}`,
      '/graphs',
      `/graphs/${encodeURIComponent(name)}`,
      ...views.map((view) => `/threads/${encodeURIComponent(ids[1] ?? '')}${view}`),
      `/threads/${encodeURIComponent(ids[0] ?? '')}`,
      '/threads/cancelled',
      `/compare?a=${encodeURIComponent(`${ids[0]}@3`)}&b=${encodeURIComponent(`${ids[1]}@3`)}`,
      `/threads/${encodeURIComponent('<img/src=x>')}`,
      `/graphs/${encodeURIComponent(`${image}nothing`)}`,
      `/${encodeURIComponent(image)}`,
    ];
    const { page, wrongs } = await site.open('/');
    for (const path of paths) {
      await page.goto(new URL(path.slice(1), site.url).href);
      await isAllThere(page);
      expect({ path, made: await madeIn(page) }).toEqual({ path, made: [] });
    }
    expect(wrongs.filter((wrong) => !/status of 404/u.test(wrong))).toEqual([]);
  });

  test('in dialogs, menus, the palette and results of SQL', async () => {
    const { page, wrongs } = await site.open(`/threads/${encodeURIComponent(`${ids[1]}!`)}`);
    await page.getByRole('button', { name: /^Send .*…$/u }).click();
    await seen(page.getByRole('dialog').getByRole('textbox'));
    expect(await madeIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await gone(page.getByRole('dialog'));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Go to a thread/u }).fill('window.ran');
    await seen(page.getByRole('option', { name: /^Thread/u }));
    expect(await madeIn(page)).toEqual([]);
    await page.goto(new URL(`sql?query=${encodeURIComponent('SELECT id, tags, summary FROM thread')}`, site.url).href);
    await isAllThere(page);
    expect(await madeIn(page)).toEqual([]);
    expect(wrongs).toEqual([]);
  });

  test('in a file', async () => {
    const path = join(folder, 'thread.html');
    for (const id of [link, 'cancelled']) {
      writeFileSync(path, await whole(threadFile(files.get(id) ?? [], { at })));
      const own = pathToFileURL(path).href;
      const context = await browser.profile({ offline: true });
      const { page, wrongs } = await openTab(context, own, own);
      for (const view of views) {
        await page.goto(`${own}#/${view}`);
        await isAllThere(page);
        expect({ id, view, made: await madeIn(page) }).toEqual({ id, view, made: [] });
      }
      expect(wrongs).toEqual([]);
      await context.close();
    }
  });
});
