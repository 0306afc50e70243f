import type { Store } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { appends } from './appends.ts';
import { checkpointReads } from './checkpoints.ts';
import { claims } from './claims.ts';
import { keeping } from './keeping.ts';
import { messages } from './messages.ts';
import { removal } from './removal.ts';
import { explained, type Place } from './sqlite-problem.ts';
import { prepareStatements } from './statements.ts';
import { threadReads } from './threads.ts';
import { turn } from './turn.ts';
import { upkeep, type Upkeep } from './upkeep.ts';
import { waking } from './waking.ts';

/** A store in a file, with what is done to the file as a whole. */
export interface SqliteStore extends Omit<Store, keyof Upkeep>, Upkeep {}

/** Makes a store of an open database, which it closes. */
export function sqliteStore(db: Database, place: Place, grouped: boolean): SqliteStore {
  const statements = prepareStatements(db);
  const { store } = place;
  const { create, commit, forget } = appends(db, store, statements);
  const { join, joinOthers, flush } = turn(db, forget);
  return explained(
    {
      name: store,
      create: (thread) => (grouped ? join(() => create(thread)) : joinOthers(thread.id, () => create(thread))),
      commit: (each) => (grouped ? join(() => commit(each)) : joinOthers(each.thread, () => commit(each))),
      ...threadReads(store, statements),
      ...checkpointReads(db, statements),
      ...claims(db, statements),
      ...waking(statements),
      ...messages(store, statements),
      ...keeping(store, statements),
      ...removal(db, statements),
      ...upkeep(db, store, statements),
      close() {
        if (db.open) flush();
        db.close();
      },
    } satisfies SqliteStore,
    place,
  );
}
