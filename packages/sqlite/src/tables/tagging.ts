import { acceptTags, type Store } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { atOnce } from '../file/at-once.ts';
import { partSum } from '../sums/record-sum.ts';
import type { Statements } from './statements.ts';
import { soundRecord } from './threads.ts';

/** The part of a store that changes the tags of a thread, by which it is found. */
export function tagging(db: Database, store: string, statements: Statements): Pick<Store, 'retag'> {
  const retag = atOnce(db, (...[{ id, created, tags: before }, tags]: Parameters<Store['retag']>): boolean => {
    const row = statements.thread.get(id);
    if (row === undefined || row.created !== created) return false;
    if (JSON.stringify(soundRecord(store, row).tags) !== JSON.stringify(before)) return false;
    const { number } = row;
    statements.dropTags.run(number);
    const facts = { tags: JSON.stringify(tags) };
    statements.update(['tags']).run([facts.tags, partSum(facts), number, null, null, 0]);
    for (const tag of tags) statements.addTag.run(tag, created, number);
    return true;
  });
  return {
    retag(thread, tags) {
      acceptTags(store, tags);
      return retag(thread, tags);
    },
  };
}
