import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const core = new URL('../../src/index.ts', import.meta.url).href;

const program = `
  import { graph, memory, open } from ${JSON.stringify(core)};
  const failsOnce = graph({
    name: 'fails-once',
    state: {},
    start: 'work',
    nodes: {
      work: {
        run: (s, ctx) => { if (ctx.attempt === 1) throw new Error('not yet'); },
        retry: { attempts: 2, backoff: '100ms' },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [failsOnce] });
  const thread = await cairn.start(failsOnce);
  for await (const event of thread.watch({ from: 1 })) if (event.type === 'checkpoint') console.log(event.cause);
  await cairn.close();
`;

test('a process that only watches stays alive while the thread waits for time to pass', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect(stdout.trim().split('\n')).toEqual(['start', 'attempt', 'timer', 'done']);
});
