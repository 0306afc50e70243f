import { useEffect, useState } from 'preact/hooks';
import { get } from './api.ts';

/** What is asked for: not there yet, there (and perhaps asked for anew), or not to be had. */
export interface Loaded<Shown> {
  readonly value?: Shown;
  readonly error?: Error;
  readonly isLoading: boolean;
}

/** Asks for something, and again whenever its address or `version` is another; what was there stays until then. */
export function useLoaded<Shown>(path: string | undefined, version: unknown = 0): Loaded<Shown> {
  const [loaded, setLoaded] = useState<Loaded<Shown> & { readonly path?: string | undefined }>({ isLoading: true });
  useEffect(() => {
    if (path === undefined) return undefined;
    const ends = new AbortController();
    setLoaded((before) => (before.path === path ? { ...before, isLoading: true } : { path, isLoading: true }));
    get<Shown>(path, ends.signal).then(
      (value) => setLoaded({ path, value, isLoading: false }),
      (error: Error) => {
        if (!ends.signal.aborted) setLoaded((before) => ({ ...before, path, error, isLoading: false }));
      },
    );
    return () => ends.abort();
  }, [path, version]);
  return loaded;
}
