import { append, graph, sum } from '@cairn/core';
import { z } from 'zod';

/** What an activity of the test programs does outside: it says a line, and waits for one. */
export interface Outside {
  readonly say: (line: string) => void;
  /** Resolves once somebody said the word. */
  readonly hears: (word: string) => Promise<void>;
}

/** The graphs of the test programs. */
export function graphs({ say, hears }: Outside) {
  /** Two nodes whose activities wait for a word from outside. */
  const slow = graph({
    name: 'slow',
    state: { log: append(z.string()), runs: sum() },
    start: 'one',
    nodes: {
      one: {
        run: async (_s, ctx) => {
          ctx.signal.addEventListener('abort', () => say(`aborted ${ctx.thread}`));
          say(`in one of ${ctx.thread}`);
          await hears('one');
          await ctx.step('after', () => say('stepped'));
          return { log: ['one'], runs: 1 };
        },
        next: 'two',
      },
      two: {
        run: async (_s, ctx) => {
          say(`in two of ${ctx.thread}`);
          await hears('two');
          return { log: ['two'], runs: 1 };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });

  /** Collects what is sent, while another lane is at work. */
  const tally = graph({
    name: 'tally',
    state: { total: sum(), by: append(z.string()) },
    events: { add: z.object({ by: z.string(), amount: z.number() }), close: z.object({}).optional() },
    start: 'open',
    nodes: {
      open: {
        on: {
          add: { update: (_s, e) => ({ total: e.amount, by: [e.by] }) },
          close: 'end',
        },
      },
      end: { final: true },
    },
  });

  const inner = graph({
    name: 'inner',
    state: {},
    start: 'pair',
    nodes: {
      pair: { next: { all: ['busy', 'asking'], then: 'end' } },
      busy: {
        run: async (_s, ctx) => {
          ctx.signal.addEventListener('abort', () => say(`aborted ${ctx.lane}`));
          say(`in busy of ${ctx.thread}`);
          await hears('busy');
          return {};
        },
        next: 'end',
      },
      asking: { run: async (_s, ctx) => void (await ctx.ask('name', { answer: z.string().min(1) })), next: 'end' },
      end: { final: true },
    },
  });

  /** A subgraph with lanes, one of which is at work while another asks. */
  const nested = graph({
    name: 'nested',
    state: {},
    start: 'inside',
    nodes: { inside: { graph: inner, next: 'end' }, end: { final: true } },
  });

  /** Kills the process that drives it. */
  const deadly = graph({
    name: 'deadly',
    state: {},
    start: 'die',
    nodes: {
      die: {
        run: async () => {
          process.kill(process.pid, 'SIGKILL');
          await new Promise(() => undefined);
        },
        next: 'end',
      },
      end: { final: true },
    },
  });

  /** Waits for time to pass, then goes through a node. */
  const timed = graph({
    name: 'timed',
    state: { fired: sum() },
    start: 'wait',
    nodes: {
      wait: { after: { '2s': 'count' } },
      count: { run: () => ({ fired: 1 }), next: 'end' },
      end: { final: true },
    },
  });

  /** Shows what it is about, and goes on when it hears a word. */
  const telling = graph({
    name: 'telling',
    state: {},
    start: 'tell',
    nodes: {
      tell: {
        run: async (_s, { emit, step }) => {
          emit('begun');
          await hears('go on');
          await step('half', () => emit('half'));
          await hears('end');
          emit('through');
        },
        next: 'end',
      },
      end: { final: true },
    },
  });

  return { slow, tally, nested, deadly, timed, telling };
}
