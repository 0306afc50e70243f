import type { Case } from '../case.ts';

export const replay: Case = {
  name: 'replay',
  runs: [{ id: 'cairn', job: 'replay/cairn', before: 'replay-build/cairn', size: 10_000 }],
  lines: [
    {
      title: 'replay of 10,000 checkpoints',
      unit: 'checkpoints a second',
      cells: { cairn: 'cairn.perSecond' },
      goals: [{ says: '> 100,000', of: 'cairn.perSecond', atLeast: 100_000 }],
    },
  ],
};
