import { append, graph, run } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

/** Values that JSON loses or changes. */
const values = {
  big: 2n ** 70n,
  negative: -(10n ** 40n),
  date: new Date('2026-02-01T10:20:30.456Z'),
  invalid: new Date(Number.NaN),
  nan: Number.NaN,
  infinite: -Infinity,
  zero: -0,
  bytes: new Uint8Array([0, 255, 128, 200, 65]),
  nothing: undefined,
  map: new Map<unknown, unknown>([
    ['a', 1n],
    [{ k: 1 }, new Set([1, 'x'])],
  ]),
  url: new URL('https://example.org/a?b=c'),
  pattern: /a+b/giu,
  error: new RangeError('too far', { cause: 'the wind' }),
  deep: [{ when: new Date(0), big: [1n, { nan: Number.NaN }] }],
  tricky: { $date: 'not a date', $bigint: '1', $: 1, '': null, __proto: 1, 'a.b': 'c' },
  text: 'a\u0000b \ud83d\ude00 \u2028 \ufffd "quoted" \\',
};

const keeper = graph({
  name: 'keeper',
  state: { any: z.any(), all: append(z.any()) },
  events: { next: z.any() },
  start: 'write',
  nodes: {
    write: { run: () => ({ any: values, all: [values] }), next: 'wait' },
    wait: { on: { next: { to: 'read', update: (_s, payload) => ({ all: [payload] }) } } },
    read: { run: async (s, ctx) => ({ all: [s.any, await ctx.step('again', () => s.any as unknown)] }), next: 'end' },
    end: { final: true },
  },
});

describe.each(homes)('%s', (_name, home) => {
  test('values come back as they were: in the state, in steps, in events, and in another process', async () => {
    const open = home();
    const first = open(keeper);
    const thread = await first.start(keeper, { any: null }, { id: 't' });
    expect((await thread.settled()).state.any).toEqual(values);
    await first.close();

    const later = open(keeper).thread(keeper, 't');
    const { state } = await later.settled();
    expect(state.any).toEqual(values);
    expect(Object.is(state.any.zero, -0)).toBe(true);
    expect('nothing' in state.any).toBe(true);
    expect(state.any.bytes).toBeInstanceOf(Uint8Array);
    expect(state.any.error).toMatchObject({ name: 'RangeError', message: 'too far', cause: 'the wind' });

    await later.send('next', values);
    const ended = await later.settled();
    expect(ended).toMatchObject({ status: 'done' });
    expect(ended.state.all).toEqual([values, values, values, values]);
    expect(await later.at(2)).toMatchObject({ state: { any: values } });
  });

  test('a value that would not come back is refused with the path to it, and the thread stays as it was', async () => {
    const open = home();
    let broken = true;
    const careless = graph({
      name: 'careless',
      state: { any: z.any(), seen: append(z.string()) },
      start: 'good',
      nodes: {
        good: { run: () => ({ seen: ['good'] }), next: 'bad' },
        bad: { run: () => ({ any: { list: [1, broken ? Symbol('x') : 2] } }), next: 'end' },
        end: { final: true },
      },
    });
    const first = open(careless);
    const thread = await first.start(careless, { any: 1n }, { id: 't' });
    const result = await thread.settled();
    expect(result).toMatchObject({ status: 'failed', failed: [{ node: 'bad', code: 'value/refused' }] });
    expect(JSON.stringify(result.status === 'failed' && result.failed)).toContain('state.any.list[1]');
    await first.close();

    broken = false;
    const later = open(careless).thread(careless, 't');
    expect(await later.settled()).toMatchObject({ status: 'failed', state: { any: 1n, seen: ['good'] } });
    await later.resume();
    expect(await later.settled()).toMatchObject({ status: 'done', state: { any: { list: [1, 2] }, seen: ['good'] } });
  });
});

test('what a node changes in place of what it was given never reaches the state', async () => {
  const sneaky = graph({
    name: 'sneaky',
    state: { list: z.array(z.object({ n: z.number() })), map: z.map(z.string(), z.date()), tried: append(z.string()) },
    start: 'work',
    nodes: {
      work: {
        run: (s) => {
          const tries: (readonly [string, () => unknown])[] = [
            ['push', () => s.list.push({ n: 2 })],
            ['set', () => ((s.list[0] as { n: number }).n = 9)],
            ['map', () => s.map.set('b', new Date(0))],
            ['date', () => s.map.get('a')?.setTime(5)],
          ];
          return { tried: tries.map(([name, change]) => `${name} ${thrown(change)}`) };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const given = { list: [{ n: 1 }], map: new Map([['a', new Date(3)]]) };
  expect(await run(sneaky, given)).toMatchObject({
    status: 'done',
    state: { ...given, tried: ['push TypeError', 'set TypeError', 'map TypeError', 'date TypeError'] },
  });
});

function thrown(change: () => unknown): string {
  try {
    change();
    return 'changed it';
  } catch (error) {
    return (error as Error).name;
  }
}
