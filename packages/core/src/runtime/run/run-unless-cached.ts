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
 * Takes over what an earlier run for an equal state changed, if it is accepted here too, or runs and keeps what this one changes. Where
 * the run is over meanwhile, what it gives is nobody's.
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
  // What one run sent, another would have to send as well.
  if (parsed.transient === undefined && !run.hasSaved && run.sends === undefined)
    await cache.keep(parsed.changes, update);
  return parsed;
}
