import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { isLength } from '../../base/duration.ts';
import { found, lengthOf } from '../outline/fields.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';

/** Lengths of time are written as a number and a unit, or as milliseconds; what they come to is what is seen. */
export function invalidDuration(graph: GraphOutline): readonly Mistake[] {
  const nodes = [...graph.nodes.values()];
  const timers = [graph, ...nodes].flatMap((each) => each.timers);
  return [...timers.flatMap(({ path, length }) => optional(path, length)), ...nodes.flatMap(ofPolicies)];
}

function ofPolicies({ path, fields, retry, cache }: NodeOutline): readonly Mistake[] {
  return [
    ...optional(`${path}.timeout`, fields['timeout'], 1),
    ...optional(`${path}.retry.backoff`, retry['backoff']),
    ...optional(`${path}.retry.max`, retry['max']),
    ...(fields['cache'] === undefined ? [] : duration(`${path}.cache.ttl`, cache['ttl'])),
  ];
}

function optional(path: string, value: unknown, least = 0): readonly Mistake[] {
  return value === undefined ? [] : duration(path, value, least);
}

function duration(path: string, value: unknown, least = 0): readonly Mistake[] {
  const milliseconds = lengthOf(value);
  if (milliseconds === 0 && amountOf(value) > 0) {
    const said = `${shown(value)} is less than half a millisecond, and rounds to nothing. Write 1ms or more.`;
    return [mistake('invalid-duration', path, said)];
  }
  if (milliseconds !== undefined && milliseconds >= least) return [];
  if (milliseconds === 0) {
    return [
      mistake('invalid-duration', path, 'This leaves no time at all. Give a longer one, or leave it out for no limit.'),
    ];
  }
  if (amountOf(value) > 0) {
    const said = `${shown(value)} is too long: it may be 100,000 years, 36525000d.`;
    return [mistake('invalid-duration', path, said)];
  }
  const there = value === undefined ? 'This is missing' : `${found(value)} is not a duration`;
  const said = `${there}. Write a number and a unit: "250ms", "30s", "5m", "24h", "7d" or "2w".`;
  return [mistake('invalid-duration', path, said)];
}

/** The number that a length of time is written with; none where it is no length, however long. */
function amountOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && isLength(value) ? Number.parseFloat(value) : Number.NaN;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : String(value);
}
