import { compile, type AnyGraph, type Checkpoint } from '@cairn/core';
import { encode } from '@cairn/core/inspect';
import { bareGraph } from '../machine/bare-graph.ts';
import type { Walk } from '../machine/walk.ts';
import { paths as findPaths, pathThread, type Path, type PathsOptions, type PathStep } from './paths.ts';
import { RealThread, type RealOptions } from './real-thread.ts';
import { Covering, type Coverage } from './transitions.ts';

/** How paths are run. */
export interface RunPathsOptions extends RealOptions {
  /** Whether the runtime is closed after each step, and another goes on from the store; false by default. */
  readonly restarts?: boolean;
}

/** What became of a path. */
export interface RunPath {
  readonly path: Path;
  /** What the real thread did otherwise than the model, where it did. */
  readonly wrong?: string;
}

/** What became of paths. */
export interface RunPaths {
  readonly runs: readonly RunPath[];
  /** The transitions that the real threads took. */
  readonly coverage: Coverage;
}

/**
 * Runs paths against the real graph: each by a thread of its own, in a runtime whose activities come to what the path says, by a clock of its own. After
 * every step each lane of the thread has to be at the node that the model says, and be about the same.
 *
 * `verify`, `cache` and the timeouts of functions have no say: what they make of an outcome is an outcome. A subgraph's timeout has.
 */
export async function runPaths(
  graph: AnyGraph,
  paths: readonly Path[],
  options: RunPathsOptions = {},
): Promise<RunPaths> {
  const covering = new Covering(compile(bareGraph(graph)));
  const runs: RunPath[] = [];
  for (const path of paths) {
    const thread = new RealThread(graph, path.start.walk.snapshot.time, options);
    try {
      const wrong = await follow(thread, path, options);
      covering.addHistory(pathThread, await thread.history());
      runs.push({ path, ...(wrong !== undefined && { wrong }) });
    } finally {
      await thread.close();
    }
  }
  return { runs, coverage: covering.coverage };
}

/**
 * Finds the paths through a graph and runs them, {@link paths} and {@link runPaths}. Throws, with all that went wrong, where a thread does otherwise than
 * the model; gives the coverage else.
 *
 * @example
 * test('an order goes where its graph says', async () => {
 *   const { missed } = await testPaths(order, { outcomes: { price: [{ total: 50 }, { total: 500 }] }, restarts: true });
 *   expect(missed.map(transitionText)).toEqual([]);
 * });
 */
export async function testPaths<G extends AnyGraph>(
  graph: G,
  options: PathsOptions<G> & RunPathsOptions = {},
): Promise<Coverage> {
  const { runs, coverage } = await runPaths(graph, findPaths(graph, options), options);
  const wrong = runs.flatMap((run) =>
    run.wrong === undefined ? [] : [`After ${run.path.text || 'the start'}: ${run.wrong}`],
  );
  if (wrong.length > 0)
    throw new Error(`The graph "${graph.name}" went other ways than its model.\n${wrong.join('\n')}`);
  return coverage;
}

async function follow(
  thread: RealThread,
  path: Path,
  { restarts = false }: RunPathsOptions,
): Promise<string | undefined> {
  await thread.start(path);
  let wrong = await compare(thread, path.start, restarts);
  for (const step of path.steps) {
    if (wrong !== undefined) return wrong;
    const at = `At "${step.event.type}": `;
    try {
      await thread.take(step);
      wrong = prefixed(at, await compare(thread, step, restarts));
    } catch (error) {
      return at + (error as Error).message;
    }
  }
  return wrong;
}

function prefixed(at: string, wrong: string | undefined): string | undefined {
  return wrong === undefined ? undefined : at + wrong;
}

/** What a thread does otherwise than the model, before and after a restart. What is due at this very moment it has done already, and the model has not. */
async function compare(
  thread: RealThread,
  { walk }: Pick<PathStep, 'walk'>,
  restarts: boolean,
): Promise<string | undefined> {
  if (walk.isDue) return undefined;
  const wrong = differenceOf(walk, await thread.now());
  if (wrong !== undefined || !restarts) return wrong;
  await thread.restart();
  const after = differenceOf(walk, await thread.now());
  return after === undefined ? undefined : `After a restart, ${after}`;
}

function differenceOf(walk: Walk, real: Checkpoint): string | undefined {
  const said = walk.snapshot.lanes.all().map(({ path, node, phase }) => laneText(path, node, phase));
  const found = real.lanes.map(({ lane, node, phase }) => laneText(lane, node, phase));
  if (encode(said.toSorted()) === encode(found.toSorted())) return undefined;
  return `it is at ${found.join(', ')}, and the model at ${said.join(', ')}.`;
}

function laneText(lane: string, node: string, phase: string): string {
  return lane === '' ? `${node} (${phase})` : `${node} (${phase}) in ${lane}`;
}
