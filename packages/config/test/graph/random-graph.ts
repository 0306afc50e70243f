import {
  append,
  graph,
  local,
  merge,
  reduce,
  service,
  sum,
  transient,
  union,
  upsert,
  type AnyGraph,
} from '@cairn/core';
import fc from 'fast-check';
import { z } from 'zod';
import { activity, defineFromConfig, registry } from '../../src/index.ts';

const step = () => ({});
const isFine = () => true;
const mail = service<object>();
const posts = activity({ state: { k: z.string().optional() }, services: { mail }, run: () => ({}) });
const bank = service<object>();
const unknown = service<object>();

const k = z.string().optional();

/** A subgraph that the registry has. */
const held = graph({
  name: 'held',
  state: { k },
  start: 'a',
  nodes: { a: { next: 'b' }, b: { final: true } },
});

/** What the documents of random graphs may name. */
export const known = registry({
  activities: { step, posts },
  verifiers: { isFine },
  services: { bank },
  graphs: { held: held as never },
});

/** A subgraph that was made of a document, which has thresholds, and holds a graph of its own and one of the registry. */
const documented = (name: string) =>
  defineFromConfig(
    `
name: ${name}
thresholds: { few: 3 }
state: { k: string?, n: { type: number, default: 1 } }
start: a
begin: { n: thresholds.few }
graphs:
  ${name}-deep: { state: {}, start: c, nodes: { c: { next: [{ when: thresholds.few > 2.0, to: d }, d] }, d: { final: true } } }
nodes:
  a: { graph: ${name}-deep, next: [{ when: state.n > thresholds.few, to: b }, e] }
  b: { graph: held, input: { k: '"x"' }, output: { k: child.outcome }, next: e }
  e: { final: true }
`,
    known,
  ) as AnyGraph;

const ofDocuments = [documented('written'), documented('other')];

const names = ['x', 'a b', 'yes', '1', 'null', 'ä: #'];
const aKey = fc.constantFrom(...names);
const word = fc.constantFrom(...names, '"q"');
const duration = fc.constantFrom<string | number>('250ms', '1.5s', '24h', '2w', 1, 90_000);
const holds = fc.constant(() => true);
const gives = fc.constant(() => ({}));

const schemas = fc.constantFrom<() => z.ZodType>(
  () => z.string(),
  () => z.number().min(1).max(9).optional(),
  () => z.enum(['a', 'b']).default('a'),
  () => z.array(z.object({ id: z.string(), type: z.string().optional() })),
  () => z.record(z.string(), z.boolean()).optional().describe('of flags'),
);
const items = fc.constantFrom(z.object({ id: z.string() }), z.object({ id: z.int(), done: z.boolean().optional() }));
const schema = schemas.map((make) => make());

const keysOf = (isData: boolean) =>
  fc.oneof(
    schema,
    fc.constantFrom(append, union, merge, local, transient).chain((kind) => schema.map((made) => kind(made as never))),
    fc.oneof(fc.integer(), fc.constantFrom(0.1, 1e20, 2 ** 60, -1e300)).map((from) => sum(from)),
    items.map((item) => upsert(item, 'id')),
    ...(isData
      ? []
      : [fc.constant(null).map(() => reduce({ schema: z.number(), initial: 0, apply: (now, more) => now + more }))]),
  );

/** What events, timers and failures do; what decides among them is a function, which no document can say. */
const handlers = (to: fc.Arbitrary<string>, isRescue: boolean, isData: boolean) => {
  const handler = fc.record(
    {
      to,
      label: word,
      ...(!isData && { when: holds, update: gives }),
      ...(isRescue ? { keep: fc.boolean() } : {}),
    },
    { requiredKeys: isRescue ? ['to'] : [] },
  );
  const guarded = fc.record({ to, when: holds, label: word }, { requiredKeys: ['to', 'when'] });
  return isData ? fc.oneof(to, handler) : fc.oneof(to, handler, fc.tuple(guarded, to));
};

/** What happens while a lane is somewhere, or anywhere in a graph. */
const meanwhile = (to: fc.Arbitrary<string>, isData: boolean) => {
  const wait = fc.record({ in: duration, to, label: word }, { requiredKeys: ['in', 'to'] });
  const decidedIn = fc.record({ in: fc.constant(() => 5), to, label: word }, { requiredKeys: ['in', 'to'] });
  const decidedAt = fc.record({ at: fc.constant(() => 5), to }, { requiredKeys: ['at', 'to'] });
  return {
    on: fc.record({ go: handlers(to, false, isData), stop: handlers(to, false, isData) }, { requiredKeys: [] }),
    after: fc.oneof(
      fc.dictionary(fc.constantFrom('1h', '2.5d'), handlers(to, false, isData), { maxKeys: 2 }),
      fc.array(isData ? wait : fc.oneof(wait, decidedIn, decidedAt), { maxLength: 3 }),
    ),
  };
};

const inAll = {
  verify: fc.constant(isFine),
  retry: fc.record(
    {
      attempts: fc.integer({ min: 1, max: 9 }),
      backoff: duration,
      factor: fc.constantFrom(0.5, 1, 3),
      max: duration,
      jitter: fc.constantFrom(0, 0.5, 1),
    },
    { requiredKeys: ['attempts'] },
  ),
  timeout: duration,
  label: word,
  description: fc.string(),
};

type Node = Readonly<Record<string, unknown>>;
type Nodes = Readonly<Record<string, Node>>;

const runNode = ({ to, then: next, isData, depth }: Place): fc.Arbitrary<Node> =>
  fc.record(
    {
      run: fc.constantFrom<unknown>(step, posts.run, ...(isData ? [] : [() => ({})])),
      next: fc.constant(next),
      onError: handlers(to, true, isData),
      // Of lanes that meet only one may write the key.
      ...(depth === 1 && { writes: fc.constant(['k']) }),
      ...inAll,
      ...meanwhile(to, isData),
    },
    { requiredKeys: ['run', 'next'] },
  );

/** A node that holds a subgraph: of the registry, or one that no other node of its graph holds. */
const graphNode = (at: Place): fc.Arbitrary<Node> =>
  fc.record(
    {
      graph:
        at.depth > 1
          ? fc.constant(held)
          : fc.oneof(fc.constant(held), graphsOf(`in-${at.name}`, at), fc.constantFrom(...ofDocuments)),
      next: fc.constant(at.then),
      ...(at.depth === 1 && { share: fc.constant(['k']) }),
      ...(!at.isData && { input: gives, output: gives }),
      onError: handlers(at.to, true, at.isData),
      ...inAll,
      ...meanwhile(at.to, at.isData),
    },
    { requiredKeys: ['graph', 'next'] },
  );

/** Where something of a graph stands, how deep in forks and subgraphs that is, and where it leads. */
interface Place {
  readonly name: string;
  readonly then: string;
  readonly to: fc.Arbitrary<string>;
  readonly depth: number;
  readonly isData: boolean;
}

/** A node that passes on, or waits. */
const waitingNode = ({ to, then, isData }: Place): fc.Arbitrary<Node> => {
  const { on, after } = meanwhile(to, isData);
  const leads = on.map((each) => ({ ...each, stop: then }));
  return fc.oneof(fc.constant({ next: then }), fc.record({ on: leads, after }, { requiredKeys: ['on'] }));
};

const single = (at: Place): fc.Arbitrary<Nodes> =>
  fc
    .oneof(
      { arbitrary: runNode(at), weight: 3 },
      { arbitrary: graphNode(at), weight: 2 },
      { arbitrary: waitingNode(at), weight: 1 },
    )
    .map((node) => ({ [at.name]: node }));

/** Lanes that meet at the next node; each is a node, or lanes again that meet at a node before that. */
const fork = (at: Place): fc.Arbitrary<Nodes> => {
  const { name, then, isData } = at;
  const [first, second] = [`${name}a`, `${name}b`];
  const within = (entry: string): Place => ({ ...at, name: entry, to: fc.constant(then), depth: at.depth + 1 });
  const join = fc.record(
    {
      then: fc.constant(then),
      onError: handlers(at.to, true, isData),
      need: fc.constantFrom<unknown>('all', 'any', 1, 2, ...(isData ? [] : [() => 1])),
      ...(!isData && { merge: gives }),
    },
    { requiredKeys: ['then'] },
  );
  const all = fc
    .tuple(fc.constantFrom<unknown>(second, { to: second, needs: [first] }, { to: second, needs: [] }), join)
    .map(([other, rest]) => ({ [name]: { next: { all: [first, other], ...rest } } }));
  const opened = fc
    .tuple(all, laneOf(within(first)), laneOf(within(second)))
    .map((parts) => Object.assign({}, ...parts));
  if (isData) return opened;
  const each = fc.record(
    { limit: fc.constantFrom<unknown>(3, () => 3), id: fc.constant(() => 'x'), needs: fc.constant(() => []) },
    { requiredKeys: ['id'] },
  );
  const listed = fc
    .tuple(each, join, laneOf(within(first)))
    .map(([more, rest, nodes]) => ({ [name]: { next: { each: () => [], to: first, ...more, ...rest } }, ...nodes }));
  const onClosed = () => ({});
  const going = fc.tuple(handlers(at.to, true, isData), laneOf(within(first))).map(([onError, nodes]) => ({
    [name]: { next: { each: () => [], to: first, id: () => 'x', until: () => true, onClosed, then, onError } },
    ...nodes,
  }));
  return fc.oneof({ arbitrary: opened, weight: 2 }, listed, going);
};

function laneOf(at: Place): fc.Arbitrary<Nodes> {
  if (at.depth > 2) return single(at);
  const meeting = `${at.name}m`;
  const inner = { ...at, then: meeting, to: fc.constant(meeting) };
  const forked = fc.tuple(fork(inner), single({ ...at, name: meeting })).map((parts) => Object.assign({}, ...parts));
  return fc.oneof({ arbitrary: single(at), weight: 3 }, { arbitrary: forked, weight: 1 });
}

/** Graphs of a few nodes in a row, some of which open lanes that meet at the next. */
function graphsOf(called: string, { depth, isData }: Pick<Place, 'depth' | 'isData'>): fc.Arbitrary<AnyGraph> {
  return fc.integer({ min: 1, max: depth === 0 ? 4 : 2 }).chain((size) => {
    const places = [...Array.from({ length: size }, (_, at) => `n${at}`), 'end'];
    const stages = places.slice(0, -1).map((each, at) => {
      const then = places[at + 1] as string;
      const place = { name: each, then, to: fc.constantFrom(...places.slice(at + 1)), depth: depth + 1, isData };
      return fc.oneof({ arbitrary: single(place), weight: 3 }, { arbitrary: fork(place), weight: 2 });
    });
    return fc
      .record(
        {
          version: word,
          description: fc.string(),
          state: fc.dictionary(aKey, keysOf(isData), { maxKeys: 3 }).map((more) => ({ ...more, k })),
          events: fc.record({ go: schema, stop: fc.constant(z.undefined()) }),
          questions: fc.dictionary(fc.constantFrom('ask', 'ask again', 'each/*', 'yes'), schema, { maxKeys: 3 }),
          services: fc.constantFrom({}, { bank }, { mail, bank }, ...(isData ? [] : [{ unknown, bank }])),
          ...(!isData && { begin: gives }),
          ...meanwhile(fc.constantFrom(...places), isData),
          limits: fc.constantFrom<object>(
            { transitions: 50 },
            { tokens: Infinity, calls: { max: 3, per: 'day' }, cost: { max: Infinity } },
          ),
          migrate: fc.constantFrom([], [{ from: '1', nodes: { old: 'end' } }], [{ nodes: {} }, { from: 'x' }]),
          stages: fc.tuple(...stages),
        },
        { requiredKeys: ['state', 'events', 'stages'] },
      )
      .map(({ stages: made, ...rest }) => {
        const nodes = Object.assign({ end: { final: true } }, ...made);
        return graph({ name: called, start: 'n0', nodes, ...rest } as never) as AnyGraph;
      });
  });
}

/** Graphs, half of which are data but for what a registry has. */
export const graphs: fc.Arbitrary<AnyGraph> = fc.boolean().chain((isData) => graphsOf('random', { depth: 0, isData }));
