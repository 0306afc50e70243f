import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, fatal, graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

describe('the node that holds a subgraph', () => {
  const fails = graph({
    name: 'fails',
    state: { log: append(z.string()) },
    start: 'work',
    nodes: { work: { run: () => ({}), next: 'more' }, more: { run: () => ({}), next: 'end' }, end: { final: true } },
  });

  const holder = (node: { retry?: { attempts: number; backoff?: `${number}s` }; onError?: 'lost' }) =>
    graph({
      name: 'holder',
      state: { log: append(z.string()) },
      events: { skip: z.undefined(), never: z.undefined() },
      start: 'sub',
      on: { never: 'lost' },
      nodes: {
        sub: {
          graph: fails,
          output: ({ state }) => ({ log: state.log }),
          on: { skip: 'end' },
          after: { '1h': 'late' },
          next: 'end',
          ...node,
        },
        late: { final: true },
        lost: { final: true },
        end: { final: true },
      },
    });

  test('has its events and timers hold for the whole of it', () => {
    expect(started(holder({})).send('skip').where).toEqual({ '': 'end closed' });
    expect(started(holder({})).pass(3_600_000).where).toEqual({ '': 'late closed' });
  });

  test('takes its onError when a lane of it fails for good', () => {
    const thread = started(holder({ onError: 'lost' }))
      .done('sub.1', { log: ['x'] })
      .fails('sub.1', new Error('no luck'));
    expect(thread.where).toEqual({ '': 'lost closed' });
    expect(thread.lane('').error).toMatchObject({ message: 'no luck' });
    expect(thread.rows.at(-1)?.note).toMatchObject({ lane: 'sub.1' });
    expect(thread.state()).toEqual({ log: [] });
  });

  test('starts it afresh by its own retry, after its own backoff', () => {
    const thread = started(holder({ retry: { attempts: 2, backoff: '10s' } }))
      .done('sub.1', { log: ['x'] })
      .fails('sub.1');
    expect(thread.where).toEqual({ '': 'sub backoff' });
    thread.pass(10_000);
    expect(thread.where).toEqual({ '': 'sub open', 'sub.1': 'work running' });
    expect(thread.state('sub.1')).toEqual({ log: [] });
    expect(thread.lane('').failures).toMatchObject([{ attempt: 1, message: 'no' }]);
    thread.done('sub.1').done('sub.1', { log: ['y'] });
    expect(thread.state()).toEqual({ log: ['y'] });
  });

  test('fails when its attempts are used up, and resume takes up the failed lane alone', () => {
    const thread = started(holder({ retry: { attempts: 2 } }))
      .fails('sub.1')
      .done('sub.1', { log: ['kept'] })
      .fails('sub.1');
    expect(thread.status).toBe('failed');
    expect(thread.where).toEqual({ '': 'sub open', 'sub.1': 'more failed' });
    thread.resume();
    expect(thread.where).toEqual({ '': 'sub open', 'sub.1': 'more running' });
    expect(thread.done('sub.1').state()).toEqual({ log: ['kept'] });
  });

  test('whose timeout passes fails that attempt, and the subgraph with it', () => {
    const slow = graph({
      name: 'slow',
      state: { log: append(z.string()) },
      start: 'sub',
      nodes: {
        sub: { graph: fails, timeout: '10m', retry: { attempts: 2, backoff: '1m' }, onError: 'lost', next: 'end' },
        lost: { final: true },
        end: { final: true },
      },
    });
    const thread = started(slow).pass(600_000);
    expect(thread.where).toEqual({ '': 'sub backoff' });
    expect(thread.lane('').failures).toMatchObject([{ code: 'activity/timeout' }]);
    thread.pass(60_000).done('sub.1');
    expect(thread.pass(599_999).where).toEqual({ '': 'sub open', 'sub.1': 'more running' });
    expect(thread.pass(1).where).toEqual({ '': 'lost closed' });
    expect(thread.lane('').error).toMatchObject({ code: 'activity/timeout' });
  });

  test('whose output throws fails after the subgraph is done, and resume maps it again', () => {
    let broken = true;
    const mapped = (verify?: () => boolean) =>
      graph({
        name: 'mapped',
        state: { log: append(z.string()) },
        start: 'sub',
        nodes: {
          sub: {
            graph: fails,
            output: ({ state }) => {
              if (broken) throw new Error('no idea');
              return { log: state.log };
            },
            retry: { attempts: 3 },
            ...(verify && { verify }),
            next: 'end',
          },
          end: { final: true },
        },
      });
    for (const verify of [undefined, () => true]) {
      broken = true;
      const thread = started(mapped(verify))
        .done('sub.1', { log: ['x'] })
        .done('sub.1');
      expect(thread.where).toEqual({ '': 'sub failed', 'sub.1': 'end closed' });
      expect(thread.stopped()).toBe('nodes.sub.output threw: no idea');
      broken = false;
      thread.resume();
      if (verify !== undefined) thread.done('', { log: ['x'] });
      expect(thread.state()).toEqual({ log: ['x'] });
      expect(thread.status).toBe('done');
    }
  });

  test('takes its onError where its output throws or does not fit, and is told what was thrown by fatal as it is', () => {
    const ended = (output: () => object) =>
      started(
        graph({
          name: 'mapped',
          state: { log: append(z.string()) },
          start: 'sub',
          nodes: {
            sub: { graph: fails, output: output, onError: 'lost', next: 'end' },
            lost: { final: true },
            end: { final: true },
          },
        }),
      )
        .done('sub.1')
        .done('sub.1');
    const failed = ended(() => {
      throw new Error('no idea');
    });
    expect(failed.where).toEqual({ '': 'lost closed' });
    expect(failed.lane('').error).toMatchObject({
      code: 'decision/failed',
      message: 'nodes.sub.output threw: no idea',
    });
    const unfit = ended(() => ({ log: 5 }));
    expect(unfit.lane('').error).toMatchObject({ code: 'value/invalid' });
    const refused = ended(() => {
      throw fatal(Object.assign(new Error('it was rejected'), { code: 'desk/rejected' }));
    });
    expect(refused.lane('').error).toMatchObject({ code: 'desk/rejected', message: 'it was rejected', fatal: true });
    expect(refused.status).toBe('done');
  });

  test('takes its onError where its input throws or does not fit', () => {
    const inner = graph({ name: 'inner', state: { n: z.number() }, start: 'end', nodes: { end: { final: true } } });
    const opened = (input: () => object) =>
      started(
        graph({
          name: 'given',
          state: {},
          start: 'sub',
          nodes: {
            sub: { graph: inner, input: input as never, onError: 'lost', next: 'end' },
            lost: { final: true },
            end: { final: true },
          },
        }),
      );
    expect(opened(() => ({ n: 'one' })).lane('').error).toMatchObject({ code: 'value/invalid' });
    const thrown = opened(() => {
      throw new Error('no idea');
    });
    expect(thrown.where).toEqual({ '': 'lost closed' });
    expect(opened(() => ({ n: 1 })).where).toEqual({ '': 'end closed' });
  });

  test('verifies what it gives before that enters the state; a refusal starts it afresh', () => {
    const verified = graph({
      name: 'verified',
      state: { log: append(z.string()) },
      start: 'sub',
      nodes: {
        sub: {
          graph: fails,
          output: ({ state }) => ({ log: state.log }),
          verify: () => true,
          retry: { attempts: 2 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = started(verified)
      .done('sub.1', { log: ['x'] })
      .done('sub.1');
    expect(thread.where).toEqual({ '': 'sub verifying', 'sub.1': 'end closed' });
    thread.fails('', new Error('refused'));
    expect(thread.where).toEqual({ '': 'sub open', 'sub.1': 'work running' });
    thread
      .done('sub.1', { log: ['y'] })
      .done('sub.1')
      .done('', { log: ['y'] });
    expect(thread.state()).toEqual({ log: ['y'] });
  });
});
