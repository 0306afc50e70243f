import { graph, memory, open } from '@cairn/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Heat, LogPage } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { failuresOf } from '../../src/page/thread/failures-of.ts';
import { get } from './asking.ts';

const failing = graph({
  name: 'failing',
  state: { what: z.string() },
  start: 'rescued',
  nodes: {
    rescued: {
      run: () => {
        throw new Error('first');
      },
      onError: 'twice',
      next: 'twice',
    },
    twice: {
      run: () => {
        throw new Error('no');
      },
      retry: { attempts: 2, backoff: '1ms' },
      next: 'end',
    },
    end: { final: true },
  },
});

it('counts an attempt that failed for good once, whatever comes of it', async () => {
  const cairn = open({ store: memory(), graphs: [failing] });
  const looking = studio(cairn);
  const thread = await cairn.start(failing, { what: 'tea' }, { id: 'F' });
  await thread.settled();
  const { body: heat } = await get<Heat>(looking, 'graphs/failing/heat');
  const failures = Object.fromEntries(heat.nodes.map((node) => [node.id, node.failures]));
  expect(failures).toEqual({ rescued: 1, twice: 2 });
  const { body: log } = await get<LogPage>(looking, 'threads/F/log');
  expect(failuresOf(log.rows).map(({ from, cause }) => [from, cause])).toEqual([
    ['rescued', 'attempt'],
    ['twice', 'attempt'],
    ['twice', 'attempt'],
  ]);
  await looking.close();
  await cairn.close();
});
