// What is held while threads run says as much as their graphs do.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { AnyGraph, FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import { append, local, transient } from '../../src/definition/keys.ts';
import { open, type Cairn } from '../../src/runtime/open.ts';
import type { Now, Result } from '../../src/runtime/result.ts';
import { memory } from '../../src/store/memory/memory.ts';

const inner = graph({
  name: 'inner',
  state: { found: append(z.string()), lately: local(z.number()) },
  events: { stop: z.undefined() },
  start: 'look',
  nodes: { look: { on: { stop: 'seen' } }, seen: { final: true } },
});

const outer = graph({
  name: 'outer',
  state: {
    amount: z.number().default(0),
    seen: append(z.string()),
    lately: local(z.number()),
    handle: transient(z.date()),
  },
  start: 'inner',
  nodes: {
    inner: {
      graph: inner,
      output: ({ state }) => {
        // A subgraph that has just ended has all that its nodes saw.
        expectTypeOf(state.lately).toEqualTypeOf<number | undefined>();
        return { seen: state.found };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

const other = graph({ name: 'other', state: {}, start: 'end', nodes: { end: { final: true } } });

const cairn = open({ store: memory(), graphs: [inner, outer] });
expectTypeOf(cairn).toEqualTypeOf<Cairn<'inner' | 'outer'>>();

async function handles(): Promise<void> {
  const thread = await cairn.start(outer, {});
  await cairn.broadcast(inner, { event: 'stop', id: 'once' });
  await thread.edit({ amount: 1 }, { as: 'end' });
  await cairn.thread(outer, 't').edit({}, { as: 'look', lane: 'inner.1' });
  // @ts-expect-error -- neither it nor a subgraph has such a node
  await thread.edit({ amount: 1 }, { as: 'edn' });
  // @ts-expect-error -- the runtime was not opened with this graph
  await cairn.start(other, {});
  // @ts-expect-error -- nor can it find its threads
  cairn.thread(other, 't');
  // @ts-expect-error -- or send them anything
  await cairn.broadcast(other, { event: 'stop', id: 'once' });
  // Of a runtime that is not known any graph may be; and any runtime is one.
  const any: Cairn = cairn;
  await any.start(other, {});
  await open({ store: memory(), graphs: [other] as readonly AnyGraph[] }).start(other, {});
}
void handles;

declare const rest: Result<FactsOf<typeof outer>>;
expectTypeOf(rest.state).branded.toEqualTypeOf<{ readonly amount: number; readonly seen: readonly string[] }>();
declare const now: Now<FactsOf<typeof outer>>;
expectTypeOf(now.state).toEqualTypeOf(rest.state);
// @ts-expect-error -- it ended with its lane
void rest.state.lately;
// @ts-expect-error -- it was never stored
void rest.state.handle;
