import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Meta } from '../../api.ts';

/** What the server said of itself; undefined until it did. */
export const MetaContext = createContext<Meta | undefined>(undefined);

/** What there is, and what whoever looks may do; undefined until the server said so. */
export function useMeta(): Meta | undefined {
  return useContext(MetaContext);
}
