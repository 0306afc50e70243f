import { jsonOf } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import type { SqlResult } from '../api.ts';
import type { Viewer } from './asking/viewer.ts';
import { said } from './saying/answer.ts';
import { bodyOf, mustFit, textIn } from './saying/body.ts';
import { Refused } from './saying/refusal.ts';

/** A store that reads its file by SQL. */
interface Selecting extends Store {
  select(query: string, options: { readonly signal: AbortSignal }): Promise<SqlResult | { readonly refused: string }>;
}

/** So many queries run at once: each is a process. */
const mostAtOnce = 4;

/** What alone tells of a file where it is, as a statement or as a table: SQLite has no other way to write its name. */
const tellsPath = /database_list/iu;

/** Runs queries that only read, where the store has SQL and whoever asks may look at everything. */
export class SqlDesk {
  readonly #showsPath: boolean;
  #running = 0;

  /** `showsPath` is whether those who may query may know where the file is. */
  constructor(showsPath: boolean) {
    this.#showsPath = showsPath;
  }

  async answer(request: Request, viewer: Viewer): Promise<Response> {
    const body = await bodyOf(request);
    mustFit(body, { query: 'text' });
    const query = textIn(body, 'query');
    if (!viewer.sql) throw new Refused(403, 'studio/no-sql', 'This store is not asked in SQL, or not by you.');
    if (!this.#showsPath && tellsPath.test(query))
      throw new Refused(422, 'studio/sql', 'A query here does not ask where the file is: leave out "database_list".');
    if (this.#running >= mostAtOnce)
      throw new Refused(
        429,
        'studio/busy',
        `${mostAtOnce} queries run already. Ask again when one of them is through.`,
      );
    this.#running += 1;
    try {
      const found = await (viewer.store as Selecting).select(query, { signal: request.signal });
      if ('refused' in found) throw new Refused(422, 'studio/sql', found.refused);
      return said(jsonOf(found));
    } finally {
      this.#running -= 1;
    }
  }
}
