import type { Case } from '../case.ts';

const before = 'cold/build';
const programs = ['raw', 'xstate', 'langgraph', 'langgraph-sqlite', 'cairn', 'cairn-sqlite'] as const;

export const cold: Case = {
  name: 'cold',
  runs: programs.map((id) => ({ id, job: `cold/${id}`, before, size: 1 })),
  lines: [
    {
      title: 'from start to the first node, in memory',
      unit: 'ms over bare Node',
      cells: { xstate: 'xstate.over', langgraph: 'langgraph.over', cairn: 'cairn.over' },
      goals: [],
    },
    {
      title: 'the same, on SQLite',
      unit: 'ms over bare Node',
      cells: { raw: 'raw.over', langgraph: 'langgraph-sqlite.over', cairn: 'cairn-sqlite.over' },
      goals: [{ says: '< 20 ms', of: 'cairn-sqlite.over', atMost: 20 }],
    },
    {
      title: 'memory after the imports, with SQLite',
      unit: 'MiB over bare Node',
      cells: { raw: 'raw.rss', xstate: 'xstate.rss', langgraph: 'langgraph-sqlite.rss', cairn: 'cairn-sqlite.rss' },
      goals: [{ says: '≤ 0.1x LangGraph.js', of: 'cairn-sqlite.rss', over: 'langgraph-sqlite.rss', atMost: 0.1 }],
    },
    {
      title: 'installed, with SQLite',
      unit: 'MiB',
      cells: { raw: 'raw.size', xstate: 'xstate.size', langgraph: 'langgraph-sqlite.size', cairn: 'cairn-sqlite.size' },
      goals: [],
    },
    {
      title: 'installed, without better-sqlite3, which both use',
      unit: 'MiB',
      cells: { xstate: 'xstate.ownSize', langgraph: 'langgraph-sqlite.ownSize', cairn: 'cairn-sqlite.ownSize' },
      goals: [
        { says: '≤ 0.1x LangGraph.js', of: 'cairn-sqlite.ownSize', over: 'langgraph-sqlite.ownSize', atMost: 0.1 },
      ],
    },
  ],
};
