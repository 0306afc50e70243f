import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { below, fieldsOf, found, noFields } from '../outline/fields.ts';
import type { Fields, ForkOutline, GraphOutline, NodeOutline } from '../outline/outline.ts';

/** Counts are whole and at least 1, shares are between 0 and 1, amounts are not negative. */
export function invalidNumber(graph: GraphOutline): readonly Mistake[] {
  return [
    ...Object.entries(graph.keys).flatMap(([name, key]) => ofKey(below(below(graph.path, 'state'), name), key)),
    ...Object.entries(graph.limits).flatMap(([name, most]) =>
      ofLimit(below(below(graph.path, 'limits'), name), name, most),
    ),
    ...[...graph.nodes.values()].flatMap(ofNode),
  ];
}

function ofKey(path: string, key: unknown): readonly Mistake[] {
  const fields = fieldsOf(key);
  if (fields?.['kind'] !== 'sum' || isFinite(fields['initial'])) return [];
  return expected(`${path}.initial`, fields['initial'], 'a number');
}

function ofLimit(path: string, name: string, most: unknown): readonly Mistake[] {
  if (most === undefined) return [];
  if (most === Infinity) return [];
  if (name === 'transitions') return isCount(most) ? [] : expected(path, most, 'a whole number of at least 1');
  const fields = fieldsOf(most);
  if (fields !== undefined) return ofWindow(path, fields);
  return isFinite(most) && most >= 0 ? [] : expected(path, most, 'a number of at least 0, or { max, per }');
}

function ofWindow(path: string, { max, per }: Fields): readonly Mistake[] {
  const isKnown = per === undefined || per === 'thread' || per === 'turn' || per === 'day';
  return [
    ...(max === Infinity || (isFinite(max) && max >= 0) ? [] : expected(`${path}.max`, max, 'a number of at least 0')),
    ...(isKnown ? [] : expected(`${path}.per`, per, '"thread", "turn" or "day"')),
  ];
}

function ofNode({ path, retry, fork }: NodeOutline): readonly Mistake[] {
  const { attempts, factor, jitter } = retry;
  const at = `${path}.retry`;
  return [
    ...(retry !== noFields && !isCount(attempts)
      ? expected(`${at}.attempts`, attempts, 'a whole number of at least 1')
      : []),
    ...(factor === undefined || (isFinite(factor) && factor > 0)
      ? []
      : expected(`${at}.factor`, factor, 'a number above 0')),
    ...(jitter === undefined || (isFinite(jitter) && jitter >= 0 && jitter <= 1)
      ? []
      : expected(`${at}.jitter`, jitter, 'a number from 0 to 1')),
    ...(fork === undefined ? [] : ofFork(fork)),
  ];
}

const aCount = 'a whole number of at least 1';

function ofFork({ by, path, lanes, need, limit }: ForkOutline): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  if (limit !== undefined && by === 'each' && !isCount(limit) && typeof limit !== 'function') {
    mistakes.push(...expected(`${path}.limit`, limit, `${aCount}, or a function of the state`));
  }
  if (need === undefined || need === 'all' || need === 'any' || typeof need === 'function') return mistakes;
  if (!isCount(need))
    mistakes.push(...expected(`${path}.need`, need, `"all", "any", ${aCount}, or a function of the state`));
  else if (by === 'all' && need > lanes.length) {
    const said = `This needs ${need} lanes to close, but there ${lanes.length === 1 ? 'is' : 'are'} ${lanes.length}. Need fewer, or "all".`;
    mistakes.push(mistake('invalid-number', `${path}.need`, said));
  }
  return mistakes;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return isFinite(value) && Number.isSafeInteger(value) && value >= 1;
}

function expected(path: string, value: unknown, must: string): readonly Mistake[] {
  const said =
    value === undefined ? `This is missing. It must be ${must}.` : `This must be ${must}, but it is ${found(value)}.`;
  return [mistake('invalid-number', path, said)];
}
