// Any Standard Schema types a key, an event and an answer.

import { type } from 'arktype';
import * as v from 'valibot';
import { expectTypeOf } from 'vitest';
import type { FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import type { EventsOf } from '../../src/definition/parts.ts';
import { append, upsert } from '../../src/definition/keys.ts';

export const valibot = graph({
  name: 'valibot',
  state: {
    size: v.pipe(v.string(), v.transform(Number)),
    note: v.optional(v.string()),
    items: append(v.object({ id: v.number() })),
    byId: upsert(v.object({ id: v.number() }), 'id'),
  },
  events: { add: v.object({ id: v.number() }) },
  start: 'wait',
  nodes: {
    wait: {
      run: (s) => ({ size: `${s.size + 1}`, items: [{ id: s.size }], byId: { remove: [1] } }),
      on: { add: { to: 'end', update: (s, e) => ({ items: [{ id: e.id }] }) } },
    },
    // @ts-expect-error -- it returns what the schema takes
    wrong: { run: (s) => ({ size: s.size }) },
    end: { final: true },
  },
});

expectTypeOf<FactsOf<typeof valibot>['state']['size']>().toEqualTypeOf<number>();
expectTypeOf<FactsOf<typeof valibot>['state']['note']>().toEqualTypeOf<string | undefined>();
expectTypeOf({ size: '1' }).toExtend<FactsOf<typeof valibot>['input']>();
expectTypeOf({ note: '1' }).not.toExtend<FactsOf<typeof valibot>['input']>();
expectTypeOf<EventsOf<typeof valibot>['add']>().toEqualTypeOf<{ id: number }>();

export const arktype = graph({
  name: 'arktype',
  state: {
    size: type('string.numeric.parse'),
    note: type('string | undefined'),
    items: append(type({ id: 'number' })),
    byId: upsert(type({ id: 'number' }), 'id'),
  },
  events: { add: type({ id: 'number' }) },
  start: 'wait',
  nodes: {
    wait: {
      run: (s) => ({ size: `${s.size + 1}`, items: [{ id: s.size }], byId: { remove: [1] } }),
      on: { add: { to: 'end', update: (s, e) => ({ items: [{ id: e.id }] }) } },
    },
    // @ts-expect-error -- it returns what the schema takes
    wrong: { run: (s) => ({ size: s.size }) },
    end: { final: true },
  },
});

expectTypeOf<FactsOf<typeof arktype>['state']['size']>().toEqualTypeOf<number>();
expectTypeOf<FactsOf<typeof arktype>['state']['note']>().toEqualTypeOf<string | undefined>();
expectTypeOf({ size: '1' }).toExtend<FactsOf<typeof arktype>['input']>();
expectTypeOf({ note: '1' }).not.toExtend<FactsOf<typeof arktype>['input']>();
expectTypeOf<EventsOf<typeof arktype>['add']>().toEqualTypeOf<{ id: number }>();
