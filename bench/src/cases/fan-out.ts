import type { Case, Line } from '../case.ts';

const store = 'sqlite';
const sizes = [10, 100, 1_000, 4_000] as const;

export const fanOut: Case = {
  name: 'fan-out',
  runs: [
    ...sizes.flatMap((size) => [
      { id: `raw-${size}`, job: 'fan-out/raw', size, store } as const,
      { id: `cairn-${size}`, job: 'fan-out/cairn', size, store } as const,
    ]),
    ...[10, 100, 1_000].map((size) => ({ id: `langgraph-${size}`, job: 'fan-out/langgraph', size, store }) as const),
    { id: 'langgraph-4000', job: 'fan-out/langgraph', size: 4_000, store, slow: true },
  ],
  lines: sizes.map(lineOf),
};

function lineOf(size: number): Line {
  const [raw, langgraph, cairn] = [`raw-${size}.us`, `langgraph-${size}.us`, `cairn-${size}.us`] as const;
  return {
    title: `fan-out to ${size.toLocaleString('en')} lanes and join, on SQLite`,
    unit: 'µs a lane',
    cells: { raw, langgraph, cairn },
    goals: [
      ...(size >= 100 ? [{ says: '≤ 0.7x raw', of: cairn, over: raw, atMost: 0.7 }] : []),
      ...(size === 1_000 ? [{ says: '≥ 50x LangGraph.js', of: langgraph, over: cairn, atLeast: 50 }] : []),
      ...(size === 4_000 ? [{ says: 'flat from 100', of: cairn, over: 'cairn-100.us' as const, atMost: 1.2 }] : []),
    ],
  };
}
