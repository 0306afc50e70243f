// index.d.ts

import { Soon, Store } from "@cairn/core/store";
import { Clock, Context, Duration, Facts, Graph } from "@cairn/core";
/** A clock whose time passes only when a test says so. */
interface VirtualClock extends Clock {
  /** When the waits that are left are due, in milliseconds since 1970, earliest first. */
  readonly pending: readonly number[];
  /**
   * Lets time pass. What is due on the way happens in order, each at its own time, and what follows from it has happened
   * before the next: promises are left to run until nobody has asked for the time for a while.
   *
   * `advance(0)` only lets happen what can happen now. Real waits, such as a request over a network, are not waited for.
   */
  advance(duration: Duration): Promise<void>;
  /**
   * Sets the clock on the wall, forward or back, as an operator does, or a machine that slept: no time passes. What is due by
   * the new time happens.
   */
  set(time: number): Promise<void>;
  /** Milliseconds that were let pass, whatever the clock was set to. */
  elapsed(): number;
  at(time: number, then: () => void): () => void;
}
/**
 * A clock for tests: the same calls give the same times, and a week takes no time.
 *
 * @example
 * const clock = virtualClock();
 * const cairn = open({ store: memory(), graphs: [reminder], clock });
 * const thread = await cairn.start(reminder, {});
 * await clock.advance('24h');
 */
declare function virtualClock(start?: number): VirtualClock;
/**
 * What stands for an activity: its outcomes in the order of the calls, or a function.
 *
 * An outcome is the update that the activity returns, an `Error` that it throws, or either of them `delayed`. A function
 * is given what the activity would be given; say what it expects of the state, for no type can know it. It may ask the
 * `Questions` of its graph.
 */
type Script<Questions = {}> = readonly unknown[] | ((state: never, context: Context<string, object, {}, Questions>) => unknown);
/** Scripts by node; a node of a subgraph is named by its path, `investigate.search`. */
type Scripts<Questions = {}> = Readonly<Record<string, Script<Questions>>>;
/** One call of a scripted activity. */
interface Call {
  /** The node's path. */
  readonly node: string;
  /** The path of the lane, empty for the first. */
  readonly lane: string;
  readonly visit: number;
  readonly attempt: number;
  readonly state: unknown;
}
/** The facts of a graph of which no type knows which services it still needs: a runtime says so when it is opened. */
type Acted<F extends Facts> = Omit<F, "services"> & {
  readonly services: {};
};
/** A graph whose activities are scripted, and what became of the scripts. */
interface Scripted<F extends Facts = Facts> {
  /** It needs the services of graphs that have a function left that is given them: an activity without a script, or `verify`. */
  readonly graph: Graph<Acted<F>>;
  /** All calls so far, in order. */
  readonly calls: readonly Call[];
  /** The calls of one node so far; a problem `script/unknown-node` for a node that is not scripted. */
  callsOf(this: void, node: string): readonly Call[];
}
/**
 * The same graph with scripts in the place of some activities, so that it can be tried without their side effects. A
 * script for a node that holds a subgraph stands for the whole subgraph, and gives the update of that node, with what the
 * two share.
 *
 * A problem `script/unknown-node` or `script/no-activity` for a name that cannot be scripted. A call for which no outcome
 * is left fails its node for good, with `script/used-up`.
 *
 * @example
 * const { graph, callsOf } = scripted(incident, {
 *   triage: [{ severity: 'high' }],
 *   logs: [new Error('down'), delayed('2s', { evidence: [entry] })],
 *   'investigate.search': (state: { query: string }) => ({ found: [state.query] }),
 * }, { clock });
 */
declare function scripted<F extends Facts>(graph: Graph<F>, scripts: Scripts<F["questions"]>, { clock }?: {
  readonly clock?: Clock;
}): Scripted<F>;
/** What stands for the methods of a service: for each a list of outcomes, as of an activity, or a function. */
type ServiceScripts<Of> = { readonly [Method in keyof Of as Of[Method] extends ((...given: never[]) => unknown) ? Method : never]?: readonly unknown[] | Of[Method]; };
/** One call of a scripted method. */
interface ServiceCall {
  readonly method: string;
  readonly given: readonly unknown[];
}
/** A service whose methods are scripted, and how it was called. */
interface ScriptedService<Of> {
  readonly service: Of;
  /** All calls so far, in order. */
  readonly calls: readonly ServiceCall[];
}
/**
 * A service that does what its scripts say, to open a runtime with in a test.
 *
 * A method of which no outcome is left, or that is not scripted, fails whatever node calls it for good, with `script/used-up`
 * or `script/no-method`.
 *
 * @example
 * const { service: mailer, calls } = scriptedService<Mailer>({ send: [new Error('down'), 'sent'] });
 * await run(order, { item: 'book' }, { services: { mailer } });
 */
declare function scriptedService<Of extends object>(scripts: ServiceScripts<Of>, { clock }?: {
  readonly clock?: Clock;
}): ScriptedService<Of>;
/** An outcome that takes its time; made by {@link delayed}. */
interface Delayed {
  readonly "~delayed": Duration;
  readonly outcome: unknown;
}
/** An outcome that comes after a while, by the clock that the script was given. */
declare function delayed(duration: Duration, outcome?: unknown): Delayed;
/** Which write the power goes out at. */
interface Cut {
  /** The number of the write, counted from 1. */
  readonly at: number;
  /** Whether that write is lost, or is stored and the caller never hears of it. */
  readonly when: "before" | "after";
}
/** What is known of a store's writes. */
interface WriteLog {
  /** The calls that wrote so far, by the name of the method. */
  readonly writes: readonly string[];
  /** Whether the power has gone out. */
  readonly isOut: boolean;
}
/** What a store throws once its power is out. */
declare class PowerCut extends Error {
  override readonly name = "PowerCut";
}
/**
 * Wraps a store so that its power goes out at the write that `cut` names: that call and every later one throw a
 * {@link PowerCut}, and what is stored stays as it is. Without a cut, the writes are only counted.
 *
 * Give a fresh runtime the store itself, to see what it makes of what is left.
 *
 * @example
 * const dying = powerCuts(store, { at: 7, when: 'after' });
 */
declare function powerCuts<Kept extends Store>(store: Kept, cut?: Cut): Kept & WriteLog;
/** How the kit gets at the store under test. */
interface StoreBench {
  /** An empty store. */
  open(): Soon<Store>;
  /** Closes a store and opens what it kept; left out where nothing outlives closing. */
  reopen?(store: Store): Soon<Store>;
  /** Sets the clock of the store under test, in milliseconds since 1970; left out where it has none of its own. */
  setClock?(time: number): Soon<void>;
}
/** Something that holds for every store; `run` rejects where it does not. */
interface StoreClaim {
  readonly name: string;
  readonly run: (bench: StoreBench) => Promise<void>;
}
/**
 * What every store must do, as claims that any test runner can run.
 *
 * @example
 * for (const { name, run } of storeConformance) test(name, () => run({ open: () => memory() }));
 */
declare const storeConformance: readonly StoreClaim[];
export { type Call, type Cut, type Delayed, PowerCut, type Script, type Scripted, type ScriptedService, type Scripts, type ServiceCall, type ServiceScripts, type StoreBench, type StoreClaim, type VirtualClock, type WriteLog, delayed, powerCuts, scripted, scriptedService, storeConformance, virtualClock };
