// Activities get the services that their graph names, and a runtime is given those of all its graphs.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../src/definition/context.ts';
import type { AnyGraph, FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import { service } from '../../src/definition/service.ts';
import { open, run } from '../../src/runtime/open.ts';
import { memory } from '../../src/store/memory/memory.ts';

interface Mailer {
  send(to: string): Promise<void>;
}

interface Database {
  get(id: string): Promise<string>;
}

const state = { id: z.string().default('a') };

const elsewhere = async (
  s: { readonly id: string },
  { services }: Context<string, object, { readonly database: Database }>,
): Promise<{ id: string }> => ({ id: await services.database.get(s.id) });

const order = graph({
  name: 'order',
  state,
  services: { mailer: service<Mailer>(), database: service<Database>(), region: service<string | null>() },
  start: 'send',
  nodes: {
    send: {
      run: async (s, ctx) => {
        expectTypeOf(ctx.services).toEqualTypeOf<{
          readonly mailer: Mailer;
          readonly database: Database;
          readonly region: string | null;
        }>();
        await ctx.services.mailer.send(s.id);
      },
      verify: (_, __, { services }) => services.region !== null || 'no region',
      next: 'elsewhere',
    },
    elsewhere: { run: elsewhere, next: 'anywhere' },
    anywhere: { run: (_, ctx: Context) => void ctx, next: 'end' },
    end: { final: true },
  },
});

const alone = graph({
  name: 'alone',
  state,
  start: 'work',
  nodes: {
    work: {
      run: (_, ctx) => {
        expectTypeOf(ctx.services).toEqualTypeOf<{}>();
      },
      next: 'end',
    },
    end: { final: true },
  },
});

graph({
  name: 'wrong',
  state,
  services: { database: service<Database>() },
  start: 'unknown',
  nodes: {
    // @ts-expect-error -- the graph names no such service
    unknown: { run: (s, ctx) => ctx.services.mailer.send(s.id), next: 'verified' },
    // @ts-expect-error -- nor has `verify` one
    verified: { run: () => {}, verify: (_, s, ctx) => ctx.services.mailer.send(s.id), next: 'assigned' },
    // @ts-expect-error -- services are used, never replaced
    assigned: { run: (_, ctx) => void (ctx.services.database = database), next: 'other' },
    // @ts-expect-error -- an activity that needs what the graph does not name
    other: { run: (_, ctx: Context<string, object, { readonly mailer: Mailer }>) => void ctx, next: 'child' },
    // A graph's own services are not its child's.
    child: { graph: order, next: 'end' },
    end: { final: true },
  },
});

// @ts-expect-error -- a service says its type by `service`
graph({ name: 'bare', state, services: { database: {} }, start: 'end', nodes: { end: { final: true } } });

// @ts-expect-error -- what may be missing is null: undefined is what was forgotten
service<Database | undefined>();

const parent = graph({
  name: 'parent',
  state,
  services: { clock: service<() => number>(), region: service<'eu' | null>() },
  start: 'order',
  nodes: { order: { graph: order, next: 'alone' }, alone: { graph: alone, next: 'end' }, end: { final: true } },
});

expectTypeOf<FactsOf<typeof alone>['services']>().toEqualTypeOf<{}>();
expectTypeOf<FactsOf<typeof parent>['services']>().toEqualTypeOf<{
  readonly clock: () => number;
  readonly region: 'eu' | null;
  readonly mailer: Mailer;
  readonly database: Database;
}>();

const store = memory();
const mailer: Mailer = { send: async () => undefined };
const database: Database = { get: async (id) => id };
const clock = (): number => 1;

open({ store, graphs: [alone] });
open({ store, graphs: [] });
open({ store, graphs: [order, alone], services: { mailer, database, region: 'us' } });
open({ store, graphs: [parent, order], services: { mailer, database, clock, region: 'eu' } });
// Whoever drives nothing needs nothing.
open({ store, graphs: [order], drive: false });
open({ store, graphs: [order], services: { mailer }, drive: false });
// Whoever may drive needs all.
open({ store, graphs: [order], services: { mailer, database, region: 'us' }, drive: Math.random() < 1 });
// Of a graph that is not known it is not known what it needs.
open({ store, graphs: [order as AnyGraph] });
open({ store, graphs: [order as AnyGraph], services: { mailer } });

// @ts-expect-error -- its services are needed
open({ store, graphs: [order] });
// @ts-expect-error -- needed by whoever may drive
open({ store, graphs: [order], drive: Math.random() < 1 });
// @ts-expect-error -- one is missing
open({ store, graphs: [alone, order], services: { mailer, region: null } });
// @ts-expect-error -- a subgraph's is missing
open({ store, graphs: [parent], services: { clock, region: null, mailer } });
// @ts-expect-error -- another type
open({ store, graphs: [order], services: { mailer, database: mailer, region: null } });
// @ts-expect-error -- what one graph takes the other does not
open({ store, graphs: [order, parent], services: { mailer, database, clock, region: 'us' } });
// @ts-expect-error -- a name that no graph knows
open({ store, graphs: [order], services: { mailer, database, region: null, mialer: mailer } });

const clash = graph({
  name: 'clash',
  state,
  services: { region: service<number>() },
  start: 'order',
  nodes: { order: { graph: order, next: 'end' }, end: { final: true } },
});

// @ts-expect-error -- nothing is a number and a text
open({ store, graphs: [clash], services: { mailer, database, region: 1 } });

void run(alone);
void run(alone, { id: 'b' });
void run(order, { id: 'b' }, { services: { mailer, database, region: null } });
void run(order, undefined, { services: { mailer, database, region: null } });
// @ts-expect-error -- its services are needed
void run(order);
// @ts-expect-error -- one is missing
void run(order, {}, { services: { mailer, database } });
