import type { Plan } from '@cairn/core';
import { drawnIn, type GraphPlan, type NodePlan, type Profile } from './level.ts';
import { eventType, nodeId } from './model-events.ts';
import { longestWait } from './viz.ts';

/** Something of a graph that a machine of XState has no counterpart for. */
export interface Lost {
  /** What it is called in the graph: `retry`, `each`, `limits`. */
  readonly feature: string;
  /** Where: the id of a node, `investigate.think`; of a graph, that of the node that holds it, empty for the whole. */
  readonly at: string;
  /** What becomes of it, in a sentence. */
  readonly says: string;
}

type Says = string | undefined;

/** By property of a plan, what is lost of it; undefined where nothing is, and where the property itself says so. */
type Table<Of> = { readonly [Part in keyof Of]-?: (of: Of, profile: Profile) => Says };

const kept = (): undefined => undefined;
const onlyDrawn =
  (says: string) =>
  (_of: unknown, profile: Profile): Says =>
    profile === 'viz' ? says : undefined;
const isEmpty = (record: object): boolean => Object.keys(record).length === 0;

const ofGraph: Table<GraphPlan> = {
  name: kept,
  version: kept,
  at: kept,
  keys: ({ keys }, profile) =>
    profile === 'viz' && !isEmpty(keys)
      ? 'The machine has no context: what the state holds decides nothing in it.'
      : undefined,
  keyNames: kept,
  unwritten: kept,
  events: kept,
  questions: ({ questions }) =>
    isEmpty(questions)
      ? undefined
      : 'A question is asked within an activity, and the machine knows what that comes to only.',
  services: ({ services }) => (services.length === 0 ? undefined : 'No activity runs, so no service is needed.'),
  start: kept,
  begin: ({ begin }, profile) =>
    begin === undefined ? undefined : onlyDrawn('What the graph begins with is not in the machine.')(0, profile),
  nodes: kept,
  on: kept,
  after: kept,
  limits: ({ limits }, profile) => {
    if (isEmpty(limits)) return undefined;
    return profile === 'viz'
      ? 'No machine counts what is used, so it goes on past every limit.'
      : 'Transitions are counted as in Cairn; what activities spend is not, for none runs.';
  },
  windows: ({ windows }) => (isEmpty(windows) ? undefined : 'What is spent in a turn or on a day is not counted.'),
  migrations: ({ migrations }) =>
    migrations.length === 0 ? undefined : 'A machine is of one version; how older threads go on is not in it.',
};

const ofNode: Table<NodePlan> = {
  name: kept,
  kind: kept,
  run: ({ run }) =>
    run === undefined
      ? undefined
      : 'What the function records on its way, its steps, questions, sleeps and saves, is within what it comes to.',
  child: kept,
  input: ({ input }, profile) =>
    input === undefined ? undefined : onlyDrawn('What the subgraph is given is not in the machine.')(0, profile),
  output: ({ output }, profile) =>
    output === undefined
      ? undefined
      : onlyDrawn('What the end of the subgraph changes is not in the machine.')(0, profile),
  share: ({ share }, profile) =>
    share === undefined ? undefined : onlyDrawn('States within have no keys to share.')(0, profile),
  verify: ({ verify }) =>
    verify === undefined ? undefined : 'What an activity comes to counts as accepted, or as its error.',
  next: (node, profile) => nextSays(node, profile),
  on: kept,
  after: kept,
  onError: ({ onError, kind, next }, profile) => rescueSays(onError, kind, next, profile),
  retry: ({ retry, kind }, profile) => retrySays(retry, kind, profile),
  timeout: ({ timeout, kind }, profile) => {
    if (timeout === undefined || (kind === 'graph' && profile === 'model')) return undefined;
    return 'How long an attempt may take is not in the machine: a timeout is an error like others.';
  },
  cache: ({ cache }) =>
    cache === undefined ? undefined : 'Each visit has an outcome of its own, whether or not it would be reused.',
  writes: ({ writes }) =>
    writes === undefined ? undefined : 'Which keys it may change is checked in Cairn before anything runs.',
  drawing: (node, profile) => {
    if (node.drawing === undefined) return undefined;
    return drawnIn(node, profile) === undefined
      ? 'The states within it are not in the machine.'
      : 'Transitions between the states within it are taken by events that are called as those are told: guards, timers and ends of the machine that is hosted are not in this one.';
  },
};

function retrySays({ attempts }: NodePlan['retry'], kind: NodePlan['kind'], profile: Profile): Says {
  if (attempts < 2) return undefined;
  if (profile === 'viz') return `An error leads on at once, and not after ${attempts} attempts.`;
  return kind === 'run' || kind === 'graph' ? undefined : 'Nothing is tried here.';
}

function rescueSays(
  onError: NodePlan['onError'],
  kind: NodePlan['kind'],
  next: NodePlan['next'],
  profile: Profile,
): Says {
  const ofFork = next !== undefined && 'then' in next ? (next.onError ?? []) : [];
  const all = [...(onError ?? []), ...ofFork];
  if (all.length === 0 || profile === 'model') return undefined;
  const keeps = all.some(({ keep }) => keep === true) ? ' What closed lanes found is not taken along.' : '';
  if (kind === 'run' && ofFork.length === 0) return keeps === '' ? undefined : keeps.trim();
  return `XState knows no errors of states, so a failure within is drawn as an event, "error.…".${keeps}`;
}

function nextSays({ next, kind, on, after }: NodePlan, profile: Profile): Says {
  if (next === undefined || (profile === 'model' && next.kind !== 'each')) return undefined;
  if (next.kind === 'choose')
    return 'What it chooses is a guard by name for each, which does not hold until it is given an implementation.';
  if (next.kind === 'cases') {
    const guards = 'Its cases are guards by name, which do not hold until they are given an implementation.';
    if (next.otherwise !== undefined || kind === 'wait') return guards;
    return isEmpty(on) && after.length === 0
      ? `${guards} Where none holds, its lane fails in Cairn, and stays in the machine.`
      : `${guards} Where none holds, its lane waits with its activity done, in the state in which that is at work.`;
  }
  if (next.kind === 'to') return undefined;
  const says: string[] = [];
  if (next.kind === 'each')
    says.push(
      profile === 'viz'
        ? 'As many lanes as the state says are drawn as one.'
        : 'Its lanes have no states of their own, as there are as many as the state says: `context.walk` knows where each is.',
    );
  if (profile === 'model') return says.length === 0 ? undefined : says.join(' ');
  if (next.kind === 'each' && next.limit !== undefined)
    says.push('How many of them are at work at a time is not drawn.');
  if (next.kind === 'each' && (next.id !== undefined || next.needs !== undefined))
    says.push('Their names and needs are not drawn.');
  if (next.need !== 'all') says.push('It is drawn as though all lanes had to meet.');
  says.push(next.merge === undefined ? 'What lanes leave behind is not brought together.' : '`merge` is not called.');
  if (next.kind === 'all' && next.entries.length > 1)
    says.push('An event that several lanes take is given to all of them, where Cairn would refuse it.');
  return says.join(' ');
}

/** All that is lost, graph by graph and node by node. */
export function lostOf(plan: Plan, profile: Profile): readonly Lost[] {
  return Object.values(plan.graphs).flatMap((graph) => [
    ...said(ofGraph, graph, graph.at, profile),
    ...renamed(graph),
    ...updates(graph.at, { on: graph.on, after: graph.after }, profile),
    ...Object.values(graph.nodes).flatMap((node) => {
      const id = nodeId(graph, node.name);
      return [...said(ofNode, node, id, profile), ...updates(id, node, profile)];
    }),
  ]);
}

function said<Of extends object>(table: Table<Of>, of: Of, at: string, profile: Profile): readonly Lost[] {
  return (Object.keys(table) as (keyof Of & string)[]).flatMap((feature) => {
    const says = table[feature](of, profile);
    return says === undefined ? [] : [{ feature, at, says }];
  });
}

function renamed({ at, events }: GraphPlan): readonly Lost[] {
  return Object.keys(events).flatMap((name) => {
    const type = eventType(name);
    return type === name
      ? []
      : [
          {
            feature: 'events',
            at,
            says: `The event "${name}" is called "${type}", as XState or the machine reads its name otherwise.`,
          },
        ];
  });
}

/** Where a drawn machine names what changes the state, and does not change it. */
function updates(at: string, { on, after, onError = [] }: Partial<NodePlan>, profile: Profile): readonly Lost[] {
  const handlers = [...Object.values(on ?? {}).flat(), ...(after ?? []).flatMap((timer) => timer.handlers), ...onError];
  const decides = handlers.some(({ when }) => when !== undefined);
  const waits = (after ?? []).some(({ wait }) => typeof wait !== 'number' || wait > longestWait);
  if (profile === 'model') return [];
  return [
    ...(handlers.some(({ update }) => update !== undefined)
      ? [{ feature: 'update', at, says: 'An update is the name of an action, and changes nothing.' }]
      : []),
    ...(decides
      ? [{ feature: 'when', at, says: 'A guard is a name, and does not hold until it is given an implementation.' }]
      : []),
    ...(waits
      ? [
          {
            feature: 'after',
            at,
            says: 'A wait that follows from the state, or is longer than a timer can be, is a delay by name, of nearly 25 days.',
          },
        ]
      : []),
  ];
}
