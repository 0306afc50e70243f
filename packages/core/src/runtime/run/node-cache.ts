import type { Changes } from '../../base/change.ts';
import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import { hashOf } from '../../base/hash.ts';
import { seal } from '../../base/value/seal.ts';
import type { Lane } from '../../advance/state/lane.ts';
import { view } from '../../advance/state/lane.ts';
import type { Parsed } from '../../advance/moves/update.ts';
import { decide } from '../../compile/author.ts';
import { canonical } from '../../compile/essence.ts';
import { graphData } from '../../compile/fingerprint.ts';
import type { GraphPlan, NodePlan } from '../../compile/plan.ts';
import { ask, type Patience } from '../../store/ask.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import type { Context } from '../../definition/context.ts';
import type { Environment } from '../environment/environment.ts';
import { refusalOf } from './perform-node.ts';
import type { Soon } from '../../store/contract/store.ts';
import { readUpdate, writtenUpdate, type WrittenUpdate } from '../environment/written-update.ts';

/** How long a failing store is waited for, before the node runs without the cache. */
const patience: Patience = () => AbortSignal.timeout(1_000);

async function unlessMissed<Answer>(question: () => Soon<Answer>): Promise<Answer | undefined> {
  try {
    return await ask(patience, question);
  } catch (error) {
    if (!isPassing(error)) throw error;
    return undefined;
  }
}

/** What an earlier run of a node changed, and the update that this was, where `verify` is to be asked about it. */
interface Kept extends Partial<WrittenUpdate> {
  readonly changes?: Changes;
}

/** The changes of a node's earlier runs, kept in the store by what the author's `cache.key` makes of the state. */
export class NodeCache {
  readonly #key: string;
  readonly #graph: GraphPlan;
  readonly #node: NodePlan;
  readonly #lane: Lane;
  readonly #ttl: number;
  readonly #environment: Environment;

  constructor(graph: GraphPlan, node: NodePlan, lane: Lane, environment: Environment) {
    const { key, ttl } = node.cache as NonNullable<NodePlan['cache']>;
    const what = `nodes.${node.name}.cache.key`;
    const part = encode(seal(decide(key, what, view(lane, graph)), what, environment.codec), environment.codec);
    // The order of a record's entries does not count.
    const text = canonical(JSON.parse(part) as unknown);
    this.#key = hashOf(JSON.stringify([graph.name, graph.at, node.name, keysText(graph), text]));
    this.#graph = graph;
    this.#node = node;
    this.#lane = lane;
    this.#ttl = ttl;
    this.#environment = environment;
  }

  /**
   * What an earlier run changed, if it is kept still and `verify` accepts it for this state; else the node is to run, as it is after any
   * refusal in this visit.
   */
  async accepted(context: () => Context): Promise<Parsed | undefined> {
    if (this.#lane.failures.some(({ refused }) => refused !== undefined)) return undefined;
    const kept = await this.#read();
    if (kept === undefined) return undefined;
    const { changes, ...written } = kept;
    // It was kept before the node declared what it writes: the node runs.
    const { writes } = this.#node;
    if (writes !== undefined && Object.keys(changes ?? {}).some((key) => !writes.includes(key))) return undefined;
    const parsed = changes === undefined ? {} : { changes };
    if (this.#node.verify === undefined) return parsed;
    // What was kept before the node had a `verify` cannot be shown to it.
    if (!('update' in written)) return undefined;
    const update = readUpdate({ update: undefined, ...written });
    return (await refusalOf(this.#node, update, view(this.#lane, this.#graph), context())) === undefined
      ? parsed
      : undefined;
  }

  async #read(): Promise<Kept | undefined> {
    const { store, clock, codec } = this.#environment;
    const body = await unlessMissed(() => store.cached(this.#key, clock.now()));
    return body === undefined ? undefined : (decode(body, codec, { path: 'cache' }) as Kept);
  }

  /** Keeps what a run changed. An update that no store could hold cannot be shown to `verify` again: it is not kept. */
  async keep(changes: Changes | undefined, update: unknown): Promise<void> {
    const { store, clock } = this.#environment;
    const written = this.#node.verify === undefined ? {} : writtenUpdate({ ...(update as object | undefined) });
    const body = this.#written({ ...(changes && { changes }), ...written });
    if (body === undefined) return;
    await unlessMissed(() => store.keepCached(this.#key, body, clock.now() + this.#ttl));
  }

  #written(kept: Kept): string | undefined {
    try {
      return encode(kept, this.#environment.codec);
    } catch (error) {
      if (this.#node.verify === undefined) throw error;
      return undefined;
    }
  }
}

const texts = new WeakMap<GraphPlan, string>();

/** What a graph's keys are, as text: changes that were kept for other keys are not these keys' changes. */
function keysText(graph: GraphPlan): string {
  let text = texts.get(graph);
  if (text === undefined) texts.set(graph, (text = canonical(graphData(graph).keys)));
  return text;
}
