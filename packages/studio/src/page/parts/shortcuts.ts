import { useLayoutEffect, useRef } from 'preact/hooks';
import { keepThere, readKept } from '../data/kept.ts';

/** A key that does something: `j`, `Enter`, `g t` (one after the other), `Mod+k` (Ctrl, or Command on a Mac). */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
}

/** Shortcuts of a part of the page, as the sheet lists them. */
export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const groups = new Set<{ current: ShortcutGroup }>();

/** How long the second key of a pair is waited for. */
const pairWithin = 1000;
let first: { readonly key: string; readonly at: number } | undefined;

/** Shortcuts while what calls this is shown; those of what was shown later come first. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const group = useRef<ShortcutGroup>({ title, shortcuts });
  group.current = { title, shortcuts };
  // As soon as it is seen: a key that is pressed then is meant for it.
  useLayoutEffect(() => {
    groups.add(group);
    return () => void groups.delete(group);
  }, []);
}

/** All shortcuts that there are now. */
export function shownShortcuts(): readonly ShortcutGroup[] {
  return [...groups].map(({ current }) => current);
}

const letters = 'letters-are-shortcuts';

/** Whether letters alone are shortcuts; who speaks to the page, or types by accident, turns that off. */
export function areLettersShortcuts(): boolean {
  return readKept(letters) !== false;
}

export function setLettersShortcuts(are: boolean): void {
  keepThere(letters, are);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const hasMod = event.ctrlKey || event.metaKey;
  if (event.altKey || (!hasMod && isTyping(event.composedPath()[0] ?? null))) return;
  if (document.querySelector('dialog[open]') !== null && !hasMod) return;
  if (!hasMod && event.key.length === 1 && !areLettersShortcuts()) return;
  const key = hasMod ? `Mod+${event.key.toLowerCase()}` : event.key;
  const pair = first !== undefined && event.timeStamp - first.at < pairWithin ? `${first.key} ${key}` : undefined;
  const all = shownShortcuts()
    .toReversed()
    .flatMap(({ shortcuts }) => shortcuts);
  const found = all.find(({ keys }) => keys === pair) ?? all.find(({ keys }) => keys === key);
  const begins = found === undefined && all.some(({ keys }) => keys.startsWith(`${key} `));
  first = begins ? { key, at: event.timeStamp } : undefined;
  // A control that has the focus has these keys for itself.
  if (found === undefined || ((key === 'Enter' || key === ' ') && isControl(event.target))) return;
  event.preventDefault();
  found.run(event);
});

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, summary, [role=menuitem], [role=tab]') !== null;
}

/** How a shortcut is written for people: `⌘K` on a Mac, `Ctrl+K` elsewhere. */
export function keysText(keys: string): string {
  const isMac = /Mac|iPhone|iPad/u.test(navigator.platform);
  return keys.replace(/^Mod\+(.)$/u, (_, key: string) =>
    isMac ? `⌘${key.toUpperCase()}` : `Ctrl+${key.toUpperCase()}`,
  );
}
