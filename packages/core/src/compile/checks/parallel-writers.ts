import type { Mistake } from '../../base/problem/mistake.ts';
import { isSchema } from '../../definition/schema.ts';
import { mistake } from '../mistake.ts';
import { attempt } from '../outline/fields.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';
import { writesOf } from '../outline/read-node.ts';
import { laneRegions, type LaneRegion } from './regions/lane-region.ts';

/** A lane with the bare keys that nodes in it declare to write, and where each is declared. */
interface Writer extends LaneRegion {
  readonly replaced: ReadonlyMap<string, string>;
}

/** Two lanes that run beside each other may not both replace one key, unless `merge` decides, only one lane counts, or states say which come after which. */
export function parallelWriters(graph: GraphOutline): readonly Mistake[] {
  const writing = writingNodes(graph);
  const writers = laneRegions(graph)
    .filter(({ fork: { merges, need, hasNeeds } }) => !merges && !hasNeeds && need !== 'any' && need !== 1)
    .map((region): Writer => ({ ...region, replaced: replacedIn(graph, region, writing) }));
  const mistakes = new Map<string, Mistake>();
  /** The lanes so far that replace a key, by their node and the key. */
  const before = new Map<string, Writer[]>();
  for (const writer of writers) {
    for (const [key, path] of writer.replaced) {
      const id = `${writer.node.name}/${key}`;
      const others = before.get(id) ?? [];
      const rival = mistakes.has(id) ? undefined : rivalOf(writer, others);
      if (rival !== undefined) mistakes.set(id, conflict(writer, rival, key, path));
      before.set(id, others);
      others.push(writer);
    }
  }
  return [...mistakes.values()];
}

/** The nodes that declare to write something, by where they stand among all. */
function writingNodes(graph: GraphOutline): ReadonlyMap<string, number> {
  const names = [...graph.nodes.values()].flatMap((node) => (writesOf(node).length > 0 ? [node.name] : []));
  return new Map(names.map((name, index) => [name, index]));
}

function replacedIn(
  graph: GraphOutline,
  { nodes }: LaneRegion,
  writing: ReadonlyMap<string, number>,
): ReadonlyMap<string, string> {
  const replaced = new Map<string, string>();
  const place = (name: string) => writing.get(name) ?? 0;
  const names = [...nodes].filter((name) => writing.has(name)).toSorted((left, right) => place(left) - place(right));
  for (const { name, path } of names.flatMap((each) => writesOf(graph.nodes.get(each) as NodeOutline))) {
    if (name !== undefined && isBare(graph, name) && !replaced.has(name)) replaced.set(name, path);
  }
  return replaced;
}

/** Another lane that writes a key and may run at the same time; a lane of `each` has its like beside it. */
function rivalOf(writer: Writer, before: readonly Writer[]): Writer | undefined {
  if (writer.fork.by === 'each') return writer;
  const needs = writer.fork.needed;
  return before.find(
    ({ entry }) =>
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
