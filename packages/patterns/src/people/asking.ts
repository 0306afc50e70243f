import {
  append,
  fatal,
  graph,
  sum,
  toMilliseconds,
  type AnyGraph,
  type Duration,
  type Moment,
  type ServiceDefinitions,
} from '@cairn/core';
import { z } from 'zod';
import type { WorkerContext } from '../kit/worker.ts';
import { allowedFrom } from './try-later.ts';
import type { Asking, Delivery, Links, Notice, Notifier } from './notice.ts';

/** One of those who are asked in turn. */
export interface Asked {
  /** Who is told; where several are, each gets a notice with links of their own. */
  readonly who: string | readonly string[];
  /** How long this one is waited for before the next one is asked. The last one is waited for until the deadline. */
  readonly for: Duration;
}

type Given<Value> = Value | ((services: unknown) => Value);

/** Who tells, and what makes links. */
export interface Telling {
  readonly notifier: Given<Notifier>;
  readonly links?: Given<Links> | undefined;
  readonly remind?: Duration | undefined;
  /** Those of the pattern that asks: functions find the notifier and the links among them. */
  readonly services?: ServiceDefinitions | undefined;
}

const fieldSchema = z.object({ name: z.string(), label: z.string(), optional: z.boolean().exactOptional() });

const offerSchema = z.object({
  label: z.string(),
  event: z.string(),
  payload: z.record(z.string(), z.unknown()).exactOptional(),
  ask: z.array(fieldSchema).exactOptional(),
});

const noticeSchema = z.object({
  subject: z.string(),
  text: z.string(),
  facts: z.record(z.string(), z.string()).exactOptional(),
  links: z.array(z.object({ label: z.string(), url: z.string() })).exactOptional(),
  offers: z.array(offerSchema).exactOptional(),
});

/** What is told, and for which lane that waits. */
export interface Asks {
  readonly notice: Asking;
  readonly lane: string;
  /** What the wait is known by. */
  readonly wait: string;
}

/** Asks one after another, until something outside takes the node that holds it. */
export function chainGraph(telling: Telling, chain: readonly Asked[]): AnyGraph {
  type State = Asks & { readonly level: number };
  function untilNext({ level }: State): Duration | undefined {
    return level + 1 < chain.length ? chain[level]?.for : undefined;
  }
  return graph({
    name: 'asking',
    state: { notice: noticeSchema, lane: z.string(), wait: z.string(), level: z.number().default(0) },
    start: 'asked',
    nodes: {
      asked: {
        graph: remindingGraph(telling),
        input: ({ notice, lane, wait, level }: State) => ({ notice, lane, wait, to: [chain[level]?.who ?? []].flat() }),
        after: [
          {
            in: untilNext,
            to: 'asked',
            label: 'ask the next',
            update: ({ level }: State) => ({ level: level + 1 }),
          },
        ],
        next: 'asked',
      },
    },
  } as never);
}

/** Tells whoever is asked, and again, until something outside takes the node that holds it. */
export function remindingGraph(telling: Telling): AnyGraph {
  // From when they were told, however long it took to tell all of them.
  function reminded({ since }: { readonly since: number }): number | undefined {
    return telling.remind === undefined ? undefined : since + toMilliseconds(telling.remind);
  }
  return graph({
    name: 'reminding',
    ...(telling.services !== undefined && { services: telling.services }),
    state: {
      notice: noticeSchema,
      lane: z.string(),
      wait: z.string(),
      since: z.number().default(0),
      to: z.array(z.string()).default([]),
      reminded: sum(),
      untold: append(z.string()),
    },
    begin: (_s: unknown, { now }: Moment) => ({ since: now }),
    start: 'tell',
    nodes: {
      tell: {
        run: (s: Asks & { readonly to: readonly string[] }, ctx: WorkerContext) => tell(telling, s, ctx),
        retry: { attempts: 6, backoff: '1s', factor: 3, jitter: 0.2 },
        timeout: '1m',
        onError: { to: 'quiet', update: (_s: unknown, { message }: Error) => ({ untold: [message] }) },
        next: 'quiet',
      },
      quiet: {
        after: [
          {
            at: reminded,
            to: 'tell',
            label: 'remind',
            update: (_s: unknown, { now }: Moment) => ({ reminded: 1, since: now }),
          },
        ],
      },
    },
  } as never);
}

/** Tells each of those who are asked, once a visit; that one could not be told keeps nothing from the others. */
async function tell(
  { notifier, links }: Telling,
  { notice, lane, wait, to }: Asks & { readonly to: readonly string[] },
  ctx: WorkerContext,
): Promise<void> {
  const last = ctx.failures.at(-1);
  const from = allowedFrom(last);
  if (from !== undefined && from > ctx.now()) await ctx.sleep(`left alone after ${last?.attempt}`, new Date(from));
  const teller = given(notifier, 'notifier', ctx.services);
  const linker = links && given(links, 'links', ctx.services);
  const each = to.length === 0 ? [undefined] : [...new Set(to)];
  const told = await Promise.allSettled(
    each.map((who) => {
      const name = who === undefined ? 'send' : `send to ${who}`;
      const key = ctx.key(name);
      const delivery: Delivery = { key, signal: ctx.signal, ...(who !== undefined && { to: who }) };
      // Links open what a person decides: they are made where they are sent, and stand nowhere in the log.
      return ctx.step(name, () => teller.send(linked(notice, linker, { lane, wait, who, key, ctx }), delivery));
    }),
  );
  const reasons = told.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  // Whoever could be told by another attempt is worth it.
  if (reasons.length > 0) throw reasons.find((reason) => !isFatal(reason)) ?? reasons[0];
}

/** Whether an error was made by `fatal`. */
function isFatal(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'CairnFatal';
}

interface Told {
  readonly lane: string;
  readonly wait: string;
  readonly who: string | undefined;
  readonly key: string;
  readonly ctx: WorkerContext;
}

function linked(
  { offers = [], ...notice }: Asking,
  linker: Links | undefined,
  { lane, wait, who, key, ctx }: Told,
): Notice {
  if (linker === undefined || offers.length === 0) return notice;
  const { subject } = notice;
  const about = { subject, thread: ctx.thread, lane, wait, key, now: ctx.now(), ...(who !== undefined && { by: who }) };
  return { ...notice, links: [...offers.map((offer) => linker.link({ offer, ...about })), ...(notice.links ?? [])] };
}

function given<Value>(value: Given<Value>, name: string, services: unknown): Value {
  const found = typeof value === 'function' ? (value as (services: unknown) => Value | undefined)(services) : value;
  if (found === undefined)
    throw fatal(`\`${name}\` found nothing among the services: its pattern names those that it needs.`);
  return found;
}
