import type { Item, ItemPlace, ItemPut, ItemQuery } from '@cairn/core/store';
import type { SideStore } from '../saver/side-store.ts';

/**
 * A part of a thread's items, as a store in which there is one thread: what is in it goes with that thread, and in no other
 * part of it is any of that seen.
 */
export function room(store: SideStore, thread: string, name: string): SideStore {
  const start = `${name}\n`;
  const table = (own: string): string => `${own}n`;
  const place = (own: ItemPlace): ItemPlace => ({ table: table(own.table), thread, key: start + own.key });
  const back = (item: Item): Item => ({
    ...item,
    table: item.table.slice(0, -1),
    thread: name,
    key: item.key.slice(start.length),
  });
  const put = (own: ItemPut): ItemPut => {
    const where = { table: table(own.table), thread };
    return 'key' in own ? { ...own, ...where, key: start + own.key } : { ...own, ...where, prefix: start + own.prefix };
  };
  const query = ({ table: own = '', prefix = '', after, before, ...rest }: ItemQuery): ItemQuery => ({
    ...rest,
    table: table(own),
    thread,
    prefix: start + prefix,
    ...(after && { after: place(after) }),
    ...(before && { before: place(before) }),
  });
  return {
    item: async (own, now) => {
      const found = await store.item(place(own), now);
      return found && back(found);
    },
    items: async (asked, now) => (await store.items(query(asked), now)).map(back),
    putItems: (puts, now) => store.putItems(puts.map(put), now),
  };
}
