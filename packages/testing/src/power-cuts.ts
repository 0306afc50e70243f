import type { Store } from '@cairn/core/store';

/** Which write the power goes out at. */
export interface Cut {
  /** The number of the write, counted from 1. */
  readonly at: number;
  /** Whether that write is lost, or is stored and the caller never hears of it. */
  readonly when: 'before' | 'after';
}

/** What is known of a store's writes. */
export interface WriteLog {
  /** The calls that wrote so far, by the name of the method. */
  readonly writes: readonly string[];
  /** Whether the power has gone out. */
  readonly isOut: boolean;
}

/** What a store throws once its power is out. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

const writing: ReadonlySet<PropertyKey> = new Set<keyof Store>([
  'create',
  'commit',
  'heartbeat',
  'retire',
  'claim',
  'take',
  'leave',
  'retag',
  'keepPlan',
  'keepCached',
  'putItems',
  'remove',
  'trim',
]);

/**
 * Wraps a store so that its power goes out at the write that `cut` names: that call and every later one throw a
 * {@link PowerCut}, and what is stored stays as it is. Without a cut, the writes are only counted.
 *
 * Give a fresh runtime the store itself, to see what it makes of what is left.
 *
 * @example
 * const dying = powerCuts(store, { at: 7, when: 'after' });
 */
export function powerCuts<Kept extends Store>(store: Kept, cut?: Cut): Kept & WriteLog {
  const writes: string[] = [];
  let isOut = false;
  const out = (): PowerCut => {
    isOut = true;
    return new PowerCut(`The power went out ${cut?.when} write ${cut?.at}, "${writes.at(-1)}".`);
  };

  function call(
    name: PropertyKey,
    method: (...args: readonly unknown[]) => unknown,
    args: readonly unknown[],
  ): unknown {
    if (isOut) throw out();
    if (!writing.has(name)) return method.apply(store, [...args]);
    writes.push(String(name));
    if (writes.length !== cut?.at) return method.apply(store, [...args]);
    if (cut.when === 'before') throw out();
    const answer = method.apply(store, [...args]);
    const fail = (): never => {
      throw out();
    };
    isOut = true;
    return answer instanceof Promise ? answer.then(fail) : fail();
  }

  return new Proxy(store, {
    get(_, name) {
      if (name === 'writes') return writes;
      if (name === 'isOut') return isOut;
      const member: unknown = Reflect.get(store, name, store);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => call(name, member as (...args: readonly unknown[]) => unknown, args);
    },
  }) as Kept & WriteLog;
}
