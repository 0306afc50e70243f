// Activities, guards and whole nodes live in files of their own, typed by the parts of the graph that has them.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../src/definition/context.ts';
import { graph } from '../../src/definition/graph.ts';
import { append, sum } from '../../src/definition/keys.ts';
import type { Moment } from '../../src/definition/moment.ts';
import type {
  ActivityOf,
  ContextOf,
  EventsOf,
  GuardOf,
  InputOf,
  NodeOf,
  StateOf,
  UpdateOf,
} from '../../src/definition/parts.ts';
import { service } from '../../src/definition/service.ts';

interface Bank {
  charge(amount: number, key: string): Promise<string>;
}

const order = {
  state: {
    amount: z.number(),
    paid: z.boolean().default(false),
    notes: append(z.string()),
    receipt: z.string().optional(),
  },
  events: { approve: z.object({ by: z.string() }), reject: z.string() },
  services: { bank: service<Bank>() },
  limits: { tokens: 100 },
};
type Order = typeof order;

expectTypeOf<StateOf<Order>>().branded.toEqualTypeOf<{
  readonly amount: number;
  readonly paid: boolean;
  readonly notes: readonly string[];
  readonly receipt: string | undefined;
}>();
expectTypeOf<{ paid: true; receipt: 'a' }>().toExtend<UpdateOf<Order>>();
expectTypeOf<{ amount: 1 }>().toExtend<InputOf<Order>>();
expectTypeOf<{ paid: true }>().not.toExtend<InputOf<Order>>();
expectTypeOf<EventsOf<Order>>().branded.toEqualTypeOf<{ readonly approve: { by: string }; readonly reject: string }>();
expectTypeOf<ContextOf<Order>>().toEqualTypeOf<Context<'tokens', UpdateOf<Order>, { readonly bank: Bank }>>();
expectTypeOf<ContextOf<{ state: {} }>['services']>().toEqualTypeOf<{}>();

const pay: ActivityOf<Order> = async (s, { services, step, key, spend }) => {
  spend('tokens', 1);
  return { receipt: await step('charge', () => services.bank.charge(s.amount, key('charge'))) };
};
const note: ActivityOf<Order> = () => ({ notes: ['noted'] });
const nothing: ActivityOf<Order> = async () => {};

const isLarge: GuardOf<Order> = (s, { now }: Moment) => s.amount > 100 && now > 0;
const isKnown: GuardOf<Order, 'approve'> = (s, e) => s.amount > 0 && e.by !== '';

const child = graph({
  name: 'child',
  state: { question: z.string() },
  start: 'yes',
  nodes: { yes: { final: true }, no: { final: true } },
});

const approval = {
  on: {
    approve: [{ when: isKnown, to: 'pay', update: (_, e) => ({ notes: [e.by] }) }, 'approval'],
    reject: { to: 'refused', update: () => ({ paid: false }) },
  },
  after: { '1d': 'refused' },
} satisfies NodeOf<Order, 'approval' | 'pay' | 'refused'>;

const routed = {
  run: note,
  verify: (update, s, ctx) => update.notes !== undefined && s.amount > 0 && ctx.services.bank !== undefined,
  next: { choose: (s) => (isLarge(s, moment) ? 'refused' : 'pay'), among: ['pay', 'refused'] },
} satisfies NodeOf<Order, 'pay' | 'refused'>;

const asked = {
  graph: child,
  input: (s) => ({ question: String(s.amount) }),
  output: ({ outcome }) => ({ paid: outcome === 'yes' }),
  next: 'routed',
} satisfies NodeOf<Order, 'routed', typeof child>;

const payer = graph({
  name: 'payer',
  state: { amount: order.state.amount, by: z.string() },
  start: 'end',
  nodes: { end: { final: true } },
});

const shared = {
  graph: payer,
  share: ['amount'],
  input: () => ({ by: 'a' }),
  next: 'routed',
} satisfies NodeOf<Order, 'routed', typeof payer, 'amount'>;

declare const moment: Moment;

export const whole = graph({
  name: 'whole',
  ...order,
  start: 'approval',
  nodes: {
    approval,
    asked,
    shared,
    routed,
    pay: { run: pay, next: [{ when: isLarge, to: 'later' }, 'paid'] },
    later: { run: nothing, next: 'paid' },
    paid: { final: true },
    refused: { final: true },
  },
});

expectTypeOf<StateOf<typeof whole>>().toEqualTypeOf<StateOf<Order>>();
expectTypeOf<UpdateOf<typeof whole>>().toEqualTypeOf<UpdateOf<Order>>();
expectTypeOf<InputOf<typeof whole>>().toEqualTypeOf<InputOf<Order>>();
expectTypeOf<keyof EventsOf<typeof whole>>().toEqualTypeOf<'approve' | 'reject'>();

// @ts-expect-error -- the state has no such key
const reads: ActivityOf<Order> = (s) => ({ notes: [s.name] });
// @ts-expect-error -- changes have the types of the keys
const makes: ActivityOf<Order> = () => ({ paid: 'yes' });
// @ts-expect-error -- there is no such service
const uses: ActivityOf<Order> = (_, ctx) => void ctx.services.mailer;
// @ts-expect-error -- no limit has this name
const spends: ActivityOf<Order> = (_, ctx) => ctx.spend('calls', 1);
// @ts-expect-error -- the payload has no such property
const guards: GuardOf<Order, 'approve'> = (_, e) => e.why === '';
// @ts-expect-error -- there is no such event
type Unknown = GuardOf<Order, 'approved'>;
// @ts-expect-error -- it says that it leads elsewhere
const leads = { next: 'nowhere' } satisfies NodeOf<Order, 'paid'>;
// @ts-expect-error -- nodes have no such property
const odd = { next: 'paid', retries: 3 } satisfies NodeOf<Order, 'paid'>;
// @ts-expect-error -- the child cannot start without a question
const mute = { graph: child, next: 'paid' } satisfies NodeOf<Order, 'paid', typeof child>;
// @ts-expect-error -- what it shares it has from its holder
const twice = { graph: payer, input: () => ({ by: '', amount: 1 }), next: 'paid' } satisfies NodeOf<
  Order,
  'paid',
  typeof payer,
  'amount'
>;
const unsaid = {
  graph: payer,
  // @ts-expect-error -- that it shares this was not said
  share: ['amount'],
  input: () => ({ by: '', amount: 1 }),
  next: 'paid',
} satisfies NodeOf<Order, 'paid', typeof payer>;
export const wrong = [reads, makes, uses, spends, guards, leads, odd, mute, twice, unsaid] as unknown as Unknown;

// TypeScript says so of an unknown key beside a known one where what is returned has a type of its own.
export const exact = [
  // @ts-expect-error -- the state has no such key
  async (s: StateOf<Order>): Promise<UpdateOf<Order>> => ({ paid: s.paid, recept: 'a' }),
  // @ts-expect-error -- the state has no such key
  () => ({ paid: true, recept: 'a' }) satisfies UpdateOf<Order>,
];

graph({
  name: 'wrong',
  ...order,
  start: 'approval',
  nodes: {
    // @ts-expect-error -- it leads to nodes that this graph does not have
    approval,
    pay: { run: pay, next: 'end' },
    end: { final: true },
  },
});

graph({
  name: 'other-state',
  state: { total: z.number() },
  start: 'pay',
  nodes: {
    // @ts-expect-error -- an activity of a graph with other keys
    pay: { run: pay, next: 'end' },
    end: { final: true },
  },
});

// A fragment: nodes that are spread into graphs which have its parts, under names that they choose.
const agent = {
  state: { messages: append(z.string()), tokens: sum() },
  services: { model: service<(messages: readonly string[]) => Promise<string>>() },
};
type Agent = typeof agent;

function agentNodes<Name extends string, Then extends string>(name: Name, then: Then) {
  const ask = {
    run: async (s, { services, step }) => ({ messages: [await step('ask', () => services.model(s.messages))] }),
    next: [{ when: (s) => s.messages.at(-1) === 'use a tool', to: `${name}-tools` }, then],
  } satisfies NodeOf<Agent, `${Name}-tools` | Then>;
  const tools = { run: () => ({ messages: ['a result'], tokens: 1 }), next: name } satisfies NodeOf<Agent, Name>;
  return { [name]: ask, [`${name}-tools`]: tools } as Record<Name, typeof ask> & Record<`${Name}-tools`, typeof tools>;
}

export const chat = graph({
  name: 'chat',
  state: { ...agent.state, topic: z.string() },
  services: { ...agent.services, bank: service<Bank>() },
  events: { say: z.string() },
  start: 'idle',
  nodes: {
    ...agentNodes('agent', 'idle'),
    ...agentNodes('critic', 'end'),
    idle: { on: { say: [{ when: (_, text) => text === 'enough', to: 'critic' }, { to: 'agent' }] } },
    end: { final: true },
  },
});
expectTypeOf<keyof StateOf<typeof chat>>().toEqualTypeOf<'messages' | 'tokens' | 'topic'>();

graph({
  name: 'chat',
  ...agent,
  start: 'agent',
  // @ts-expect-error -- the fragment leads to a node that this graph does not have
  nodes: { ...agentNodes('agent', 'idle'), end: { final: true } },
});
