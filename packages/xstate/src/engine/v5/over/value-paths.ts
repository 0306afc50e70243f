import type { AnyStateMachine } from 'xstate';
import { nodesOf } from '../addresses.ts';

type Node = AnyStateMachine['root'];
type Path = readonly string[];

/** What a machine is in, by older names. */
export interface OldPlace {
  readonly value: unknown;
  /** The ids of all the states of the value, the machine's own first. */
  readonly nodes: readonly string[];
}

/** A state value with today's names in the place of older ones; as it is where none of its states has another. */
export function renamedValue(
  { value, nodes }: OldPlace,
  idNow: (id: string) => string,
  today: Node | undefined,
): unknown {
  const paths = leavesOf(value);
  const known = today === undefined ? undefined : pathsOf(nodes.map(idNow), today);
  const renamed =
    known ?? paths.map((path) => pathNow([...nodes.slice(0, 1), ...path].join('.'), nodes[0] ?? '', idNow));
  const tree: Tree = {};
  for (const path of renamed) {
    let at = tree;
    for (const key of path) at = at[key] ??= {};
  }
  return valueOf(tree, today);
}

/** Where states are in a machine; undefined where it has one of them no more. */
function pathsOf(ids: readonly string[], today: Node): readonly Path[] | undefined {
  const byId = new Map(nodesOf(today).map((node) => [node.id, node.path]));
  return ids.every((id) => byId.has(id)) ? ids.map((id) => byId.get(id) ?? []) : undefined;
}

/** The states that a value says, from the outermost ones to the innermost that the machine has. */
export function nodesIn(value: unknown, root: Node): readonly Node[] {
  const keys = typeof value === 'string' ? [value] : Object.keys(value ?? {});
  return [
    root,
    ...keys.flatMap((key) => {
      const node = root.states[key];
      if (node === undefined) return [];
      return typeof value === 'string' ? [node] : nodesIn((value as Readonly<Record<string, unknown>>)[key], node);
    }),
  ];
}

interface Tree {
  [key: string]: Tree;
}

function leavesOf(value: unknown): readonly Path[] {
  if (typeof value === 'string') return [[value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => {
    const below = leavesOf(inner);
    return below.length === 0 ? [[key]] : below.map((path) => [key, ...path]);
  });
}

function pathNow(old: string, root: string, idNow: (id: string) => string): Path {
  const id = idNow(old);
  const above = `${idNow(root)}.`;
  return (id.startsWith(above) ? id.slice(above.length) : id).split('.');
}

/** As XState writes it: a state without states of its own is its name, but within a parallel state. */
function valueOf(tree: Tree, node: Node | undefined): unknown {
  const [first, ...others] = Object.entries(tree);
  if (first !== undefined && others.length === 0 && node?.type !== 'parallel') {
    if (Object.keys(first[1]).length === 0) return first[0];
  }
  return Object.fromEntries(Object.entries(tree).map(([key, below]) => [key, valueOf(below, node?.states[key])]));
}
