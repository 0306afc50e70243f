import type { Diagram } from '../../compile/diagram.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { recordOf } from '../../store/records.ts';
import { fingerprintIn, jumpsOf, type Jump } from './jumps.ts';
import { keptDiagram } from './kept-diagram.ts';

/** What a thread's graph looked like at a checkpoint, by its plan of that time; undefined where that is not kept. */
export async function diagramAt(store: Store, thread: string, seq: number): Promise<Diagram | undefined> {
  return (await diagramsOf(store, thread)).at(seq);
}

/** What a thread's graph looked like, by its plans, for whoever asks several times. */
export async function diagramsOf(store: Store, thread: string): Promise<DiagramsInTime> {
  return DiagramsInTime.of(store, await recordOf(store, thread));
}

/** What a thread's graph looked like, by its plans: each is read once, whoever asks. */
export class DiagramsInTime {
  /** Where it went back, or went on by another graph. */
  readonly jumps: readonly Jump[];
  readonly #store: Pick<Store, 'plan'>;
  readonly #record: Pick<ThreadRecord, 'fingerprint'>;
  readonly #known = new Map<string, Promise<Diagram | undefined>>();

  private constructor(store: Pick<Store, 'plan'>, record: Pick<ThreadRecord, 'fingerprint'>, jumps: readonly Jump[]) {
    this.#store = store;
    this.#record = record;
    this.jumps = jumps;
  }

  /** Those of a thread, by its record. */
  static async of(store: Store, record: ThreadRecord): Promise<DiagramsInTime> {
    return new DiagramsInTime(store, record, await jumpsOf(store, record));
  }

  /** The fingerprint of the graph at a checkpoint. */
  fingerprintAt(seq: number): string {
    return fingerprintIn(this.jumps, this.#record, seq);
  }

  /** What it looked like at a checkpoint; undefined where that plan is not kept. */
  at(seq: number): Promise<Diagram | undefined> {
    return this.by(this.fingerprintAt(seq));
  }

  /** What it looked like by a version of it. */
  by(fingerprint: string): Promise<Diagram | undefined> {
    const known = this.#known.get(fingerprint) ?? keptDiagram(this.#store, fingerprint);
    this.#known.set(fingerprint, known);
    return known;
  }

  /** Whether a node had states within it at any time. */
  async haveStates(): Promise<boolean> {
    const { fingerprint } = this.#record;
    const all = [fingerprint, ...this.jumps.flatMap((jump) => [jump.from ?? [], jump.fingerprint ?? []].flat())];
    for (const each of new Set(all))
      if ((await this.by(each))?.nodes.some(({ active }) => active !== undefined) === true) return true;
    return false;
  }
}
