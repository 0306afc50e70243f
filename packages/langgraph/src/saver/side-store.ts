import type { Store } from '@cairn/core/store';

/** What a saver needs of a store. */
export type SideStore = Pick<Store, 'item' | 'items' | 'putItems'>;
