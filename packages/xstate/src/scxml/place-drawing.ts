import type { Drawing } from '@cairn/core';
import { isAtomic, isWithin, type DocState, type Transition } from './document.ts';

type State = Drawing['nodes'][number];
type Move = Drawing['edges'][number];

/**
 * The states within a parallel state, as the node that stands for it has them drawn; which are active the ids in `states` tell, and which transitions were
 * taken the key `went`, by these names.
 */
export function placeDrawing(place: DocState, ids: ReadonlyMap<Transition, string>): Drawing {
  const held = below(place);
  return {
    nodes: held.map((state) => stateOf(state, place)),
    edges: [place, ...held].flatMap((state) =>
      state.transitions.flatMap((each) => {
        const id = ids.get(each);
        return movesBy(each, place).map((move) => (id === undefined ? move : { id, ...move }));
      }),
    ),
    active: { key: 'states' },
    went: { key: 'went' },
  };
}

function below({ children }: DocState): readonly DocState[] {
  return children.flatMap((each) => [each, ...below(each)]);
}

function stateOf(state: DocState, place: DocState): State {
  const { id, parent } = state;
  const isFirst = parent?.initial?.target.some((target) => target === state || isWithin(target, state)) === true;
  return {
    id,
    name: id,
    kind: kindOf(state),
    ...(parent !== undefined && parent !== place && { parent: parent.id }),
    ...(isFirst && { start: true }),
  };
}

function kindOf(state: DocState): State['kind'] {
  if (state.kind === 'history' || state.kind === 'parallel' || state.kind === 'final') return state.kind;
  if (!isAtomic(state)) return 'compound';
  return state.transitions.some(({ events, cond }) => events === undefined && cond === undefined) ? 'always' : 'atomic';
}

/** The moves of a transition that stay within a place; what leaves that is a way of its node. */
export function movesBy({ source, events, cond, target }: Transition, place: DocState): readonly Move[] {
  const from = source === place ? '' : source.id;
  const asked = cond?.text.trim().replaceAll(/\s+/gu, ' ');
  const name = events?.join(' ');
  const label = name === undefined ? asked : asked === undefined ? name : `${name} [${asked}]`;
  const kind = events === undefined ? 'case' : 'event';
  const told = { from, kind, ...(label !== undefined && { label }) } as const;
  if (target.length === 0) return [{ ...told, to: from, label: `${label ?? ''} (stays)`.trim() }];
  return target.filter((each) => isWithin(each, place)).map(({ id }) => ({ ...told, to: id }));
}
