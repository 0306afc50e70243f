import type { Case } from '../case.ts';

const size = 1_000;

export const sequenceInMemory: Case = {
  name: 'sequence-memory',
  runs: [
    { id: 'xstate', job: 'sequence/xstate', size, store: 'memory' },
    { id: 'langgraph', job: 'sequence/langgraph', size, store: 'memory' },
    { id: 'cairn', job: 'sequence/cairn', size, store: 'memory' },
  ],
  lines: [
    {
      title: '1,000 transitions of one thread, in memory',
      unit: 'µs a transition',
      cells: { xstate: 'xstate.us', langgraph: 'langgraph.us', cairn: 'cairn.us' },
      goals: [{ says: "≤ XState's bare transition", of: 'cairn.us', over: 'xstate.us', atMost: 1 }],
    },
  ],
};

export const sequence: Case = {
  name: 'sequence',
  runs: [
    { id: 'raw', job: 'sequence/raw', size, store: 'sqlite' },
    { id: 'xstate', job: 'sequence/xstate', size, store: 'sqlite' },
    { id: 'langgraph', job: 'sequence/langgraph', size, store: 'sqlite' },
    { id: 'cairn', job: 'sequence/cairn', size, store: 'sqlite' },
  ],
  lines: [
    {
      title: '1,000 transitions of one thread, on SQLite',
      unit: 'µs a transition',
      cells: { raw: 'raw.us', xstate: 'xstate.us', langgraph: 'langgraph.us', cairn: 'cairn.us' },
      goals: [
        { says: '≤ 1.5x raw', of: 'cairn.us', over: 'raw.us', atMost: 1.5 },
        { says: 'faster than XState', of: 'cairn.us', over: 'xstate.us', atMost: 1 },
        { says: '≥ 23x LangGraph.js', of: 'langgraph.us', over: 'cairn.us', atLeast: 23 },
      ],
    },
    {
      title: 'the same, bytes in the file',
      unit: 'bytes a transition',
      cells: { raw: 'raw.bytes', xstate: 'xstate.bytes', langgraph: 'langgraph.bytes', cairn: 'cairn.bytes' },
      goals: [],
    },
  ],
};

export const longSequence: Case = {
  name: 'long-sequence',
  runs: [
    { id: 'short', job: 'sequence/cairn', size: 1_000, store: 'sqlite' },
    { id: 'long', job: 'sequence/cairn', size: 100_000, store: 'sqlite', slow: true },
  ],
  lines: [
    {
      title: '100,000 transitions of one thread, on SQLite',
      unit: 'µs a transition',
      cells: { cairn: 'long.us' },
      goals: [{ says: 'flat from 1,000', of: 'long.us', over: 'short.us', atMost: 1.2 }],
    },
    {
      title: 'the same, memory kept at the end',
      unit: 'bytes of heap',
      cells: { cairn: 'long.keptBytes' },
      goals: [{ says: '< 1 MB', of: 'long.keptBytes', atMost: 1_000_000 }],
    },
  ],
};
