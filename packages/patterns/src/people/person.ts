import { append, graph, sum, type AnyGraph, type Duration } from '@cairn/core';
import { z } from 'zod';
import type { WorkerContext } from '../kit/worker.ts';
import type { Notice, Notifier } from './notice.ts';

/** One of those who are asked in turn. */
export interface Asked {
  readonly who: string;
  /** How long this one is waited for before the next one is asked. The last one is waited for until the deadline. */
  readonly for: Duration;
}

/** How people are asked, and for how long they are waited for. */
export interface PersonOptions<Services = {}> {
  /** Tells people that they are waited for; without one nobody is told. A function finds it among the services of the graph. */
  readonly notifier?: Notifier | ((services: Services) => Notifier);
  /** Who is asked, one after another. */
  readonly chain?: readonly Asked[];
  /** How long it is quiet before whoever is asked is told again. */
  readonly remind?: Duration;
  /** How long people are waited for in all; without one, for ever. */
  readonly deadline?: Duration;
}

const noticeSchema = z.object({
  subject: z.string(),
  text: z.string(),
  facts: z.record(z.string(), z.string()).exactOptional(),
  links: z.array(z.object({ label: z.string(), url: z.string() })).exactOptional(),
});

interface Telling {
  readonly notice: Notice;
  readonly to?: string;
}

interface Chained {
  readonly notice: Notice;
  readonly level: number;
}

/** The names of the nodes that ask people, beside the one that holds them. */
export type AskingNode = 'asked' | 'tell' | 'quiet';

/** What a node does that waits for people. */
export interface PersonPlace<State> {
  /** What their answers lead to, by events. */
  readonly on: object;
  /** Where it goes at the deadline. */
  readonly late: string;
  readonly notice: (s: State) => Notice;
}

/**
 * A node that waits for people: it takes their events, and asks and reminds them meanwhile. That a notice could not be brought does not end
 * the wait: who is asked can be seen in the thread as well.
 */
export function personNode<State, Services>(
  { notifier, chain = [], remind, deadline }: PersonOptions<Services>,
  { on, late, notice }: PersonPlace<State>,
): object {
  const waits = { on, ...(deadline !== undefined && { after: { [deadline]: late } }) };
  if (notifier === undefined) return waits;
  const input = (s: State): object => ({ notice: notice(s) });
  const reminding = remindingGraph(notifier as Found, remind);
  return { ...waits, graph: chain.length === 0 ? reminding : chainGraph(reminding, chain), input, next: late };
}

type Found = Notifier | ((services: unknown) => Notifier);

/** Asks one after another, until something outside takes the node that holds it. */
function chainGraph(reminding: AnyGraph, chain: readonly Asked[]): AnyGraph {
  return graph({
    name: 'asking',
    state: { notice: noticeSchema, level: z.number().default(0) },
    start: 'asked',
    nodes: {
      asked: {
        graph: reminding,
        input: ({ notice, level }: Chained) => ({ notice, to: chain[level]?.who }),
        after: [
          {
            in: ({ level }: Chained) => (level + 1 < chain.length ? chain[level]?.for : undefined),
            to: 'asked',
            label: 'ask the next',
            update: ({ level }: Chained) => ({ level: level + 1 }),
          },
        ],
        next: 'asked',
      },
    },
  } as never);
}

/** Tells whoever is asked, and again, until something outside takes the node that holds it. */
function remindingGraph(notifier: Found, remind: Duration | undefined): AnyGraph {
  return graph({
    name: 'reminding',
    state: { notice: noticeSchema, to: z.string().optional(), reminded: sum(), untold: append(z.string()) },
    start: 'tell',
    nodes: {
      tell: {
        run: async ({ notice, to }: Telling, { services, signal, step, key }: WorkerContext) => {
          const delivery = { key: key('send'), signal, ...(to !== undefined && { to }) };
          const found = typeof notifier === 'function' ? notifier(services) : notifier;
          await step('send', () => found.send(notice, delivery));
        },
        retry: { attempts: 6, backoff: '1s', factor: 3, jitter: 0.2 },
        timeout: '1m',
        onError: { to: 'quiet', update: (_s: unknown, { message }: Error) => ({ untold: [message] }) },
        next: 'quiet',
      },
      quiet: {
        after: [{ in: () => remind, to: 'tell', label: 'remind', update: () => ({ reminded: 1 }) }],
      },
    },
  } as never);
}
