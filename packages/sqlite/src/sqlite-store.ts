import { problem, type Store } from '@cairn/core/store';
import { appends } from './tables/appends.ts';
import { checkpointReads } from './tables/checkpoints.ts';
import { changes } from './tables/changes.ts';
import { claims } from './tables/claims.ts';
import { beginsAsDatabase, isDamaged, isRuined } from './file/damage.ts';
import type { HeldFile } from './file/held-file.ts';
import { items } from './tables/items.ts';
import { keeping } from './tables/keeping.ts';
import { messages } from './tables/messages.ts';
import type { OpenDatabase } from './file/open-database.ts';
import { ownerReads, type Owners } from './file/owner-seen.ts';
import { selects, type Selects } from './file/select.ts';
import { outputReads } from './tables/outputs.ts';
import { removal } from './tables/removal.ts';
import { explain, explained, type Place } from './file/sqlite-problem.ts';
import { prepareStatements } from './tables/statements.ts';
import { tagging } from './tables/tagging.ts';
import { threadReads } from './tables/threads.ts';
import { turn } from './file/turn.ts';
import { upkeep, type Upkeep } from './upkeep.ts';
import { waking } from './tables/waking.ts';

/** A store in a file, with what is done to the file as a whole. */
export interface SqliteStore extends Omit<Store, keyof Upkeep | 'close'>, Upkeep, Owners, Selects {
  /** Closes the database at once; rejects with `store/replaced` where its file was not in its place any more. */
  close(): Promise<void>;
}

/** Milliseconds between two looks at whether the file is in its place. */
const lookEvery = 100;

/** Makes a store of an open database, which it closes. */
export function sqliteStore(open: OpenDatabase, place: Place, grouped: boolean): SqliteStore {
  const { db, file } = open;
  const { store } = place;
  const statements = prepareStatements(db, store);
  const left = { count: 0 };
  const { create, commit, forget } = appends(db, store, statements, left);
  const known = { ...place, isDamaged: damageOf(open), isRuined: () => file !== undefined && isRuined(file) };
  const { join, joinOthers, flush } = turn(db, { takenBack: forget, explain: (error) => explain(error, known) });
  const { putItems, ...itemReads } = items(db, store, statements);
  const care = upkeep(open, place, statements);
  const methods = {
    create: (thread) => (grouped ? join(() => create(thread)) : joinOthers(thread.id, () => create(thread))),
    commit: (each) => (grouped ? join(() => commit(each)) : joinOthers(each.thread, () => commit(each))),
    ...threadReads(db, store, statements),
    ...checkpointReads(db, store, statements),
    ...claims(db, store, statements),
    ...waking(statements),
    ...messages(store, statements, left),
    ...changes(db, store, statements),
    ...outputReads(store, statements),
    ...keeping(store, statements),
    ...itemReads,
    putItems: (writes, now) => (grouped ? join(() => putItems(writes, now)) : putItems(writes, now)),
    ...removal(db, store, statements, left),
    ...tagging(db, store, statements),
    ...care,
    backup: (path, options) =>
      care.backup(path, options).catch((error: unknown) => Promise.reject(explain(error, known))),
    ...ownerReads(db),
    ...selects(file === undefined ? undefined : db.name),
  } satisfies Omit<SqliteStore, 'name' | 'place' | 'close'>;
  const closeNow = (): void => {
    if (!db.open) return;
    flush();
    const isLost = file !== undefined && !file.isInPlace();
    db.close();
    file?.release();
    if (isLost) throw problem('store/replaced', { store });
  };
  const close = async (): Promise<void> => {
    try {
      closeNow();
    } catch (error) {
      throw explain(error, known);
    }
  };
  const look = lookAt(file, store);
  const before = (): void => {
    if (!db.open) throw problem('store/closed', { store });
    look?.();
  };
  const keeps = file?.name ?? Symbol(store);
  return { name: store, place: keeps, ...explained(methods, known, before), close };
}

/** Refuses to go on with a file that is no longer in its place, or no longer what it was; looks only so often, because it asks the disk. */
function lookAt(file: HeldFile | undefined, store: string): (() => void) | undefined {
  if (file === undefined) return undefined;
  // It was looked at when it was opened.
  let next = performance.now() + lookEvery;
  let size = 0;
  let isLost = false;
  return () => {
    const now = performance.now();
    if (now < next && !isLost) return;
    if (!file.isInPlace()) throw problem('store/replaced', { store });
    const before = size;
    size = file.size();
    // A file that is only grown may be shorter than it says for a moment; one that others made smaller says so.
    isLost ||= !beginsAsDatabase(file) || (size < before && isRuined(file));
    if (isLost) throw problem('store/corrupt', { store, found: 'its file was overwritten or cut off', whole: true });
    next = now + lookEvery;
  };
}

/** Whether a database is damaged, which stays so once it is known: looking takes a read of the whole file. */
function damageOf({ db, file }: OpenDatabase): () => boolean {
  let known = false;
  return () => (known ||= isDamaged(db, file));
}
