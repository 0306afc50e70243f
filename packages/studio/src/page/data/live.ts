import { useEffect, useRef, useState } from 'preact/hooks';
import type { ThreadsChanged } from '../../api.ts';
import { addressOf } from './api.ts';
import { followEvents, type Connection, type Told } from './live-stream.ts';

/** What changed, as this tab is told of it. */
const changes = new Set<(changed: ThreadsChanged) => void>();
const states = new Set<(state: Connection) => void>();
let state: Connection = 'connecting';
let lastId: string | undefined;
let isBegun = false;

function hear(told: Told): void {
  if (told.type === 'threads') {
    lastId = told.id ?? lastId;
    for (const listener of changes) listener(told.changed);
  } else if (told.state !== state) {
    ({ state } = told);
    for (const listener of states) listener(state);
  }
}

/** Begins to be told of changes: by a worker that all tabs share, else by the one tab that leads, else by a stream of this tab's own. */
function begin(): void {
  if (isBegun) return;
  isBegun = true;
  const address = addressOf('events');
  if (typeof SharedWorker !== 'undefined') return shareWorker(address);
  if (typeof navigator.locks !== 'undefined' && typeof BroadcastChannel !== 'undefined') return electLeader(address);
  void followEvents(address, hear, new AbortController().signal);
}

function shareWorker(address: string): void {
  const worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), { type: 'module', name: address });
  worker.port.addEventListener('message', ({ data }: MessageEvent<Told>) => hear(data));
  worker.port.start();
  worker.port.postMessage({ address });
  // A page that is left may come back as it was, and is told again then.
  addEventListener('pagehide', () => worker.port.postMessage({}));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) worker.port.postMessage({ address });
  });
}

/** The tab that has the lock holds the stream and tells the others; when it is closed, the next goes on after what it heard last. */
function electLeader(address: string): void {
  const channel = new BroadcastChannel(`cairn ${address}`);
  channel.addEventListener('message', ({ data }: MessageEvent<Told | { readonly type: 'hello' }>) => {
    if (data.type !== 'hello') hear(data);
  });
  channel.postMessage({ type: 'hello' });
  void navigator.locks.request(`cairn ${address}`, async () => {
    channel.addEventListener('message', ({ data }: MessageEvent<{ readonly type: string }>) => {
      if (data.type === 'hello') channel.postMessage({ type: 'state', state } satisfies Told);
    });
    const tell = (told: Told): void => {
      hear(told);
      channel.postMessage(told);
    };
    await followEvents(address, tell, new AbortController().signal, lastId);
  });
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

/**
 * A number that is another when something changed: when `isOf` says so of a change, at most once in `pause` milliseconds, and when
 * the stream is there for the first time, as what was loaded before may be older. For `useLoaded(path, version)`.
 */
export function useVersion(isOf: (changed: ThreadsChanged) => boolean = () => true, pause = 500): number {
  const [version, setVersion] = useState(0);
  const connection = useConnection();
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
  const [wasLive] = useState(() => state === 'live');
  return version + (wasLive || connection === 'connecting' ? 0 : 0.5);
}

/** Whether a change is of one thread. */
export function isOfThread(id: string): (changed: ThreadsChanged) => boolean {
  return ({ threads, gone }) => threads.some((thread) => thread.id === id) || (gone?.includes(id) ?? false);
}
