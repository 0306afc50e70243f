import { z } from 'zod';
import {
  append,
  graph,
  local,
  merge,
  reduce,
  sum,
  transient,
  union,
  upsert,
  type AnyGraph,
  type Context,
  type Moment,
} from '@cairn/core';
import { Brittle } from './brittle.ts';
import { act } from './acting.ts';
import type { Opening, Part, Work } from './parts.ts';
import type { Schedule } from './schedule.ts';
import { recordOf, shortened, updateOf } from './updates.ts';
import { hashOf, viewOf, type State } from './views.ts';

type Nodes = Record<string, object>;

/** The keys of every random graph: one of each kind. A digest depends on the order of all that went into it. */
const stateOf = (brittle: Brittle): object => ({
  total: sum(),
  log: append(z.string()),
  tags: union(brittle.schema('tags', z.string())),
  map: merge(z.object({ n: z.number(), words: z.array(z.string()) })),
  items: upsert(z.object({ id: z.string(), v: z.number(), notes: z.array(z.string()) }), 'id'),
  digest: reduce({
    schema: z.string(),
    initial: '',
    apply: brittle.reducer('digest', (before, update) => shortened(`${before}<${update}`)),
  }),
  plain: brittle.schema('plain', z.object({ seen: z.number(), story: z.array(z.string()) })).optional(),
  mine: local(z.number()),
  round: local(z.number().default(0)),
  passing: transient(z.number()),
  noise: sum(),
});

/** What a graph hears and is reminded of wherever it is: when that is is a matter of time, so nothing is decided by it. */
const noise = {
  on: { greet: { update: () => ({ noise: 1 }) } },
  after: [
    {
      in: (s: State) => 20 + 15 * Math.min(2, Number(s['noise'])),
      update: () => ({ noise: 1 }),
    },
  ],
};

/** What else may be wanted of a random graph. */
export interface Extras {
  /** Called whenever a step does what it does. */
  readonly effect?: (context: Context, key: string) => void;
  /** Whether what is decided at a node, or at another place, throws in some cases. */
  readonly isBrittle?: (place: string) => boolean;
  /** Whether what may be spent in a turn and on a day is so little that it is used up, and decisions ask how much is left. */
  readonly isTight?: boolean;
}

/** A graph of parts; `schedule` says when its activities end, which nothing of what they return depends on. */
export function graphOf(parts: readonly Part[], schedule: Schedule, extras: Extras = {}): AnyGraph {
  return new Builder(schedule, extras).graph('top', parts);
}

class Builder {
  readonly #schedule: Schedule;
  readonly #extras: Extras;
  readonly #brittle: Brittle;
  readonly #state: object;
  #count = 0;

  constructor(schedule: Schedule, extras: Extras) {
    this.#schedule = schedule;
    this.#extras = extras;
    this.#brittle = new Brittle(extras.isBrittle);
    this.#state = stateOf(this.#brittle);
  }

  graph(name: string, parts: readonly Part[]): AnyGraph {
    const nodes: Nodes = { end: { final: true } };
    const start = this.#sequence(parts, 'end', nodes);
    const { isTight = false } = this.#extras;
    const limits = {
      coins: 1_000,
      steam: { max: isTight ? 3 : 1_000, per: 'turn' },
      bread: { max: isTight ? 9 : 1_000, per: 'day' },
    };
    const events = {
      greet: z.string(),
      go: this.#brittle.schema('go', z.object({ n: z.number(), by: z.string().optional() })),
      tell: z.object({ node: z.string() }),
    };
    const noisy = name === 'top' ? noise : {};
    return graph({ name, state: this.#state, events, limits, start, nodes, ...noisy } as never) as AnyGraph;
  }

  /** Adds nodes for parts that lead to `exit`; gives the first one's name. */
  #sequence(parts: readonly Part[], exit: string, nodes: Nodes): string {
    const names = parts.map((part) => {
      const beside = 'beside' in part ? (part.beside ?? '') : '';
      return `${part.kind}${beside}${(this.#count += 1)}`;
    });
    for (const [index, part] of parts.entries()) {
      const name = names[index] as string;
      nodes[name] = this.#node(name, part, names[index + 1] ?? exit, nodes);
    }
    return names[0] as string;
  }

  #node(name: string, part: Part, exit: string, nodes: Nodes): object {
    switch (part.kind) {
      case 'work':
        return this.#work(name, part, exit);
      case 'pass':
        return { next: exit };
      case 'wait':
        return {
          on: {
            go: {
              to: exit,
              update: this.#brittle.deciding(name, (s: State) => updateOf(s, part.writes, `${name} went`)),
            },
          },
        };
      case 'timer':
        if (part.milliseconds % 2 === 1) return this.#timedByState(name, part.milliseconds, exit);
        return {
          after: {
            [`${part.milliseconds}ms`]: {
              update: this.#brittle.deciding(name, (_s: State) => ({ log: [`${name} reminds`] })),
            },
            [`${part.milliseconds + 9}ms`]: exit,
          },
        };
      case 'loop':
        return this.#loop(name, part.rounds, exit);
      case 'cases':
      case 'choose':
        return this.#choice(name, part, exit, nodes);
      case 'all':
        return { next: this.#all(name, part, exit, nodes), ...this.#toldBy(name, part) };
      case 'each':
        return { next: this.#each(name, part, exit, nodes), ...this.#toldBy(name, part) };
      case 'graph':
        return this.#subgraph(name, part, exit);
    }
  }

  /** Waits that follow from the state: a reminder that comes twice, and a deadline that it puts off. */
  #timedByState(name: string, milliseconds: number, exit: string): object {
    const reminded = (s: State) => (s['log'] as readonly string[]).filter((line) => line === `${name} reminds`).length;
    return {
      after: [
        {
          in: this.#brittle.deciding(`${name} in`, (s: State) => milliseconds * (1 + Math.min(1, reminded(s)))),
          update: this.#brittle.deciding(name, (_s: State) => ({ log: [`${name} reminds`] })),
        },
        { at: (s: State, { now }: Moment) => now + milliseconds + 9 + reminded(s), to: exit },
      ],
    };
  }

  #work(name: string, work: Work, exit: string): object {
    const { attempts, handled, hangs, verifies } = work;
    const answer = this.#brittle.schema(`answer ${name}`, z.string());
    const stage = { schedule: this.#schedule, effect: this.#extras.effect };
    return {
      run: (s: State, context: Context) => act({ ...work, answer }, stage, s, context),
      retry: { attempts: hangs ? attempts + 1 : attempts, backoff: 7, jitter: 0.5, ...this.#brittle.retryWhen(name) },
      timeout: '1s',
      ...(verifies && { verify: this.#verify(name) }),
      ...(handled && { onError: this.#onError(name, exit) }),
      next: exit,
    };
  }

  /** Some failures are left to whoever holds the lane. */
  #onError(name: string, exit: string): unknown {
    const kind = hashOf(`onError ${name}`) % 3;
    if (kind === 0) return exit;
    // Which of several lanes failed first is a matter of time, and what is heard of a failure with it.
    const when = this.#brittle.deciding(
      `onError ${name}`,
      (s: State, { message }: { message: string }): boolean => message !== '' && hashOf(viewOf(s)) % 2 === 0,
    );
    const some = { when, to: exit, label: 'some failures', update: () => ({ log: ['rescued'] }) };
    return kind === 1 ? [some, { when, to: exit }, exit] : [some];
  }

  #verify(name: string): (update: unknown, s: State) => Promise<boolean> | undefined {
    const accept = this.#brittle.deciding(`verify ${name}`, (_s: State): true => true);
    return (_update, s) => this.#schedule.pause()?.then(() => accept(s));
  }

  /** Comes back to itself until a value that only its lane has says so. */
  #loop(name: string, rounds: number, exit: string): object {
    return {
      run: (s: State) => ({ round: Number(s['round']) + 1, log: [`${name} round`] }),
      next: [{ when: (s: State) => Number(s['round']) % (rounds + 1) < rounds, to: name, label: 'again' }, exit],
    };
  }

  /** Whoever holds open lanes may be told something meanwhile. */
  #toldBy(name: string, { besideWrites }: Opening): object {
    if (besideWrites === undefined) return {};
    const when = this.#brittle.deciding(`when ${name}`, (_s: State, { node }: { node: string }) => node === name);
    return { on: { tell: { when, update: (s: State) => updateOf(s, besideWrites, `${name} told`) } } };
  }

  #choice(
    name: string,
    { kind, ways }: Extract<Part, { kind: 'cases' | 'choose' }>,
    exit: string,
    nodes: Nodes,
  ): object {
    const names = [...ways.map((way) => this.#sequence(way, exit, nodes)), exit];
    const { isTight = false } = this.#extras;
    const luck = (s: State, { left }: Moment): number =>
      hashOf(viewOf(s)) + (isTight ? left('steam') + left('bread') : 0);
    const pick = this.#brittle.deciding(name, (s: State, at: Moment) => names[luck(s, at) % names.length] as string);
    if (kind === 'choose') return { next: { choose: pick, among: [...new Set(names)] } };
    const cases = names.slice(0, -1).map((to) => ({ when: (s: State, at: Moment) => pick(s, at) === to, to }));
    return { next: [...cases, exit] };
  }

  #all(
    name: string,
    { lanes, needs, handled, merges, need }: Extract<Part, { kind: 'all' }>,
    exit: string,
    nodes: Nodes,
  ): object {
    const names = lanes.map((lane) => this.#sequence(lane, exit, nodes));
    const all = names.map((to, index) => {
      const needed = names.slice(0, index).filter((_, other) => needs[index]?.[other] === true);
      return needed.length === 0 ? to : { to, needs: needed };
    });
    const merged = this.#brittle.deciding(
      name,
      (s: State, closed: readonly { lane: string; state: State }[]): object => ({
        log: closed.map(({ lane, state: own }) => `${lane} ${shortened(viewOf(own))}`),
        digest: viewOf(s),
      }),
    );
    const mergeAll = (closed: readonly { lane: string; state: State }[], s: State): object => merged(s, closed);
    return {
      all,
      then: exit,
      ...this.#need(name, need, lanes.length),
      ...(handled && { onError: this.#onError(name, exit) }),
      ...(merges && { merge: mergeAll }),
    };
  }

  #each(
    name: string,
    { lane, count, limit, handled, need }: Extract<Part, { kind: 'each' }>,
    exit: string,
    nodes: Nodes,
  ): object {
    const to = this.#sequence(lane, exit, nodes);
    const each = this.#brittle.deciding(name, (s: State): object[] =>
      Array.from({ length: count }, (_, index) => ({ mine: index, log: [`${to} ${index} of ${String(s['total'])}`] })),
    );
    if (limit === 3 && need === undefined) return this.#comingAndGoing(name, { to, count, handled }, exit);
    const limitOf = this.#brittle.deciding(`limit ${name}`, (s: State): number => 1 + (hashOf(viewOf(s)) % limit));
    return {
      each,
      to,
      then: exit,
      ...((count + limit) % 2 === 0 && this.#plan(name, count)),
      limit: limit === 2 ? limit : limitOf,
      ...this.#need(name, need, count),
      ...(handled && { onError: this.#onError(name, exit) }),
    };
  }

  /** Lanes that begin as others have met their holder, one at a time: in which order several close is a matter of time, and a map keeps that order. */
  #comingAndGoing(
    name: string,
    { to, count, handled }: { readonly to: string; readonly count: number; readonly handled: boolean },
    exit: string,
  ): object {
    const left = (s: State): readonly number[] =>
      Array.from({ length: count }, (_, index) => index).filter(
        (index) => !Object.hasOwn(recordOf(s['map']), `${name} ${index}`),
      );
    return {
      each: this.#brittle.deciding(name, (s: State): object[] =>
        left(s)
          .slice(0, 1)
          .map((mine) => ({ mine, log: [`${to} ${mine}`] })),
      ),
      id: (s: State) => `${name}-${String(s['mine'])}`,
      to,
      then: exit,
      // By its path: what its lane alone has of `mine` may be another by then.
      onClosed: ({ lane, state: own }: { lane: string; state: State }, s: State): object =>
        this.#brittle.deciding(`closed ${name}`, (_s: State): object => ({
          map: { [`${name} ${lane.slice(lane.lastIndexOf('-') + 1)}`]: { n: hashOf(viewOf(own)), words: [] } },
          total: 1,
        }))(s),
      until: this.#brittle.deciding(`until ${name}`, (s: State): boolean => left(s).length === 0),
      ...(handled && { onError: this.#onError(name, exit) }),
    };
  }

  /** Lanes by names, of which some need others that come later in the list. */
  #plan(name: string, count: number): object {
    const id = this.#brittle.deciding(`id ${name}`, (s: State): string => `${name}-${String(s['mine'])}`);
    const needs = this.#brittle.deciding(`needs ${name}`, (s: State): readonly string[] => {
      const mine = Number(s['mine']);
      const later = Array.from({ length: count }, (_, index) => index).filter((index) => index > mine);
      return later.filter((index) => hashOf(`${name} ${mine} ${index}`) % 2 === 0).map((index) => `${name}-${index}`);
    });
    return { id, needs };
  }

  /** How many lanes have to close, which some states say: all of them where it is not to be a matter of time which. */
  #need(name: string, need: number | undefined, lanes: number): object {
    const of = this.#brittle.deciding(`need ${name}`, (s: State): unknown =>
      need === undefined ? (hashOf(viewOf(s)) % 2 === 0 ? 'all' : Math.max(1, lanes)) : need,
    );
    if (lanes % 2 === 1) return { need: of };
    return need === undefined ? {} : { need };
  }

  #subgraph(
    name: string,
    { parts, shares = [], attempts, handled, verifies }: Extract<Part, { kind: 'graph' }>,
    exit: string,
  ): object {
    const output = this.#brittle.deciding(`output ${name}`, (own: State) => ({
      log: [`${name} ${viewOf(own)}`],
      digest: viewOf(own),
    }));
    const input = this.#brittle.deciding(name, (s: State): object => {
      const { total, log, tags, map, items } = s;
      const plain = { seen: hashOf(viewOf(s)) % 100, story: recordOf(s['plain'])['story'] ?? [] };
      const all = Object.entries({ total, log, tags, map, items, plain });
      return Object.fromEntries(all.filter(([key]) => !shares.includes(key)));
    });
    return {
      graph: this.graph(`of-${name}`, parts),
      share: shares,
      input,
      output: ({ state: own }: { state: State }) => output(own),
      retry: { attempts, backoff: 5, ...this.#brittle.retryWhen(`retry ${name}`) },
      ...(verifies && { verify: this.#verify(name) }),
      ...(handled && { onError: this.#onError(name, exit) }),
      next: exit,
    };
  }
}
