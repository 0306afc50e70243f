import { append, graph, sum } from '@cairn/core';

/** Does something outside under an idempotency key, once, however often it is asked to; gives 1. */
export type Effect = (key: string) => Promise<number>;

/** A schema for text; a library of schemas would take longer to load than most of these processes live. */
interface Text {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'test';
    readonly validate: (value: unknown) => { readonly value: string };
    readonly types?: { readonly input: string; readonly output: string };
  };
}

export const text: Text = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: String(value) }) },
};

/** Lanes, a subgraph, a wait, a timer, steps, a retry, a question and a sleep: every way in which a thread can be caught. */
export function journey(effect: Effect) {
  const inner = graph({
    name: 'inner',
    state: { name: text, count: sum(), log: append(text) },
    start: 'first',
    nodes: {
      first: {
        run: async (s, ctx) => ({
          count: await ctx.step('first', () => effect(ctx.key('first'))),
          log: [`first of ${s.name}`],
        }),
        next: 'pair',
      },
      pair: { next: { all: ['left', 'right'], then: 'last' } },
      left: {
        run: async (_s, ctx) => ({ count: await ctx.step('left', () => effect(ctx.key('left'))), log: ['left'] }),
        next: 'last',
      },
      right: { run: () => ({ log: ['right'] }), next: 'last' },
      last: { run: async (_s, ctx) => ({ count: await effect(ctx.key()), log: ['last'] }), next: 'end' },
      end: { final: true },
    },
  });
  return graph({
    name: 'journey',
    state: { name: text, count: sum(), log: append(text) },
    events: { go: text },
    start: 'plan',
    nodes: {
      plan: {
        run: async (_s, ctx) => ({ count: await ctx.step('plan', () => effect(ctx.key('plan'))), log: ['plan'] }),
        next: 'fan',
      },
      fan: { next: { all: ['shaky', 'inside'], then: 'gate' } },
      shaky: {
        run: async (_s, ctx) => {
          const one = await ctx.step('one', () => effect(ctx.key('one')));
          if (ctx.attempt < 3) throw new Error(`attempt ${ctx.attempt}`);
          return { count: one + (await ctx.step('two', () => effect(ctx.key('two')))), log: ['shaky'] };
        },
        retry: { attempts: 3, backoff: '3ms' },
        next: 'calm',
      },
      calm: { run: () => ({ log: ['calm'] }), next: 'gate' },
      inside: {
        graph: inner,
        input: (s) => ({ name: s.name }),
        output: ({ state }) => ({ count: state.count, log: state.log }),
        next: 'gate',
      },
      gate: { on: { go: { to: 'pause', update: (_s, by) => ({ log: [`go ${by}`] }) } } },
      pause: { after: { '15ms': 'many' } },
      many: {
        next: { each: (s) => s.log.slice(0, 3).map((each) => ({ log: [`item ${each}`] })), to: 'item', then: 'ask' },
      },
      item: { run: async (_s, ctx) => ({ count: await ctx.step('item', () => effect(ctx.key('item'))) }), next: 'ask' },
      ask: {
        run: async (_s, ctx) => {
          const before = await ctx.step('before', () => effect(ctx.key('before')));
          const name = await ctx.ask('name', { answer: text });
          await ctx.sleep('nap', '5ms');
          return { count: before + (await ctx.step('after', () => effect(ctx.key('after')))), log: [name] };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
}
