import { keptPlan, whatAnswers, whatEventsCarry } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';

type Asked = Parameters<typeof whatAnswers>[2];
type Told = Promise<ReadonlyMap<string, unknown>>;

/**
 * What answers the questions of many threads, and what the events carry that they take: each plan is read once, and threads of one version
 * that wait for the same are told the same.
 */
export class Taken {
  readonly #store: Pick<Store, 'plan'>;
  readonly #plans = new Map<string, ReturnType<Store['plan']>>();
  readonly #data = new Map<string, ReturnType<typeof keptPlan>>();
  readonly #told = new Map<string, Told>();

  constructor(store: Pick<Store, 'plan'>) {
    this.#store = {
      plan: (fingerprint) => {
        const known = this.#plans.get(fingerprint) ?? store.plan(fingerprint);
        this.#plans.set(fingerprint, known);
        return known;
      },
    };
  }

  /**
   * Whether the graph alone takes events, and the nodes that a thread is at do something of their own, which is tried again or asleep: it may
   * be stopped, and waits for nobody.
   */
  async isAside(
    fingerprint: string,
    at: readonly { readonly node: string }[],
    events: readonly string[],
  ): Promise<boolean> {
    const reading = this.#data.get(fingerprint) ?? keptPlan(this.#store, fingerprint);
    this.#data.set(fingerprint, reading);
    const graphs = Object.values((await reading)?.graphs ?? {});
    const nodes = at.flatMap(({ node }) =>
      graphs.flatMap((graph) => (Object.hasOwn(graph.nodes, node) ? (graph.nodes[node] ?? []) : [])),
    );
    return (
      nodes.length > 0 &&
      nodes.every(({ kind, on = {} }) => kind === 'run' && !events.some((event) => Object.hasOwn(on, event))) &&
      events.every((event) => graphs.some(({ on }) => Object.hasOwn(on, event)))
    );
  }

  answers(fingerprint: string, asked: Asked): Told {
    const what = asked.map(({ node, key }) => [node, key]);
    return this.#once(['answers', fingerprint, what], () => whatAnswers(this.#store, fingerprint, asked));
  }

  carried(fingerprint: string, events: readonly string[]): Told {
    return this.#once(['events', fingerprint, events], () => whatEventsCarry(this.#store, fingerprint, events));
  }

  #once(of: unknown, tell: () => Told): Told {
    const name = JSON.stringify(of);
    const told = this.#told.get(name) ?? tell();
    this.#told.set(name, told);
    return told;
  }
}
