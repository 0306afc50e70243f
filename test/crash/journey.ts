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

/**
 * Lanes, a subgraph that shares and saves, a wait, a timer that follows from the state, steps, a retry, a question, a sleep beside a step,
 * and what is spent in a turn and on a day: every way in which a thread can be caught.
 */
export function journey(effect: Effect) {
  const inner = graph({
    name: 'inner',
    state: { name: text, count: sum(), log: append(text), shared: append(text) },
    limits: { coins: { max: 9, per: 'turn' } },
    start: 'first',
    nodes: {
      first: {
        run: async (s, ctx) => {
          ctx.spend('coins', 1);
          const count = await ctx.step('first', () => effect(ctx.key('first')));
          await ctx.save('half', { log: [`first of ${s.name}`], shared: ['saved'] });
          return { count, shared: ['first'] };
        },
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
    state: { name: text, count: sum(), log: append(text), shared: append(text) },
    events: { go: text },
    limits: { coins: { max: 99, per: 'day' } },
    start: 'plan',
    nodes: {
      plan: {
        run: async (_s, ctx) => {
          ctx.spend('coins', 1);
          return { count: await ctx.step('plan', () => effect(ctx.key('plan'))), log: ['plan'], shared: ['planned'] };
        },
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
        share: ['shared'],
        input: (s) => ({ name: s.name }),
        output: ({ state }) => ({ count: state.count, log: state.log }),
        next: 'gate',
      },
      gate: { on: { go: { to: 'pause', update: (_s, by) => ({ log: [`go ${by}`] }) } } },
      pause: { after: [{ in: (s) => 5 + s.count, to: 'many' }] },
      many: {
        next: { each: (s) => s.log.slice(0, 3).map((each) => ({ log: [`item ${each}`] })), to: 'item', then: 'ask' },
      },
      item: { run: async (_s, ctx) => ({ count: await ctx.step('item', () => effect(ctx.key('item'))) }), next: 'ask' },
      ask: {
        run: async (_s, ctx) => {
          const before = await ctx.step('before', () => effect(ctx.key('before')));
          const name = await ctx.ask('name', { answer: text });
          const beside = ctx.step('beside', () => effect(ctx.key('beside')));
          const [count] = await Promise.all([beside, ctx.sleep('nap', '5ms')]);
          const after = await ctx.step('after', () => effect(ctx.key('after')));
          return { count: before + count + after, log: [name] };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
}
