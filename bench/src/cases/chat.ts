import type { Case, Line, Run } from '../case.ts';

const store = 'sqlite';
const sizes = [100, 400, 1_000] as const;

export const chat: Case = {
  name: 'chat',
  runs: sizes.flatMap(runsOf),
  lines: [...sizes.map(turnOf), ...sizes.map(bytesOf)],
};

function runsOf(size: number): readonly Run[] {
  return [
    { id: `raw-${size}`, job: 'chat/raw', size, store },
    { id: `xstate-${size}`, job: 'chat/xstate', size, store },
    { id: `langgraph-${size}`, job: 'chat/langgraph', size, store, slow: size > 100 },
    { id: `delta-${size}`, job: 'chat/delta', size, store, slow: size > 100 },
    { id: `cairn-${size}`, job: 'chat/cairn', size, store },
  ];
}

function turnOf(size: number): Line {
  const cells = {
    raw: `raw-${size}.last`,
    xstate: `xstate-${size}.last`,
    langgraph: `langgraph-${size}.last`,
    delta: `delta-${size}.last`,
    cairn: `cairn-${size}.last`,
  } as const;
  const goals = [
    { says: 'flat from first to last', of: cells.cairn, over: `cairn-${size}.first`, atMost: 1.2 },
    { says: '≤ 3x raw', of: cells.cairn, over: cells.raw, atMost: 3 },
  ] as const;
  const peer = { says: '≥ 300x LangGraph.js', of: cells.langgraph, over: cells.cairn, atLeast: 300 };
  const title = `chat of ${size.toLocaleString('en')} turns of 500 bytes, a turn at the end`;
  return { title, unit: 'µs a turn', cells, goals: size === 1_000 ? [...goals, peer] : goals };
}

function bytesOf(size: number): Line {
  const cells = {
    raw: `raw-${size}.bytes`,
    xstate: `xstate-${size}.bytes`,
    langgraph: `langgraph-${size}.bytes`,
    delta: `delta-${size}.bytes`,
    cairn: `cairn-${size}.bytes`,
  } as const;
  const goal = { says: '≤ 2x raw', of: cells.cairn, over: cells.raw, atMost: 2 };
  const title = `chat of ${size.toLocaleString('en')} turns, the file`;
  return { title, unit: 'bytes', cells, goals: size === 1_000 ? [goal] : [] };
}
