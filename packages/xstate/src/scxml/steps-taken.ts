/**
 * What a machine does within its parallel states in a step, as these are drawn.
 *
 * 1. Transitions are told by the names that `moveIdsIn` gives them, in the order in which they are taken.
 * 2. States are told that were come to, but for once each of those that are active since and were not before.
 */
import type { Went } from '@cairn/core';
import { hashOf } from '@cairn/core/store';
import type { DocState, ScxmlDocument, Transition } from './document.ts';
import { movesBy } from './place-drawing.ts';
import { placeOf } from './places.ts';
import type { Run } from './run.ts';

const known = new WeakMap<ScxmlDocument, ReadonlyMap<Transition, string>>();

/** What transitions are called that are drawn within a parallel state; what looks the same has one name. */
export function moveIdsIn(document: ScxmlDocument): ReadonlyMap<Transition, string> {
  const before = known.get(document);
  if (before !== undefined) return before;
  const ids = new Map(
    [...document.states.values()].flatMap((state) =>
      state.transitions.flatMap((each) => namedIn(placeOf(state), each)),
    ),
  );
  known.set(document, ids);
  return ids;
}

function namedIn(place: DocState, transition: Transition): readonly (readonly [Transition, string])[] {
  const moves = place.kind === 'parallel' ? movesBy(transition, place) : [];
  if (moves.every(({ to }) => to === '')) return [];
  return [[transition, hashOf(JSON.stringify([place.id, moves])).slice(0, 6)]];
}

/** What a step did that began where `first` was active; nothing where that follows from where the machine was and is. */
export function wentIn({ document, taken, entered, active }: Run, first: ReadonlySet<DocState>): Went | undefined {
  const ids = moveIdsIn(document);
  const moves = taken.flatMap((each) => ids.get(each) ?? []);
  const plain = new Set([...active].filter((state) => !first.has(state)));
  const more = entered.filter((state) => isDrawn(state) && !plain.delete(state)).map(({ id }) => id);
  if (moves.length + more.length === 0) return undefined;
  return { ...(moves.length > 0 && { taken: moves }), ...(more.length > 0 && { entered: more }) };
}

function isDrawn(state: DocState): boolean {
  const place = placeOf(state);
  return place.kind === 'parallel' && place !== state;
}
