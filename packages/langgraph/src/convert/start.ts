import { fatal } from '@cairn/core';
import { listed } from '@cairn/core/store';
import type { Acting } from './acting.ts';
import { exitOf } from './exit.ts';
import { definitionsOf, start } from './lang-graph.ts';
import { stagesOf, type Conversion, type Nodes, type State } from './nodes.ts';

/** Where a graph starts, and what stands there. */
export function startNodes(conversion: Conversion): { readonly start: string; readonly nodes: Nodes } {
  const { graph, keys, shape, ways } = conversion;
  const taken = Object.keys(definitionsOf(graph).input);
  const strange = [...keys.keys()].filter((name) => !taken.includes(name));
  const stages = stagesOf(conversion, start, exitOf(shape, ways, start, false));
  const isRouted = Object.keys(stages.nodes).length > 0;
  const isPassed = isRouted || shape.exits[start]?.to.length === 1;
  if (strange.length === 0 && isPassed && typeof stages.next === 'string') {
    return { start: stages.next, nodes: stages.nodes };
  }
  const run = (state: State, { visit }: Acting): object => {
    if (visit === 1) mustNotBeGiven(conversion, strange, state);
    return stages.hand(state, { to: [], sends: [] });
  };
  return { start, nodes: { [start]: { run, next: stages.next }, ...stages.nodes } };
}

/** LangGraph leaves out what its input does not have; here it would be in the state. */
function mustNotBeGiven({ keys }: Conversion, names: readonly string[], state: State): void {
  const given = names.filter((name) => {
    const value = state[name];
    return value !== undefined && JSON.stringify(value) !== JSON.stringify(keys.get(name)?.initial());
  });
  if (given.length > 0) throw fatal(new Error(`The graph does not take ${listed(given)} as its input.`));
}
