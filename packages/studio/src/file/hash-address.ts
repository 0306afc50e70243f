import { useEffect, useState } from 'preact/hooks';

/**
 * The page's address in a file: it stands behind the `#`, as the rest is the file's own. Where the browser lets no page change even that,
 * it lasts as long as the page.
 */
let here = addressIn(location.hash);

const hearers = new Set<() => void>();

function goneTo(address: string): void {
  here = address;
  for (const hear of hearers) hear();
}

addEventListener('hashchange', () => goneTo(addressIn(location.hash)));

function addressIn(hash: string): string {
  return hash.startsWith('#/') ? hash.slice(1) : '/';
}

function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  try {
    if (replace) history.replaceState(undefined, '', `#${to}`);
    else history.pushState(undefined, '', `#${to}`);
  } catch {
    // A page within another has no address of its own.
  }
  goneTo(to);
}

function useAddress(): string {
  const [shown, setShown] = useState(here);
  useEffect(() => {
    const hear = (): void => setShown(here);
    hear();
    hearers.add(hear);
    return () => void hearers.delete(hear);
  }, []);
  return shown;
}

/** The path of the address, and how another is gone to; as the router has it. */
export function useHashPath(): [string, typeof go] {
  return [useAddress().split('?', 1)[0] ?? '/', go];
}

/** What the address asks for after its `?`. */
export function useHashSearch(): string {
  const address = useAddress();
  return address.includes('?') ? address.slice(address.indexOf('?') + 1) : '';
}
