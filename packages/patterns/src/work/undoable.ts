import {
  append,
  graph,
  type Author,
  type AnyGraph,
  type EventDefinitions,
  type Limits,
  type QuestionDefinitions,
  type ServiceDefinitions,
  type StateDefinition,
  type Uncaptured,
} from '@cairn/core';
import { z } from 'zod';
import { countedOnly } from '../kit/used-up.ts';
import type { Done } from './undo-record.ts';
import { migrationsAround, migrationsOfWork, movedBy, type Brought } from './undoable-moved.ts';
import { askingNodes, recording, unwindingNodes, type Moved, type Person, type Undoing } from './undoable-nodes.ts';
import type {
  Undoable,
  UndoableAuthor,
  UndoableDefinition,
  UndoableMigration,
  UndoProgress,
  UndoWorker,
} from './undoable-options.ts';
import { somebody } from '../people/somebody.ts';

/** What is known of a graph that {@link undoable} made. */
interface Undoings {
  /** What undoes what it did, by the graph and the name in it. */
  readonly undoings: ReadonlyMap<string, Undoing>;
  /** What it and those within it did in older versions, by the graph. */
  readonly moved: ReadonlyMap<string, Brought>;
}

const known = new WeakMap<object, Undoings>();

/**
 * A graph in whose literal stands beside a node what undoes it, by `undo`, and beside a step its name, by `ctx.step(key, action, { undo })`. Where it
 * fails for good, or comes to a final node with `undo: true`, what was done is undone in reverse, each by a node of its own.
 *
 * It is the literal's graph as the node `work` of one that has its state, its events and its outcomes. A `TypeError` where a name is taken, or
 * something can not be undone so.
 *
 * @example
 * const trip = undoable({
 *   name: 'trip',
 *   state: { city: z.string() },
 *   events: { callOff: z.undefined() },
 *   on: { callOff: 'calledOff' },
 *   start: 'flight',
 *   nodes: {
 *     flight: { run: (s, ctx) => book(s.city, ctx.key()), undo: ({ key }) => cancel(key), next: 'payment' },
 *     payment: { run: (s, ctx) => pay(ctx.key()), next: 'booked' },
 *     booked: { final: true },
 *     calledOff: { final: true, undo: true },
 *   },
 * });
 */
export function undoable<
  Name extends string,
  Keys extends StateDefinition,
  Names extends string,
  Events extends EventDefinitions,
  Limited extends string,
  Services extends ServiceDefinitions,
  Questions extends QuestionDefinitions = QuestionDefinitions,
  Undos extends string = never,
  Known extends Author = UndoableAuthor<Keys, Events, Limited, Services, Questions, Undos>,
  Nodes = Uncaptured,
>(
  definition: UndoableDefinition<Name, Keys, Events, Names, Limited, Services, Questions, Undos, Known, Nodes>,
): Undoable<ReturnType<typeof graph<Name, Keys, Names, Events, Limited, Services, Questions, Known, Nodes>>> {
  return build(definition) as never;
}

interface LiteralNode {
  readonly run?: Parameters<typeof recording>[0];
  readonly graph?: AnyGraph;
  readonly final?: true;
  readonly undo?: true | UndoWorker<unknown, unknown, never>;
}

/** What {@link undoable} is told, without its types. */
interface Literal {
  readonly name: string;
  readonly state: StateDefinition;
  readonly nodes: Readonly<Record<string, LiteralNode>>;
  readonly services?: ServiceDefinitions;
  readonly limits?: Limits;
  readonly undo?: Readonly<Record<string, UndoWorker<unknown, unknown, never>>>;
  readonly person?: Person;
  readonly version?: string;
  readonly migrate?: readonly UndoableMigration[];
}

function build(literal: Literal): AnyGraph {
  mustBeUndoable(literal);
  const { name, state, nodes, undo: undoingSteps = {}, person, migrate: _migrate, ...said } = literal;
  const workers = { ...workersOf(nodes), ...undoingSteps };
  const within = inNodes(nodes);
  const undoings = new Map<string, Undoing>([
    ...within.flatMap((each) => [...each.undoings].map(nestedUndoing)),
    ...Object.entries(workers).map(([of, worker]): [string, Undoing] => [`${name}/${of}`, { name: of, worker }]),
  ]);
  const moved = new Map([
    ...within.flatMap((each) => [...each.moved]),
    [name, movedBy(literal, (of) => Object.hasOwn(workers, of))] as const,
  ]);
  const work = graph({
    ...said,
    ...migrationsOfWork(literal),
    name: `${name}-work`,
    state,
    nodes: workNodes(literal),
  } as never) as AnyGraph;
  const made = graph({ ...outside(literal, work, { undoings, moved }) } as never) as AnyGraph;
  known.set(made, { undoings, moved });
  return made;
}

/** What undoes nodes, by their names. */
function workersOf(nodes: Literal['nodes']): Record<string, UndoWorker<unknown, unknown, never>> {
  return Object.fromEntries(
    Object.entries(nodes).flatMap(([of, { undo }]) => (undo === undefined || undo === true ? [] : [[of, undo]])),
  );
}

/** What is known of the undoable graphs within nodes, at whatever depth. */
function inNodes(nodes: Readonly<Record<string, { readonly graph?: AnyGraph }>>): readonly Undoings[] {
  return Object.values(nodes).flatMap(({ graph: held }) => {
    if (held === undefined) return [];
    const own = known.get(held);
    return own === undefined ? inNodes(held.source.nodes) : [own];
  });
}

function nestedUndoing([id, { worker }]: readonly [string, Undoing]): [string, Undoing] {
  return [id, { name: nameWithin(id), worker }];
}

/** What something within a node is called outside. */
function nameWithin(id: string): string {
  return id.replaceAll('/', '-');
}

/** What was done, by whatever version of a graph, as it is undone today. */
function movedWithin(moved: Undoings['moved']): Moved {
  return (done) => {
    const name = done.by.slice(0, done.by.lastIndexOf('/'));
    const brought = moved.get(name);
    if (brought === undefined) return done;
    const { of, result } = brought.today(done.by.slice(name.length + 1), done);
    const { version } = brought;
    return { by: `${name}/${of}`, ...(version !== undefined && { version }), result };
  };
}

/** What undid something in older versions of the graphs within nodes, and is not there today. */
function goneWithin(name: string, { undoings, moved }: Undoings): readonly string[] {
  const before = [...moved].flatMap(([of, brought]) =>
    of === name ? [] : brought.before.map((each) => `${of}/${each}`),
  );
  return [...new Set(before)].filter((id) => !undoings.has(id)).map(nameWithin);
}

/** The author's nodes, in which is written what they do. */
function workNodes({ name, version, nodes, undo: undoingSteps }: Literal): Record<string, unknown> {
  const doneBy = (of: string): Done => ({ by: `${name}/${of}`, ...(version !== undefined && { version }) });
  return Object.fromEntries(
    Object.entries(nodes).map(([of, { undo, ...node }]) => {
      if (node.run === undefined || (undo === undefined && undoingSteps === undefined)) return [of, node];
      const by = (step: string): Done => {
        if (undoingSteps !== undefined && Object.hasOwn(undoingSteps, step)) return doneBy(step);
        throw new TypeError(`"${step}" undoes no step. There is: ${Object.keys(undoingSteps ?? {}).join(', ')}.`);
      };
      const run = recording(node.run, { step: by, node: undo === undefined ? undefined : doneBy(of) });
      return [of, { ...node, run }];
    }),
  );
}

/** The graph that holds the work. */
function outside(literal: Literal, work: AnyGraph, { undoings, moved: brought }: Undoings): object {
  const { name, state, nodes, services, person, ...rest } = literal;
  const { description, version, codecs } = rest as { readonly [fact: string]: unknown };
  const finals = Object.entries(nodes).filter(([, { final }]) => final === true);
  const undoes = (of: string): boolean => nodes[of]?.undo === true;
  const names = finals.map(([of]) => of);
  const kinds = Object.entries(state).map(([key, entry]) => [key, 'kind' in entry ? entry.kind : 'set'] as const);
  const moved = movedWithin(brought);
  const isOwn = (kind: string): boolean => kind === 'local' || kind === 'transient';
  const handed = kinds.filter(([, kind]) => isOwn(kind)).map(([key]) => key);
  return {
    name,
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...(codecs !== undefined && { codecs }),
    ...countedOnly(limitsIn(literal)),
    ...migrationsAround(literal, {
      undoings: Array.from(undoings.values(), (each) => each.name),
      before: goneWithin(name, { undoings, moved: brought }),
      progress: Object.keys(progressKeys()),
    }),
    state: { ...state, ...progressKeys() },
    services: { ...servicesIn(nodes), ...services },
    ...(person !== undefined && {
      events: { again: z.object({ by: somebody }), leave: z.object({ by: somebody }) },
    }),
    start: 'work',
    nodes: {
      work: {
        graph: work,
        share: kinds.filter(([, kind]) => !isOwn(kind)).map(([key]) => key),
        input: (s: Readonly<Record<string, unknown>>) =>
          Object.fromEntries(handed.filter((key) => s[key] !== undefined).map((key) => [key, s[key]])),
        output: ({ outcome }: { readonly outcome: string }) => ({
          endsAs: outcome,
          ...(undoes(outcome) && { undoReason: outcome }),
        }),
        onError: {
          to: 'undo',
          keep: true,
          label: 'it failed',
          update: (_s: unknown, { message }: { readonly message: string }) => ({ undoReason: message }),
        },
        next: {
          choose: ({ endsAs = '' }: UndoProgress) => (undoes(endsAs) ? 'undo' : endsAs),
          among: [...names.filter((of) => !undoes(of)), 'undo'],
        },
      },
      ...unwindingNodes(undoings, moved, {
        endOf: ({ left, endsAs = 'undone' }) => (left.length > 0 ? 'partlyUndone' : endsAs),
        among: [...names.filter(undoes), 'undone', ...(person === undefined ? [] : ['partlyUndone'])],
        asks: person !== undefined,
      }),
      ...(person !== undefined && askingNodes(literal, { undoings, moved }, person)),
      ...Object.fromEntries(finals.map(([of, { undo: _undo, ...node }]) => [of, node])),
      undone: { final: true },
      ...(person !== undefined && { partlyUndone: { final: true } }),
    },
  };
}

/** The services of those whose work this undoes. */
function servicesIn(nodes: Readonly<Record<string, { readonly graph?: AnyGraph }>>): ServiceDefinitions {
  const held = Object.values(nodes).flatMap(({ graph: of }) => (of === undefined ? [] : [of.source]));
  return Object.assign({}, ...held.map((source) => ({ ...servicesIn(source.nodes as never), ...source.services })));
}

/** The limits of a literal and of those within its nodes: what undoes what they did spends by their names. */
function limitsIn({ limits, nodes }: Pick<Literal, 'limits' | 'nodes'>): Limits | undefined {
  const within = Object.values(nodes).flatMap(({ graph: of }) => (of === undefined ? [] : [limitsIn(of.source)]));
  const all = [...within, limits].filter((each) => each !== undefined);
  return all.length === 0 ? undefined : Object.assign({}, ...all);
}

const progressKeys = (): StateDefinition => ({
  toUndo: z.array(z.object({ step: z.string(), at: z.string(), version: z.string().optional() })).default([]),
  undone: append(z.string()),
  left: append(z.string()),
  undoReason: z.string().optional(),
  endsAs: z.string().optional(),
  stuck: z.string().optional(),
  by: z.string().optional(),
});

const own = 'work undo undoing ask asked tell quiet leave undone partlyUndone'.split(' ');

function mustBeUndoable({ name, state, nodes, undo = {} }: Literal): void {
  const refuse = (why: string): never => {
    throw new TypeError(`The undoable graph "${name}": ${why}`);
  };
  const key = Object.keys(progressKeys()).find((each) => Object.hasOwn(state, each));
  if (key !== undefined) refuse(`its state has "${key}", which says how undoing goes.`);
  for (const [of, node] of Object.entries(nodes)) {
    if (node.final === true && (own.includes(of) || of.startsWith('undo-'))) refuse(`"${of}" is a node of its own.`);
    if (node.undo !== undefined && Object.hasOwn(undo, of)) refuse(`"${of}" is undone twice.`);
    if (node.undo !== undefined && (node.undo === true) !== (node.final === true))
      refuse(`"${of}" is undone by a function, and a final node alone by "true".`);
    if (node.undo !== undefined && node.final !== true && node.run === undefined)
      refuse(`"${of}" runs no function. What a subgraph does is undone where that is undoable.`);
  }
}
