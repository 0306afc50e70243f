// Three graphs deep, in lanes: what happens inside is addressed, forked, asked about and mended like what happens outside.

import { append, graph, local, memory, open } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';

let runs = 0;

const claim = graph({
  name: 'claim',
  state: { text: z.string(), verdict: z.string().optional() },
  events: { decide: z.string() },
  start: 'read',
  nodes: {
    read: { run: (s) => (runs++, { text: s.text.trim() }), next: 'judged' },
    judged: { on: { decide: { to: 'known', update: (_s, verdict) => ({ verdict }) } } },
    known: { final: true },
  },
});

const segment = graph({
  name: 'segment',
  state: { text: z.string(), verdicts: append(z.string()) },
  start: 'claim',
  nodes: {
    claim: {
      graph: claim,
      input: (s) => ({ text: s.text }),
      output: ({ state }) => ({ verdicts: [`${state.text}: ${state.verdict}`] }),
      next: 'through',
    },
    through: { final: true },
  },
});

const paper = graph({
  name: 'paper',
  state: { segments: z.array(z.string()), text: local(z.string()), verdicts: append(z.string()) },
  start: 'fan',
  nodes: {
    fan: { next: { each: (s) => s.segments.map((text) => ({ text })), to: 'segment', then: 'reviewed' } },
    segment: {
      graph: segment,
      input: (s) => ({ text: s.text ?? '' }),
      output: ({ state }) => ({ verdicts: state.verdicts }),
      next: 'reviewed',
    },
    reviewed: { final: true },
  },
});

test('an innermost lane is named by its path, and a fork from inside it runs nothing again', async () => {
  runs = 0;
  const cairn = open({ store: memory(), graphs: [paper] });
  const thread = await cairn.start(paper, { segments: [' a ', ' b '] });
  const waiting = await thread.settled();
  expect(waiting).toMatchObject({ status: 'waiting', events: ['decide'] });
  const lanes = (await thread.at()).lanes.filter(({ node }) => node === 'judged').map(({ lane }) => lane);
  expect(lanes).toHaveLength(2);

  await thread.send('decide', 'true', { lane: lanes[1] ?? '' });
  const before = (await thread.at()).seq;
  await thread.send('decide', 'false', { lane: lanes[0] ?? '' });
  expect(await thread.ended()).toMatchObject({ state: { verdicts: ['a: false', 'b: true'] } });
  expect(runs).toBe(2);

  const other = await thread.fork(before);
  await other.send('decide', 'unsure');
  expect(await other.ended()).toMatchObject({ state: { verdicts: ['a: unsure', 'b: true'] } });
  expect(runs).toBe(2);

  const blame = await other.blame('verdicts');
  expect(JSON.stringify(blame)).toContain('a: unsure');
  await cairn.close();
});

test('what everybody is to hear is given to every lane, and a rewind takes it back', async () => {
  const cairn = open({ store: memory(), graphs: [paper] });
  const thread = await cairn.start(paper, { segments: ['a', 'b', 'c'] });
  await thread.settled();
  const { seq } = await thread.at();
  await thread.send('decide', 'true', { lanes: 'all' });
  expect(await thread.ended()).toMatchObject({ state: { verdicts: ['a: true', 'b: true', 'c: true'] } });
  await thread.rewind(seq);
  expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['decide'] });
  await thread.send('decide', 'false', { lanes: 'all' });
  expect(await thread.ended()).toMatchObject({ state: { verdicts: ['a: false', 'b: false', 'c: false'] } });
  await cairn.close();
});
