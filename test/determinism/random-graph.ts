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
import type { Opening, Part, Work } from './parts.ts';
import type { Schedule } from './schedule.ts';
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
  round: local(z.number()),
  passing: transient(z.number()),
});

/** What else may be wanted of a random graph. */
export interface Extras {
  /** Called whenever a step does what it does. */
  readonly effect?: (context: Context, key: string) => void;
  /** Whether what is decided at a node, or at another place, throws in some cases. */
  readonly isBrittle?: (place: string) => boolean;
}

/** A graph of parts; `schedule` says when its activities end, which nothing of what they return depends on. */
export function graphOf(parts: readonly Part[], schedule: Schedule, extras: Extras = {}): AnyGraph {
  return new Builder(schedule, extras).graph('top', parts);
}

/** What an activity does, and which answers it takes. */
interface Acting extends Work {
  readonly answer: z.ZodType<string>;
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
    const events = {
      go: this.#brittle.schema('go', z.object({ n: z.number(), by: z.string().optional() })),
      tell: z.object({ node: z.string() }),
    };
    return graph({ name, state: this.#state, events, limits: { coins: 1_000 }, start, nodes } as never) as AnyGraph;
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
    return {
      run: (s: State, context: Context) => this.#act(s, { ...work, answer }, context),
      retry: { attempts: hangs ? attempts + 1 : attempts, backoff: 7, jitter: 0.5, ...this.#brittle.retryWhen(name) },
      timeout: '1s',
      ...(verifies && { verify: this.#verify(name) }),
      ...(handled && { onError: exit }),
      next: exit,
    };
  }

  #verify(name: string): (update: unknown, s: State) => Promise<boolean> | undefined {
    const accept = this.#brittle.deciding(`verify ${name}`, (_s: State): true => true);
    return (_update, s) => this.#schedule.pause()?.then(() => accept(s));
  }

  #act(s: State, work: Acting, context: Context): unknown {
    const { node, visit, attempt } = context;
    const pause = this.#schedule.pause();
    const result = (): object => {
      const tries = work.mends === true ? context.failures.length + 1 : attempt;
      if (tries <= work.fails) throw new Error(`attempt ${attempt} of ${node} failed`);
      // What was saved is in the state of a run from the top, and in no other's.
      return updateOf(saves(work) ? {} : s, work.writes, `${node}.${visit}`);
    };
    const { steps, asks, naps, spends, hangs, races = false, outruns = false, leaves = false } = work;
    const isSlow = [asks, naps, spends, hangs, races, outruns, leaves].includes(true);
    if (pause === undefined && steps === 0 && !isSlow) return result();
    return this.#actSlowly(work, context, pause).then(result);
  }

  async #actSlowly(work: Acting, context: Context, pause: Promise<void> | undefined): Promise<void> {
    const { answer } = work;
    await pause;
    if (work.spends && context.attempt === 1) context.spend('coins', 1);
    const kept = { per: work.atOnce ? 'turn' : 'thread' } as const;
    const step = async (index: number): Promise<unknown> => {
      const act = async (): Promise<number> => {
        this.#extras.effect?.(context, `step ${index}`);
        await this.#schedule.pause();
        return index;
      };
      return context.step(`step ${index}`, act, index === 1 ? kept : {});
    };
    if (work.leaves === true) void step(work.steps);
    const indices = Array.from({ length: work.steps }, (_, index) => index);
    if (work.atOnce) await Promise.all(indices.map(step));
    else for (const index of indices) await step(index);
    if (saves(work)) {
      const { node, visit } = context;
      await context.save('so far', {
        log: [`${node}.${visit} saves`],
        total: 1,
        digest: 'saved',
        items: [itemOf(node)],
      });
    }
    if (work.naps) await context.sleep('nap', 25);
    if (work.races === true) {
      await Promise.race([context.ask('first', { answer }), context.sleep('too long', 15)]);
    }
    if (work.outruns === true) await Promise.race([step(work.steps + 1), context.sleep('far too long', 60_000)]);
    if (work.asks) await context.ask('name', { answer });
    if (work.hangs && context.attempt === 1) await new Promise(() => undefined);
    // A question that lost its race is open still, and beside a wait only steps count as work.
    if (work.races !== true && work.outruns !== true) await this.#schedule.pause();
  }

  /** Comes back to itself until a value that only its lane has says so. */
  #loop(name: string, rounds: number, exit: string): object {
    return {
      run: (s: State) => ({ round: Number(s['round'] ?? 0) + 1, log: [`${name} round`] }),
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
    const pick = this.#brittle.deciding(name, (s: State): string => names[hashOf(viewOf(s)) % names.length] as string);
    if (kind === 'choose') return { next: { choose: pick, among: [...new Set(names)] } };
    const cases = names.slice(0, -1).map((to) => ({ when: (s: State) => pick(s) === to, to }));
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
      ...(handled && { onError: exit }),
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
    const limitOf = this.#brittle.deciding(`limit ${name}`, (s: State): number => 1 + (hashOf(viewOf(s)) % limit));
    return {
      each,
      to,
      then: exit,
      ...((count + limit) % 2 === 0 && this.#plan(name, count)),
      limit: limit === 2 ? limit : limitOf,
      ...this.#need(name, need, count),
      ...(handled && { onError: exit }),
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
      ...(handled && { onError: exit }),
      next: exit,
    };
  }
}

/** Whether an activity saves something on its way. */
function saves({ steps, atOnce }: Work): boolean {
  return steps === 2 && atOnce;
}

function itemOf(node: string): object {
  return { id: `of ${node}`, v: 0, notes: [] };
}

/** An update that depends on all that its lane sees, and on nothing else. */
export function updateOf(s: State, writes: readonly string[], from: string): object {
  const seen = hashOf(viewOf(s)) % 1_000;
  const [entry, item] = [`m${seen % 4}`, `i${seen % 4}`];
  const words = more(recordOf(recordOf(s['map'])[entry])['words'], `${from} has a word to say of ${seen}`);
  const items = (Array.isArray(s['items']) ? s['items'] : []).map(recordOf);
  const notes = more(items.find(({ id }) => id === item)?.['notes'], `${from} takes a note of ${seen}`);
  const story = more(recordOf(s['plain'])['story'], `${from} goes on with ${seen}`);
  const all: Readonly<Record<string, unknown>> = {
    total: seen,
    log: [`${from} saw ${seen}`],
    tags: [`t${seen % 5}`],
    map: { [entry]: { n: seen, words } },
    items: { upsert: [{ id: item, v: seen, notes }], remove: [`i${seen % 3}`] },
    digest: `${from} ${seen}`,
    plain: { seen, story },
    mine: seen,
    passing: seen,
  };
  return Object.fromEntries(writes.map((key) => [key, all[key]]));
}

/** A list that grows, and that loses what is oldest. */
function more(list: unknown, item: string): readonly unknown[] {
  return [...(Array.isArray(list) ? (list as readonly unknown[]).slice(-5) : []), item];
}

function recordOf(value: unknown): State {
  return typeof value === 'object' && value !== null ? (value as State) : {};
}

function shortened(text: string): string {
  return text.length < 200 ? text : `${text.slice(0, 20)}~${hashOf(text)}`;
}
