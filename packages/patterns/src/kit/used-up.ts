import { fatal, type Context, type Failure, type Limits } from '@cairn/core';

/** The code of the failure of a worker that was not begun, as a limit of its pattern is used up. */
const code = 'pattern/used-up';

/** What may still be spent, as activities and decisions are told. */
export interface Left {
  left(this: void, name: string): number;
}

/** The first of a pattern's limits that is used up; undefined where none is. Transitions are counted by whoever moves. */
export function usedUp(limits: Limits | undefined, { left }: Left): string | undefined {
  return Object.keys(limits ?? {}).find((name) => name !== 'transitions' && left(name) <= 0);
}

/** Refuses a worker that is about to be begun where a limit is used up. */
export function mustBeLeft(limits: Limits | undefined, at: Left): void {
  const name = usedUp(limits, at);
  if (name !== undefined) throw fatal(Object.assign(new Error(`The limit of ${name} is used up.`), { code }));
}

/**
 * Looks once, durably, whether a call may begin. A call that waited, or that the death of a process cut off, is the same call when it is made again: what it
 * spent itself does not stand in its way.
 */
export async function beginCall({ step, attempt }: Pick<Context, 'step' | 'attempt'>, may: () => void): Promise<void> {
  await step(`begin call ${attempt}`, may);
}

interface Stopping {
  /** What leads on from the failure of a worker that was not begun, or that spent more than was left, before anything else does. */
  readonly failed: readonly object[];
  /** What leads to the end instead of further work, where a limit is used up by now. */
  readonly ways: readonly object[];
  /** The end. */
  readonly nodes: object;
}

/**
 * How a pattern comes to its end `exhausted` where one of its limits is used up; nothing, where it has none that workers spend. `update` says what is kept of the
 * failure.
 */
export function stoppingAt(limits: Limits | undefined, update?: (s: never, failure: Failure) => object): Stopping {
  if (Object.keys(limits ?? {}).every((name) => name === 'transitions')) return { failed: [], ways: [], nodes: {} };
  const to = { to: 'exhausted', label: 'a limit is used up' };
  const isOver = (_s: unknown, failure: Failure, moment: Left): boolean =>
    failure.code === code || (failure.code === 'limit/exceeded' && usedUp(limits, moment) !== undefined);
  return {
    failed: [{ when: isOver, ...to, ...(update !== undefined && { update }) }],
    ways: [{ when: (_s: unknown, moment: Left) => usedUp(limits, moment) !== undefined, ...to }],
    nodes: { exhausted: { final: true } },
  };
}

/** Limits of a graph around one that is held to them: what is spent there by the same names is counted, and never refused. */
export function countedOnly(limits: Limits | undefined): { readonly limits?: Limits } {
  if (limits === undefined) return {};
  return { limits: Object.fromEntries(Object.keys(limits).map((name) => [name, Infinity])) };
}
