import { seal } from '../../base/value/seal.ts';
import type { Environment } from '../environment/environment.ts';
import { beginningOf, writeOutput } from '../environment/output.ts';
import type { Activity } from '../run/activity.ts';
import type { Host } from '../run/host.ts';
import type { RunNumbers } from '../observe/run-numbers.ts';
import { placeOf } from '../observe/place-of-run.ts';
import type { Outputs } from './outputs.ts';
import type { ThreadLog } from './thread-log.ts';

/**
 * Tells that runs begin and end, and what they show by `ctx.emit`: to whoever listens in this process, and by way of the store to
 * whoever watches in another, where the runtime was opened so. The runs of a thread have one.
 */
export class Showing {
  readonly #host: Host;
  readonly #environment: Environment;
  readonly #outputs: Outputs | undefined;
  readonly #runs: RunNumbers;
  /** The runs that are told of elsewhere: those that showed something. */
  #known: WeakSet<Activity> | undefined;

  constructor(host: Host, environment: Environment, { outputs, runs }: Pick<ThreadLog, 'outputs' | 'runs'>) {
    this.#host = host;
    this.#environment = environment;
    this.#outputs = outputs;
    this.#runs = runs;
  }

  /** A run begins: it is given its number. */
  began(activity: Activity): void {
    activity.run = this.#runs.next(activity.lane, this.#host.snapshot.lanes);
    if (this.#host.isHeard('attempt')) this.#host.publish(beginningOf(placeOf(activity)));
    if (this.#environment.events.hasListener) this.#tellEnd(activity);
  }

  #tellEnd(activity: Activity): void {
    const { clock, events } = this.#environment;
    const began = clock.now();
    activity.onceEnded((ended) => {
      events.tell({ type: 'ended', ...placeOf(activity), duration: clock.now() - began, ...ended });
    });
  }

  /** A run shows something; a problem `value/refused` for what could not be shown elsewhere. */
  emit(activity: Activity, data: unknown): void {
    const output = { type: 'output', ...placeOf(activity), data } as const;
    if (this.#outputs === undefined) {
      if (this.#host.isHeard('output')) this.#host.publish(output);
      return;
    }
    const known = (this.#known ??= new WeakSet());
    const begins = !known.has(activity);
    const { codec } = this.#environment;
    const body = writeOutput({ ...output, data: seal(data, 'emit', codec) }, begins, codec);
    known.add(activity);
    const n = this.#outputs.add(this.#host.snapshot.seq, body);
    if (this.#host.isHeard('output')) this.#host.publish({ ...output, n });
  }
}
