import { useCallback } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter';
import type { Asked } from './api.ts';
import { segmentOf } from './segment.ts';

/** What the address selects, and how it is changed: what is undefined or empty is left out of it. */
export interface Selection {
  readonly asked: URLSearchParams;
  /** Changes some of it; by default without another entry in the browser's history. */
  readonly select: (some: Asked, how?: { readonly replace?: boolean }) => void;
}

/** The selection that the address has after its `?`. */
export function useSelection(): Selection {
  const [, go] = useLocation();
  const asked = useAsked();
  const select = useCallback(
    (some: Asked, { replace = true }: { readonly replace?: boolean } = {}) => {
      // The address at the time, not that of the last drawing: two changes in a row are both kept.
      go(addressWith(pathHere(), new URLSearchParams(location.search), some), { replace });
    },
    [go],
  );
  return { asked, select };
}

/** What the address says after its `?`, as it stands there: what the router says of it is decoded once already. */
export function useAsked(): URLSearchParams {
  useSearch();
  return new URLSearchParams(location.search);
}

/** The path of the page as it stands in the address, for the router: what that says of it is decoded, and may be another address. */
export function pathHere(): string {
  return `~${location.pathname}`;
}

/** An address of the page with a selection, changed by `some`. */
export function addressWith(path: string, asked: URLSearchParams, some: Asked): string {
  for (const [name, value] of Object.entries(some)) {
    asked.delete(name);
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) if (each !== undefined && each !== '') asked.append(name, String(each));
  }
  const said = asked.toString();
  return said === '' ? path : `${path}?${said}`;
}

/** The page's address of a thread, with a selection in it. */
export function threadAddress(id: string, asked: Asked = {}): string {
  return addressWith(`/threads/${segmentOf(id)}`, new URLSearchParams(), asked);
}

/** The page's address of a graph. */
export function graphAddress(name: string): string {
  return `/graphs/${segmentOf(name)}`;
}
