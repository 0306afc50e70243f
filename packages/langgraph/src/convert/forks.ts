import { end } from './lang-graph.ts';
import type { Exits, Shape } from './shape.ts';
import { byCodePoint, idle, isIdle, superstep } from './superstep.ts';

/** Lanes that a node opens whenever it has run, and where they meet. */
export interface Fork {
  readonly lanes: readonly string[];
  readonly then: string;
}

/**
 * The nodes that always lead to several which one superstep has through, and then to one: that is a fork as Cairn has it, and is drawn so.
 * `alone` are nodes which nothing runs beside.
 */
export function forksIn(shape: Shape, alone: (node: string) => boolean): ReadonlyMap<string, Fork> {
  const forks = new Map<string, Fork>();
  for (const [node, exits] of Object.entries(shape.exits)) {
    const fork = alone(node) ? forkOf(shape, node, exits) : undefined;
    if (fork !== undefined) forks.set(node, fork);
  }
  return forks;
}

function forkOf(shape: Shape, node: string, { to, choices }: Exits): Fork | undefined {
  if (to.length < 2 || choices.length > 0 || shape.joins.some(({ from }) => from.includes(node))) return undefined;
  if (!to.every((each) => isPlain(shape, each))) return undefined;
  const ran = to.map((each) => ({ node: each, to: shape.exits[each]?.to ?? [], sends: [] }));
  const { tasks, pending } = superstep(shape, idle, ran);
  const [next] = tasks;
  if (tasks.length > 1 || !isIdle(pending) || next?.node === node || to.includes(next?.node ?? end)) return undefined;
  return { lanes: to.toSorted(byCodePoint), then: next?.node ?? end };
}

/** Whether one way leads to a node, and it always leads on to the same. */
function isPlain(shape: Shape, node: string): boolean {
  const isWaiting = shape.deferred.has(node) || Object.hasOwn(shape.handlers, node);
  return !isWaiting && shape.exits[node]?.choices.length === 0 && waysTo(shape, node) === 1;
}

/** In how many ways a node is led to. */
export function waysTo({ exits, joins }: Shape, node: string): number {
  const ends = Object.values(exits).flatMap(({ to, choices }) => [
    ...to,
    ...choices.flatMap((choice) => [...choice.ends, ...choice.sends]),
  ]);
  return [...ends, ...joins.map(({ to }) => to)].filter((to) => to === node).length;
}
