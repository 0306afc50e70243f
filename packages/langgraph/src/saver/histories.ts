import type { RunnableConfig } from '@langchain/core/runnables';
import {
  getCheckpointId,
  type CheckpointPendingWrite,
  type DeltaChannelHistory,
} from '@langchain/langgraph-checkpoint';
import { writtenKey } from '@cairn/core/store';
import { fromStored } from '../value/from-stored.ts';
import type { Codec } from '../value/to-stored.ts';
import { addressOf } from './address.ts';
import { shortId } from './places.ts';
import type { Threads } from './threads.ts';
import { pendingWrite, sourceOf, writesOfCheckpoint } from './tuples.ts';

/** What was written to a channel, the last first, and the value that it was written to. */
interface Walked {
  readonly writes: (readonly CheckpointPendingWrite[])[];
  seed?: { readonly json: unknown };
}

/** What was written to channels since the nearest checkpoint before that has a value of them, oldest first, and that value. */
export async function histories(
  threads: Threads,
  codec: Codec,
  config: RunnableConfig,
  channels: readonly string[],
): Promise<Record<string, DeltaChannelHistory>> {
  const at = addressOf(config);
  return threads.reading(at.thread, async (known) => {
    const source = sourceOf(threads, known, codec, at.ns);
    const { chain } = source;
    const given = getCheckpointId(config);
    const id = given === '' ? await chain.segments.newest() : shortId(given);
    const all = new Map(channels.map((name): [string, Walked] => [name, { writes: [] }]));
    const left = new Map(all);
    const seen = new Set<string>();
    for (
      let next = id === undefined ? id : (await chain.find(id))?.of;
      next !== undefined && left.size > 0 && !seen.has(next);
    ) {
      seen.add(next);
      const kept = await chain.find(next);
      if (kept === undefined) break;
      const written = await writesOfCheckpoint(source, next);
      for (const [name, walked] of left) {
        walked.writes.push(
          written.filter(({ channel }) => channel === name).map((write) => pendingWrite(write, codec)),
        );
        const key = writtenKey(name);
        if (!Object.hasOwn(kept.document.c, key)) continue;
        walked.seed = { json: kept.document.c[key] };
        left.delete(name);
      }
      next = kept.of;
    }
    return Object.fromEntries(Array.from(all, ([name, walked]) => [name, historyOf(walked, codec)]));
  });
}

function historyOf({ writes, seed }: Walked, codec: Codec): DeltaChannelHistory {
  const history: DeltaChannelHistory = { writes: writes.toReversed().flat() };
  return seed === undefined ? history : { ...history, seed: fromStored(seed.json, codec) };
}
