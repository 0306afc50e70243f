import type { Parsed } from '../../advance/moves/update.ts';
import type { Context } from '../../definition/context.ts';
import { NodeCache } from './node-cache.ts';
import { performNode, type Attempted } from './perform-node.ts';

/** A run of a node that has a cache. */
interface Cached extends Attempted {
  /** Whether `verify` is asked, and not the node's function. */
  isVerifying: boolean;
  readonly isOver: boolean;
  readonly hasSaved: boolean;
  readonly sends: unknown;
  parse(update: unknown): Parsed;
}

/**
 * Gives the changes that an earlier run made for an equal state, where they are kept and accepted; else runs the node and keeps its
 * changes. Gives nothing where the run is over meanwhile.
 */
export async function runUnlessCached(
  run: Cached,
  contextOf: () => Context,
): Promise<Parsed & { readonly label?: string }> {
  const cache = new NodeCache(run.graph, run.node, run.lane, run.environment);
  const kept = await cache.accepted(() => {
    run.isVerifying = true;
    return contextOf();
  });
  run.isVerifying = false;
  if (run.isOver) return {};
  if (kept !== undefined) return { ...kept, label: 'cached' };
  const update = await performNode(run, contextOf());
  if (run.isOver) return {};
  const parsed = run.parse(update);
  // A run that saved, sent or set transient keys did more than its changes say: it is not kept.
  if (parsed.transient === undefined && !run.hasSaved && run.sends === undefined)
    await cache.keep(parsed.changes, update);
  return parsed;
}
