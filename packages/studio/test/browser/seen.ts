import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

// What a page shows comes when it comes, and for a moment it may stand in two places: in a list and in the head above it, in the old
// and in the new. So tests wait by these, and never by `waitFor()`, which fails where there are two.

/** Waits until something is to be seen, wherever else it stands as well. That it stands there once is said by `expect(count)`. */
export async function seen(what: Locator): Promise<void> {
  await what.filter({ visible: true }).first().waitFor();
}

/** Waits until nothing is like that any more. */
export async function gone(what: Locator): Promise<void> {
  await expect.poll(() => what.count()).toBe(0);
}

const kept = 'allThatWasTold';

/** Has a page keep what it tells for a few seconds only. It is called before the page is gone to. */
export async function keepWhatIsTold(page: Page): Promise<void> {
  await page.addInitScript(`
    globalThis.${kept} = [];
    new MutationObserver(() => {
      const told = [...document.querySelectorAll('[role=status]')].map(({ textContent }) => textContent);
      globalThis.${kept}.push(told.join('\\n'));
    }).observe(document, { childList: true, characterData: true, subtree: true });
  `);
}

/** Waits until a page has told something since it was loaded, whether it still says so or not; or all of several things at once. */
export async function told(page: Page, ...texts: readonly string[]): Promise<void> {
  const isTold = (all: string): boolean => texts.every((text) => all.includes(text));
  await expect
    .poll(() => page.evaluate<readonly string[]>(kept))
    .toSatisfy((all: readonly string[]) => all.some(isTold));
}
