import type { Commit, NewThread, Soon, Store, StoredRow } from '@cairn/core/store';

/** A store that notes where each append ended, `thread@seq`: between two of these places, a transition would be half done. */
export function boundaries(store: Store): { readonly store: Store; readonly ends: ReadonlySet<string> } {
  const ends = new Set<string>();
  const note = <Answer>(answer: Soon<Answer>, thread: string, rows: readonly StoredRow[]): Soon<Answer> => {
    const last = rows.at(-1);
    if (last !== undefined) ends.add(`${thread}@${last.seq}`);
    return answer;
  };
  const noting: Pick<Store, 'create' | 'commit'> = {
    create: (thread: NewThread) => note(store.create(thread), thread.id, thread.rows),
    commit(commit: Commit) {
      const answer = note(store.commit(commit), commit.thread, commit.rows);
      for (const { id, rows } of commit.begins ?? []) void note(answer, id, rows);
      return answer;
    },
  };
  const noted = new Proxy(store, {
    get(_, name) {
      if (name === 'create' || name === 'commit') return noting[name];
      const member: unknown = Reflect.get(store, name, store);
      return typeof member === 'function' ? (member.bind(store) as unknown) : member;
    },
  });
  return { store: noted, ends };
}
