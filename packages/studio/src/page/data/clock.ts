import { useEffect, useState } from 'preact/hooks';

/** All that tells how long something is ago asks one clock, so that it changes together, and only while somebody looks. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** How far the server's clock is ahead of this one, in milliseconds. */
let ahead = 0;

/** Tells what the server's clock says now; times are those of the server. */
export function setServerTime(now: number): void {
  ahead = now - Date.now();
}

/** The time at which it stands, where it does not go on. */
let stopped: number | undefined;

/** Has the clock stand still: what is shown is as it was then. */
export function stopServerTime(at: number): void {
  stopped = at;
}

/** The server's time, in milliseconds since 1970. */
export function serverNow(): number {
  return stopped ?? Date.now() + ahead;
}

function tick(): void {
  if (document.hidden) return;
  for (const listener of listeners) listener();
}

document.addEventListener('visibilitychange', tick);

/** The server's time, told anew each second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const listener = (): void => setNow(serverNow());
    listeners.add(listener);
    timer ??= setInterval(tick, 1000);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}
