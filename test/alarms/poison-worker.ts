import { graph, open, type RuntimeEvent } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';

/** Works for a moment, and reaches its end. */
export const innocent = graph({
  name: 'innocent',
  state: {},
  start: 'work',
  nodes: {
    work: { run: () => later(20), onError: 'gaveUp', next: 'end' },
    gaveUp: { final: true },
    end: { final: true },
  },
});

/** Ends the process that runs it. */
export const poison = graph({
  name: 'poison',
  state: {},
  start: 'die',
  nodes: {
    die: {
      run: () =>
        later(5)
          .then(() => process.kill(process.pid, 'SIGKILL'))
          .then(() => ({})),
      next: 'end',
    },
    end: { final: true },
  },
});

function later(milliseconds: number): Promise<object> {
  return new Promise((resolve) => setTimeout(() => resolve({}), milliseconds));
}

const [path] = process.argv.slice(2);
if (import.meta.main && path !== undefined) {
  const onEvent = ({ type }: RuntimeEvent): unknown => type === 'status' && process.stdout.write('.');
  await open({ store: sqlite(path), graphs: [innocent, poison], recover: false, onEvent }).work();
}
