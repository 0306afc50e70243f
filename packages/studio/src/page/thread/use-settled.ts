import { useEffect, useRef, useState } from 'preact/hooks';
import { get } from '../data/api.ts';

/** A value once it has stayed the same for a while: what is gone through quickly is not asked for. */
export function useSettled<Value>(value: Value, pause = 90): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}

/** What a path of the API says; until another path's answer is there, what the last one said, which `isOld` tells. */
export interface Held<Shown> {
  readonly value?: Shown;
  readonly error?: Error;
  readonly isOld: boolean;
}

const most = 200;

/** Answers that never change, as no checkpoint does. */
const answers = new Map<string, unknown>();

/** Asks for what a checkpoint is said to be; the request for one that is gone on from is aborted. */
export function useHeld<Shown>(path: string | undefined): Held<Shown> {
  const [held, setHeld] = useState<{ path?: string; value?: unknown; error?: Error }>({});
  const last = useRef<unknown>(undefined);
  useEffect(() => {
    if (path === undefined || answers.has(path)) return undefined;
    const ends = new AbortController();
    get<Shown>(path, ends.signal).then(
      (value) => {
        answers.set(path, value);
        for (const [oldest] of answers) {
          if (answers.size <= most) break;
          answers.delete(oldest);
        }
        if (!ends.signal.aborted) setHeld({ path, value });
      },
      (error: Error) => {
        if (!ends.signal.aborted) setHeld({ path, error });
      },
    );
    return () => ends.abort();
  }, [path]);
  const here = path === undefined ? undefined : answers.get(path);
  if (here !== undefined) {
    last.current = here;
    return { value: here as Shown, isOld: false };
  }
  if (held.path === path && held.error !== undefined) return { error: held.error, isOld: false };
  return { ...(last.current !== undefined && { value: last.current as Shown }), isOld: true };
}
