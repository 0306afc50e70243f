import { append, graph, sum } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const child = graph({
  name: 'child',
  state: { log: append(z.string()), n: z.number().default(0) },
  events: { more: z.string() },
  start: 'work',
  nodes: {
    work: { run: (s) => ({ log: [`child ${s.n}, after ${s.log.length}`] }), next: 'wait' },
    wait: { on: { more: { to: 'end', update: (_s, text) => ({ log: [text] }) } } },
    end: { final: true },
  },
});

describe.each(homes)('%s', (_name, home) => {
  test('a subgraph that is given a list adds to it once what it adds', async () => {
    const parent = graph({
      name: 'parent',
      state: { log: append(z.string()) },
      start: 'before',
      nodes: {
        before: { run: () => ({ log: ['before'] }), next: 'sub' },
        sub: {
          graph: child,
          input: (s) => ({ log: s.log }),
          output: ({ state }) => ({ log: state.log.slice(1) }),
          next: 'after',
        },
        after: { run: () => ({ log: ['after'] }), next: 'end' },
        end: { final: true },
      },
    });
    const open = home();
    const first = open(parent);
    await (await first.start(parent, {}, { id: 't' })).settled();
    await first.close();
    const thread = open(parent).thread(parent, 't');
    await thread.send('more', 'more');
    expect((await thread.settled()).state.log).toEqual(['before', 'child 0, after 1', 'more', 'after']);
  });

  test('subgraphs that run side by side have a state each, in one log that can be sent back to', async () => {
    const parent = graph({
      name: 'side-by-side',
      state: { log: append(z.string()), ended: sum() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['one', 'two'], then: 'end' } },
        one: {
          graph: child,
          input: () => ({ n: 1 }),
          output: ({ state }) => ({ log: state.log, ended: 1 }),
          next: 'end',
        },
        two: {
          graph: child,
          input: () => ({ n: 2 }),
          output: ({ state }) => ({ log: state.log, ended: 1 }),
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await home()(parent).start(parent, {});
    await thread.settled();
    await thread.send('more', 'x', { lane: 'fork.1/two/two.1' });
    await thread.settled();
    const { seq } = await thread.at();
    await thread.send('more', 'y');
    const expected = ['child 1, after 0', 'y', 'child 2, after 0', 'x'];
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { log: expected, ended: 2 } });

    await thread.rewind(seq);
    expect((await thread.at()).lanes.map(({ lane, node }) => [lane, node])).toEqual([
      ['', 'fork'],
      ['fork.1/one', 'one'],
      ['fork.1/one/one.1', 'wait'],
      ['fork.1/two', 'end'],
    ]);
    await thread.send('more', 'z');
    expect((await thread.settled()).state.log).toEqual(['child 1, after 0', 'z', 'child 2, after 0', 'x']);
  });
});
