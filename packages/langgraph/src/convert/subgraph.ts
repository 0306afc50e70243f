import type { AnyGraph } from '@cairn/core';
import type { KeyOf } from './channels.ts';
import { exitOf, upward } from './exit.ts';
import { definitionsOf, type CompiledGraph, type NodeSpec } from './lang-graph.ts';
import { inputOf, stagesOf, type Conversion, type Nodes, type State } from './nodes.ts';
import { updateOf } from './outcome.ts';

/** What a subgraph is converted with, and what came of it. */
export interface Inner {
  readonly graph: AnyGraph;
  readonly keys: ReadonlyMap<string, KeyOf>;
}

/**
 * The nodes that stand for a node which is a graph. Keys that are one key in both are shared: a list goes in as it is, and comes out with
 * what was added. All else is handed in and back as LangGraph does it.
 */
export function subgraphNodes(conversion: Conversion, name: string, inner: Inner): Nodes {
  const { graph, shape, keys, gaps, isUp, ways } = conversion;
  const at = `node "${name}"`;
  if (conversion.before.includes(name)) {
    const why = 'Nothing pauses before a node that is a graph.';
    gaps.push({ at, why, mend: 'Pause after the nodes that lead there, or before those within it.' });
  }
  const spec = graph.nodes[name] as NodeSpec;
  const { builder: child } = spec.runnable as unknown as CompiledGraph;
  const taken = Object.keys(definitionsOf(child).input);
  const given = Object.keys(definitionsOf(child).output).filter((key) => keys.has(key));
  const stages = stagesOf(conversion, name, exitOf(shape, ways, name, isUp));
  const share = isSharing(conversion, name)
    ? given.filter((key) => taken.includes(key) && isOne(keys.get(key), inner.keys.get(key)))
    : [];
  const input = inputOf(conversion, spec);
  const handed = (state: State): Record<string, unknown> => {
    const all = Object.entries(Object(input(state)) as object);
    const inside = all.filter(([key]) => taken.includes(key) && !share.includes(key));
    return updateOf(inner.keys, inside);
  };
  const output = (
    { state: ended, outcome }: { readonly state: State; readonly outcome: string },
    state: State,
  ): object => {
    const { 'step:up': up } = ended;
    if (outcome === upward && up !== undefined) {
      return { ...updateOf(keys, up.update), ...stages.hand(state, { to: up.to, sends: up.sends }) };
    }
    const back = given.filter((key) => !share.includes(key) && ended[key] !== undefined);
    return {
      ...updateOf(
        keys,
        back.map((key) => [key, ended[key]] as const),
      ),
      ...stages.hand(state, { to: [], sends: [] }),
    };
  };
  return {
    [name]: {
      graph: inner.graph,
      input: handed,
      output: output,
      ...(share.length > 0 && { share }),
      next: stages.next,
      ...stages.policies,
    },
    ...stages.nodes,
  };
}

/** What a subgraph tells the graph around is all that LangGraph takes of it then, and what was sent to it is all that it is given. */
function isSharing({ graph, shape }: Conversion, name: string): boolean {
  const isSent = Object.values(shape.exits).some(({ choices }) => choices.some(({ sends }) => sends.includes(name)));
  return !isSent && (graph.nodes[name]?.ends ?? []).length === 0;
}

function isOne(own: KeyOf | undefined, other: KeyOf | undefined): boolean {
  if (own?.shared !== true || other?.shared !== true) return false;
  if (own.entry === other.entry) return true;
  const [left, right] = [own.entry, other.entry].map((entry) => entry as Partial<Record<string, unknown>>);
  const parts = ['kind', 'schema', 'id', 'apply'];
  return left?.['kind'] !== undefined && parts.every((part) => left[part] === right?.[part]);
}
