import type { Case } from '../case.ts';

const size = 1_000;

export const machine: Case = {
  name: 'machine',
  runs: [
    { id: 'xstate', job: 'sequence/xstate', size, store: 'sqlite' },
    { id: 'plain', job: 'machine/plain', size, store: 'sqlite' },
    { id: 'cairn', job: 'machine/cairn', size, store: 'sqlite' },
  ],
  lines: [
    {
      title: '1,000 events to a machine of XState in a graph, each awaited, on SQLite',
      unit: 'µs a macrostep',
      cells: { xstate: 'xstate.us', cairn: 'cairn.us' },
      goals: [{ says: '≤ 3x an event of a plain graph', of: 'cairn.us', over: 'plain.us', atMost: 3 }],
    },
    {
      title: 'the same to a plain graph in a graph',
      unit: 'µs an event',
      cells: { cairn: 'plain.us' },
      goals: [],
    },
    {
      title: 'the machine, bytes in the file',
      unit: 'bytes a macrostep',
      cells: { xstate: 'xstate.bytes', cairn: 'cairn.bytes' },
      goals: [],
    },
    {
      title: 'the plain graph, bytes in the file',
      unit: 'bytes an event',
      cells: { cairn: 'plain.bytes' },
      goals: [],
    },
  ],
};
