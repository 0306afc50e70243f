import { graph, memory, open, run } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';

const state = { mine: z.string().optional(), yours: z.string().optional() };

const inner = graph({ name: 'inner', state, start: 'end', nodes: { end: { final: true } } });

/** A node that gives something for another key than the one that it says it writes. */
type Beyond = { readonly run: () => { mine: string }; readonly writes: readonly ['mine']; readonly next: 'end' };

test('a node changes no key but those that it says it writes, by its function as by its subgraph', async () => {
  const both = () => ({ mine: 'a', yours: 'stolen' });
  for (const does of [
    { run: both },
    { graph: inner, output: both },
    { graph: inner, output: both, verify: () => true },
  ]) {
    const left = { ...does, writes: ['mine'], next: 'end' } as object as Beyond;
    const fan = graph({
      name: 'fan',
      state,
      start: 'fan',
      nodes: {
        fan: { next: { all: ['left', 'right'], then: 'end' } },
        left,
        right: { run: () => ({ yours: 'b' }), writes: ['yours'], next: 'end' },
        end: { final: true },
      },
    });
    const cairn = open({ store: memory(), graphs: [fan] });
    const thread = await cairn.start(fan, {});
    expect(await thread.ended()).toMatchObject({ status: 'failed', failed: [{ code: 'update/undeclared-key' }] });
    await cairn.close();
  }
});

test('a node that says nothing writes what it will', async () => {
  const free = graph({
    name: 'free',
    state,
    start: 'work',
    nodes: { work: { run: () => ({ mine: 'a', yours: 'b' }), next: 'end' }, end: { final: true } },
  });
  expect(await run(free, {})).toMatchObject({ state: { mine: 'a', yours: 'b' } });
});
