import { useEffect, useRef } from 'preact/hooks';
import { useConnection } from '../data/live.ts';
import type { Connection } from '../data/live-stream.ts';
import { announce } from '../parts/notice.tsx';

const words: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Offline',
};

const explained: Readonly<Record<Connection, string>> = {
  connecting: 'Not yet told of changes.',
  live: 'Changes are shown as they happen.',
  lost: 'What is shown may be old. The server is tried again.',
};

/** Whether changes are shown as they happen; that it stopped, and that it is so again, is read aloud. */
export function ConnectionState() {
  const state = useConnection();
  const before = useRef(state);
  useEffect(() => {
    if (state === 'lost') announce('The connection to the server is lost. It is tried again.');
    if (state === 'live' && before.current === 'lost') announce('Connected again.');
    before.current = state;
  }, [state]);
  return (
    <span class={`connection ${state}`} title={explained[state]}>
      <span class="dot" aria-hidden="true" />
      <span>{words[state]}</span>
    </span>
  );
}
