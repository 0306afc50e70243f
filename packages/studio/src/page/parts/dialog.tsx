import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** A dialog over the page, open as long as it is drawn: `{isOpen && <Dialog …>}`. Escape and the button beside its title call `onClose`. */
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
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    if (shown?.open === false) shown.showModal();
    return () => {
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
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
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
        {children}
      </div>
    </dialog>
  );
}
