import { fatal, systemClock, type Clock } from '@cairn/core';
import { problem, suggest } from '@cairn/core/store';
import { play } from './outcome.ts';

/** What stands for the methods of a service: for each a list of outcomes, as of an activity, or a function. */
export type ServiceScripts<Of> = {
  readonly [Method in keyof Of as Of[Method] extends (...given: never[]) => unknown ? Method : never]?:
    | readonly unknown[]
    | Of[Method];
};

/** One call of a scripted method. */
export interface ServiceCall {
  readonly method: string;
  readonly given: readonly unknown[];
}

/** A service whose methods are scripted, and how it was called. */
export interface ScriptedService<Of> {
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
export function scriptedService<Of extends object>(
  scripts: ServiceScripts<Of>,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): ScriptedService<Of> {
  const calls: ServiceCall[] = [];
  const methods = new Map<PropertyKey, unknown>(
    Object.entries(scripts).map(([method, script]) => [method, actor(method, script, { calls, clock })]),
  );
  const service = new Proxy(Object.freeze({}), {
    get: (_, name) => {
      // Whoever awaits or prints it asks for these, and means no method.
      if (methods.has(name) || typeof name === 'symbol' || name === 'then' || name === 'toJSON')
        return methods.get(name);
      return () => {
        throw fatal(problem('script/no-method', { method: name, hint: suggest(name, Object.keys(scripts)) }));
      };
    },
  });
  return { service: service as Of, calls };
}

const never = new AbortController().signal;

function actor(method: string, script: unknown, { calls, clock }: { calls: ServiceCall[]; clock: Clock }): unknown {
  let played = 0;
  return (...given: readonly unknown[]): unknown => {
    calls.push({ method, given });
    if (typeof script === 'function') return (script as (...given: readonly unknown[]) => unknown)(...given);
    const outcomes = script as readonly unknown[];
    if (played >= outcomes.length) {
      throw fatal(problem('script/used-up', { node: method, outcomes: outcomes.length }));
    }
    return play(outcomes[played++], never, clock);
  };
}
