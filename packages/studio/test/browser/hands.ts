import type { Locator, Page } from 'playwright-core';
import { seen } from './seen.ts';

/** How somebody acts on the page. */
export interface Hand {
  /** Presses a button, a link, a tab, an item of a menu. */
  press(what: Locator): Promise<void>;
  /** Chooses one of several that are drawn as round buttons, or a box. */
  check(what: Locator): Promise<void>;
  /** Writes into a field, in place of what is there. */
  write(what: Locator, text: string): Promise<void>;
  /** Chooses of a list. */
  select(what: Locator, value: string): Promise<void>;
}

/** By the mouse, and the keyboard for words alone. */
export function mouse(page: Page): Hand {
  return {
    press: (what) => what.click(),
    check: (what) => what.check(),
    write: async (what, text) => {
      await what.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
    select: async (what, value) => void (await what.selectOption(value)),
  };
}

/** By the keyboard alone: Tab goes to what is acted on, or arrows in a menu and among round buttons. */
export function keyboard(page: Page): Hand {
  const goTo = async (what: Locator): Promise<void> => {
    await seen(what);
    const isHere = (): Promise<boolean> => what.evaluate((element) => element.matches(':focus'));
    const isItem = (await what.getAttribute('role')) === 'menuitem';
    for (let presses = 0; presses < 150; presses += 1) {
      if (await isHere()) return;
      await page.keyboard.press(isItem ? 'ArrowDown' : 'Tab');
    }
    throw new Error(`The keyboard does not come to ${String(what)}.`);
  };
  return {
    press: async (what) => {
      await goTo(what);
      await page.keyboard.press('Enter');
    },
    check: async (what) => {
      if ((await what.getAttribute('type')) === 'radio') {
        // Of round buttons one alone has the focus of Tab; arrows choose another.
        const group = what.locator('xpath=ancestor::fieldset[1]').getByRole('radio');
        const chosen = group.and(page.locator(':checked'));
        await goTo((await chosen.count()) > 0 ? chosen : group.first());
        for (let presses = 0; presses < 10 && !(await what.isChecked()); presses += 1)
          await page.keyboard.press((await chosen.count()) > 0 ? 'ArrowDown' : 'Space');
      } else {
        await goTo(what);
        if (!(await what.isChecked())) await page.keyboard.press('Space');
      }
    },
    write: async (what, text) => {
      await goTo(what);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
    select: async (what, value) => {
      await goTo(what);
      await page.keyboard.press('Home');
      for (let presses = 0; presses < 100 && (await what.inputValue()) !== value; presses += 1)
        await page.keyboard.press('ArrowDown');
    },
  };
}
