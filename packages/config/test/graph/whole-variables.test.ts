import { memory, open } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';

const given: unknown[] = [];
const known = registry({
  activities: {
    boom: () => {
      throw new Error('spoilt');
    },
    take: (_state, _context, args) => {
      given.push(args);
      return {};
    },
  },
});

async function stateAfter(text: string, input: object, event?: object): Promise<Readonly<Record<string, unknown>>> {
  expect(checkConfig(text, known)).toEqual([]);
  const flow = defineFromConfig(text, known);
  const cairn = open({ store: memory(), graphs: [flow] });
  try {
    const thread = await cairn.start(flow, input);
    if (event !== undefined) await thread.send('go', event);
    const { status, state } = await thread.settled();
    expect(status).toBe('done');
    return state;
  } finally {
    await cairn.close();
  }
}

function onGo(state: string, update: string): string {
  return `name: d
thresholds: { small: 5 }
state: ${state}
events: { go: { by: string } }
start: a
nodes:
  a: { on: { go: { to: z, update: ${update} } } }
  z: { final: true }
`;
}

describe('a whole variable is stored as what it is', () => {
  test('the event', async () => {
    const text = onGo('{ seen: append of any, last: any }', '{ seen: [event], last: \'{"of": event}\' }');
    expect(await stateAfter(text, {}, { by: 'ada' })).toEqual({ seen: [{ by: 'ada' }], last: { of: { by: 'ada' } } });
  });

  test('the event as the update', async () => {
    expect(await stateAfter(onGo('{ by: string? }', 'event'), {}, { by: 'ada' })).toEqual({ by: 'ada' });
  });

  test('the state and the thresholds', async () => {
    const text = onGo('{ n: number, x: any, y: any }', "{ x: state, y: '[thresholds]' }");
    expect(await stateAfter(text, { n: 1, x: 0, y: 0 }, { by: 'ada' })).toEqual({
      n: 1,
      x: { n: 1, x: 0, y: 0 },
      y: [{ small: 5 }],
    });
  });

  test('a failure', async () => {
    const text = `name: d
state: { why: any }
start: a
nodes:
  a: { run: boom, next: z, onError: { to: z, update: { why: error } } }
  z: { final: true }
`;
    expect(await stateAfter(text, { why: 0 })).toMatchObject({ why: { name: 'Error', message: 'spoilt' } });
  });

  test('the state as the input of a subgraph', async () => {
    const text = `name: d
state: { n: number, m: number? }
graphs:
  g: { state: { n: number, m: number? }, begin: { m: state.n + 1 }, start: z, nodes: { z: { final: true } } }
start: a
nodes:
  a: { graph: g, input: state, output: child.state, next: z }
  z: { final: true }
`;
    expect(await stateAfter(text, { n: 1 })).toEqual({ n: 1, m: 2 });
  });

  test('what is given to an activity', async () => {
    const text = `name: d
thresholds: { small: 5 }
state: { n: number }
start: a
nodes:
  a: { run: take, with: { state: state, all: '{"of": thresholds}', constructor: thresholds }, next: z }
  z: { final: true }
`;
    given.length = 0;
    await stateAfter(text, { n: 1 });
    expect(given).toEqual([{ state: { n: 1 }, all: { of: { small: 5 } }, constructor: { small: 5 } }]);
    expect(Object.getPrototypeOf((given[0] as { readonly state: object }).state)).toBe(Object.prototype);
  });
});

describe('a failure that has no code and is not fatal', () => {
  const guarded = (node: string): string => `name: d
state: { why: string? }
start: a
nodes:
  a: { run: boom, ${node}, next: z }
  other: { final: true }
  z: { final: true }
`;

  test('may be asked for both where it leads on', async () => {
    const text = guarded(
      `onError: [{ when: 'error.code == "gone" || error.fatal', to: other }, { to: z, update: { why: 'error.message + error.code' } }]`,
    );
    expect(await stateAfter(text, {})).toEqual({ why: 'spoilt' });
  });

  test('may be asked for its code where another attempt is decided', async () => {
    const text = guarded(
      `retry: { attempts: 2, when: 'error.code != "gone"' }, onError: [{ when: 'error.fatal', to: other }, { to: z, update: { why: 'error.message + string(error.attempt)' } }]`,
    );
    expect(await stateAfter(text, {})).toEqual({ why: 'spoilt2' });
  });
});
