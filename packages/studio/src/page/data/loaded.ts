import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get } from './api.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** What is asked for: not there yet, there (and perhaps asked for anew), or not to be had. */
export interface Loaded<Shown> {
  readonly value?: Shown;
  readonly error?: Error;
  readonly isLoading: boolean;
  /** Asks again. */
  readonly retry: () => void;
}

interface State {
  readonly path?: string | undefined;
  readonly value?: unknown;
  readonly error?: Error;
  readonly isLoading: boolean;
}

/** The newest answers by path, so that what was seen is there at once when it is come back to. */
const kept = new Map<string, unknown>();
const mostKept = 60;

function keep(path: string, value: unknown): void {
  kept.delete(path);
  kept.set(path, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) return;
    kept.delete(oldest);
  }
}

/**
 * Asks for something, and again whenever its address or `version` is another. Of one address, what was there stays until the next answer,
 * and what changes meanwhile breaks no question off: it is asked again after the answer.
 */
export function useLoaded<Shown>(path: string | undefined, version: unknown = 0): Loaded<Shown> {
  const [state, setState] = useState<State>({ isLoading: true });
  const [tries, setTries] = useState(0);
  const asker = useRef<OneAtATime>(undefined);
  useEffect(() => {
    if (path === undefined) return undefined;
    const asking = new OneAtATime(async (signal) => {
      setState((before) => ({ ...(before.path === path ? before : begun(path)), isLoading: true }));
      try {
        const value = await get<Shown>(path, signal);
        keep(path, value);
        if (!signal.aborted) setState({ path, value, isLoading: false });
      } catch (error) {
        if (!signal.aborted) setState((before) => ({ ...before, path, error: error as Error, isLoading: false }));
      }
    });
    asker.current = asking;
    return () => {
      asking.end();
      asker.current = undefined;
    };
  }, [path]);
  useEffect(() => asker.current?.ask(), [path, version, tries]);
  const retry = useCallback(() => setTries((before) => before + 1), []);
  const { value, error, isLoading } = state.path === path || path === undefined ? state : begun(path);
  return {
    ...(value !== undefined && { value: value as Shown }),
    ...(error !== undefined && { error }),
    isLoading: path !== undefined && isLoading,
    retry,
  };
}

function begun(path: string): State {
  return { path, isLoading: true, ...(kept.has(path) && { value: kept.get(path) }) };
}
