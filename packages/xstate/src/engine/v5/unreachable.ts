/**
 * What XState promises to code that runs, and that only a system which is alive has. What Cairn runs, it runs after the checkpoint that it belongs to, maybe in
 * another process: the machine's actors are data by then.
 */
import { problem } from '@cairn/core/store';

/** Where code runs. */
export interface Where {
  readonly machine: string;
  /** The ids from the machine to the actor, joined by `/`; empty for the machine itself. */
  readonly actor: string;
  /** What asks: `action "notify"`, `promise "load"`. */
  readonly what: string;
}

/** What an action has as `self`: the id of its actor. A problem `machine/undurable` for all else of it. */
export function unreachableSelf(where: Where, id: string): object {
  return unreachable('self', where, { id });
}

/** What an action has as `system`. A problem `machine/undurable` for all of it. */
export function unreachableSystem(where: Where): object {
  return unreachable('system', where, {});
}

/** The system of code that runs alone: it works for itself, and says that no other actor can be got by it. */
export function aloneIn<System extends object>(system: System, where: Where): System {
  const none = (name: string) => () => {
    throw refused(`system.${name}`, where);
  };
  return Object.assign(Object.create(system) as System, { get: none('get'), getAll: none('getAll') });
}

function unreachable(name: string, where: Where, known: Readonly<Record<string, unknown>>): object {
  return new Proxy(known, {
    get: (_, key) => {
      // What a promise or a log looks for, anything may be asked for.
      if (typeof key === 'symbol' || Object.hasOwn(known, key) || quiet.has(key))
        return Reflect.get(known, key) as unknown;
      throw refused(`${name}.${key}`, where);
    },
  });
}

const quiet: ReadonlySet<string> = new Set(['then', 'toJSON', 'toString', 'valueOf', 'constructor']);

function refused(path: string, { machine, actor, what }: Where): Error {
  const message = `${what} uses "${path}". It runs after its checkpoint is stored, maybe in another process, where the actors of the machine are data. ${instead}`;
  return problem('machine/undurable', { machine, mistakes: [{ path: actor === '' ? machine : actor, message }] });
}

const instead =
  'Send in the machine, by raise, sendTo, sendParent or emit; hand what is needed on as params or input; and tell what came of it by the end of a promise.';
