import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { NotLoaded } from './loading-parts.ts';

/** Shows what went wrong in what is inside, and leaves the rest of the page as it is. */
export function Boundary({ children }: { readonly children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary() as [unknown, () => void];
  if (error === undefined) return <>{children}</>;
  if (error instanceof NotLoaded)
    return (
      <div class="failure" role="alert">
        <div>
          <h1 class="failure-title">This screen could not be loaded</h1>
          <p>The server did not answer when it was gone to for the first time. Nothing happened to any thread.</p>
          <button type="button" class="button" onClick={() => location.reload()}>
            Load the page again
          </button>
        </div>
      </div>
    );
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
