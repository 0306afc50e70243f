import type { Lane } from '../../advance/state/lane.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Schema } from '../../definition/schema.ts';

/** The most schemas that are remembered; then all are forgotten, and an activity has to run again to give its schema. */
const most = 1_000;

/** The schemas of the questions that activities of this process asked, so that an answer is checked before anything runs. */
export class Asked {
  readonly #schemas = new Map<string, Schema>();

  remember(thread: Visited, lane: Lane, key: string, schema: Schema): void {
    if (this.#schemas.size >= most) this.#schemas.clear();
    this.#schemas.set(placeOf(thread, lane, key), schema);
  }

  schemaOf(thread: Visited, lane: Lane, key: string): Schema | undefined {
    return this.#schemas.get(placeOf(thread, lane, key));
  }
}

type Visited = Pick<Snapshot, 'thread' | 'rewinds'>;

/** One visit's question: the next visit may ask by another schema, for it may depend on the state. */
function placeOf({ thread, rewinds }: Visited, { path, opened, node, visits }: Lane, key: string): string {
  return JSON.stringify([thread, rewinds, path, opened, node, visits[node], key]);
}
