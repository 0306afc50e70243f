import type { Drawing } from '@cairn/core';
import { hashOf } from '@cairn/core/store';
import { defaultTargets } from './history-default.ts';
import type { StateNode, Transition } from './state-node.ts';

type State = Drawing['nodes'][number];
type Move = Drawing['edges'][number];

/** Where a node's state tells of its machine's states. */
export type Told = Pick<Drawing, 'active' | 'went'>;

/** The states of a machine, as its node has them drawn; which are active, and what was taken, is told in these places. */
export function drawingOf(root: StateNode, told: Told): Drawing {
  const all = below(root);
  const ids = told.went === undefined ? undefined : moveIdsOf(root);
  return {
    nodes: all.map(({ node, parent }) => stateOf(node, parent, root)),
    edges: waysOf(root).flatMap(({ of, moves }) => {
      const id = ids?.get(of);
      return moves.map((move) => (id === undefined ? move : { id, ...move }));
    }),
    ...told,
  };
}

/** A transition, or a history that leads to its default, and what is drawn of it. */
interface DrawnWay {
  readonly of: unknown;
  readonly moves: readonly Move[];
}

function waysOf(root: StateNode): readonly DrawnWay[] {
  return [root, ...below(root).map(({ node }) => node)].flatMap((node) => [
    ...movesOf(node),
    ...(node.type === 'history' ? [{ of: node, moves: defaultOf(node, root) }] : []),
  ]);
}

const known = new WeakMap<StateNode, ReadonlyMap<unknown, string>>();

/**
 * What drawn transitions are called where it is told that they were taken: by the objects that they are in the machine, and of histories that lead to their
 * default, by these. What looks the same has one name, whatever else the machine has; what stays in the whole machine is not drawn, and has none.
 */
export function moveIdsOf(root: StateNode): ReadonlyMap<unknown, string> {
  const before = known.get(root);
  if (before !== undefined) return before;
  const drawn = waysOf(root).filter(({ moves }) => moves.some(({ to }) => to !== ''));
  const ids = new Map(drawn.map(({ of, moves }) => [of, hashOf(JSON.stringify(moves)).slice(0, 6)]));
  known.set(root, ids);
  return ids;
}

function defaultOf(history: StateNode, root: StateNode): readonly Move[] {
  const from = drawnId(history.path);
  return defaultTargets(history, root).map(({ path }) => ({
    from,
    to: drawnId(path),
    kind: 'next',
    label: 'at first',
  }));
}

function below(parent: StateNode): readonly { readonly node: StateNode; readonly parent: StateNode }[] {
  return Object.values(parent.states).flatMap((node) => [{ node, parent }, ...below(node)]);
}

function stateOf(node: StateNode, parent: StateNode, root: StateNode): State {
  const { id, key, path, type } = node;
  const isFirst = parent.type === 'compound' && parent.initial?.target?.some((target) => target === node) === true;
  const goesOn =
    type === 'atomic' && node.always?.some(({ guard, to }) => guard === undefined && to === undefined) === true;
  return {
    id: drawnId(path),
    name: key,
    kind: goesOn ? 'always' : type,
    ...(path.length > 1 && { parent: drawnId(path.slice(0, -1)) }),
    ...(isFirst && { start: true }),
    ...(node.history === 'deep' && { deep: true, label: `${key}*` }),
    ...(id !== [root.id, ...path].join('.') && { alias: id }),
  };
}

/** The names down to a state, joined by dots; one that has a dot itself stands in quotes. */
export function drawnId(path: readonly string[]): string {
  return path.map((name) => (/[."]/u.test(name) ? JSON.stringify(name) : name)).join('.');
}

function movesOf(node: StateNode): readonly DrawnWay[] {
  const handled = [...node.transitions].flatMap(([type, list]) =>
    list.map((each) => ({ of: each, moves: movesBy(node, each, saidOf(node, type, each)) })),
  );
  const always = (node.always ?? []).map((each) => ({ of: each, moves: movesBy(node, each, { kind: 'case' }) }));
  return [...handled, ...always];
}

interface Said {
  readonly kind: Move['kind'];
  readonly name?: string;
}

function movesBy(node: StateNode, { target, guard, to }: Transition, { kind, name }: Said): readonly Move[] {
  const from = drawnId(node.path);
  const asked = guardText(guard);
  const label = name === undefined ? asked : asked === undefined ? name : `${name} [${asked}]`;
  if (target !== undefined)
    return target.map((each) => ({ from, to: drawnId(each.path), kind, ...(label !== undefined && { label }) }));
  const stays = typeof to === 'function' ? 'its code says where to' : 'stays';
  return [{ from, to: from, kind, label: label === undefined ? `(${stays})` : `${label} (${stays})` }];
}

/** What a transition is taken for, by the type of its event. */
function saidOf(node: StateNode, type: string, { delay }: Transition): Said {
  const [, own = '', of = ''] =
    /^xstate\.(after|done\.state|done\.actor|error\.actor|snapshot)(?:\.(.*))?$/su.exec(type) ?? [];
  const logic = (): string => {
    const src =
      node.invoke.find(({ id }) => id === of)?.src ?? (node.invoke.length === 1 ? node.invoke[0]?.src : undefined);
    return typeof src === 'string' && !src.startsWith('xstate.') ? ` ${src}` : '';
  };
  switch (own) {
    case 'after':
      return { kind: 'timer', name: delayText(delay) };
    case 'done.state':
      return { kind: 'next', name: 'done' };
    case 'done.actor':
      return { kind: 'next', name: `done${logic()}` };
    case 'error.actor':
      return { kind: 'error', ...(logic() !== '' && { name: logic().trim() }) };
    case 'snapshot':
      return { kind: 'event', name: `snapshot${logic()}` };
    default:
      return { kind: 'event', name: type };
  }
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

function delayText(delay: unknown): string {
  if (typeof delay === 'string') return delay;
  if (typeof delay !== 'number') return 'later';
  const [unit, length] = units.find(([, each]) => delay >= each && delay % each === 0) ?? ['ms', 1];
  return `${delay / length}${unit}`;
}

/** Names that say nothing of a guard. */
const nameless: ReadonlySet<string> = new Set(['', 'guard']);

function guardText(guard: unknown): string | undefined {
  if (guard === undefined || typeof guard === 'string') return guard;
  if (typeof guard === 'function') {
    const { guards, name } = guard as { readonly guards?: readonly unknown[]; readonly name: string };
    if (guards === undefined) return nameless.has(name) ? undefined : name;
    const parts = guards.map((each) => guardText(each) ?? '…');
    return name === 'not' ? `not ${parts.join()}` : parts.join(` ${name} `);
  }
  const { type } = guard as { readonly type?: unknown };
  return typeof type === 'string' ? type : undefined;
}
