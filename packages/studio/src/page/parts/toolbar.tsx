import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/** The head of a screen: its title, what is said beside it, and at its end what can be done. It names the browser's tab too. */
export function ScreenHead({
  title,
  shown = title,
  beside,
  children,
}: {
  readonly title: string;
  /** The title as it is shown, where that is more than words. */
  readonly shown?: ComponentChildren;
  readonly beside?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${title} · Cairn Studio`;
  }, [title]);
  return (
    <header class="screen-head">
      <h1>{shown}</h1>
      {beside !== undefined && <div class="screen-beside">{beside}</div>}
      {children !== undefined && <Toolbar>{children}</Toolbar>}
    </header>
  );
}

/** Controls in a row, which breaks where there is no room. */
function Toolbar({ children }: { readonly children: ComponentChildren }) {
  return <div class="toolbar">{children}</div>;
}
