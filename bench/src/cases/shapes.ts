import type { Case, Line, Run } from '../case.ts';

const [size, store] = [400, 'sqlite'] as const;

/** Each shape of state that grows, in words; those that LangGraph.js has a channel for beside it. */
const shapes = {
  append: 'an append key',
  plain: 'a plain key',
  reduced: 'a reducer of its own',
  nested: 'a nested record',
  merged: 'an entry of merge',
  upserted: 'an item of upsert',
  text: 'one text',
} as const;

const ofPeers: readonly string[] = ['plain', 'reduced', 'nested'];

export const grownShapes: Case = {
  name: 'shapes',
  runs: Object.keys(shapes).flatMap(runsOf),
  lines: Object.entries(shapes).flatMap(([shape, words]) => [turnOf(shape, words), bytesOf(shape, words)]),
};

function runsOf(shape: string): readonly Run[] {
  const cairn = { id: `cairn-${shape}`, job: 'grown/cairn', size, store, shape } as const;
  const peer = { id: `langgraph-${shape}`, job: 'grown/langgraph', size, store, shape, slow: true } as const;
  return ofPeers.includes(shape) ? [peer, cairn] : [cairn];
}

function cellsOf(shape: string, number: string): Line['cells'] {
  const cairn = { cairn: `cairn-${shape}.${number}` } as const;
  return ofPeers.includes(shape) ? { langgraph: `langgraph-${shape}.${number}`, ...cairn } : cairn;
}

function turnOf(shape: string, words: string): Line {
  const title = `400 turns of 500 bytes in ${words}, a turn at the end`;
  return { title, unit: 'µs a turn', cells: cellsOf(shape, 'last'), goals: [] };
}

function bytesOf(shape: string, words: string): Line {
  const of = `cairn-${shape}.bytes` as const;
  const goals = shape === 'append' ? [] : [{ says: '≤ 3x append', of, over: 'cairn-append.bytes', atMost: 3 } as const];
  return { title: `400 turns in ${words}, the file`, unit: 'bytes', cells: cellsOf(shape, 'bytes'), goals };
}
