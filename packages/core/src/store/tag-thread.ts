import { listOf, mustBe, mustFit, objectWith, tagText, text } from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';
import { ask, moment, type Patience } from './ask.ts';
import type { Store } from './contract/store.ts';
import { recordOf } from './records.ts';

/** How the tags of a thread change. A tag `name=value` gives a name a value. */
export interface TagChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  /** Values by their names, each in place of what the name has; null for none. */
  readonly set?: Readonly<Record<string, string | null>>;
}

/**
 * Changes the tags of a thread and gives what they are then. They are changed where they are as they were read: of two who tag at
 * once, neither loses anything. A problem `thread/not-found` where there is no such thread.
 */
export async function tagThread(
  store: Store,
  id: string,
  change: TagChange,
  patience: Patience = moment,
): Promise<readonly string[]> {
  mustBeTagChange(change);
  for (;;) {
    const record = await recordOf(store, id, patience);
    const tags = tagsAfter(record.tags, change);
    const isSame = tags.length === record.tags.length && tags.every((tag, index) => tag === record.tags[index]);
    if (isSame || (await ask(patience, () => store.retag(record, tags)))) return tags;
  }
}

/** Refuses a change that makes no sense: a problem `value/invalid`. */
function mustBeTagChange(change: TagChange): void {
  mustFit('change', change, {
    add: listOf(tagText),
    remove: listOf(text),
    set: objectWith('values by their names', {}),
  });
  for (const [name, value] of Object.entries(change.set ?? {})) {
    if (value !== null) mustBe(`change.set.${name}`, value, text);
    if (value !== null && name !== '') mustBe(`change.set.${name}`, `${name}=${value}`, tagText);
    if (name !== '' && !name.includes('=')) continue;
    const issue = { path: `change.set.${name}`, message: 'Expected a name that is not empty and has no "=" in it.' };
    throw problem('value/invalid', { path: 'change', issues: [issue] });
  }
}

function tagsAfter(before: readonly string[], { add = [], remove = [], set = {} }: TagChange): readonly string[] {
  const values = Object.entries(set);
  const isGone = (tag: string): boolean =>
    remove.includes(tag) || values.some(([name, value]) => tag.startsWith(`${name}=`) && tag !== `${name}=${value}`);
  const given = values.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  return [...new Set([...before.filter((tag) => !isGone(tag)), ...add, ...given])];
}
