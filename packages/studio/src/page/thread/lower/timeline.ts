/** What took a thread's time, as bars in lines, one a lane. */

import type { Span } from '../../../api.ts';

/** A bar: one stretch of time, or several of a kind that are too short to be told apart. Places are shares of the whole. */
export interface Bar {
  readonly kind: Span['kind'];
  readonly node: string;
  readonly from: number;
  readonly to: number;
  /** The checkpoint at which it begins. */
  readonly seq: number;
  readonly isFailed: boolean;
  readonly isOpen: boolean;
  readonly count: number;
  /** Milliseconds. */
  readonly lasts: number;
}

export interface Track {
  readonly lane: string;
  readonly bars: readonly Bar[];
}

/** What a place on the line means: a moment, or a checkpoint, each as wide as the others. */
export type Scale =
  | { readonly by: 'time'; readonly from: number; readonly to: number }
  | { readonly by: 'steps'; readonly first: number; readonly last: number };

/** The lanes with their bars; bars narrower than `least`, a share of the whole, are brought together. */
export function tracksOf(spans: readonly Span[], scale: Scale, now: number, least: number): readonly Track[] {
  const byLane = new Map<string, Bar[]>();
  for (const span of spans) {
    const bars = byLane.get(span.lane) ?? [];
    byLane.set(span.lane, bars);
    const bar = barOf(span, scale, now);
    const before = bars.at(-1);
    const joined = before === undefined ? undefined : together(before, bar, least);
    if (joined === undefined) bars.push(bar);
    else bars[bars.length - 1] = joined;
  }
  return [...byLane].map(([lane, bars]) => ({ lane, bars }));
}

function barOf(span: Span, scale: Scale, now: number): Bar {
  const [first, last] = span.seqs;
  const [from, to] =
    scale.by === 'time'
      ? [shareOf(span.from, scale.from, scale.to), shareOf(span.to ?? now, scale.from, scale.to)]
      : [
          shareOf(first, scale.first, scale.last + 1),
          shareOf(Math.max(last ?? scale.last + 1, first + 1), scale.first, scale.last + 1),
        ];
  return {
    kind: span.kind,
    node: span.node,
    from,
    to,
    seq: first,
    isFailed: span.failed === true,
    isOpen: span.to === undefined,
    count: 1,
    lasts: Math.max(0, (span.to ?? now) - span.from),
  };
}

/** Two bars as one, where both are of a kind and too narrow to be told apart. */
function together(before: Bar, bar: Bar, least: number): Bar | undefined {
  const isNarrow = (each: Bar): boolean => (each.to - each.from) / each.count < least;
  const isAlike = before.kind === bar.kind && bar.from - before.to < least;
  if (!isAlike || !isNarrow(before) || !isNarrow(bar)) return undefined;
  return {
    ...before,
    to: Math.max(before.to, bar.to),
    isFailed: before.isFailed || bar.isFailed,
    isOpen: bar.isOpen,
    count: before.count + bar.count,
    lasts: before.lasts + bar.lasts,
  };
}

/** Where on the line something is, as a share of the whole. */
export function shareOf(at: number, from: number, to: number): number {
  return to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** Lines of a scale, with what stands beside each. */
export interface Tick {
  readonly share: number;
  /** Milliseconds from the beginning, or a checkpoint. */
  readonly value: number;
}

const steps = [1, 2, 5, 10, 15, 20, 30];
const lengths = [1, 1_000, 60_000, 3_600_000, 86_400_000];

/** At most so many lines, at round places. */
export function ticksOf(scale: Scale, most: number): readonly Tick[] {
  const length = scale.by === 'time' ? scale.to - scale.from : scale.last - scale.first + 1;
  if (length <= 0 || most < 1) return [];
  const step = scale.by === 'time' ? roundTime(length / most) : Math.max(1, roundNumber(length / most));
  const offset = scale.by === 'time' ? 0 : scale.first;
  const ticks: Tick[] = [];
  const begin = scale.by === 'time' ? 0 : Math.ceil(offset / step) * step;
  for (let value = begin; value - offset < length; value += step) {
    ticks.push({ share: (value - offset) / length, value });
  }
  return ticks;
}

function roundTime(least: number): number {
  for (const [at, length] of lengths.entries()) {
    const next = lengths[at + 1] ?? Infinity;
    const step = steps.map((each) => each * length).find((each) => each >= least && each < next);
    if (step !== undefined) return step;
    if (length === 1) {
      const small = roundNumber(least);
      if (small < 1_000) return small;
    }
  }
  return roundNumber(least / 86_400_000) * 86_400_000;
}

/** 1, 2 or 5 with noughts. */
function roundNumber(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least) ?? 10 * power;
}
