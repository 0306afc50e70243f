import type { Mistake } from '../../base/problems.ts';
import { isSchema } from '../../definition/schema.ts';
import { mistake } from '../mistake.ts';
import { attempt } from '../outline/fields.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { writesOf } from '../outline/read-node.ts';
import { laneRegions, type LaneRegion } from './lane-region.ts';
import { allNeeds } from './needs.ts';

/** Two lanes that run beside each other may not both replace one key, unless `merge` decides or only one lane counts. */
export function parallelWriters(graph: GraphOutline): readonly Mistake[] {
  const mistakes = new Map<string, Mistake>();
  const regions = laneRegions(graph).filter(({ fork: { merges, need } }) => !merges && need !== 'any' && need !== 1);
  for (const [index, region] of regions.entries()) {
    const before = regions.slice(0, index).filter(({ node }) => node === region.node);
    for (const [key, path] of replacedIn(graph, region)) {
      const other = rivalOf(graph, region, before, key);
      const id = `${region.node.name}/${key}`;
      if (other !== undefined && !mistakes.has(id)) mistakes.set(id, conflict(region, other, key, path));
    }
  }
  return [...mistakes.values()];
}

/** The bare keys that nodes of a lane declare to write, and where. */
function replacedIn(graph: GraphOutline, { nodes }: LaneRegion): ReadonlyMap<string, string> {
  const replaced = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    if (!nodes.has(node.name)) continue;
    for (const { name, path } of writesOf(node)) {
      if (name !== undefined && isBare(graph, name) && !replaced.has(name)) replaced.set(name, path);
    }
  }
  return replaced;
}

/** Another lane that writes a key and may run at the same time; of `each` every lane has one in its siblings. */
function rivalOf(
  graph: GraphOutline,
  region: LaneRegion,
  before: readonly LaneRegion[],
  key: string,
): LaneRegion | undefined {
  if (region.fork.by === 'each') return region;
  const needs = allNeeds(region.fork);
  return before.find(
    (other) =>
      other.entry !== region.entry &&
      needs.get(region.entry)?.has(other.entry) !== true &&
      needs.get(other.entry)?.has(region.entry) !== true &&
      replacedIn(graph, other).has(key),
  );
}

function conflict({ node, entry, fork }: LaneRegion, other: LaneRegion, key: string, path: string): Mistake {
  const who =
    fork.by === 'each'
      ? `Every lane that "${node.name}" opens may write "${key}"`
      : `The lanes "${other.entry}" and "${entry}" of "${node.name}" may both write "${key}"`;
  const mend = fork.by === 'each' ? 'make it local(…)' : 'order the lanes with "needs"';
  const said = `${who}, which takes one value, so they would conflict where they meet. Declare a key that accumulates, ${mend}, or give the fork a "merge".`;
  return mistake('parallel-writers', path, said);
}

function isBare({ keys }: GraphOutline, name: string): boolean {
  return attempt(() => isSchema(keys[name])) === true;
}
