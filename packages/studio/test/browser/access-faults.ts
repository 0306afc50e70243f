import axe from 'axe-core';
import type { Page } from 'playwright-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds against what a page shows, or a part of it, a line each. */
export async function accessFaults(page: Page, part = 'html'): Promise<readonly string[]> {
  // The page's own policy lets no script in; this one comes by the debugger.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async ([within, tags]) => globalThis.axe.run(within, { runOnly: [...tags] }),
    [part, rules] as const,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

declare global {
  var axe: typeof import('axe-core');
}
