import type { Codec } from '../../base/value/codec.ts';
import { seal } from '../../base/value/seal.ts';
import type { GraphPlan } from '../../compile/plan.ts';

/** A refused update for the next attempt to read, without transient keys; undefined where it cannot be stored. */
export function refusedUpdate({ keys }: GraphPlan, update: unknown, codec: Codec): unknown {
  try {
    const entries = Object.entries(update ?? {}).filter(([key]) => keys[key]?.kind !== 'transient');
    return seal(Object.fromEntries(entries), 'the refused update', codec);
  } catch {
    return undefined;
  }
}
