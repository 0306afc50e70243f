import type { ActiveAt, Drawing, DrawnState } from '../base/drawing.ts';

/** States of a node, with the id of what holds the outermost ones: none where they are told by themselves. */
export interface StatesBelow {
  readonly states: readonly Pick<DrawnState, 'id' | 'name' | 'parent' | 'alias'>[];
  readonly active: ActiveAt;
  readonly holder?: string;
}

/** The ids of the states that are active by the values of a lane, those that hold others before them; none where the values do not tell. */
export function activeStates(
  { states, active, holder }: StatesBelow,
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const parents = new Map(states.map(({ id, parent }) => [id, parent]));
  const found = new Set<string>();
  const told = valueAt(values, [active.key, ...(active.path ?? [])]);
  if (Array.isArray(told)) {
    const prefix = holder === undefined ? '' : `${holder}.`;
    for (const id of told) if (typeof id === 'string') addWithHolders(`${prefix}${id}`, parents, found);
  } else addNamed(told, holder, states, found);
  return states.flatMap(({ id }) => (found.has(id) ? [id] : []));
}

/** Those of them that hold no other active one, as a drawing knows them. */
export function innermostActive(
  { nodes, active }: Drawing,
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const ids = new Set(activeStates({ states: nodes, active }, values));
  const holding = new Set(nodes.flatMap(({ id, parent }) => (ids.has(id) && parent !== undefined ? [parent] : [])));
  return [...ids].filter((id) => !holding.has(id));
}

function addWithHolders(id: string, parents: ReadonlyMap<string, string | undefined>, found: Set<string>): void {
  for (let at: string | undefined = id; at !== undefined && parents.has(at) && !found.has(at); at = parents.get(at))
    found.add(at);
}

/** Adds the states that a value names, as XState writes it. */
function addNamed(value: unknown, holder: string | undefined, states: StatesBelow['states'], found: Set<string>): void {
  const add = (name: string, inner: unknown): void => {
    const state = states.find((each) => each.name === name && each.parent === holder);
    if (state === undefined) return;
    found.add(state.id);
    addNamed(inner, state.id, states, found);
  };
  if (typeof value === 'string') add(value, undefined);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) add(name, inner);
}

/** What stands in a value at the end of some names; undefined where there is nothing. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  let value = values;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
