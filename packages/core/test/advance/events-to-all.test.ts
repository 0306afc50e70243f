import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph } from '../../src/index.ts';
import { started, type PureThread } from './pure-thread.ts';

const votes = graph({
  name: 'votes',
  state: { heard: append(z.string()), who: z.string().optional() },
  events: { go: z.string(), note: z.string(), only: z.string() },
  start: 'ask',
  on: { note: { update: (_s, text) => ({ heard: [`graph ${text}`] }) } },
  nodes: {
    ask: { next: { all: ['left', 'middle', 'right'], then: 'met' }, on: { only: { update: () => ({}) } } },
    left: { on: { go: { to: 'met', update: (_s, text) => ({ heard: [`left ${text}`] }) } } },
    middle: { on: { go: { when: (_s, text) => text !== 'outer', to: 'met' } } },
    right: { on: { go: { to: 'tell', update: (_s, text) => ({ heard: [`right ${text}`] }) } } },
    tell: { next: 'met' },
    met: { on: { go: 'end' } },
    end: { final: true },
  },
});

const toAll = (thread: PureThread, name: string, payload: unknown): PureThread =>
  thread.give({ type: 'event', name, payload, lanes: 'all' });

describe('an event to all lanes', () => {
  test('goes to each lane that takes it, once, by a row of its own', () => {
    const thread = toAll(started(votes), 'go', 'now');
    expect(thread.trail.filter((line) => line.includes('event'))).toEqual([
      'ask.1/left event (go) left->met',
      'ask.1/middle event (go) middle->met',
      'ask.1/right event (go) right->tell',
    ]);
    expect(thread.where).toEqual({ '': 'met waiting' });
    expect(thread.state()['heard']).toEqual(['left now', 'right now']);
  });

  test('passes those by whose guards refuse it', () => {
    const thread = toAll(started(votes), 'go', 'outer');
    expect(thread.where).toMatchObject({ 'ask.1/left': 'met closed', 'ask.1/middle': 'middle waiting' });
  });

  test('is taken by whoever holds the lanes where none of them takes it, as one that is for one lane', () => {
    expect(toAll(started(votes), 'note', 'hm').state()['heard']).toEqual(['graph hm']);
  });

  test('that nobody takes is refused, and leaves nothing', () => {
    const thread = started(votes);
    expect(() => toAll(thread, 'lost', 1)).toThrow(expect.objectContaining({ code: 'event/not-accepted' }) as Error);
  });

  test('is not taken by lanes that what it led to before has ended', () => {
    const first = graph({
      name: 'first',
      state: { heard: append(z.string()) },
      events: { go: z.string() },
      start: 'ask',
      nodes: {
        ask: { next: { all: ['left', 'right'], then: 'met', need: 'any' } },
        left: { on: { go: 'met' } },
        right: { on: { go: 'met' } },
        met: { on: { go: 'end' } },
        end: { final: true },
      },
    });
    const thread = toAll(started(first), 'go', 'now');
    expect(thread.where).toEqual({ '': 'met waiting' });
    expect(thread.rows.filter(({ cause }) => cause === 'event')).toHaveLength(1);
  });
});
