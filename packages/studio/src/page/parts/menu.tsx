import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** Something that a menu offers. */
export interface MenuItem {
  readonly label: string;
  /** What it is more exactly, on the same line. */
  readonly hint?: string;
  readonly run: () => void;
  readonly isDisabled?: boolean;
}

/** A button that opens a menu beside it: arrows go from item to item, Escape closes it. One that is higher than the window scrolls. */
export function Menu({
  label,
  items,
  shown,
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** What the button shows, its label by default. */
  readonly shown?: ComponentChildren;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = (): void => {
    list.current?.showPopover();
    place(list.current, button.current);
    list.current?.querySelector<HTMLElement>('[role=menuitem]:not(:disabled)')?.focus();
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    const again = (): void => place(list.current, button.current);
    // The window may be another by now.
    again();
    addEventListener('resize', again);
    return () => removeEventListener('resize', again);
  }, [isOpen]);
  return (
    <>
      <button
        ref={button}
        type="button"
        class={shown === undefined ? 'button' : 'bare'}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={shown === undefined ? undefined : label}
        title={shown === undefined ? undefined : label}
        onClick={open}
      >
        {shown ?? (
          <>
            {label}
            <Icon name="down" />
          </>
        )}
      </button>
      <div
        ref={list}
        id={id}
        class="menu"
        role="menu"
        aria-label={label}
        popover="auto"
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={(event) => goInMenu(event, list.current)}
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            disabled={item.isDisabled}
            onClick={() => {
              list.current?.hidePopover();
              button.current?.focus();
              item.run();
            }}
          >
            <span>{item.label}</span>
            {item.hint !== undefined && <span class="hint">{item.hint}</span>}
          </button>
        ))}
      </div>
    </>
  );
}

/** So far from the edges of the window, in pixels. */
const margin = 8;

/** Puts a menu below its button, or above it where there is more room, and wholly into the window; its style says how high it may be. */
function place(menu: HTMLElement | null, button: HTMLElement | null): void {
  if (menu === null || button === null) return;
  const around = button.getBoundingClientRect();
  const left = Math.min(around.left, innerWidth - menu.offsetWidth - margin);
  const below = around.bottom + 4;
  const above = around.top - menu.offsetHeight - 4;
  const lowest = innerHeight - menu.offsetHeight - margin;
  const top = below <= lowest || above < margin ? Math.min(below, lowest) : above;
  Object.assign(menu.style, { left: `${Math.max(margin, left)}px`, top: `${Math.max(margin, top)}px` });
}

function goInMenu(event: KeyboardEvent, list: HTMLElement | null): void {
  const items = [...(list?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Tab') list?.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items.at(next % items.length)?.focus();
}
