import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import { useHere } from '../data/address.ts';
import { readPlace, writePlace, type Place } from './place.ts';

/** Browsers refuse an address that is changed too often. */
const pause = 200;

/** The place that the address names, and how it is changed: at once on the page, and soon after in the address. */
export function usePlace(): readonly [Place, (some: Partial<Place>) => void] {
  const { path, search } = useHere();
  const [, go] = useLocation();
  const [place, setPlace] = useState(() => readPlace(new URLSearchParams(search)));
  const written = useRef(search);
  const now = useRef(place);
  now.current = place;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    // Somebody went elsewhere: by a link, or back.
    if (search === written.current) return;
    written.current = search;
    clearTimeout(timer.current);
    setPlace(readPlace(new URLSearchParams(search)));
  }, [search]);
  useEffect(() => () => clearTimeout(timer.current), [path]);
  const change = useCallback(
    (some: Partial<Place>) => {
      now.current = { ...now.current, ...some };
      setPlace(now.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        written.current = writePlace(now.current);
        go(written.current === '' ? path : `${path}?${written.current}`, { replace: true });
      }, pause);
    },
    [path, go],
  );
  return [place, change];
}
