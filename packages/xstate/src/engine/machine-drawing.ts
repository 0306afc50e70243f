import type { Drawing } from '@cairn/core';

type State = Drawing['nodes'][number];
type Move = Drawing['edges'][number];

/** What of a machine's states is drawn: those of XState 5 and of XState 6 have it. */
export interface StateNode {
  readonly key: string;
  readonly path: readonly string[];
  readonly type: State['kind'];
  readonly states: Readonly<Record<string, StateNode>>;
  readonly initial?: { readonly target?: readonly StateNode[] | undefined } | undefined;
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[] | undefined;
  readonly invoke: readonly { readonly id: string; readonly src: unknown }[];
}

interface Transition {
  readonly target?: readonly StateNode[] | undefined;
  readonly guard?: unknown;
  readonly delay?: unknown;
  /** Of XState 6: a function that says where it leads. */
  readonly to?: unknown;
}

/** The states of a machine, as its node has them drawn; which are active the state's value tells, at this place of what is kept of the machine. */
export function drawingOf(root: StateNode, active: Drawing['active']): Drawing {
  const all = below(root);
  return {
    nodes: all.map(({ node, parent }) => stateOf(node, parent)),
    edges: [root, ...all.map(({ node }) => node)].flatMap(movesOf),
    active,
  };
}

function below(parent: StateNode): readonly { readonly node: StateNode; readonly parent: StateNode }[] {
  return Object.values(parent.states).flatMap((node) => [{ node, parent }, ...below(node)]);
}

function stateOf(node: StateNode, parent: StateNode): State {
  const { key, path, type } = node;
  const isFirst = parent.type === 'compound' && parent.initial?.target?.some((target) => target === node) === true;
  const goesOn =
    type === 'atomic' && node.always?.some(({ guard, to }) => guard === undefined && to === undefined) === true;
  return {
    id: idOf(path),
    name: key,
    kind: goesOn ? 'always' : type,
    ...(path.length > 1 && { parent: idOf(path.slice(0, -1)) }),
    ...(isFirst && { start: true }),
  };
}

/** The names down to a state, joined by dots; one that has a dot itself stands in quotes. */
function idOf(path: readonly string[]): string {
  return path.map((name) => (/[."]/u.test(name) ? JSON.stringify(name) : name)).join('.');
}

function movesOf(node: StateNode): readonly Move[] {
  const handled = [...node.transitions].flatMap(([type, list]) =>
    list.flatMap((each) => movesBy(node, each, saidOf(node, type, each))),
  );
  const always = (node.always ?? []).flatMap((each) => movesBy(node, each, { kind: 'case' }));
  return [...handled, ...always];
}

interface Said {
  readonly kind: Move['kind'];
  readonly name?: string;
}

function movesBy(node: StateNode, { target, guard, to }: Transition, { kind, name }: Said): readonly Move[] {
  const from = idOf(node.path);
  const asked = guardText(guard);
  const label = name === undefined ? asked : asked === undefined ? name : `${name} [${asked}]`;
  if (target !== undefined)
    return target.map((each) => ({ from, to: idOf(each.path), kind, ...(label !== undefined && { label }) }));
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
