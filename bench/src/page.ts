// What Studio's page costs in a browser: `node bench/src/page.ts [times] [--keep]` opens a thread of 5,000 checkpoints and a list of
// 10,000 threads, and goes through both. A long task is one that keeps the page from answering for over 50 ms, as browsers count them.

import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { studio } from '@cairn/studio';
import { serve } from '@cairn/studio/serve';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { fill, ticket } from '../../packages/studio/test/many-threads.ts';
import { counter } from '../../packages/studio/test/seeded-graphs.ts';
import { chromiumOf } from '../../scripts/chromium.mjs';
import { machine } from './machine.ts';
import { median } from './measure/median.ts';

const results = join(import.meta.dirname, '../results');
const words = process.argv.slice(2);
const times = Number(words.find((word) => /^\d+$/u.test(word)) ?? 11);
const threads = 10_000;
const rounds = 2_500;

/** What one visit took: milliseconds until the page was of use, then long tasks while it came, and while it was gone through. */
interface Visit {
  readonly usable: number;
  readonly opening: readonly number[];
  readonly going: readonly number[];
  readonly requests: number;
}

interface Visited {
  /** Waits until the page is of use. */
  readonly isUsable: (page: Page) => Promise<void>;
  /** Goes through all of it. */
  readonly goes: (page: Page) => Promise<void>;
}

const visits: readonly (readonly [string, string, Visited])[] = [
  [
    'a thread of 5,000 checkpoints: 60 steps of the slider, 200 keys',
    'threads/long-walk',
    {
      isUsable: async (page) => {
        await page.locator('.checkpoint-head h2', { hasText: '@5000 ' }).waitFor();
        await page.locator('.log-row').first().waitFor();
      },
      goes: async (page) => {
        const box = await page.getByRole('slider', { name: 'Checkpoint' }).boundingBox();
        if (box === null) throw new Error('There is no slider');
        await page.mouse.move(box.x + box.width - 9, box.y + box.height / 2);
        await page.mouse.down();
        for (let step = 60; step >= 0; step -= 1) {
          await page.mouse.move(box.x + 9 + (step * (box.width - 18)) / 60, box.y + box.height / 2);
        }
        await page.mouse.up();
        await page.keyboard.press('Home');
        for (let step = 0; step < 200; step += 1) await page.keyboard.press('ArrowRight');
        await page.locator('.checkpoint-head h2', { hasText: '@201 ' }).waitFor();
      },
    },
  ],
  [
    'a list of 10,000 threads: 200 turns of the wheel, 240 pixels each',
    '',
    {
      isUsable: async (page) => page.getByRole('link', { name: `T-${threads - 1}`, exact: true }).waitFor(),
      goes: async (page) => {
        await page.mouse.move(400, 400);
        for (let turn = 0; turn < 200; turn += 1) await page.mouse.wheel(0, 240);
      },
    },
  ],
];

const head = [
  '| what is opened, and gone through | ms until it is of use | long tasks while it opens | of the longest, ms | long tasks while it is gone through | of the longest, ms | requests |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
];

const folder = mkdtempSync(join(tmpdir(), 'cairn-page-'));
try {
  const { table, version } = await measured(join(folder, 'large.db'));
  console.log(table);
  if (words.includes('--keep')) keep(table, version);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measured(file: string): Promise<{ readonly table: string; readonly version: string }> {
  const store = sqlite(file);
  const cairn = open({ store, graphs: [ticket, counter], recover: false });
  const walk = await cairn.start(counter, { to: rounds }, { id: 'long-walk' });
  await walk.settled();
  await fill(store, threads);
  const served = await serve(studio(cairn), { port: 0 });
  const executablePath = chromiumOf(process.env);
  const browser = await chromium.launch({
    args: ['--no-sandbox'],
    ...(executablePath !== undefined && { executablePath }),
  });
  try {
    const rows: string[] = [];
    for (const [name, path, visit] of visits) {
      const all: Visit[] = [];
      // The first visit is for caches of files.
      for (let time = 0; time <= times; time += 1) {
        const seen = await inTab(browser, served.url, path, visit);
        if (time > 0) all.push(seen);
      }
      rows.push(row(name, all));
    }
    return { table: [...head, ...rows].join('\n'), version: browser.version() };
  } finally {
    await browser.close();
    await served.close();
    await cairn.close();
  }
}

/** Visits a path in a tab of its own, with nothing kept of visits before. */
async function inTab(browser: Browser, url: string, path: string, { isUsable, goes }: Visited): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    let requests = 0;
    page.on('request', () => (requests += 1));
    await page.addInitScript(`globalThis.longTasks = [];
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask', buffered: true });`);
    const began = performance.now();
    await page.goto(url + path);
    await isUsable(page);
    const usable = performance.now() - began;
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const opening = await page.evaluate<number[]>('longTasks.splice(0)');
    await goes(page);
    const going = await page.evaluate<number[]>('longTasks.splice(0)');
    return { usable, opening, going, requests };
  } finally {
    await context.close();
  }
}

function row(name: string, all: readonly Visit[]): string {
  const tasks = (of: 'opening' | 'going') => {
    const longest = Math.max(0, ...all.flatMap((visit) => visit[of]));
    return `${median(all.map((visit) => visit[of].length))} | ${longest.toFixed(0)}`;
  };
  const usable = median(all.map((visit) => visit.usable));
  return `| ${name} | ${usable.toFixed(0)} | ${tasks('opening')} | ${tasks('going')} | ${median(all.map(({ requests }) => requests))} |`;
}

function keep(table: string, version: string): void {
  const { processor, cores, memoryGiB, system, versions } = machine();
  const load = loadavg().map((each) => each.toFixed(1));
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'page.md'),
    `# What Studio's page costs, ${new Date().toISOString().slice(0, 10)}

${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}; Node ${versions['node']}, Chromium ${version}, server and browser on this machine. Medians of ${times} visits, each
in a profile of its own; the longest task is that of all visits. The load of the machine at the end was ${load.join(', ')} over one, five and fifteen minutes.

${table}
`,
  );
}
