import type { Changes } from '../base/change.ts';
import { decode } from '../base/decode.ts';
import { encode } from '../base/encode.ts';
import { hashOf } from '../base/hash.ts';
import { seal } from '../base/seal.ts';
import type { Lane } from '../advance/lane.ts';
import { view } from '../advance/lane.ts';
import { decide } from '../compile/author.ts';
import { canonical } from '../compile/essence.ts';
import { graphData } from '../compile/fingerprint.ts';
import type { GraphPlan, NodePlan } from '../compile/plan.ts';
import { ask, type Patience } from '../store/ask.ts';
import { isPassing } from '../store/is-passing.ts';
import type { Environment } from './environment.ts';

/** A cache saves time: a store that fails for longer is done without it. */
const patience: Patience = () => AbortSignal.timeout(1_000);

function missed(error: unknown): undefined {
  if (!isPassing(error)) throw error;
}

/** The changes of a node's earlier runs, kept in the store for states that the author says are equal. */
export class NodeCache {
  readonly #key: string;
  readonly #ttl: number;
  readonly #environment: Environment;

  constructor(graph: GraphPlan, node: NodePlan, lane: Lane, environment: Environment) {
    const { key, ttl } = node.cache as NonNullable<NodePlan['cache']>;
    const what = `nodes.${node.name}.cache.key`;
    const part = encode(seal(decide(key, what, view(lane)), what, environment.codec), environment.codec);
    this.#key = hashOf(JSON.stringify([graph.name, graph.at, node.name, keysText(graph), part]));
    this.#ttl = ttl;
    this.#environment = environment;
  }

  /** What an earlier run changed, if that is known and not too old. */
  async read(): Promise<{ readonly changes?: Changes } | undefined> {
    const { store, clock, codec } = this.#environment;
    const body = await ask(patience, () => store.cached(this.#key, clock.now())).catch(missed);
    return body === undefined ? undefined : (decode(body, codec, { path: 'cache' }) as { readonly changes?: Changes });
  }

  /** Keeps what a run changed. */
  async keep(changes: Changes | undefined): Promise<void> {
    const { store, clock, codec } = this.#environment;
    const body = encode(changes === undefined ? {} : { changes }, codec);
    await ask(patience, () => store.keepCached(this.#key, body, clock.now() + this.#ttl)).catch(missed);
  }
}

const texts = new WeakMap<GraphPlan, string>();

/** What a graph's keys are, as text: changes that were kept for other keys are not these keys' changes. */
function keysText(graph: GraphPlan): string {
  let text = texts.get(graph);
  if (text === undefined) texts.set(graph, (text = canonical(graphData(graph).keys)));
  return text;
}
