import { useCallback } from 'preact/hooks';
import { useLocation, useRouter } from 'wouter';
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
  const { path, search } = useHere();
  const select = useCallback(
    (some: Asked, { replace = true }: { readonly replace?: boolean } = {}) => {
      // The address at the time, not that of the last drawing: two changes in a row are both kept.
      go(addressWith(path, new URLSearchParams(location.search), some), { replace });
    },
    [path, go],
  );
  return { asked: new URLSearchParams(search), select };
}

/**
 * The address as it stands, a path that the router goes to and what comes after its `?`. What the router's own hooks say of it is decoded:
 * that may be another address, and another selection.
 */
export function useHere(): { readonly path: string; readonly search: string } {
  const router = useRouter();
  const [path] = router.hook(router);
  return { path: `~${path}`, search: router.searchHook(router).replace(/^\?/u, '') };
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
