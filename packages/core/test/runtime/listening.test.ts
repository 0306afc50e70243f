import { expect, onTestFinished, test } from 'vitest';
import { graph, memory, open, type RuntimeEvent } from '@cairn/core';

const work = graph({
  name: 'work',
  state: {},
  start: 'work',
  nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
});

/** Warnings of the process from here on, once there are so many. */
function warnings(count: number): Promise<readonly (Error & { code?: string })[]> {
  return new Promise((resolve) => {
    const heard: Error[] = [];
    const hear = (warning: Error): void => {
      heard.push(warning);
      if (heard.length < count) return;
      process.removeListener('warning', hear);
      resolve(heard);
    };
    process.on('warning', hear);
    onTestFinished(() => void process.removeListener('warning', hear));
  });
}

test.each<[string, (event: RuntimeEvent) => void]>([
  [
    'throws',
    () => {
      throw new Error('mine');
    },
  ],
  ['rejects', () => Promise.reject(new Error('mine'))],
])('a listener of a runtime that %s stops nothing, and is warned of', async (_how, onEvent) => {
  const warned = warnings(2);
  const stop = new AbortController();
  const heard: string[] = [];
  const cairn = open({
    store: memory(),
    graphs: [work],
    recover: false,
    onEvent: (event) => {
      heard.push(event.type);
      return onEvent(event);
    },
  });
  const worked = cairn.work({ signal: stop.signal });
  const thread = await cairn.start(work, {});
  expect(await thread.ended()).toMatchObject({ status: 'done' });
  stop.abort();
  await worked;
  await cairn.close();
  for (const warning of await warned) {
    expect(warning).toMatchObject({ code: 'listener/failed', cause: { message: 'mine' } });
    expect(warning.message).toBe(
      'onEvent of a runtime threw: mine The work goes on; catch in the listener what may go wrong in it.',
    );
  }
  expect(heard.slice(-2)).toEqual(['stopping', 'stopped']);
});
