import { advance, codecOf, compile, type Input, type Plan, type Snapshot } from '@cairn/core';
import type { Advanced } from '../../packages/core/src/advance/advance.ts';
import type { Sending } from '../../packages/core/src/advance/moves/input.ts';
import type { Lane } from '../../packages/core/src/advance/state/lane.ts';
import { viewOf } from '../../packages/core/src/advance/moves/turn.ts';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { timersOf } from '../../packages/core/src/advance/timers.ts';
import { parseUpdate } from '../../packages/core/src/advance/moves/update.ts';
import type { GraphPlan } from '../../packages/core/src/compile/plan.ts';
import type { Part } from './parts.ts';
import { graphOf, type Extras } from './random-graph.ts';
import { updateOf } from './updates.ts';
import { randomOf } from './schedule.ts';

export const codec = codecOf([]);

/** One step of a walk: the state before it, what came, and what that led to. */
export interface Step {
  readonly before: Snapshot;
  readonly input: Input;
  readonly after: Advanced;
}

const keys = ['total', 'log', 'tags', 'map', 'items', 'digest', 'mine', 'passing', 'plain'];

/** Feeds a graph of parts with random inputs, as many as are asked for or as there can be. */
export function* walk(parts: readonly Part[], seed: number, length: number, extras: Extras = {}): Generator<Step> {
  const plan = compile(graphOf(parts, { pause: () => undefined, answersNow: () => true }, extras));
  const walker = new Walker(plan, randomOf(seed));
  let snapshot = emptySnapshot('walk');
  const at = walker.now + (seed % 3);
  let input: Input | undefined = { type: 'start', input: {}, at };
  for (let count = 0; count < length && input !== undefined; count += 1) {
    const sent = count % 3 === 0 ? withContext(input, count) : input;
    const after = advance(plan, snapshot, sent, { now: walker.now, codec });
    yield { before: snapshot, input: sent, after };
    snapshot = after.snapshot;
    input = walker.next(snapshot);
  }
}

/** What somebody sends, with something that goes along. */
function withContext(input: Input, count: number): Input {
  const context = { count: String(count) };
  switch (input.type) {
    case 'start':
    case 'event':
    case 'answer':
    case 'resume':
    case 'cancel':
    case 'edit':
      return { ...input, context };
    default:
      return input;
  }
}

class Walker {
  readonly #plan: Plan;
  readonly #random: () => number;
  /** Lanes that were at work, some of which are gone. */
  readonly #were: Lane[] = [];
  now = 1_000;

  constructor(plan: Plan, random: () => number) {
    this.#plan = plan;
    this.#random = random;
  }

  /** Something that may come to a thread as it stands; undefined once it is over. */
  next(snapshot: Snapshot): Input | undefined {
    const lanes = snapshot.lanes.all();
    if (snapshot.cancelled !== undefined || snapshot.lanes.get('')?.phase === 'closed') return undefined;
    // Now and then it is another day.
    this.now += this.#random() % 40 === 0 ? 43_200_000 : this.#random() % 3;
    const busy = lanes.filter(({ phase }) => phase === 'running' || phase === 'verifying');
    const dice = this.#random() % 100;
    this.#were.push(...busy.slice(0, 1));
    if (this.#were.length > 0 && this.#random() % 25 === 0) return this.#leftBehind(this.#pick(this.#were));
    if (dice < 60 && busy.length > 0) return this.#fromActivity(this.#pick(busy));
    if (dice < 70) return this.#timer(snapshot) ?? this.next(snapshot);
    if (dice < 71) return { type: 'event', name: 'greet', payload: 'hello', lanes: 'all' };
    if (dice < 77) return { type: 'event', name: 'go', payload: { n: dice }, lane: this.#pick(lanes).path };
    if (dice < 80)
      return {
        type: 'event',
        name: 'tell',
        payload: { node: this.#pick(lanes).node },
        ...(dice < 79 && { lanes: 'all' }),
      };
    if (dice < 90) return { type: 'answer', key: 'name', lane: this.#pick(lanes).path, value: 'Ada' };
    if (dice < 94) return { type: 'resume', ...(dice < 92 && { lane: this.#pick(lanes).path }) };
    if (dice < 99) return this.#edit(this.#pick(lanes));
    return this.#random() % 4 === 0 ? { type: 'cancel', reason: 'enough' } : this.next(snapshot);
  }

  #fromActivity({ path: lane, graph, node, attempt, ...rest }: Lane): Input {
    const dice = this.#random() % 14;
    const key = `key ${this.#random() % 3}`;
    if (dice === 0) return { type: 'step', lane, key, value: { dice }, ...this.#sent() };
    if (dice === 1) return { type: 'ask', lane, key: 'name', payload: { dice } };
    if (dice === 2) return { type: 'sleep', lane, key: 'nap', until: this.now + dice };
    if (dice === 3) return { type: 'spend', lane, name: this.#pick(['coins', 'steam', 'bread']), amount: 1 };
    if (dice === 4) {
      const failure = { name: 'Error', message: 'It failed.', attempt, at: this.now };
      return { type: 'failed', lane, failure, ...(this.#random() % 2 === 0 && { final: true }) };
    }
    const plan = this.#plan.graphs[graph] as GraphPlan;
    const update = this.#update({ path: lane, graph, node, attempt, ...rest });
    try {
      const parsed = parseUpdate(plan, update, 'the walk', codec, {});
      if (dice > 11) return { type: 'save', lane, key, ...parsed, ...this.#sent() };
      return { type: 'done', lane, ...parsed, ...this.#sent() };
    } catch (error) {
      // A schema that throws refuses what an activity gave.
      const { name, message } = error as Error;
      return { type: 'failed', lane, failure: { name, message, attempt, at: this.now } };
    }
  }

  /** Now and then, something goes to other threads with it. */
  #sent(): { readonly sent?: readonly Sending[] } {
    if (this.#random() % 4 > 0) return {};
    return {
      sent: [
        { fact: { type: 'event', thread: 'book', name: 'hear' } },
        { fact: { type: 'start', thread: 'other', name: 'errand' } },
        { fact: { type: 'answer', thread: 'other', name: 'word', key: 'of its own' } },
      ],
    };
  }

  /** A run whose lane has gone on, or is gone, spends. */
  #leftBehind({ path: lane, node: left }: Lane): Input {
    return { type: 'spend', lane, name: 'coins', amount: 1, left };
  }

  #edit(lane: Lane): Input {
    const nodes = Object.keys(this.#plan.graphs[lane.graph]?.nodes ?? {});
    const as = this.#random() % 6 === 0 && lane.parent === undefined ? { as: this.#pick(nodes) } : {};
    return { type: 'edit', lane: lane.path, update: this.#update(lane), ...as };
  }

  #update(lane: Lane): object {
    return updateOf(
      viewOf({ plan: this.#plan }, lane),
      keys.filter(() => this.#random() % 3 === 0),
      `${lane.path} ${lane.node}`,
    );
  }

  /** The next timer, at its time. */
  #timer(snapshot: Snapshot): Input | undefined {
    const timers = timersOf(this.#plan, snapshot);
    if (timers.length === 0) return undefined;
    const { lane, name, at } = this.#pick(timers);
    this.now = Math.max(this.now, at);
    return { type: 'timer', lane, name };
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#random() % items.length] as Item;
  }
}
