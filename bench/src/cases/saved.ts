import type { Case } from '../case.ts';

const store = 'sqlite';

/** One conversation of LangGraph.js, kept by its own checkpointer, with its delta channel, and by Cairn's. */
export const saved: Case = {
  name: 'saved',
  runs: [
    { id: 'langgraph', job: 'saved/langgraph', size: 400, store, slow: true },
    { id: 'delta', job: 'saved/delta', size: 400, store, slow: true },
    { id: 'cairn', job: 'saved/cairn', size: 400, store, slow: true },
  ],
  lines: [
    {
      title: 'LangGraph.js for 400 turns of two messages of 500 bytes, a turn at the end',
      unit: 'µs a turn',
      cells: { langgraph: 'langgraph.last', delta: 'delta.last', cairn: 'cairn.last' },
      goals: [{ says: '≥ 5x its own checkpointer', of: 'langgraph.last', over: 'cairn.last', atLeast: 5 }],
    },
    {
      title: 'the same, a turn of a process that knows nothing',
      unit: 'µs a turn',
      cells: { langgraph: 'langgraph.cold', delta: 'delta.cold', cairn: 'cairn.cold' },
      goals: [{ says: 'no slower than its own checkpointer', of: 'langgraph.cold', over: 'cairn.cold', atLeast: 1 }],
    },
    {
      title: 'the same, the file',
      unit: 'bytes',
      cells: { langgraph: 'langgraph.bytes', delta: 'delta.bytes', cairn: 'cairn.bytes' },
      goals: [
        { says: '≥ 50x less than its own checkpointer', of: 'langgraph.bytes', over: 'cairn.bytes', atLeast: 50 },
        { says: '≥ 5x less than its delta channel', of: 'delta.bytes', over: 'cairn.bytes', atLeast: 5 },
      ],
    },
  ],
};
