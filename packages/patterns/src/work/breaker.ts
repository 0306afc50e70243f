import { toMilliseconds, type Duration, type ServiceDefinitions, type ServicesOf, type SideTable } from '@cairn/core';
import { CircuitState, ConsecutiveBreaker, CountBreaker, type IBreaker } from 'cockatiel';
import { count, lengthOf, numberOf } from '../kit/number.ts';
import type { WorkerContext, WorkerRun } from '../kit/worker.ts';

/** How a breaker stands, as its side table keeps it under its name. */
export type BreakerState =
  /** Calls go through; `kept` is what its rule remembers of them. */
  | { readonly state: 'closed'; readonly kept: unknown }
  /** Calls do not go through until a time, in milliseconds since 1970, and why that is. */
  | { readonly state: 'open'; readonly until: number; readonly reason: string }
  /** One call goes through, to see whether it is well again; where nothing is heard of it until a time, another does. */
  | { readonly state: 'half-open'; readonly until: number; readonly probe: string; readonly reason: string };

/** When a breaker opens: after so many failures in a row, or when of the last calls more than a share failed, from 0 to 1. */
export type BreakerRule = { readonly failures: number } | { readonly share: number; readonly of: number };

/** What a breaker is made of. */
export interface BreakerOptions<Given, Found, Services extends ServiceDefinitions> {
  /** What is guarded: all that guard it by this name, in whatever thread or process, share a breaker. */
  readonly name: string;
  /** Where it is kept, or among which services. */
  readonly table: SideTable<BreakerState> | ((services: ServicesOf<Services>) => SideTable<BreakerState>);
  readonly opens: BreakerRule;
  /** How long it is open before a call is let through to see. */
  readonly for: Duration;
  /** How long that call may take before another is let through in its place; as long as it is open by default. */
  readonly probe?: Duration;
  /** Does it. */
  readonly work: WorkerRun<Given, Found, ServicesOf<Services>>;
  /** Does it instead, also where `work` has failed. Without it, the attempt fails. */
  readonly fallback?: WorkerRun<Given, Found, ServicesOf<Services>>;
  /** Which errors say that what is guarded is not well; all but those of `fatal` by default. */
  readonly counts?: (error: unknown) => boolean;
}

/** The code of the error of a call that an open breaker did not let through. */
const openCode = 'breaker/open';

/**
 * A worker behind a circuit breaker, which threads of all processes share by a side table of their store: after too many failures nobody calls
 * what is not well for a while, and then one call at a time, over all processes, sees whether it is well again.
 *
 * What it gives is a worker of a pattern, or the `run` of a node. Time is the runtime's. A call that its breaker does not let through is given to
 * `fallback`, or throws an error of code `breaker/open`.
 *
 * @example
 * const rates = breaker({
 *   name: 'rates',
 *   table: sideTable<BreakerState>(store, 'breakers'),
 *   opens: { failures: 5 },
 *   for: '30s',
 *   work: async ({ currency }: { currency: string }, { signal }) => fetchRate(currency, signal),
 *   fallback: () => 1,
 * });
 */
export function breaker<Given, Found, Services extends ServiceDefinitions = {}>(
  options: BreakerOptions<Given, Found, Services>,
): WorkerRun<Given, Found, ServicesOf<Services>> {
  type Ctx = WorkerContext<ServicesOf<Services>>;
  const { name, table, work, fallback } = options;
  mustOpen(name, options.opens);
  lengthOf(name, 'for', options.for);
  if (options.probe !== undefined) lengthOf(name, 'probe', options.probe);
  const guard = (ctx: Ctx): Guard => {
    const found = typeof table === 'function' ? table(ctx.services) : table;
    return new Guard(options as never, found, { now: ctx.now, key: ctx.key(`breaker ${name} ${ctx.attempt}`) });
  };
  return async (given, ctx) => {
    try {
      return await guarded(guard(ctx), ctx.signal, () => work(given, ctx));
    } catch (error) {
      if (fallback === undefined || ctx.signal.aborted) throw error;
      return fallback(given, ctx);
    }
  };
}

async function guarded<Found>(guard: Guard, signal: AbortSignal, work: () => Found | Promise<Found>): Promise<Found> {
  const pass = await guard.enter();
  // A call that is cut off is heard of by nobody else: it may never settle.
  const cutOff = (): void => void guard.failed(pass, signal.reason).catch(() => undefined);
  signal.addEventListener('abort', cutOff, { once: true });
  try {
    const found = await work();
    if (!signal.aborted) await guard.succeeded(pass);
    return found;
  } catch (error) {
    if (!signal.aborted) await guard.failed(pass, error);
    throw error;
  } finally {
    signal.removeEventListener('abort', cutOff);
  }
}

/** Refuses a rule by which it would never open, or always. */
function mustOpen(name: string, rule: BreakerRule): void {
  if ('failures' in rule) {
    numberOf(name, 'opens.failures', count, rule.failures);
    return;
  }
  numberOf(name, 'opens.share', part, rule.share);
  numberOf(name, 'opens.of', count, rule.of);
}

/** Of all calls more than all never fail, and more than none fail with the first. */
const part = { words: 'a number above 0 and below 1', holds: (given: number) => given > 0 && given < 1 };

/** How a call was let through: as all are, or as the one that sees whether it is well again. */
type Pass = 'call' | 'probe';

interface Caller {
  readonly now: () => number;
  /** Names the call. */
  readonly key: string;
}

/** One call at a breaker. Every change is made of what there was, and only while it is there. */
class Guard {
  readonly #options: BreakerOptions<unknown, unknown, {}>;
  readonly #table: SideTable<BreakerState>;
  readonly #caller: Caller;

  constructor(options: BreakerOptions<unknown, unknown, {}>, table: SideTable<BreakerState>, caller: Caller) {
    this.#options = options;
    this.#table = table;
    this.#caller = caller;
  }

  async enter(): Promise<Pass> {
    const { name, probe = this.#options.for } = this.#options;
    const now = this.#caller.now();
    let pass: Pass = 'call';
    await this.#change((was) => {
      pass = 'call';
      if (was.state === 'closed') return undefined;
      if (now < was.until) throw notLetThrough(name, was.reason);
      pass = 'probe';
      return { state: 'half-open', until: now + toMilliseconds(probe), probe: this.#caller.key, reason: was.reason };
    });
    return pass;
  }

  async succeeded(pass: Pass): Promise<void> {
    await this.#change((was) => {
      if (was.state === 'closed') return this.#counted(was.kept, (rule) => rule.success(CircuitState.Closed));
      const isSeen = pass === 'probe' && was.state === 'half-open' && was.probe === this.#caller.key;
      return isSeen ? { state: 'closed', kept: ruleOf(this.#options.opens).state } : undefined;
    });
  }

  async failed(pass: Pass, error: unknown): Promise<void> {
    const { counts = isOfTheWorld } = this.#options;
    if (!counts(error)) return;
    const reason = error instanceof Error ? error.message : String(error);
    const open = { state: 'open', until: this.#caller.now() + toMilliseconds(this.#options.for), reason } as const;
    await this.#change((was) => {
      if (was.state === 'closed') {
        let isOver = false;
        const counted = this.#counted(was.kept, (rule) => {
          isOver = rule.failure(CircuitState.Closed);
        });
        return isOver ? open : counted;
      }
      return pass === 'probe' && was.state === 'half-open' && was.probe === this.#caller.key ? open : undefined;
    });
  }

  /** What the rule remembers once it was told of a call; undefined where that is what it remembered. */
  #counted(kept: unknown, tell: (rule: IBreaker) => void): BreakerState | undefined {
    const rule = ruleOf(this.#options.opens);
    const fresh = JSON.stringify(rule.state);
    if (kept !== undefined) rule.state = kept;
    const before = JSON.stringify(rule.state);
    tell(rule);
    const after = JSON.stringify(rule.state);
    return after === before || (kept === undefined && after === fresh)
      ? undefined
      : { state: 'closed', kept: rule.state };
  }

  async #change(change: (was: BreakerState) => BreakerState | undefined): Promise<void> {
    const { name } = this.#options;
    for (;;) {
      const found = await this.#table.get(name);
      const next = change(found?.value ?? { state: 'closed', kept: undefined });
      if (next === undefined) return;
      if (await this.#table.write(this.#table.set(name, next, { was: found?.version ?? 0 }))) return;
    }
  }
}

function ruleOf(rule: BreakerRule): IBreaker {
  if ('failures' in rule) return new ConsecutiveBreaker(rule.failures);
  return new CountBreaker({ threshold: rule.share, size: rule.of });
}

function notLetThrough(name: string, reason: string): Error {
  return Object.assign(new Error(`The breaker "${name}" is open: ${reason}`), { code: openCode });
}

function isOfTheWorld(error: unknown): boolean {
  return !(error instanceof Error && error.name === 'CairnFatal');
}
