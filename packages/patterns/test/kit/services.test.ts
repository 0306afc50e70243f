import { graph, memory, open, service, type AnyGraph, type Thread } from '@cairn/core';
import {
  approval,
  attempt,
  consensus,
  debate,
  gate,
  saga,
  segments,
  signedLinks,
  supervision,
  tiers,
  type Links,
  type Notice,
  type Notifier,
  type PolicySource,
} from '@cairn/patterns';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

interface Loose {
  start(graph: AnyGraph, input: object): Promise<Thread>;
}

const text = z.string();
const services = { notifier: service<Notifier>(), links: service<Links>(), policy: service<PolicySource<number>>() };
const person = {
  notifier: (s: { notifier: Notifier }) => s.notifier,
  links: (s: { links: Links }) => s.links,
  notice: () => ({ subject: 's', text: 't', offers: [{ label: 'Yes', event: 'yes' }] }),
};
const no = (): never => {
  throw new Error('no');
};

const asking: Readonly<Record<string, readonly [make: (options: never) => unknown, options: object, input: object]>> = {
  approval: [approval, { about: text }, { about: 'a' }],
  gate: [
    gate,
    { action: text, rules: [], otherwise: 'ask', policy: (s: { policy: PolicySource<number> }) => s.policy },
    { action: 'a' },
  ],
  attempt: [attempt, { task: text, result: text, act: no, verify: no, attempts: 1 }, { task: 't' }],
  tiers: [tiers, { task: text, answer: text, accept: 1, tiers: [{ name: 'a', ask: no }] }, { task: 't' }],
  consensus: [consensus, { task: text, stance: text, reviewers: { a: no }, rounds: 1 }, { task: 't' }],
  debate: [
    debate,
    { task: text, argument: text, verdict: text, sides: { a: no }, judge: no, rounds: 1 },
    { task: 't' },
  ],
  supervision: [
    supervision,
    { goal: text, brief: text, result: text, workers: { w: no }, plan: no, plans: 1 },
    { goal: 'g' },
  ],
  segments: [segments, { task: text, agents: { a: { writes: { x: text }, work: no } }, tries: 1 }, { task: 't' }],
  saga: [saga, { task: text, steps: { a: { do: no, undo: { run: no, retry: { attempts: 1 } } } } }, { task: 't' }],
};

const chains = { alone: {}, chain: { chain: [{ who: 'ada', for: '1d' }] } };

test.each(
  Object.entries(asking).flatMap(([name, [make, options, input]]) =>
    Object.entries(chains).flatMap(([how, chain]) =>
      [true, false].map((embedded) => ({
        name,
        how,
        embedded,
        make,
        input,
        options: { ...options, person: { ...person, ...chain } },
      })),
    ),
  ),
)(
  '$name ($how, embedded: $embedded) finds who tells people, and who makes links, among the services that it names',
  async ({ make, options, input, embedded }) => {
    const own = make({ name: 'asks', ...options, services } as never) as AnyGraph;
    const outer = graph({
      name: 'outer',
      state: {},
      start: 'in',
      nodes: { in: { graph: own, input: () => input as never, next: 'over' }, over: { final: true } },
    } as never) as AnyGraph;
    const told: Notice[] = [];
    const clock = virtualClock();
    const made = embedded ? outer : own;
    const cairn = open({
      store: memory(),
      graphs: [made],
      clock,
      services: {
        notifier: { send: async (notice: Notice) => void told.push(notice) },
        links: signedLinks({ url: 'https://x.example/y', secrets: ['0123456789abcdef'] }),
        policy: { read: async () => ({ version: 0, value: 1 }) },
      },
    });
    await (cairn as unknown as Loose).start(made, embedded ? {} : input);
    await clock.advance('10m');
    expect(told.map(({ subject, links }) => [subject, links?.length])).toEqual([['s', 1]]);
    await cairn.close();
  },
);

test('who tells people and is none of the services is no silence: the thread says so', async () => {
  const asks = approval({
    name: 'asks',
    about: text,
    person: { notifier: (s: object) => (s as { notifier: Notifier }).notifier },
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [asks], clock });
  const thread = await cairn.start(asks, { about: 'a' });
  await clock.advance('10m');
  const lanes = JSON.stringify(await thread.at());
  expect(lanes).toContain('`notifier` found nothing among the services');
  await cairn.close();
});
