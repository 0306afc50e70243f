import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, recorded, replay, replayAll, type Protection } from '@cairn/core';
import { exportThread, goingOnWith } from '@cairn/core/inspect';

const protect: Protection = {
  keys: ['token', 'tokens'],
  seal: (text) => Buffer.from(text).toString('base64'),
  open: (sealed) => Buffer.from(sealed, 'base64').toString(),
};

/** Goes another way by what a protected key holds. */
const login = (least: number) =>
  graph({
    name: 'login',
    state: { token: z.string(), tokens: append(z.string()), length: z.number().default(0) },
    events: { renew: z.object({ token: z.string() }) },
    start: 'look',
    nodes: {
      look: { run: (s) => ({ length: s.token.length }), next: 'wait' },
      wait: {
        on: {
          renew: [
            {
              when: (_s, e) => e.token.length >= least,
              to: 'end',
              update: (s, e) => ({ token: e.token, tokens: [s.token] }),
            },
            { update: (_s, e) => ({ tokens: [e.token] }) },
          ],
        },
      },
      end: { final: true },
    },
  });

const today = login(9);

async function kept() {
  const store = memory();
  const cairn = open({ store, graphs: [today], protect });
  const thread = await cairn.start(today, { token: 'opensesame' }, { id: 'S-1' });
  for (const token of ['short', 'shorter', 'abracadabra']) await thread.send('renew', { token });
  await thread.ended();
  const lines: string[] = [];
  for await (const line of exportThread(store, 'S-1')) lines.push(line);
  expect(JSON.stringify(lines)).not.toContain('opensesame');
  return { store, lines };
}

test('a thread with protected keys is replayed where it is said how they were sealed: from a store, a file, in a test', async () => {
  const { store, lines } = await kept();
  for (const recording of [{ store, id: 'S-1' }, lines]) {
    const { divergence, checkpoints } = await replay(recording, login(9), { protect });
    expect({ divergence, checkpoints }).toEqual({ divergence: undefined, checkpoints: 5 });
    expect((await replay(recording, login(6), { protect })).divergence).toMatchObject({ seq: 4 });
  }
  for await (const { divergence, problem } of replayAll(store, [login(9)], { protect })) {
    expect([divergence, problem]).toEqual([undefined, undefined]);
  }
  await recorded(lines, login(9), { protect }).run();
  await expect(recorded(lines, login(6), { protect }).run()).rejects.toMatchObject({ code: 'replay/diverged' });
});

test('what is queued for a thread is held to today’s graph as it was sent, where it is said how it was sealed', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [today], protect });
  await (await cairn.start(today, { token: 'opensesame' }, { id: 'S-1' })).settled();
  await cairn.close();
  const sending = open({ store, graphs: [today], protect, drive: false });
  await sending.thread(today, 'S-1').send('renew', { token: 'short' }, { queue: true });
  await sending.close();
  const found = [];
  for await (const each of goingOnWith(store, [today], { protect })) found.push(each);
  expect(found).toMatchObject([{ thread: 'S-1', how: 'as it is' }]);
  expect(found[0]).not.toHaveProperty('unfit');
});

test('how keys were sealed is looked at where it is given', async () => {
  const { lines } = await kept();
  await expect(replay(lines, login(9), { protect: { keys: 'token' } as never })).rejects.toThrow(/"options\.protect"/u);
});
