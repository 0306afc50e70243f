import { graph, type AnyGraph } from '@cairn/core';
import { assign, raise, setup } from 'xstate';
import { setup as setup6, types } from 'xstate6';
import { createDurable } from 'xstate6/durable';
import { fromScxml, fromXState } from '../../src/index.ts';
import { fromDurable } from '../../src/v6.ts';

/** What is waited for beside each other: in each region one wait and then another, in seconds. */
export type Waits = readonly {
  readonly first: number;
  readonly then: number;
  readonly by: 'after' | 'sent' | 'child';
}[];

/** Graphs that wait alike: Cairn's own lanes, and machines of each engine, which take `LOOK` and change by it. */
export const alike = { lanes, v5, v6, scxml } as const;

/** A graph in a node of another, so many times. */
export function within(inner: AnyGraph, depth: number): AnyGraph {
  if (depth === 0) return inner;
  const nodes = { in: { graph: inner, next: 'end' }, end: { final: true } };
  return graph({ name: `outer-${depth}`, state: {}, start: 'in', nodes: nodes as never });
}

function lanes(waits: Waits): AnyGraph {
  const nodes = Object.fromEntries(
    waits.flatMap(({ first, then }, at) => [
      [`w${at}`, { after: { [`${first}s`]: `v${at}` } }],
      [`v${at}`, { after: { [`${then}s`]: 'end' } }],
    ]),
  );
  return graph({
    name: 'alike',
    state: {},
    events: { LOOK: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } },
    on: { LOOK: {} },
    start: 'all',
    nodes: { all: { next: { all: waits.map((_, at) => `w${at}`), then: 'end' } }, ...nodes, end: { final: true } },
  } as never);
}

function v5(waits: Waits): AnyGraph {
  const children = waits.map(({ first }, at) =>
    setup({}).createMachine({
      id: `child${at}`,
      initial: 'a',
      states: { a: { after: { [first * 1_000]: 'b' } }, b: { type: 'final' } },
    }),
  );
  const regions = waits.map(({ first, then, by }, at) => {
    const waiting = {
      after: { after: { [first * 1_000]: 'v' } },
      sent: { entry: raise({ type: `T${at}` }, { delay: first * 1_000 }), on: { [`T${at}`]: 'v' } },
      child: { invoke: { src: `child${at}`, id: `child${at}`, onDone: 'v' } },
    }[by];
    return { initial: 'w', states: { w: waiting, v: { after: { [then * 1_000]: 'f' } }, f: { type: 'final' } } };
  });
  const machine = setup({ actors: Object.fromEntries(children.map((child, at) => [`child${at}`, child])) as never });
  return fromXState(
    'alike',
    machine.createMachine({
      id: 'm',
      type: 'parallel',
      context: { looks: 0 },
      on: { LOOK: { actions: assign({ looks: ({ context }: { context: { looks: number } }) => context.looks + 1 }) } },
      states: Object.fromEntries(regions.map((region, at) => [`r${at}`, region])),
    } as never) as never,
  );
}

function v6(waits: Waits): AnyGraph {
  const regions = waits.map(({ first, then }) => ({
    initial: 'w',
    states: {
      w: { after: { [first * 1_000]: { target: 'v' } } },
      v: { after: { [then * 1_000]: { target: 'f' } } },
      f: { type: 'final' },
    },
  }));
  const machine = setup6({ schemas: { context: types<{ looks: number }>() } }).createMachine({
    id: 'm',
    type: 'parallel',
    context: { looks: 0 },
    on: { LOOK: ({ context }: { context: { looks: number } }) => ({ context: { looks: context.looks + 1 } }) },
    states: Object.fromEntries(regions.map((region, at) => [`r${at}`, region])),
  } as never);
  return fromDurable('alike', machine as never, { createDurable });
}

function scxml(waits: Waits): AnyGraph {
  const sends = (name: string, seconds: number): string =>
    `<onentry><send event="${name}" delay="${seconds}s"/></onentry>`;
  const regions = waits.map(
    ({ first, then }, at) => `<state id="r${at}">
      <state id="w${at}">${sends(`W${at}`, first)}<transition event="W${at}" target="v${at}"/></state>
      <state id="v${at}">${sends(`V${at}`, then)}<transition event="V${at}" target="f${at}"/></state>
      <final id="f${at}"/>
    </state>`,
  );
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
    <parallel id="p">${regions.join('')}<transition event="LOOK"/><transition event="done.state.p" target="end"/></parallel>
    <final id="end"/>
  </scxml>`;
  return fromScxml(text, { name: 'alike' });
}
