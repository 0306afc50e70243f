import type { IconName } from '../parts/icon.tsx';

/** A screen that the rail leads to. */
export interface Screen {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
  /** The letter that goes there after `g`. */
  readonly letter: string;
  readonly isAt: (address: string) => boolean;
}

export const screens: readonly Screen[] = [
  {
    to: '/',
    label: 'Threads',
    icon: 'threads',
    letter: 't',
    isAt: (address) => address === '/' || address.startsWith('/threads'),
  },
  { to: '/inbox', label: 'Inbox', icon: 'inbox', letter: 'i', isAt: (address) => address.startsWith('/inbox') },
  { to: '/graphs', label: 'Graphs', icon: 'graphs', letter: 'g', isAt: (address) => address.startsWith('/graphs') },
  { to: '/compare', label: 'Compare', icon: 'compare', letter: 'c', isAt: (address) => address.startsWith('/compare') },
  { to: '/sql', label: 'SQL', icon: 'sql', letter: 's', isAt: (address) => address.startsWith('/sql') },
];
