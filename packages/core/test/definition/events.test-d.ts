// Events type their handlers and what may be sent.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { AnyGraph, FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import type { EventsOf } from '../../src/definition/parts.ts';
import type { StartOptions } from '../../src/definition/starting.ts';
import type { Result } from '../../src/runtime/result.ts';

const state = { by: z.string().optional(), count: z.number().default(0) };
const events = {
  approve: z.object({ by: z.string(), at: z.string().transform((text) => new Date(text)) }),
  reject: z.object({ reason: z.string() }),
};

export const inner = graph({
  name: 'inner',
  state,
  events: { ...events, hurry: z.number() },
  start: 'wait',
  nodes: {
    wait: {
      on: {
        approve: {
          when: (s, e) => {
            expectTypeOf(e).toEqualTypeOf<{ by: string; at: Date }>();
            return s.count > 1;
          },
          update: (s, e) => ({ by: e.by, count: s.count + e.at.getTime() }),
        },
        hurry: [{ when: (s, e) => e > s.count, to: 'end' }, { update: (s, e) => ({ count: e }) }],
      },
    },
    end: { final: true },
  },
});

export const middle = graph({
  name: 'middle',
  state,
  start: 'inner',
  nodes: { inner: { graph: inner, next: 'end' }, end: { final: true } },
});

export const outer = graph({
  name: 'outer',
  state: {},
  events: { hurry: z.boolean(), stop: z.string() },
  start: 'middle',
  nodes: { middle: { graph: middle, on: { stop: 'end' }, next: 'end' }, end: { final: true } },
});

export const silent = graph({ name: 'silent', state: {}, start: 'end', nodes: { end: { final: true } } });

expectTypeOf<EventsOf<typeof inner>>().branded.toEqualTypeOf<{
  readonly approve: { by: string; at: string };
  readonly reject: { reason: string };
  readonly hurry: number;
}>();
expectTypeOf<EventsOf<typeof middle>>().branded.toEqualTypeOf<EventsOf<typeof inner>>();
// An event that several graphs declare takes what any of them takes.
expectTypeOf<EventsOf<typeof outer>>().branded.toEqualTypeOf<{
  readonly approve: { by: string; at: string };
  readonly reject: { reason: string };
  readonly hurry: number | boolean;
  readonly stop: string;
}>();

declare const stands: Result<FactsOf<typeof inner>>;
if (stands.status === 'waiting') {
  expectTypeOf(stands.events).toEqualTypeOf<readonly ('approve' | 'reject' | 'hurry')[]>();
  // @ts-expect-error -- there is no such event
  stands.events.includes('nope');
}
declare const unknown: Result;
if (unknown.status === 'waiting') expectTypeOf(unknown.events).toEqualTypeOf<readonly string[]>();

declare function send<Of extends AnyGraph, Name extends keyof EventsOf<Of>>(
  to: Of,
  name: Name,
  payload: EventsOf<Of>[Name],
): void;

send(outer, 'approve', { by: 'ada', at: '2026-01-01' });
// @ts-expect-error -- it takes what the schema takes
send(outer, 'approve', { by: 'ada', at: new Date() });
// @ts-expect-error -- neither it nor a subgraph declares this event
send(outer, 'resume', {});
// @ts-expect-error -- there are no events
send(silent, 'approve', {});

declare function start<Of extends AnyGraph>(of: Of, options: StartOptions<EventsOf<Of>>): void;

start(outer, { send: { event: 'approve', payload: { by: 'ada', at: '2026-01-01' }, id: 'call-1' }, after: '1h' });
start(outer, { at: new Date() });
// @ts-expect-error -- it takes what the schema takes
start(outer, { send: { event: 'approve', payload: { by: 'ada', at: new Date() } } });
// @ts-expect-error -- neither it nor a subgraph declares this event
start(outer, { send: { event: 'resume' } });
// @ts-expect-error -- there are no events
start(silent, { send: { event: 'approve' } });

graph({
  name: 'wrong',
  state,
  events,
  on: {
    // @ts-expect-error -- the graph declares no such event
    hurry: 'end',
  },
  start: 'name',
  nodes: {
    // @ts-expect-error -- the graph declares no such event
    name: { on: { hurry: 'end' } },
    // @ts-expect-error -- a subgraph's events are handled in the subgraph
    child: { graph: inner, on: { hurry: 'end' } },
    // @ts-expect-error -- the payload has no such property
    reads: { on: { reject: { to: 'end', update: (s, e) => ({ by: e.by }) } } },
    // @ts-expect-error -- changes have the types of the keys
    value: { on: { approve: { update: (s, e) => ({ by: e.at }) } } },
    // @ts-expect-error -- the state has no such key
    key: { on: { approve: { update: (s, e) => ({ who: e.by }) } } },
    // @ts-expect-error -- the payload has no such property
    guard: { on: { approve: [{ when: (s, e) => e.who === s.by, to: 'end' }, 'end'] } },
    // @ts-expect-error -- handlers have no such property
    property: { on: { approve: { goto: 'end' } } },
    end: { final: true },
  },
});

graph({
  name: 'undeclared',
  state,
  // @ts-expect-error -- the graph declares no events
  on: { approve: 'end' },
  start: 'a',
  nodes: {
    // @ts-expect-error -- the graph declares no events
    a: { on: { approve: 'end' } },
    end: { final: true },
  },
});
