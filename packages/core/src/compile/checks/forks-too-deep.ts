import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { deepFork, deepest } from './regions/lane-region.ts';

/** Forks stand within lanes of forks only so deep: each lane is judged with all that are around it. */
export function forksTooDeep(graph: GraphOutline): readonly Mistake[] {
  const fork = deepFork(graph);
  if (fork === undefined) return [];
  const said = `The lanes of more than ${deepest} forks come to "${fork.node.name}" before they meet, and it opens lanes as well. Have some of them meet before, or put what is within into a subgraph.`;
  return [mistake('forks-too-deep', fork.fork.path, said)];
}
