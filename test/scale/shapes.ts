import { append, graph, merge, sum, upsert } from '@cairn/core';
import { z } from 'zod';

/** Turns of a conversation: each adds a message of 500 bytes. */
export const chat = graph({
  name: 'chat',
  state: { turns: z.number(), messages: append(z.object({ role: z.string(), text: z.string() })) },
  start: 'turn',
  nodes: {
    turn: {
      run: (s) => ({ messages: [{ role: 'assistant', text: text(s.messages.length) }] }),
      next: [{ when: (s) => s.messages.length < s.turns, to: 'turn' }, 'end'],
    },
    end: { final: true },
  },
});

/** A conversation in which a person says something each turn. */
export const talk = graph({
  name: 'talk',
  state: { messages: append(z.object({ role: z.string(), text: z.string() })) },
  events: { say: z.object({ role: z.string(), text: z.string() }), stop: z.object({}).optional() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { to: 'listen', update: (_s, said) => ({ messages: [said] }) }, stop: 'end' } },
    end: { final: true },
  },
});

const heard = {
  messages: append(z.object({ role: z.string(), text: z.string() })),
};

/** The same, where a part of each event goes into the state, beside a key that is set. */
export const quoted = graph({
  name: 'quoted',
  state: { messages: append(z.string()), last: z.string().optional() },
  events: { say: z.object({ role: z.string(), text: z.string() }), stop: z.object({}).optional() },
  start: 'listen',
  nodes: {
    listen: {
      on: { say: { to: 'listen', update: (_s, said) => ({ messages: [said.text], last: said.role }) }, stop: 'end' },
    },
    end: { final: true },
  },
});

/** The same, where a subgraph that shares the messages adds what was said. */
export const subtalk = graph({
  name: 'subtalk',
  state: { ...heard, said: z.object({ role: z.string(), text: z.string() }).optional() },
  events: { say: z.object({ role: z.string(), text: z.string() }), stop: z.object({}).optional() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { to: 'take', update: (_s, said) => ({ messages: [said] }) }, stop: 'end' } },
    take: {
      graph: graph({
        name: 'agent',
        state: { ...heard, seen: z.number().default(0) },
        start: 'look',
        nodes: { look: { run: (s) => ({ seen: s.messages.length }), next: 'end' }, end: { final: true } },
      }),
      share: ['messages'],
      next: 'listen',
    },
    end: { final: true },
  },
});

/** The same, where the conversation is a subgraph's that shares the messages. */
export const lasting = graph({
  name: 'lasting',
  state: heard,
  start: 'talk',
  nodes: { talk: { graph: talk, share: ['messages'], next: 'end' }, end: { final: true } },
});

/** A message of 500 bytes. */
export function text(index: number): string {
  return `${String(index).padStart(8, '0')}${'lorem ipsum dolor sit amet, '.repeat(20)}`.slice(0, 500);
}

/** A state of fixed size that is set again and again. */
export const setting = graph({
  name: 'setting',
  state: { n: z.number().default(0), times: z.number(), page: z.string().default(''), small: z.string().default('') },
  start: 'set',
  nodes: {
    set: {
      run: (s) => ({ n: s.n + 1, small: `step ${s.n}`, ...(s.n % 10 === 0 && { page: 'x'.repeat(10_000) }) }),
      next: [{ when: (s) => s.n < s.times, to: 'set' }, 'end'],
    },
    end: { final: true },
  },
  limits: { transitions: 1_000_000 },
});

/** Many lanes with a few transitions and changes each. */
export const fanning = graph({
  name: 'fanning',
  state: {
    items: z.array(z.number()),
    item: z.number().optional(),
    found: append(z.object({ item: z.number(), text: z.string() })),
    total: sum(),
  },
  start: 'fan',
  nodes: {
    fan: { next: { each: (s) => s.items.map((item) => ({ item })), to: 'look', then: 'end' } },
    look: { run: (s) => ({ found: [{ item: s.item ?? 0, text: `looked at ${s.item}` }] }), next: 'check' },
    check: { run: () => ({ total: 1 }), next: 'end' },
    end: { final: true },
  },
  limits: { transitions: 1_000_000 },
});

/** A bit of everything. */
export const mixed = graph({
  name: 'mixed',
  state: {
    n: z.number().default(0),
    times: z.number(),
    log: append(z.string()),
    notes: merge(z.string()),
    tasks: upsert(z.object({ id: z.string(), state: z.string() }), 'id'),
    page: z.string().default(''),
  },
  start: 'work',
  nodes: {
    work: {
      run: (s) => ({
        n: s.n + 1,
        log: [`line ${s.n} of the log, which goes on for a while`],
        notes: { [`key ${s.n % 50}`]: `note ${s.n}`.repeat(5) },
        tasks: [{ id: String(s.n % 20), state: `state ${s.n}` }],
        ...(s.n % 7 === 0 && { page: String(s.n).repeat(300) }),
      }),
      next: [
        { when: (s) => s.n % 25 === 0 && s.n < s.times, to: 'fan' },
        { when: (s) => s.n < s.times, to: 'work' },
        'end',
      ],
    },
    fan: { next: { all: ['left', 'right'], then: 'work' } },
    left: { run: (s) => ({ log: [`left of ${s.n}`] }), next: 'work' },
    right: { run: (s) => ({ notes: { right: `right of ${s.n}` } }), next: 'work' },
    end: { final: true },
  },
  limits: { transitions: 1_000_000 },
});
