import type { Plan } from '@cairn/core';
import { planData, type PlanData } from '@cairn/core/inspect';
import { extra, forkOf, lanesPath, shapeOf, targetIn, type Level, type NodePlan, type Place } from './level.ts';
import { eventType } from './model-events.ts';
import type { Dress } from './skeleton.ts';
import type { Named, StateConfig, TransitionConfig } from './state-config.ts';

type Handler = NodePlan['on'][string][number];
type Timer = NodePlan['after'][number];
type GraphData = PlanData['graphs'][string];
type TimerData = NonNullable<GraphData['after']>[number];

/** What is said of a handler, or of a case, in a few words. */
interface Words {
  readonly label?: string;
  readonly guard?: string;
}

/** What people are told of a node beside its plan. */
export interface ToldOfNode {
  readonly label?: string | undefined;
  readonly description?: string | undefined;
}

/** Where a transition is, and what its lane may come to from there. */
type Around = Pick<Place, 'level' | 'path' | 'id'>;

/** The names that a drawn machine has no implementation of. */
export interface Names {
  readonly guards: Set<string>;
  readonly actions: Set<string>;
  readonly actors: Set<string>;
  readonly delays: Set<string>;
  /** By the name of a guard that lanes have closed, for each of them the targets of the states in which it has. */
  readonly needs: Map<string, readonly (readonly string[])[]>;
}

/** The longest wait that a timer of a platform can have, in milliseconds: longer ones would be over at once. */
export const longestWait: number = 2 ** 31 - 1;

/** The states of a machine that is looked at: activities are invoked, and time passes by itself. */
export class Viz implements Dress {
  readonly profile = 'viz';
  readonly names: Names = {
    guards: new Set(),
    actions: new Set(),
    actors: new Set(),
    delays: new Set(),
    needs: new Map(),
  };
  readonly #plan: Plan;
  readonly #data: PlanData;
  readonly #told: (id: string) => ToldOfNode;

  constructor(plan: Plan, told: (id: string) => ToldOfNode) {
    this.#plan = plan;
    this.#data = planData(plan);
    this.#told = told;
  }

  node(place: Place): StateConfig {
    const { node, id } = place;
    const { label, description = label } = this.#told(id);
    const meta = { node: id, kind: node.kind, ...(label !== undefined && { label }) };
    const said = { ...(description !== undefined && { description }), meta };
    if (node.kind === 'final') return said;
    const data = this.#dataOf(place)?.nodes[node.name];
    const always = node.kind === 'wait' || node.kind === 'pass' ? this.#next(place) : [];
    const failed = this.#isInvoked(place) ? [] : this.#failed(place);
    const on = { ...this.#events(place, node.on, data?.on), ...(failed.length > 0 && { [`error.${id}`]: failed }) };
    return {
      ...said,
      ...timed(on, this.#timers(place, node.after, data?.after)),
      ...(always.length > 0 && { always }),
    };
  }

  work(place: Place): StateConfig {
    const { node, id } = place;
    if (node.kind === 'graph') return { onDone: this.#next(place) };
    if (node.kind !== 'run') return {};
    this.names.actors.add(id);
    const onError = this.#isInvoked(place) ? this.#failed(place) : [];
    return { invoke: { id, src: id, onDone: this.#next(place), ...(onError.length > 0 && { onError }) } };
  }

  lanes({ node, level }: Place): StateConfig {
    const fork = forkOf(node, 'viz');
    return fork === undefined ? {} : { onDone: [this.#to(targetIn(level, fork.then))] };
  }

  whole(level: Level): StateConfig {
    const { graph, path } = level;
    const data = this.#data.graphs[graph.at];
    const around = { level, path, id: graph.at };
    return timed(this.#events(around, graph.on, data?.on), this.#timers(around, graph.after, data?.after));
  }

  begins(level: Level): readonly TransitionConfig[] | undefined {
    const { path, entry, needs = [], siblings = [] } = level;
    if (needs.length === 0) return undefined;
    const needed = siblings.filter((other) => needs.includes(other.entry));
    const type = `${path.slice(0, -1).join('.')}: ${needs.join(', ')} closed`;
    this.names.needs.set(
      type,
      needed.map((other) => this.#endsOf(other)),
    );
    return [{ ...this.#to([...path, entry]), guard: { type } }];
  }

  /** Where a lane of a level is closed. */
  #endsOf({ path, nodes }: Level): readonly string[] {
    const finals = nodes.filter(({ kind }) => kind === 'final').map(({ name }) => name);
    return [extra.met, ...finals].map((name) => [`#${this.#plan.name}`, ...path, name].join('.'));
  }

  /** Whether the errors of a node are those of what its state invokes. */
  #isInvoked({ node }: Place): boolean {
    return node.kind === 'run' && shapeOf(node, 'viz') === 'plain';
  }

  #dataOf({ level }: Around): GraphData | undefined {
    return this.#data.graphs[level.graph.at];
  }

  #to(path: readonly string[], from?: readonly string[]): TransitionConfig {
    const target = [`#${this.#plan.name}`, ...path].join('.');
    return { target, ...(from?.join('.') === path.join('.') && { reenter: true }) };
  }

  #guard(type: string, at?: string): Named {
    this.names.guards.add(type);
    return { type, ...(at !== undefined && { params: { at } }) };
  }

  /** Where the lane of a node goes once that is done. */
  #next(place: Place): readonly TransitionConfig[] {
    const { node, level, path, id } = place;
    const { next } = node;
    const to = (name: string) => this.#to(targetIn(level, name), path);
    const data = this.#dataOf(place)?.nodes[node.name]?.next;
    switch (next?.kind) {
      case undefined:
        return [];
      case 'to':
        return [to(next.to)];
      case 'cases': {
        const words = typeof data === 'object' && 'cases' in data ? data.cases : [];
        const cases = next.cases.map((each, index) => {
          const at = `${id}.next[${index}]`;
          return { ...to(each.to), guard: this.#guard(saidOf(words[index]) ?? at, at) };
        });
        return [...cases, ...(next.otherwise === undefined ? [] : [to(next.otherwise)])];
      }
      case 'choose':
        return next.among.map((name) => ({
          ...to(name),
          guard: this.#guard(`${name} is chosen`, `${id}.next.choose`),
        }));
      default:
        return shapeOf(node, 'viz') === 'forks' ? [] : [this.#to(lanesPath(place, 'viz'))];
    }
  }

  #failed(place: Place): readonly TransitionConfig[] {
    const { node, id } = place;
    const data = this.#dataOf(place)?.nodes[node.name];
    const next = data?.next;
    const ofFork = node.next !== undefined && 'then' in node.next ? (node.next.onError ?? []) : [];
    const words = typeof next === 'object' && 'then' in next ? next.onError : undefined;
    return [
      ...this.#handlers(place, ofFork, wordsIn(words), `${id}.next.onError`),
      ...this.#handlers(place, node.onError ?? [], wordsIn(data?.onError), `${id}.onError`),
    ];
  }

  #events(
    around: Around,
    on: NodePlan['on'],
    data: Readonly<Record<string, readonly Words[]>> = {},
  ): Record<string, readonly TransitionConfig[]> {
    const prefix = around.id === '' ? '' : `${around.id}.`;
    return Object.fromEntries(
      Object.entries(on).map(([name, handlers]) => {
        return [eventType(name), this.#handlers(around, handlers, data[name], `${prefix}on.${name}`)];
      }),
    );
  }

  #timers(
    around: Around,
    timers: readonly Timer[],
    data: readonly TimerData[] = [],
  ): Record<string, readonly TransitionConfig[]> {
    const after: Record<string, readonly TransitionConfig[]> = {};
    const prefix = around.id === '' ? '' : `${around.id}.`;
    for (const [index, { wait, place, handlers }] of timers.entries()) {
      const isKnown = typeof wait === 'number' && wait <= longestWait;
      const name = isKnown ? String(wait) : this.#delay(data[index], `${prefix}${place}`);
      const found = this.#handlers(around, handlers, data[index]?.handlers, `${prefix}${place}`);
      after[name] = [...(after[name] ?? []), ...found];
    }
    return after;
  }

  #delay(data: TimerData | undefined, place: string): string {
    const name =
      data?.words === undefined || data.words === '…' ? place : `${data.by ?? 'in'} ${data.words} (${place})`;
    this.names.delays.add(name);
    return name;
  }

  #handlers(
    { level, path }: Around,
    handlers: readonly Handler[],
    words: readonly Words[] = [],
    place: string,
  ): readonly TransitionConfig[] {
    return handlers.map(({ to, when, update }, index) => {
      const at = handlers.length === 1 ? place : `${place}[${index}]`;
      if (update !== undefined) this.names.actions.add('update');
      return {
        ...(to !== undefined && this.#to(targetIn(level, to), path)),
        ...(words[index]?.label !== undefined && { description: words[index].label }),
        ...(when !== undefined && { guard: this.#guard(saidOf(words[index]) ?? at, at) }),
        ...(update !== undefined && { actions: [{ type: 'update', params: { at } }] }),
      };
    });
  }
}

function timed(on: NonNullable<StateConfig['on']>, after: NonNullable<StateConfig['after']>): StateConfig {
  return { ...(Object.keys(on).length > 0 && { on }), ...(Object.keys(after).length > 0 && { after }) };
}

function saidOf(words: Words | undefined): string | undefined {
  const said = words?.label ?? words?.guard;
  return said === '…' ? undefined : said;
}

function wordsIn(data: string | readonly Words[] | undefined): readonly Words[] {
  return typeof data === 'string' ? [] : (data ?? []);
}
