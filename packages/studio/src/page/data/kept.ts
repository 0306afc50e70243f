import { useCallback, useEffect, useState } from 'preact/hooks';

/** What is read of what a browser keeps; undefined where it keeps nothing, or something else. */
export function readKept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(`cairn.${name}`) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

const told = new EventTarget();

/** Has the browser keep something; where it keeps nothing, it lasts as long as the page. */
export function keepThere(name: string, value: unknown): void {
  try {
    localStorage.setItem(`cairn.${name}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing is no error: what was chosen holds until the page is left.
  }
  told.dispatchEvent(new CustomEvent(name, { detail: value }));
}

/** Something that the browser keeps from visit to visit, the same in all that ask for it; `is` tells whether what it has is of that kind. */
export function useKept<Value>(
  name: string,
  otherwise: Value,
  is: (value: unknown) => value is Value,
): readonly [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => {
    const before = readKept(name);
    return is(before) ? before : otherwise;
  });
  useEffect(() => {
    const hear = (event: Event): void => setValue((event as CustomEvent<Value>).detail);
    told.addEventListener(name, hear);
    return () => told.removeEventListener(name, hear);
  }, [name]);
  const keep = useCallback((next: Value) => keepThere(name, next), [name]);
  return [value, keep];
}
