import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { createTestModel, getShortestPaths, getSimplePaths } from 'xstate/graph';
import { append, graph, local, type AnyGraph } from '@cairn/core';
import { z } from 'zod';
import { toXState } from '../../src/machine/to-xstate.ts';
import { paths } from '../../src/paths/paths.ts';
import { possibleEvents, type Given } from '../../src/paths/possible.ts';
import { given, order } from './order.ts';

const textsOf = (of: AnyGraph, by: Given = {}): readonly string[] => paths(of, by).map(({ text }) => text);

test('the paths of a graph come to each situation by each event that leads there', () => {
  const simple = graph({
    name: 'simple',
    state: {},
    events: { go: z.undefined() },
    start: 'wait',
    nodes: {
      wait: { on: { go: 'work' }, after: { '1h': 'end' } },
      work: { run: () => undefined, retry: { attempts: 2, backoff: '1s' }, onError: 'end', next: 'end' },
      end: { final: true },
    },
  });
  expect(textsOf(simple)).toEqual(['after.wait.1h', 'go, done.work', 'go, error.work, retry.work, error.work']);
});

test('what comes is given: outcomes by node, as functions of the state too, and payloads by event', () => {
  const texts = textsOf(order, {
    outcomes: { price: [() => ({ total: 500 })] },
    events: { approve: [{ by: 'nobody' }] },
  });
  expect(texts.some((text) => text.includes('pay'))).toBe(false);
  expect(texts).toContain('done.price, approve');
});

test('what fits no schema is said', () => {
  expect(() => paths(order, { outcomes: { price: [{ total: 'much' }] } })).toThrow(/total/u);
});

test('a state that grows without end is told, and may be left out of account', () => {
  const endless = graph({
    name: 'endless',
    state: { log: append(z.string()) },
    start: 'work',
    nodes: {
      work: { run: () => ({}), next: 'again' },
      again: { after: { '1h': { to: 'work', update: () => ({ log: ['again'] }) } } },
    },
  });
  expect(() => paths(endless, { limit: 50 })).toThrow(
    'The graph "endless" comes to more than 50 situations. Say by `by` what of the state makes two of them different, or raise `limit`.',
  );
  expect(paths(endless, { by: () => null }).map(({ text }) => text)).toEqual(['done.work, after.again.1h']);
});

test('lanes of an each are told apart, and each of them may end first', () => {
  const survey = graph({
    name: 'survey',
    state: { who: local(z.string()), answers: append(z.string()) },
    start: 'ask',
    nodes: {
      ask: { next: { each: () => [{ who: 'ada' }, { who: 'bob' }], to: 'call', then: 'end', need: 'any' } },
      call: { run: (s) => ({ answers: [String(s.who)] }), next: 'end' },
      end: { final: true },
    },
  });
  const found = paths(survey, { outcomes: { call: [(s: { who: string }) => ({ answers: [s.who] })] } });
  expect(found.map(({ steps }) => steps.map(({ event }) => event))).toEqual([
    [{ type: 'done.call', update: { answers: ['ada'] }, lane: 'ask.1/0' }],
    [{ type: 'done.call', update: { answers: ['bob'] }, lane: 'ask.1/1' }],
  ]);
});

test('the functions of xstate/graph take a model as it is', () => {
  const model = toXState(order, { profile: 'model' });
  const machine = createMachine(model.config, model.implementations);
  const events = [
    { type: 'done.price', update: { total: 500 } },
    { type: 'approve', payload: { by: 'nobody' } },
    { type: 'stop' },
  ] as const;
  const options = { input: {}, events, toState: (state: { value: unknown }) => state.value === 'cancelled' } as const;
  const told = (
    all: readonly { readonly steps: readonly { readonly event: { readonly type: string } }[] }[],
  ): readonly string[] =>
    all.map(({ steps }) =>
      steps
        .map(({ event }) => event.type)
        .slice(1)
        .join(', '),
    );
  expect(told(getShortestPaths(machine, options))).toEqual(['stop', 'done.price, approve']);
  expect(told(getSimplePaths(machine, options))).toEqual(['stop', 'done.price, approve', 'done.price, stop']);
  const tested = createTestModel(machine).getShortestPaths({
    input: {},
    events: ({ context }: { context: { walk: Parameters<typeof possibleEvents>[0] } }) =>
      possibleEvents(context.walk, given),
  } as never);
  expect(tested.map(({ description }) => description.slice(0, 9))).toContain('Reaches s');
});
