import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** The thread that the page has alone, where it is a file that somebody was sent; a page that a server gives has all. */
export const OnlyThread = createContext<string | undefined>(undefined);

export function useOnlyThread(): string | undefined {
  return useContext(OnlyThread);
}
