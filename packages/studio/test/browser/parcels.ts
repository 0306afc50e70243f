import { memory, open, type Cairn } from '@cairn/core';
import { siteOf, type Site } from './page.ts';
import { parcel } from './parcel.ts';

/** A service of parcels, which knows people by a cookie: everybody but eve may act. */
export interface Parcels extends Site {
  readonly cairn: Cairn<'parcel'>;
  /** Opens a tab of somebody's browser. */
  openAs(name: string, path: string): ReturnType<Site['open']>;
  /** Who did something to a thread, in turn. */
  doneBy(id: string): Promise<readonly string[]>;
}

export async function openParcels(): Promise<Parcels> {
  const cairn = open({ store: memory(), graphs: [parcel] });
  const site = await siteOf(cairn, {
    authenticate: ({ headers }) => {
      const name = /\bwho=(?<name>\w+)/u.exec(headers.get('cookie') ?? '')?.groups?.['name'];
      return name === undefined ? undefined : { name, may: name === 'eve' ? 'look' : 'act' };
    },
  });
  return {
    ...site,
    cairn,
    openAs: (name, path) => {
      const cookie = { name: 'who', value: name, domain: '127.0.0.1', path: '/' };
      const rest = { expires: -1, httpOnly: true, secure: false, sameSite: 'Strict' as const };
      return site.open(path, { storageState: { cookies: [{ ...cookie, ...rest }], origins: [] } });
    },
    doneBy: async (id) => {
      const rows = await cairn.thread(parcel, id).history();
      return rows.flatMap(({ cause, note }) => (note?.context ? [`${cause} by ${String(note.context['by'])}`] : []));
    },
  };
}
