import { append, check, graph, open, memory, run } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

/** A graph in which every name may be wrong. */
const named = (names: { next?: string; among?: string; chosen?: string; key?: string; on?: string; error?: string }) =>
  graph({
    name: 'named',
    state: { total: z.number().optional(), seen: append(z.string()) },
    events: { go: z.undefined() },
    start: 'work',
    nodes: {
      work: {
        run: () => ({ [names.key ?? 'total']: 1, seen: ['work'] }),
        onError: (names.error ?? 'lost') as 'lost',
        next: (names.next ?? 'pick') as 'pick',
      },
      pick: { next: { choose: () => (names.chosen ?? 'wait') as 'wait', among: [(names.among ?? 'wait') as 'wait'] } },
      wait: { on: { go: (names.on ?? 'end') as 'end' } },
      lost: { final: true },
      end: { final: true },
    },
  });

describe('an unknown target', () => {
  test.each([
    [{ next: 'pikc' }, 'nodes.work.next', 'Did you mean "pick"?'],
    [{ among: 'wiat' }, 'nodes.pick.next.among[0]', 'Did you mean "wait"?'],
    [{ on: 'ned' }, 'nodes.wait.on.go', 'Did you mean "end"?'],
    [{ error: 'lots' }, 'nodes.work.onError', 'Did you mean "lost"?'],
  ])('that is written down is refused before anything runs: %j', (names, path, hint) => {
    const wrong = named(names);
    expect(check(wrong)).toContainEqual(
      expect.objectContaining({ code: 'unknown-node', path, message: expect.stringContaining(hint) }),
    );
    expect(() => open({ store: memory(), graphs: [wrong] })).toThrow(
      expect.objectContaining({ code: 'graph/invalid' }),
    );
  });

  test('that a function chooses stops the thread there: it does not end as though it were done', async () => {
    const result = await run(named({ chosen: 'wiat' }));
    expect(result).toMatchObject({
      status: 'failed',
      state: { total: 1, seen: ['work'] },
      failed: [{ node: 'pick', code: 'transition/undeclared' }],
    });
    expect(JSON.stringify(result)).toContain('Did you mean \\"wait\\"?');
  });
});

describe('an unknown key', () => {
  test('that a node returns fails it, with the nearest name, and nothing of the update is taken', async () => {
    const result = await run(
      graph({
        name: 'careless',
        state: { total: z.number().optional(), seen: append(z.string()) },
        start: 'work',
        nodes: { work: { run: () => ({ totl: 1, seen: ['work'] }) as object, next: 'end' }, end: { final: true } },
      }),
    );
    expect(result).toMatchObject({ status: 'failed', state: { seen: [] }, failed: [{ code: 'update/unknown-key' }] });
    expect(JSON.stringify(result)).toContain('Did you mean \\"total\\"?');
  });

  test('is refused in the input, in an edit and in a fork', async () => {
    const work = named({});
    const cairn = open({ store: memory(), graphs: [work] });
    const unknown = { code: 'update/unknown-key', facts: { key: 'totl' } };
    const wrong = { totl: 1 } as object;
    await expect(cairn.start(work, wrong)).rejects.toMatchObject(unknown);
    const thread = await cairn.start(work, {});
    await thread.settled();
    await expect(thread.edit(wrong)).rejects.toMatchObject(unknown);
    await expect(thread.fork(1, { set: wrong })).rejects.toMatchObject(unknown);
    await cairn.close();
  });
});
