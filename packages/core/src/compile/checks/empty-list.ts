import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline, ListOutline } from '../outline/outline.ts';
import { listsOf } from './regions/lists.ts';

/** What to do about an empty list; those that may be empty are not here. */
const mending: Readonly<Partial<Record<ListOutline['of'], string>>> = {
  cases: 'There is no way out in it. Name a node, or leave "next" out where an event or a timer leads on.',
  choices: 'There is nothing to choose. List the nodes it may lead to.',
  lanes: 'It would open no lane. List the nodes at which lanes start.',
  handlers: 'Nothing would happen. Say what does, or leave the entry out.',
};

/** A list that leads somewhere must have an entry. */
export function emptyList(graph: GraphOutline): readonly Mistake[] {
  return listsOf(graph).flatMap(({ path, of, entries }) => {
    const mend = mending[of];
    return entries.length > 0 || mend === undefined ? [] : [mistake('empty-list', path, `This list is empty. ${mend}`)];
  });
}
