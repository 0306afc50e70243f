import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fatal, graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const failing = (when?: (error: unknown) => boolean, timeout?: '1m') => {
  const child = graph({
    name: 'child',
    state: {},
    start: 'a',
    nodes: { a: { run: () => ({}), next: 'end' }, end: { final: true } },
  });
  return graph({
    name: 'parent',
    state: { why: z.string().optional() },
    start: 'sub',
    nodes: {
      sub: {
        graph: child,
        ...(timeout && { timeout }),
        retry: { attempts: 3, ...(when && { when }) },
        onError: { to: 'bad', update: (_s, error) => ({ why: error.message }) },
        next: 'end',
      },
      bad: { final: true },
      end: { final: true },
    },
  });
};

describe('a node whose subgraph failed', () => {
  test('is tried again where its filter says so, which is shown the error by name, code and message', () => {
    const shown: unknown[] = [];
    const thread = started(failing((error) => shown.push(error) < 2));
    const refused = Object.assign(new RangeError('no use'), { code: 'E_NONE' });
    thread.fails('sub.1', refused);
    expect(thread.where).toEqual({ '': 'sub open', 'sub.1': 'a running' });
    thread.fails('sub.1', refused);
    expect(thread.where).toEqual({ '': 'bad closed' });
    expect(shown).toMatchObject([
      { name: 'RangeError', code: 'E_NONE', message: 'no use' },
      { name: 'RangeError', code: 'E_NONE', message: 'no use' },
    ]);
    expect(shown[0]).toBeInstanceOf(Error);
  });

  test('is not tried again after a timeout that its filter does not take', () => {
    const thread = started(failing(() => false, '1m')).pass(60_000);
    expect(thread.where).toEqual({ '': 'bad closed' });
  });

  test('fails by what its filter throws', () => {
    const broken = (): boolean => {
      throw new Error('the filter is broken');
    };
    const thread = started(failing(broken)).fails('sub.1');
    expect(thread.where).toEqual({ '': 'bad closed' });
    expect(thread.state()['why']).toContain('the filter is broken');
  });

  test('is not tried again where the failure was fatal, whatever its filter says', () => {
    const thread = started(failing(() => true)).fails('sub.1', fatal(new Error('it cannot be')), true);
    expect(thread.where).toEqual({ '': 'bad closed' });
    expect(thread.lane('').error).toMatchObject({ message: 'it cannot be', fatal: true });
  });
});
