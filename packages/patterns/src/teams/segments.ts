import { append, checkNeeds, graph, local, type Failure, type Schema, type ServiceDefinitions } from '@cairn/core';
import { z } from 'zod';
import { count, numberOf } from '../kit/number.ts';
import { fields } from '../kit/fields.ts';
import { optional } from '../kit/optional.ts';
import { saidOf } from '../kit/pattern.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy, type Worker } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import { personNode } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';
import { dependentsOf, readyIn, segmentsIn } from './agent.ts';
import type { Board, Contradiction, NeedsBy, Segment, Writing } from './agent.ts';
import type { Segments, SegmentsEvents, SegmentsOptions, Unsettled } from './owned.ts';

/**
 * Agents write side by side, each its own segment alone, from those that it needs. What contradicts what was accepted is written again. `rollback` takes
 * back what one agent wrote, and what depends on it, at any time. It ends as `whole`, as `accepted` by a person as far as it is, as `abandoned`, or as
 * `exhausted` where a limit is used up.
 *
 * @example
 * const inquiry = segments({
 *   name: 'inquiry',
 *   task: z.string(),
 *   agents: {
 *     logs: { writes: { since: z.number() }, work: () => ({ since: 14 }) },
 *     cause: { writes: { cause: z.string() }, needs: ['logs'], work: ({ written }) => ({ cause: `since ${written.logs?.since}` }) },
 *   },
 * });
 */
export function segments<
  const Name extends string,
  Task extends Schema,
  Agents,
  Services extends ServiceDefinitions = {},
>(options: SegmentsOptions<Name, Task, Services, Agents>): Segments<Name, Task, Services, Agents> {
  const erased = options as unknown as Erased;
  const { task, agents, tries = 2 } = erased;
  numberOf(options.name, 'tries', count, tries);
  const names = Object.keys(agents);
  const own = {
    task,
    versions: z.record(z.string(), z.number()).default({}),
    tries: z.record(z.string(), z.number()).default({}),
    failed: z.record(z.string(), z.string()).default({}),
    refusals: append(refusalSchema),
    rollbacks: append(rollbackSchema),
    by: z.string().optional(),
    agent: local(z.string()),
    version: local(z.number()),
    given: local(z.unknown()),
    found: local(z.unknown()),
    reason: local(z.string().optional()),
  };
  const taken = names.find((name) => Object.hasOwn(own, name));
  if (taken !== undefined)
    throw new TypeError(`An agent of "${options.name}" has the name "${taken}", which its state uses itself.`);
  const wrong = checkNeeds(names.map((id) => ({ id, needs: agents[id]?.needs })));
  if (wrong !== undefined) throw new TypeError(`The agents of "${options.name}" cannot write in any order. ${wrong}`);
  const definition: unknown = {
    ...saidOf(options),
    state: { ...own, ...Object.fromEntries(names.map((name) => [name, optional(fields(agents[name]?.writes ?? {}))])) },
    events: {
      rollback: z.object({ agent: z.enum(names as [string]), by: somebody, why: z.string().exactOptional() }),
      accept: z.object({ by: somebody }),
      giveUp: z.object({ by: somebody }),
    },
    start: 'write',
    nodes: { ...writeNodes(erased), ...endNodes(erased) },
  };
  return graph(definition as never) as never;
}

const refusalSchema: Schema = z.object({
  agent: z.string(),
  version: z.number(),
  reason: z.string(),
  against: z.string().exactOptional(),
});

const rollbackSchema: Schema = z.object({
  agent: z.string(),
  by: z.string(),
  why: z.string().exactOptional(),
  again: z.array(z.string()),
});

interface ErasedAgent {
  readonly writes: Segment;
  readonly needs?: readonly string[];
  readonly work: Worker<Writing<unknown, {}>, {}, never>;
}

type Erased = Omit<SegmentsOptions<string, Schema, {}, {}>, 'agents' | 'contradictions'> & {
  readonly agents: Readonly<Record<string, ErasedAgent>>;
  readonly contradictions?: (written: Readonly<Record<string, unknown>>) => readonly Contradiction<string>[];
};

interface LaneState extends Board {
  readonly agent: string;
  readonly version: number;
  readonly given: Writing<unknown, {}>;
  readonly found?: unknown;
  readonly reason?: string;
}

function needsOf({ agents }: Erased): NeedsBy {
  return Object.fromEntries(Object.entries(agents).map(([name, { needs = [] }]) => [name, needs]));
}

function versionOf({ versions }: Board, name: string): number {
  return versions[name] ?? 1;
}

function writeNodes(options: Erased): object {
  const needs = needsOf(options);
  const names = Object.keys(needs);
  const entry = (s: Board, agent: string) => {
    const tries = s.tries[agent] ?? 0;
    const refused = s.refusals.filter((each) => each.agent === agent).map(({ reason }) => reason);
    return {
      agent,
      version: versionOf(s, agent),
      given: {
        task: s.task,
        written: segmentsIn(s, needs[agent] ?? []),
        refused: tries === 0 ? [] : refused.slice(-tries),
      },
    };
  };
  return {
    write: {
      on: { rollback: { update: (s: Board, said: Told<'rollback'>) => takenBack(s, needs, said), label: 'rollback' } },
      next: {
        each: (s: Board) => readyIn(s, needs).map((agent) => entry(s, agent)),
        id: ({ agent, version }: LaneState) => `${agent}.${version}`,
        to: 'assign',
        onClosed: ({ state }: { readonly state: LaneState }, s: Board) => closed(options, state, s),
        until: (s: Board) => readyIn(s, needs).length === 0,
        then: 'judge',
      },
    },
    assign: {
      next: { choose: ({ agent }: LaneState) => `agent-${agent}`, among: names.map((name) => `agent-${name}`) },
    },
    ...Object.fromEntries(names.map((name) => [`agent-${name}`, agentNode(name, options)])),
  };
}

function agentNode(name: string, { agents, limits }: Erased): object {
  const { writes, work } = agents[name] as ErasedAgent;
  const place = {
    given: ({ given }: LaneState) => given,
    into: (found: {}) => ({ found }),
    unfit: (found: unknown) => {
      const foreign = Object.keys(Object(found) as object).find((key) => !Object.hasOwn(writes, key));
      const owner = Object.keys(agents).find(
        (each) => foreign !== undefined && Object.hasOwn(agents[each]?.writes ?? {}, foreign),
      );
      if (owner !== undefined) return `"${foreign}" is written by ${owner} alone.`;
      return unfit(fields(writes), found);
    },
    limits,
  };
  return {
    label: name,
    ...workedBy(work, place),
    onError: {
      to: 'judge',
      update: (_s: unknown, { message }: Failure) => ({ reason: message }),
      label: 'writes nothing',
    },
    next: 'judge',
  };
}

/** What is left of a lane: what its agent wrote, where that can be accepted; else it writes again, or is given up. */
function closed({ agents, contradictions, tries = 2 }: Erased, lane: LaneState, s: Board): object {
  const { agent, version, found, reason } = lane;
  // It was taken back after it had closed, where bringing it in had failed.
  if (version !== versionOf(s, agent)) return {};
  const written = { ...segmentsIn(s, Object.keys(agents)), [agent]: found };
  const against =
    reason === undefined ? contradictions?.(written).find(({ between }) => between.includes(agent)) : undefined;
  if (reason === undefined && against === undefined) return { [agent]: found };
  const why = reason ?? against?.why ?? '';
  const other = against?.between.find((name) => name !== agent);
  const tried = (s.tries[agent] ?? 0) + 1;
  return {
    refusals: [{ agent, version, reason: why, ...(other !== undefined && { against: other }) }],
    tries: { ...s.tries, [agent]: tried },
    ...(tried < tries
      ? { versions: { ...s.versions, [agent]: version + 1 } }
      : { failed: { ...s.failed, [agent]: why } }),
  };
}

type Told<Event extends keyof SegmentsEvents<string>> = SegmentsEvents<string>[Event];

function takenBack(s: Board, needs: NeedsBy, said: Told<'rollback'>): object {
  const again = dependentsOf(said.agent, needs, s);
  const without = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !again.includes(name)));
  return {
    ...Object.fromEntries(again.map((name) => [name, undefined])),
    versions: { ...s.versions, ...Object.fromEntries(again.map((name) => [name, versionOf(s, name) + 1])) },
    tries: without(s.tries),
    failed: without(s.failed),
    rollbacks: [{ ...said, again }],
  };
}

function endNodes(options: Erased): object {
  const { confirm = false, person, limits } = options;
  if (confirm && person === 'nobody')
    throw new TypeError('`confirm` asks a person, and `person` says that nobody is to be asked.');
  const stopping = stoppingAt(limits);
  const needs = needsOf(options);
  const names = Object.keys(needs);
  const isWhole = (s: Board) => Object.keys(segmentsIn(s, names)).length === names.length;
  return {
    judge: {
      next: [
        ...(confirm
          ? [{ when: isWhole, to: 'person', label: 'all is written' }]
          : [{ when: isWhole, to: 'whole', label: 'all is written' }]),
        ...stopping.ways,
        person === 'nobody' ? 'abandoned' : 'person',
      ],
    },
    ...(person !== 'nobody' && { person: waitNode(options, person), accepted: { final: true } }),
    ...(!confirm && { whole: { final: true } }),
    abandoned: { final: true },
    ...stopping.nodes,
  };
}

function waitNode(options: Erased, person: Exclude<Erased['person'], 'nobody'> = {}): object {
  const { name, services } = options;
  const needs = needsOf(options);
  const names = Object.keys(needs);
  const notice = person.notice ?? (({ written, failed }: Unsettled<unknown>) => defaultNotice(name, written, failed));
  return personNode(person, {
    pattern: name,
    services,
    notice: (s: Board) => notice({ task: s.task, written: Object.keys(segmentsIn(s, names)), failed: s.failed }),
    late: 'abandoned',
    on: {
      rollback: { to: 'write', update: (s: Board, said: Told<'rollback'>) => takenBack(s, needs, said) },
      accept: { to: 'accepted', update: (_s: Board, { by }: Told<'accept'>) => ({ by }) },
      giveUp: { to: 'abandoned', update: (_s: Board, { by }: Told<'giveUp'>) => ({ by }) },
    },
  });
}

function defaultNotice(name: string, written: readonly string[], failed: Readonly<Record<string, string>>): Notice {
  const lines = Object.entries(failed).map(([agent, reason]) => `${agent}: ${reason}`);
  return { subject: `${name} waits for a decision`, text: [`Written: ${written.join(', ')}`, ...lines].join('\n') };
}
