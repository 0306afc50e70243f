import { toMilliseconds } from '../base/duration.ts';
import type { AfterSource, WaitSource } from '../definition/source.ts';
import type { Timer } from './plan.ts';

/** The canonical form of `after`. Each timer has a name that no other of its list has: rows and snapshots tell it by that. */
export function timersIn(after: AfterSource | undefined, prefix = ''): readonly Timer[] {
  if (Array.isArray(after)) return listed(after as readonly WaitSource[], prefix);
  return Object.entries(after ?? {}).map(([name, entry]) => ({
    name: `${prefix}${name}`,
    place: `after.${name}`,
    wait: toMilliseconds(name),
    handlers: (Array.isArray(entry) ? entry : [entry]).map((each) => (typeof each === 'string' ? { to: each } : each)),
  }));
}

function listed(waits: readonly WaitSource[], prefix: string): readonly Timer[] {
  const names = new Set<string>();
  return waits.map(({ in: length, at, ...handler }, index) => {
    const place = `after[${index}]`;
    const name = typeof length !== 'string' || names.has(length) ? place : length;
    names.add(name);
    return { name: `${prefix}${name}`, place, wait: waitOf(length, at), handlers: [handler] };
  });
}

function waitOf(length: WaitSource['in'], at: WaitSource['at']): Timer['wait'] {
  if (at !== undefined) return { at };
  return typeof length === 'function' ? { in: length } : toMilliseconds(length ?? 0);
}
