import type { Heat } from '../../api.ts';

/** What a node's colour is about. */
export type Measure = 'visits' | 'p50' | 'p95' | 'failures' | 'now';

export const measures: Readonly<Record<Measure, string>> = {
  visits: 'Visits',
  p50: 'Half of them within',
  p95: '95 of 100 within',
  failures: 'Failures',
  now: 'Threads there now',
};

const levels = 4;

/** How warm each node is, 0 to 4, beside the warmest: by the logarithm, as times and counts differ by powers. */
export function warmths({ nodes }: Heat, measure: Measure): ReadonlyMap<string, number> {
  const values = nodes.map((node) => [node.id, node[measure] ?? 0] as const);
  const most = Math.log1p(Math.max(0, ...values.map(([, value]) => value)));
  return new Map(
    values.map(([id, value]) => [
      id,
      value <= 0 || most === 0 ? 0 : Math.max(1, Math.ceil((Math.log1p(value) / most) * levels)),
    ]),
  );
}
