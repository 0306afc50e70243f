import type { Case } from '../case.ts';

export const oneProcess: Case = {
  name: 'one-process',
  runs: [{ id: 'cairn', job: 'one-process/cairn', size: 1_000 }],
  lines: [
    {
      title: 'in one process: a transition in memory',
      unit: 'µs',
      cells: { cairn: 'cairn.memory' },
      goals: [],
    },
    {
      title: 'in one process: a transition on SQLite, a bare insert of its row',
      unit: 'µs',
      cells: { raw: 'cairn.insert', cairn: 'cairn.sqlite' },
      goals: [{ says: '≤ 1.5x raw', of: 'cairn.sqlite', over: 'cairn.insert', atMost: 1.5 }],
    },
  ],
};
