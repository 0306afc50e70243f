import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../data/api.ts';
import { inPageWords } from '../data/page-words.ts';
import { Icon } from './icon.tsx';

/** That there is nothing, why, and what to do: `children` says the latter. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** That something went wrong: what was tried, what happened, and what to do. */
export function Failure({
  what,
  error,
  retry,
}: {
  readonly what: string;
  readonly error: Error;
  readonly retry?: () => void;
}) {
  return (
    <div class="failure" role="alert">
      <Icon name="alert" />
      <div>
        <p class="failure-title">{what}</p>
        <p>{messageOf(error)}</p>
        {error instanceof Refused && <p class="quiet mono">{error.code}</p>}
        {retry !== undefined && (
          <button type="button" class="button" onClick={retry}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}

/** What an error says, and where the server cannot be reached, that. */
export function messageOf(error: Error): string {
  if (error instanceof TypeError) return 'The server cannot be reached. Is it still running?';
  return inPageWords(error.message);
}

const patience = 150;

/** Lines where something is to come, as high as it will be; shown only where that takes a while. */
export function Loading({ lines = 3, what = 'Loading' }: { readonly lines?: number; readonly what?: string }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={isSlow ? 'loading' : 'loading early'} aria-busy="true">
      <span class="unseen">{what}</span>
      {Array.from({ length: lines }, (_, at) => (
        <div key={at} class="loading-line" />
      ))}
    </div>
  );
}
