import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { FootPlace } from './foot.tsx';
import { Icon } from './icon.tsx';

/**
 * A dialog over the page, open as long as it is drawn: `{isOpen && <Dialog …>}`. Escape and the button beside its title call `onClose`. Its body
 * scrolls where it is higher than the window; what is drawn in a `Foot` stands below it.
 */
export function Dialog({
  title,
  onClose,
  children,
  kind = 'usual',
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** `wide` for what needs room; `palette` has no title that is seen. */
  readonly kind?: 'usual' | 'wide' | 'palette';
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOutside = useRef(false);
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  const heading = useId();
  const close = useRef(onClose);
  close.current = onClose;
  // Before the next key is heard: who asks for it and leaves it at once leaves it.
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    // A browser closes it without asking where somebody insists.
    const hear = (): void => close.current();
    shown?.addEventListener('close', hear);
    if (shown?.open === false) {
      shown.showModal();
      // Who opens a form is about to fill it in, not to close it.
      shown.querySelector<HTMLElement>('.dialog-box :is(input, select, textarea)')?.focus();
    }
    return () => {
      shown?.removeEventListener('close', hear);
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${kind}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        isOutside.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        // Text that is marked up to beyond the edge is no click beside it.
        if (isOutside.current && event.target === dialog.current) onClose();
      }}
    >
      <div class="dialog-box">
        <header class={kind === 'palette' ? 'unseen' : 'dialog-head'}>
          <h2 id={heading}>{title}</h2>
          {kind !== 'palette' && (
            <button type="button" class="bare" aria-label="Close" onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        <div class="dialog-body">
          <FootPlace.Provider value={foot}>{children}</FootPlace.Provider>
        </div>
        <footer class="dialog-foot" ref={setFoot} />
      </div>
    </dialog>
  );
}
