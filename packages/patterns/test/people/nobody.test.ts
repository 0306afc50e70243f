import { run, type AnyGraph } from '@cairn/core';
import { attempt, consensus, crew, debate, segments, supervision, tiers } from '@cairn/patterns';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const fails = () => {
  throw new Error('no');
};
const text = z.string();
const nobody = { person: 'nobody' } as const;
const supervised = { goal: text, brief: text, result: text, plans: 1, ...nobody };
const agents = { one: { writes: { x: z.number() }, work: fails } };

const asked: readonly (readonly [string, AnyGraph, object, string])[] = [
  [
    'attempt',
    attempt({ name: 'g', task: text, result: text, act: fails, verify: () => ({ ok: true }), attempts: 2, ...nobody }),
    { task: 't' },
    'abandoned',
  ],
  [
    'consensus',
    consensus({ name: 'g', task: text, stance: text, reviewers: { one: fails }, rounds: 1, ...nobody }),
    { task: 't' },
    'deadlocked',
  ],
  [
    'debate whose judge fails',
    debate({ name: 'g', task: text, argument: text, verdict: text, sides: { a: () => 'a' }, judge: fails, ...nobody }),
    { task: 't' },
    'undecided',
  ],
  [
    'supervision of a worker that fails',
    supervision({
      name: 'g',
      ...supervised,
      workers: { w: fails },
      plan: () => [{ id: 'a', worker: 'w', brief: 'b' }],
    }),
    { goal: 'g' },
    'abandoned',
  ],
  [
    'supervision without a plan',
    supervision({ name: 'g', ...supervised, workers: { w: () => 'r' }, plan: () => [] }),
    { goal: 'g' },
    'abandoned',
  ],
  [
    'crew',
    crew({
      name: 'g',
      goal: text,
      brief: text,
      result: text,
      roles: { r: fails },
      tasks: [{ id: 'a', role: 'r', brief: 'b' }],
      ...nobody,
    }),
    { goal: 'g' },
    'abandoned',
  ],
  ['segments', segments({ name: 'g', task: text, agents, ...nobody }), { task: 't' }, 'abandoned'],
  [
    'tiers',
    tiers({ name: 'g', task: text, answer: text, accept: 0.5, tiers: [{ name: 'one', ask: fails }], ...nobody }),
    { task: 't' },
    'unanswered',
  ],
] as never;

describe('where nobody is to be asked, it ends at once as it does where nobody answers', () => {
  test.each(asked)('%s', async (_name, made, input, outcome) => {
    expect(Object.keys(made.source.nodes)).not.toContain('person');
    expect(await run(made, input as never)).toMatchObject({ status: 'done', outcome });
  });
});

test('segments that a person confirms are asked about', () => {
  expect(() => segments({ name: 'g', task: text, agents, confirm: true, ...nobody })).toThrow(
    '`confirm` asks a person',
  );
});
