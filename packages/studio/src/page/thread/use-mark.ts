import { useCallback, useEffect, useState } from 'preact/hooks';

const name = 'cairn.mark';
const told = new EventTarget();
/** Where the browser keeps nothing, the mark holds until the page is left. */
let last: string | undefined;

/** A checkpoint that is to be compared with another, `thread@seq`. A tab keeps it, whatever thread is gone to, by whatever way. */
export function useMark(): readonly [string | undefined, (mark: string | undefined) => void] {
  const [mark, setMark] = useState(readMark);
  useEffect(() => {
    const hear = (event: Event): void => setMark((event as CustomEvent<string | null>).detail ?? undefined);
    told.addEventListener(name, hear);
    return () => told.removeEventListener(name, hear);
  }, []);
  return [mark, useCallback(keepMark, [])];
}

function readMark(): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return last;
  }
}

function keepMark(mark: string | undefined): void {
  last = mark;
  try {
    if (mark === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, mark);
  } catch {
    // A browser that keeps nothing is no error.
  }
  told.dispatchEvent(new CustomEvent(name, { detail: mark }));
}
