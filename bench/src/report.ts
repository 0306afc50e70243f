import { contestants, type Case, type Contestant } from './case.ts';
import { judge, spreadOf, type Spread, type Timing, type Verdict } from './judge.ts';
import type { Measurements } from './rounds.ts';

/** One line of the report. */
export interface Reported {
  readonly case: string;
  readonly title: string;
  readonly unit: string;
  readonly values: Partial<Readonly<Record<Contestant, Spread>>>;
  readonly verdicts: readonly Verdict[];
}

/** Medians, ratios and what came of the goals. */
export function report(cases: readonly Case[], measurements: Measurements, timing: Timing): readonly Reported[] {
  return cases.flatMap(({ name, lines }) => {
    const samples = measurements.get(name) ?? new Map();
    return lines.map(({ title, unit, cells, goals }) => {
      const found = contestants.flatMap((contestant) => {
        const reference = cells[contestant];
        const value = reference && spreadOf(samples, reference, timing);
        return value === undefined ? [] : [[contestant, value] as const];
      });
      return {
        case: name,
        title,
        unit,
        values: Object.fromEntries(found),
        verdicts: goals.map((goal) => judge(samples, goal, timing)),
      };
    });
  });
}
