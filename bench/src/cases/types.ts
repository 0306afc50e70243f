import type { Case } from '../case.ts';

const sizes = [10, 50, 200] as const;

export const types: Case = {
  name: 'types',
  runs: sizes.map((size) => ({ id: `cairn-${size}`, job: 'types/cairn', size })),
  lines: [
    ...sizes.map((size) => ({
      title: `type checking a graph of ${size} nodes`,
      unit: 'ms',
      cells: { cairn: `cairn-${size}.ms` } as const,
      goals: size === 200 ? [{ says: '< 300 ms', of: `cairn-${size}.ms`, atMost: 300 } as const] : [],
    })),
    {
      title: 'the same, 200 nodes',
      unit: 'instantiations a node',
      cells: { cairn: 'cairn-200.instantiations' },
      goals: [{ says: 'linear from 50', of: 'cairn-200.instantiations', over: 'cairn-50.instantiations', atMost: 1.1 }],
    },
  ],
};
