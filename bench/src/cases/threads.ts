import type { Case } from '../case.ts';

const work = { size: 1_000, store: 'sqlite' } as const;

export const threads: Case = {
  name: 'threads',
  runs: [
    { id: 'raw', job: 'threads/raw', ...work },
    { id: 'xstate', job: 'threads/xstate', ...work },
    { id: 'langgraph', job: 'threads/langgraph', ...work },
    { id: 'cairn', job: 'threads/cairn', ...work },
  ],
  lines: [
    {
      title: '1,000 threads of five steps, 50 at a time, on SQLite',
      unit: 'threads a second',
      cells: {
        raw: 'raw.perSecond',
        xstate: 'xstate.perSecond',
        langgraph: 'langgraph.perSecond',
        cairn: 'cairn.perSecond',
      },
      goals: [
        { says: "≥ XState's", of: 'cairn.perSecond', over: 'xstate.perSecond', atLeast: 1 },
        { says: '≥ 15x LangGraph.js', of: 'cairn.perSecond', over: 'langgraph.perSecond', atLeast: 15 },
      ],
    },
    {
      title: 'the same, the slowest hundredth of the threads',
      unit: 'ms a thread',
      cells: { raw: 'raw.p99', xstate: 'xstate.p99', langgraph: 'langgraph.p99', cairn: 'cairn.p99' },
      goals: [],
    },
  ],
};

export const durability: Case = {
  name: 'durability',
  runs: [
    { id: 'raw', job: 'durability/raw', ...work },
    { id: 'cairn', job: 'durability/cairn', ...work },
  ],
  lines: [
    {
      title: "durability 'full', one thread at a time",
      unit: 'commits a second',
      cells: { raw: 'raw.single', cairn: 'cairn.single' },
      goals: [],
    },
    {
      title: "durability 'full', 200 threads at a time",
      unit: 'commits a second',
      cells: { cairn: 'cairn.grouped' },
      goals: [
        { says: '≥ 5x one at a time', of: 'cairn.grouped', over: 'cairn.single', atLeast: 5 },
        { says: '≥ 5x raw, one at a time', of: 'cairn.grouped', over: 'raw.single', atLeast: 5 },
      ],
    },
  ],
};
