import type { Status } from './statuses.ts';

/** A sign of each, so that none is told by its colour alone. */
const signs: Readonly<Record<Status, string>> = {
  running: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  waiting: 'M6 4v8M10 4v8',
  failed: 'M4 4l8 8M12 4l-8 8',
  done: 'M3 8.5 6.5 12 13 4.5',
  cancelled: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M4.2 4.2l7.6 7.6',
};

/** The status of a thread, by a sign, a word and a colour. */
export function StatusBadge({ status }: { readonly status: Status }) {
  return (
    <span class={`status ${status}`}>
      <StatusSign status={status} />
      {status}
    </span>
  );
}

/** The sign of a status alone, where the word stands beside it. */
export function StatusSign({ status }: { readonly status: Status }) {
  return (
    <svg class={`icon sign ${status}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path d={signs[status]} />
    </svg>
  );
}
