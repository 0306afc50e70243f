import type { Mistake } from '../../base/problem/mistake.ts';
import { isSchema } from '../../definition/schema.ts';
import { mistake } from '../mistake.ts';
import { attempt } from '../outline/fields.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { writesOf } from '../outline/read-node.ts';
import { laneRegions, type LaneRegion } from './regions/lane-region.ts';

/** A lane with the bare keys that nodes in it declare to write, and where each is declared. */
interface Writer extends LaneRegion {
  readonly replaced: ReadonlyMap<string, string>;
}

/** Two lanes that run beside each other may not both replace one key, unless `merge` decides, only one lane counts, or states say which come after which. */
export function parallelWriters(graph: GraphOutline): readonly Mistake[] {
  const writers = laneRegions(graph)
    .filter(({ fork: { merges, need, hasNeeds } }) => !merges && !hasNeeds && need !== 'any' && need !== 1)
    .map((region): Writer => ({ ...region, replaced: replacedIn(graph, region) }));
  const mistakes = new Map<string, Mistake>();
  for (const [index, writer] of writers.entries()) {
    const before = writers.slice(0, index).filter(({ node }) => node === writer.node);
    for (const [key, path] of writer.replaced) {
      const id = `${writer.node.name}/${key}`;
      const rival = mistakes.has(id) ? undefined : rivalOf(writer, before, key);
      if (rival !== undefined) mistakes.set(id, conflict(writer, rival, key, path));
    }
  }
  return [...mistakes.values()];
}

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

/** Another lane that writes a key and may run at the same time; a lane of `each` has its like beside it. */
function rivalOf(writer: Writer, before: readonly Writer[], key: string): Writer | undefined {
  if (writer.fork.by === 'each') return writer;
  const needs = writer.fork.needed;
  return before.find(
    ({ entry, replaced }) =>
      replaced.has(key) &&
      entry !== writer.entry &&
      needs.get(writer.entry)?.has(entry) !== true &&
      needs.get(entry)?.has(writer.entry) !== true,
  );
}

function conflict({ node, entry, fork }: LaneRegion, other: LaneRegion, key: string, path: string): Mistake {
  const who =
    fork.by === 'each'
      ? `Every lane that "${node.name}" opens may write "${key}"`
      : `The lanes "${other.entry}" and "${entry}" of "${node.name}" may both write "${key}"`;
  const mend = fork.by === 'each' ? 'make it local(…), order the lanes with "needs"' : 'order the lanes with "needs"';
  const said = `${who}, which takes one value, so they would conflict where they meet. Declare a key that accumulates, ${mend}, or give the fork a "merge".`;
  return mistake('parallel-writers', path, said);
}

function isBare({ keys }: GraphOutline, name: string): boolean {
  return attempt(() => isSchema(keys[name])) === true;
}
