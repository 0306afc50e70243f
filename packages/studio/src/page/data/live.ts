import { useEffect, useRef, useState } from 'preact/hooks';
import type { ThreadsChanged } from '../../api.ts';
import type { Connection, Told } from './live-stream.ts';

/** What changed, as this tab is told of it. */
const changes = new Set<(changed: ThreadsChanged) => void>();
const states = new Set<(state: Connection) => void>();
let state: Connection = 'connecting';
/** How often the stream was there after it had not been. */
let begins = 0;
let isBegun = false;

function hear(told: Told): void {
  if (told.type === 'threads') {
    for (const listener of changes) listener(told.changed);
  } else if (told.state !== state) {
    ({ state } = told);
    if (state === 'live') begins += 1;
    for (const listener of states) listener(state);
  }
}

/** Tells what changes from now on. */
type Follow = (hear: (told: Told) => void) => void;

let follow: Follow | undefined;

/** Names who tells what changes; without it nothing does. */
export function followBy(by: Follow): void {
  follow = by;
}

function begin(): void {
  if (isBegun || follow === undefined) return;
  isBegun = true;
  follow(hear);
}

/** Calls `hears` with each change, while it is shown. */
export function useChanges(hears: (changed: ThreadsChanged) => void): void {
  useEffect(() => {
    begin();
    changes.add(hears);
    return () => void changes.delete(hears);
  }, [hears]);
}

/** How the stream of changes is. */
export function useConnection(): Connection {
  const [shown, setShown] = useState(state);
  useEffect(() => {
    begin();
    setShown(state);
    states.add(setShown);
    return () => void states.delete(setShown);
  }, []);
  return shown;
}

/** How often the stream was there after it had not been: what was loaded before the last time may be older than what it tells. */
export function useBegins(): number {
  useConnection();
  return begins;
}

/**
 * A number that is another when something changed: when `isOf` says so of a change, at most once in `pause` milliseconds, and when
 * the stream is there, or there again, as what was loaded before may be older. For `useLoaded(path, version)`.
 */
export function useVersion(isOf: (changed: ThreadsChanged) => boolean = () => true, pause = 500): number {
  const [version, setVersion] = useState(0);
  const begun = useBegins();
  const asked = useRef(isOf);
  asked.current = isOf;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const raise = (): void => {
      timer = undefined;
      setVersion((before) => before + 1);
    };
    const listener = (changed: ThreadsChanged): void => {
      if (timer === undefined && asked.current(changed)) timer = setTimeout(raise, pause);
    };
    changes.add(listener);
    return () => {
      changes.delete(listener);
      clearTimeout(timer);
    };
  }, [pause]);
  return version + begun;
}

/** Whether a change is of one thread. */
export function isOfThread(id: string): (changed: ThreadsChanged) => boolean {
  return ({ threads, gone }) => threads.some((thread) => thread.id === id) || (gone?.includes(id) ?? false);
}
