import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';

/** Shows what went wrong in what is inside, and leaves the rest of the page as it is. */
export function Boundary({ children }: { readonly children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary() as [unknown, () => void];
  if (error === undefined) return <>{children}</>;
  return (
    <div class="failure" role="alert">
      <div>
        <h1 class="failure-title">This screen has a mistake</h1>
        <p>It cannot be shown as it is selected now. Nothing happened to any thread.</p>
        <pre class="mono">{error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}</pre>
        <button type="button" class="button" onClick={reset}>
          Show it again
        </button>
      </div>
    </div>
  );
}
