import { append, graph, sum } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const votes = graph({
  name: 'votes',
  state: { by: append(z.string()), count: sum() },
  events: { vote: z.string(), tally: z.undefined() },
  start: 'collect',
  nodes: {
    collect: { on: { vote: { to: 'count', update: (_s, by) => ({ by: [by] }) }, tally: 'end' } },
    count: { run: () => ({ count: 1 }), next: 'collect' },
    end: { final: true },
  },
});

const each = (prefix: string) => Array.from({ length: 10 }, (_, index) => `${prefix}${index}`);

describe.each(homes)('%s', (_name, home) => {
  test('no update is lost between callers of one thread in one process', async () => {
    const cairn = home()(votes);
    const thread = await cairn.start(votes, {}, { id: 't' });
    await thread.settled();
    const names = each('a');
    await Promise.all(names.map((by) => cairn.thread(votes, 't').send('vote', by, { queue: true })));
    const result = await thread.settled();
    expect(result.state.count).toBe(names.length);
    expect(result.state.by.toSorted()).toEqual(names);
  });

  test('no update is lost between two processes that send at once', async () => {
    const open = home();
    const [one, two] = [open(votes), open(votes)];
    const thread = await one.start(votes, {}, { id: 't' });
    await thread.settled();
    const other = two.thread(votes, 't');
    const sent = [
      ...each('a').map((by) => thread.send('vote', by, { queue: true })),
      ...each('b').map((by) => other.send('vote', by, { queue: true })),
    ];
    await Promise.all(sent);
    await thread.settled();
    await other.send('tally', undefined, { queue: true });
    const result = await other.ended();
    expect(result.state.count).toBe(20);
    expect(result.state.by.toSorted()).toEqual([...each('a'), ...each('b')]);
  });

  test('a caller that is refused is told so, and the one that was taken stands', async () => {
    const open = home();
    const [one, two] = [open(votes), open(votes)];
    const thread = await one.start(votes, {}, { id: 't' });
    await thread.settled();
    const results = await Promise.allSettled([thread.send('tally'), two.thread(votes, 't').send('tally')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'thread/over' } });
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });
});
