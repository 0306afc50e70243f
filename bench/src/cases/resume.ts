import type { Case, Contestant, Line, Run } from '../case.ts';

const store = 'sqlite';

export const resume: Case = {
  name: 'resume',
  runs: [
    runOf('raw', 1_000),
    runOf('langgraph', 1_000),
    runOf('cairn', 1_000),
    runOf('raw', 100_000),
    runOf('cairn', 100_000),
  ],
  lines: [
    lineOf('state', 'opened and its state read'),
    lineOf('again', 'its state read again'),
    lineOf('ten', 'ten of its history'),
    lineOf('all', 'all of its history'),
    lineOf('fork', 'forked, and one step'),
    longLineOf('state', 'opened and its state read'),
    longLineOf('again', 'its state read again'),
    longLineOf('ten', 'ten of its history'),
    longLineOf('fork', 'forked, and one step'),
    firstLineOf('state', 'opened and its state read'),
    firstLineOf('ten', 'ten of its history'),
    firstLineOf('fork', 'forked, and one step'),
  ],
};

function runOf(contestant: Contestant, size: number): Run {
  return {
    id: `${contestant}-${size}`,
    job: `resume/${contestant}`,
    before: `resume-build/${contestant}`,
    size,
    store,
  };
}

function lineOf(name: string, what: string): Line {
  const [raw, cairn] = [`raw-1000.${name}`, `cairn-1000.${name}`] as const;
  return {
    title: `1,000 checkpoints, opened anew: ${what}`,
    unit: 'µs',
    cells: { raw, langgraph: `langgraph-1000.${name}`, cairn },
    goals: [{ says: '≤ 3x raw', of: cairn, over: raw, atMost: 3 }],
  };
}

function longLineOf(name: string, what: string): Line {
  const [raw, cairn] = [`raw-100000.${name}`, `cairn-100000.${name}`] as const;
  return {
    title: `100,000 checkpoints, opened anew: ${what}`,
    unit: 'µs',
    cells: { raw, cairn },
    goals: [{ says: 'the same as of 1,000', of: cairn, over: `cairn-1000.${name}`, atMost: 1.3 }],
  };
}

/** What the first call in a process costs, code that has never run included. */
function firstLineOf(name: string, what: string): Line {
  const cells = {
    raw: `raw-1000.${name}First`,
    langgraph: `langgraph-1000.${name}First`,
    cairn: `cairn-1000.${name}First`,
  } as const;
  return { title: `1,000 checkpoints, in a process that has just begun: ${what}`, unit: 'µs', cells, goals: [] };
}
