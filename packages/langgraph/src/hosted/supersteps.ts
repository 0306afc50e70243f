/** The supersteps of a hosted graph: each is a step of its visit, and stands in the thread's log. */

/** A superstep as it is recorded: in a fork, by the thread that it was forked from. */
export interface Superstep {
  readonly checkpoint: string;
  readonly next: readonly string[];
  readonly thread?: string;
}

/** What is needed of a context to tell which supersteps are recorded. */
interface Recording {
  readonly thread: string;
  step<Result>(this: void, key: string, action: () => Result | Promise<Result>): Promise<Result>;
}

/** A superstep that nothing is recorded of yet: it is open until it is told, or dropped. */
interface OpenSuperstep {
  readonly number: number;
  tell(superstep: Superstep): Promise<unknown>;
  drop(): void;
}

/** The last superstep that is recorded, and the next one, which is open. */
async function recordedIn({ step }: Recording): Promise<{ readonly last?: Superstep; readonly open: OpenSuperstep }> {
  let last: Superstep | undefined;
  for (let number = 0; ; number += 1) {
    const given = deferred<Superstep>();
    const begun = deferred<undefined>();
    const told = step(`superstep ${number}`, () => {
      begun.resolve(undefined);
      return given.promise;
    });
    told.catch(() => undefined);
    const found = await Promise.race([told, begun.promise]);
    if (found !== undefined) {
      last = found;
      continue;
    }
    const tell = (superstep: Superstep): Promise<unknown> => {
      given.resolve(superstep);
      return told;
    };
    const drop = (): void => given.reject(new Error('The superstep is not through.'));
    return { ...(last && { last }), open: { number, tell, drop } };
  }
}

/** A checkpoint as LangGraph streams it. */
export interface Checkpointed {
  readonly metadata?: { readonly source?: string; readonly step?: number };
  readonly next: readonly string[];
  readonly config?: { readonly configurable?: { readonly checkpoint_id?: string } };
}

export class Supersteps {
  readonly #ctx: Recording;
  readonly #told = new Set<number>();
  #open: OpenSuperstep | undefined;

  constructor(ctx: Recording) {
    this.#ctx = ctx;
  }

  /** The last one that is recorded, of a run that has no checkpoints. */
  async begin(): Promise<Superstep | undefined> {
    const { last, open } = await recordedIn(this.#ctx);
    this.#open = open;
    for (let number = 0; number < open.number; number += 1) this.#told.add(number);
    return last;
  }

  async tell({ metadata: { source, step = 0 } = {}, next, config }: Checkpointed): Promise<void> {
    if (source !== 'loop' || this.#told.has(step)) return;
    this.#told.add(step);
    const { thread } = this.#ctx;
    const superstep = { checkpoint: config?.configurable?.checkpoint_id ?? '', next: [...next], thread };
    const open = this.#open;
    if (open?.number !== step) await this.#ctx.step(`superstep ${step}`, () => superstep);
    else {
      this.#open = undefined;
      await open.tell(superstep);
    }
  }

  /** Nothing waits while a step is open: the one that is will not be in the log. */
  close(): void {
    if (this.#open === undefined) return;
    this.#told.add(this.#open.number);
    this.#open.drop();
    this.#open = undefined;
  }
}

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
