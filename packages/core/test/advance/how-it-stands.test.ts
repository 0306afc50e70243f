import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fatal, graph } from '../../src/index.ts';
import { PureThread, started } from './pure-thread.ts';

const go = z.undefined();

const work = graph({
  name: 'work',
  state: {},
  events: { go, stop: go },
  start: 'fan',
  nodes: {
    fan: { next: { all: ['one', 'two'], then: 'wait' } },
    one: { run: () => ({}), retry: { attempts: 2, backoff: '1s' }, next: 'wait' },
    two: { run: () => ({}), next: 'wait' },
    wait: { on: { go: 'end', stop: 'end' }, after: { '1h': 'end' } },
    end: { final: true },
  },
});

const both = (): PureThread => started(work).done('fan.1/one').done('fan.1/two');

describe('that nothing failed is told with how the thread stands, and what takes it on', () => {
  const later = (): PureThread => new PureThread(work).give({ type: 'start', input: {}, at: 86_400_000 });
  const asked = (): PureThread =>
    started(work).give({ type: 'ask', lane: 'fan.1/one', key: 'sure', payload: 1 }).done('fan.1/two');
  test.each<[string, () => PureThread, string | undefined, string]>([
    [
      'is at work',
      () => started(work),
      undefined,
      'Thread "t" has no failed lane, so there is nothing to resume. It is at work at "one" of lane "fan.1/one", "two" of lane "fan.1/two": if its process died, that begins again by itself once a worker, or a runtime with its graph, has the thread.',
    ],
    [
      'waits',
      both,
      undefined,
      'Thread "t" has no failed lane, so there is nothing to resume. It waits for an event: "go", "stop", or until 1970-01-01T01:00:00.000Z.',
    ],
    [
      'waits for an answer',
      asked,
      undefined,
      'Thread "t" has no failed lane, so there is nothing to resume. It waits for an answer: "sure".',
    ],
    [
      'tries again',
      () => started(work).done('fan.1/two').fails('fan.1/one'),
      undefined,
      'Thread "t" has no failed lane, so there is nothing to resume. An attempt at "one" of lane "fan.1/one" failed, and another follows by itself. It waits until 1970-01-01T00:00:01.000Z.',
    ],
    [
      'is to begin later',
      later,
      undefined,
      'Thread "t" has no failed lane, so there is nothing to resume. It is to begin at 1970-01-02T00:00:00.000Z.',
    ],
    [
      'failed elsewhere, and is at work',
      () => started(work).fails('fan.1/two'),
      'fan.1/one',
      'Nothing of lane "fan.1/one" failed of thread "t", so there is nothing to resume. It is at work at "one" of lane "fan.1/one": if its process died, that begins again by itself once a worker, or a runtime with its graph, has the thread. What failed is "two" of lane "fan.1/two", and resume() takes that up.',
    ],
    [
      'failed elsewhere',
      () => started(work).done('fan.1/one').fails('fan.1/two'),
      'fan.1/one',
      'Nothing of lane "fan.1/one" failed of thread "t", so there is nothing to resume. What failed is "two" of lane "fan.1/two", and resume() takes that up.',
    ],
    ['is done', () => both().send('go'), undefined, 'Thread "t" is done. Fork it or rewind it to go on'],
    [
      'is cancelled',
      () => both().give({ type: 'cancel', reason: 'no' }),
      undefined,
      'Thread "t" is cancelled. Fork it or rewind it to go on',
    ],
  ])('of a thread that %s', (_, thread, lane, said) => {
    expect(() => thread().resume(lane)).toThrow(said);
  });
});

describe('an event that nothing takes, as a node failed, is refused with what helps', () => {
  const doing = (when?: (error: unknown) => boolean) =>
    graph({
      name: 'doing',
      state: {},
      events: { go },
      start: 'first',
      nodes: {
        first: { run: () => ({}), retry: { attempts: 1, ...(when && { when }) }, next: 'wait' },
        wait: { on: { go: 'end' } },
        end: { final: true },
      },
    });
  const hopeless = 'It failed for good: node "first": no.';
  const said = 'rewind() or fork() from before that; resume() helps after edit() or with a mended graph.';
  test.each<[string, ReturnType<typeof doing>, unknown, string]>([
    ['may do better next time', doing(), new Error('no'), 'It failed, and resume() goes on: node "first": no. Else'],
    ['fails by what its retry takes', doing(() => true), new Error('no'), 'It failed, and resume() goes on'],
    ['fails by what its retry does not take', doing(() => false), new Error('no'), `${hopeless} ${said}`],
    ['fails by fatal', doing(), fatal(new Error('no')), `${hopeless} ${said}`],
  ])('where it %s', (_, graphOf, error, expected) => {
    expect(() => started(graphOf).fails('', error).send('go')).toThrow(expected);
  });
});
