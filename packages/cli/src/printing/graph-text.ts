import type { Diagram } from '@cairn/core';
import type { Marks } from '@cairn/drawing/thread';
import type { Output, Style } from './output.ts';

type DiagramNode = Diagram['nodes'][number];
type DiagramEdge = Diagram['edges'][number];

const kindText: Readonly<Record<DiagramNode['kind'], string>> = {
  run: '',
  graph: 'subgraph',
  pass: 'passes on',
  wait: 'waits',
  final: 'final',
};

const stateText: Readonly<Record<NonNullable<DiagramNode['state']>, string>> = {
  atomic: '',
  compound: '',
  parallel: 'all at once',
  final: 'final',
  history: 'history',
  always: 'passes on',
};

const edgeStyle: Readonly<Partial<Record<DiagramEdge['kind'], Style>>> = {
  error: 'red',
  lane: 'blue',
  join: 'green',
  event: 'yellow',
  timer: 'yellow',
};

/** A diagram as lines of text: each node, and below it where it leads. */
export function graphLines(output: Output, { name, nodes, edges }: Diagram, marks?: Marks): readonly string[] {
  const within = grouped(nodes, ({ parent }) => parent ?? '');
  const leaving = grouped(edges, ({ from }) => from);
  const lines = [output.paint('bold', name)];
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent ?? '']));
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  // A state that holds others is left from anywhere in it, by whatever leaves it.
  const states = new Set(nodes.flatMap(({ id, state }) => (state === undefined ? [] : [id])));
  const edgeLine = (edge: DiagramEdge): string => edgeText(output, edge, names.get(edge.to) ?? edge.to);
  const draw = (graph: string, indent: string): void => {
    const anywhere = states.has(graph) ? [] : (leaving.get(graph) ?? []).filter(({ to }) => parents.get(to) === graph);
    if (anywhere.length > 0) {
      lines.push(`${indent}${output.paint('dim', '(anywhere)')}`);
      for (const edge of anywhere) lines.push(`${indent}    ${edgeLine(edge)}`);
    }
    for (const node of within.get(graph) ?? []) {
      lines.push(`${indent}${nodeText(output, node, marks)}`);
      const own = (leaving.get(node.id) ?? []).filter(({ to }) => states.has(node.id) || parents.get(to) !== node.id);
      for (const edge of own) lines.push(`${indent}    ${edgeLine(edge)}`);
      if (within.has(node.id)) draw(node.id, `${indent}  │ `);
    }
  };
  draw('', '  ');
  return lines;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function nodeText(
  output: Output,
  { id, name, kind, start, label, state, deep }: DiagramNode,
  marks: Marks | undefined,
): string {
  const isHere = marks?.current.has(id) === true;
  const wasHere = marks?.visited.has(id) === true;
  const sign = isHere ? output.paint('yellow', '▶') : wasHere ? output.paint('green', '●') : '○';
  const facts = [
    start === true ? 'start' : '',
    deep === true ? 'deep history' : state === undefined ? kindText[kind] : stateText[state],
    deep === true ? '' : (label ?? ''),
  ].filter((fact) => fact !== '');
  const text = `${sign} ${output.paint(isHere ? ['bold', 'yellow'] : 'bold', name)}`;
  return facts.length === 0 ? text : `${text}  ${output.paint('dim', facts.join(', '))}`;
}

function edgeText(output: Output, { kind, label }: DiagramEdge, target: string): string {
  const cause = kind === 'next' || kind === 'case' ? (label ?? '') : `${kind}${label === undefined ? '' : ` ${label}`}`;
  const style = edgeStyle[kind];
  const text = `→ ${target}`;
  const painted = style === undefined ? text : output.paint(style, text);
  return cause === '' ? painted : `${painted}  ${output.paint('dim', cause)}`;
}
