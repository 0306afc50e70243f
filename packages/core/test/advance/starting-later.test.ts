import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph } from '../../src/index.ts';
import { PureThread } from './pure-thread.ts';

const order = graph({
  name: 'order',
  state: { said: append(z.string()) },
  events: { hurry: z.undefined() },
  start: 'wait',
  on: { hurry: 'end' },
  nodes: { wait: { after: { '10s': 'late' } }, late: { final: true }, end: { final: true } },
});

const later = (at: number): PureThread => new PureThread(order).give({ type: 'start', input: {}, at });

describe('a thread that begins later', () => {
  test('is at its first node, and nothing happens to it until then', () => {
    const thread = later(5_000);
    expect(thread.where).toEqual({ '': 'wait queued' });
    expect(thread.status).toBe('waiting');
    expect(() => thread.send('hurry')).toThrow(expect.objectContaining({ code: 'event/not-accepted' }) as Error);
    thread.pass(4_999);
    expect(thread.where).toEqual({ '': 'wait queued' });
  });

  test('begins when it is due, and its timers count from then', () => {
    const thread = later(5_000).pass(5_000);
    expect(thread.where).toEqual({ '': 'wait waiting' });
    expect(thread.trail).toEqual(['start ->wait', 'timer (start) wait']);
    thread.pass(9_999);
    expect(thread.where).toEqual({ '': 'wait waiting' });
    expect(thread.pass(1).where).toEqual({ '': 'late closed' });
  });

  test('takes events once it has begun', () => {
    expect(later(5_000).pass(5_000).send('hurry').where).toEqual({ '': 'end closed' });
  });

  test('may be edited and cancelled before', () => {
    const thread = later(5_000).edit({ said: ['by hand'] });
    expect(thread.where).toEqual({ '': 'wait queued' });
    expect(thread.pass(5_000).state()).toEqual({ said: ['by hand'] });
    expect(later(5_000).give({ type: 'cancel', reason: 'no' }).status).toBe('cancelled');
    expect(later(5_000).edit({}, { as: 'wait' }).where).toMatchObject({
      '': expect.not.stringContaining('queued') as string,
    });
  });

  test('begins at once where its time is over', () => {
    expect(later(0).where).toEqual({ '': 'wait waiting' });
  });
});
