import type { Case } from '../case.ts';

const work = { size: 100, store: 'sqlite' } as const;

export const subgraph: Case = {
  name: 'subgraph',
  runs: [
    { id: 'raw', job: 'subgraph/raw', ...work },
    { id: 'langgraph', job: 'subgraph/langgraph', ...work },
    { id: 'cairn', job: 'subgraph/cairn', ...work },
  ],
  lines: [
    {
      title: 'a subgraph of three nodes, called 100 times',
      unit: 'µs an inner transition, calls included',
      cells: { raw: 'raw.us', langgraph: 'langgraph.us', cairn: 'cairn.us' },
      goals: [],
    },
    {
      title: 'the same, a checkpoint',
      unit: 'µs',
      cells: { cairn: 'cairn.checkpointUs' },
      goals: [{ says: 'what one without subgraph costs', of: 'cairn.checkpointUs', over: 'cairn.flatUs', atMost: 1.2 }],
    },
  ],
};
