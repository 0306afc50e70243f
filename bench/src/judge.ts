import type { Goal, Reference } from './case.ts';
import { median } from './measure/median.ts';
import type { Samples } from './rounds.ts';

/** A number over all rounds: the median, the smallest, the largest. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What came of a goal; `met` is undefined where it was not measured. */
export interface Verdict {
  readonly says: string;
  readonly value: Spread | undefined;
  readonly met: boolean | undefined;
}

/** Whether times are by the clock or of the processor, where both are known; the latter bears a busy machine better. */
export type Timing = 'wall' | 'cpu';

/** A number of a run over all rounds; undefined where it was not measured. */
export function spreadOf(samples: Samples, reference: Reference, timing: Timing): Spread | undefined {
  return spread(valuesOf(samples, reference, timing));
}

/** Holds a goal against the samples: ratios are taken within a round, so that a slow minute hits both sides. */
export function judge(
  samples: Samples,
  { says, of, over, atMost = Infinity, atLeast = -Infinity }: Goal,
  timing: Timing,
): Verdict {
  const below = over === undefined ? undefined : valuesOf(samples, over, timing);
  const ratios = valuesOf(samples, of, timing).map((value, round) =>
    below === undefined ? value : value / (below[round] ?? Number.NaN),
  );
  const value = spread(ratios);
  return { says, value, met: value && value.median <= atMost && value.median >= atLeast };
}

function valuesOf(samples: Samples, reference: Reference, timing: Timing): readonly number[] {
  const [run, name] = reference.split('.') as [string, string];
  return Array.from(samples.get(run) ?? [], (measured) => {
    const ofProcessor = timing === 'cpu' ? measured?.[`${name}Cpu`] : undefined;
    return ofProcessor ?? measured?.[name] ?? Number.NaN;
  });
}

function spread(values: readonly number[]): Spread | undefined {
  const measured = values.filter((value) => !Number.isNaN(value));
  if (measured.length === 0) return undefined;
  return { median: median(measured), low: Math.min(...measured), high: Math.max(...measured) };
}
