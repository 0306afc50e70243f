import type { Fork, Lane } from '../../advance/state/lane.ts';
import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Row } from '../../advance/state/row.ts';
import { draftOf, type Snapshot } from '../../advance/state/snapshot.ts';
import type { Changes, Values } from '../../base/change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { seal } from '../../base/value/seal.ts';
import { parse } from '../../compile/author.ts';
import type { KeyPlan, Plan } from '../../compile/plan.ts';
import type { PlanData } from '../../compile/plan-data.ts';

/**
 * Keys of today's graph that were not there when a thread was recorded. As in a thread that is brought to today's graph, they
 * have what a new thread would start with, and that they start so is no difference.
 */
export class AddedKeys {
  /** What the added keys of a graph start with, by where the graph is. */
  readonly #starts = new Map<string, Values>();
  readonly #names = new Map<string, ReadonlySet<string>>();

  constructor(plan: Plan, recorded: PlanData | undefined, codec: Codec) {
    for (const [at, graph] of Object.entries(plan.graphs)) {
      const before = recorded?.graphs[at];
      const names = before === undefined ? [] : graph.keyNames.filter((name) => !Object.hasOwn(before.keys, name));
      if (names.length === 0) continue;
      const starts = names.map((name) => [name, startOf(graph.keys[name] as KeyPlan, codec)] as const);
      this.#names.set(at, new Set(names));
      this.#starts.set(at, Object.fromEntries(starts.filter(([, value]) => value !== undefined)));
    }
  }

  /** A recorded state with the added keys in it. */
  in(snapshot: Snapshot): Snapshot {
    if (this.#starts.size === 0) return snapshot;
    const draft = draftOf(snapshot);
    for (const lane of snapshot.lanes.all()) {
      const starts = this.#starts.get(lane.graph);
      if (starts !== undefined) draft.lanes.put(withKeys(lane, starts));
    }
    return draft;
  }

  /** Today's row without what added keys start with. */
  without(row: WholeRow): WholeRow {
    if (this.#names.size === 0) return row;
    const own = row.cause === 'start' ? this.#names.get('') : undefined;
    const opened = row.opened?.by === 'graph' ? this.#names.get(row.opened.graph) : undefined;
    return {
      ...row,
      ...(own && row.changes && { changes: left(row.changes, own) }),
      ...(opened &&
        row.opened && {
          opened: {
            ...row.opened,
            lanes: row.opened.lanes.map((lane) =>
              lane.changes ? { ...lane, changes: left(lane.changes, opened) } : lane,
            ),
          },
        }),
    };
  }

  /** A recorded row with what added keys start with in today's, where it starts something. */
  within(recorded: Row, today: Row): Row {
    if (this.#names.size === 0 || (recorded.cause !== 'start' && recorded.opened?.by !== 'graph')) return recorded;
    const { changes, opened } = today;
    return { ...recorded, ...(changes && { changes }), ...(opened && { opened }) };
  }
}

function startOf({ name, kind, initial, schema }: KeyPlan, codec: Codec): unknown {
  if (initial !== undefined || kind !== 'set' || schema === undefined) return initial;
  try {
    return seal(parse(schema, undefined, `state.${name}`), `state.${name}`, codec);
  } catch {
    return undefined;
  }
}

function withKeys(lane: Lane, starts: Values): Lane {
  const { fork } = lane;
  const values = { ...starts, ...lane.values };
  return { ...lane, values, ...(fork && { fork: { ...fork, base: { ...starts, ...fork.base } } satisfies Fork }) };
}

function left(changes: Changes, names: ReadonlySet<string>): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => !names.has(key)));
}
