/** A run of checkpoints by seq, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is left of `whole` when the spans in `kept` are taken out, in order. */
export function outside(whole: Span, kept: readonly Span[]): readonly Span[] {
  const gaps: Span[] = [];
  let next = whole.from;
  for (const span of kept.toSorted((left, right) => left.from - right.from)) {
    if (span.to < next) continue;
    if (span.from > whole.to) break;
    if (span.from > next) gaps.push({ from: next, to: span.from - 1 });
    next = span.to + 1;
  }
  if (next <= whole.to) gaps.push({ from: next, to: whole.to });
  return gaps;
}

/** The part of a span that lies in another; undefined where they do not meet. */
export function within(span: Span, other: Span): Span | undefined {
  const from = Math.max(span.from, other.from);
  const to = Math.min(span.to, other.to);
  return from <= to ? { from, to } : undefined;
}
