import { latePattern } from '../base/problem/late-pattern.ts';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram.ts';
import { edgeEnds } from './edge-ends.ts';

type NodeKind = DiagramNode['kind'];
type EdgeKind = DiagramEdge['kind'];

/** What is left and right of a node's text. */
const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  run: ['[', ']'],
  graph: ['[[', ']]'],
  pass: ['{{', '}}'],
  wait: ['([', '])'],
  final: ['(((', ')))'],
};

const arrows: Readonly<Record<EdgeKind, string>> = {
  next: '-->',
  case: '-->',
  choice: '-->',
  event: '-->',
  timer: '-->',
  error: '-.->',
  lane: '==>',
  join: '==>',
};

/** Looks of the edges that are not plain. */
const looks: Readonly<Partial<Record<EdgeKind, string>>> = {
  error: 'stroke:#c0392b,color:#c0392b',
  lane: 'stroke:#2471a3',
  join: 'stroke:#1e8449',
};

/** Where a thread has been, and where it is: nodes by their ids. */
interface MermaidMarks {
  readonly visited?: Iterable<string>;
  readonly current?: Iterable<string>;
}

/** Looks of the nodes that are marked; where a thread is goes before where it has been. */
const marked: readonly (readonly [keyof MermaidMarks, string])[] = [
  ['visited', 'fill:#d5f5e3'],
  ['current', 'fill:#f9e79f,stroke-width:3px'],
];

/** A diagram as the text of a Mermaid flowchart; with marks, of a thread. */
export function mermaid({ nodes, edges }: Diagram, marks: MermaidMarks = {}): string {
  const names = new Names();
  const endsOf = edgeEnds({ nodes });
  const within = grouped(nodes);
  const anywhere = new Set(edges.flatMap((edge) => (endsOf(edge).isAnywhere ? [edge.from] : [])));
  const lines = ['flowchart TB', ...drawn({ names, within, anywhere }, undefined, '  ')];
  for (const edge of edges) {
    const { from, to, isAnywhere } = endsOf(edge);
    const start = names.of(isAnywhere ? anywhereIn(from) : from);
    const label = edge.label === undefined ? '' : `|${quoted(edge.label)}|`;
    lines.push(`  ${start} ${arrows[edge.kind]}${label} ${names.of(to)}`);
  }
  const starts = nodes.filter(({ start }) => start === true).map(({ id }) => names.of(id));
  if (starts.length > 0) lines.push('  classDef start stroke-width:3px', `  class ${starts.join(',')} start`);
  const ids = new Set(nodes.map(({ id }) => id));
  for (const [mark, look] of marked) {
    const those = [...(marks[mark] ?? [])].filter((id) => ids.has(id)).map((id) => names.of(id));
    if (those.length > 0) lines.push(`  classDef ${mark} ${look}`, `  class ${those.join(',')} ${mark}`);
  }
  for (const [kind, look] of Object.entries(looks)) {
    const styled = edges.flatMap((edge, index) => (edge.kind === kind ? [index] : []));
    if (styled.length > 0) lines.push(`  linkStyle ${styled.join(',')} ${look}`);
  }
  return `${lines.join('\n')}\n`;
}

interface Drawing {
  readonly names: Names;
  /** The nodes of each graph, by the id of the node that holds it. */
  readonly within: ReadonlyMap<string | undefined, readonly DiagramNode[]>;
  /** The graphs in which something may happen wherever a lane is. */
  readonly anywhere: ReadonlySet<string>;
}

/** The lines of a graph's nodes, and inside those that hold one, of its nodes. */
function drawn(drawing: Drawing, parent: string | undefined, indent: string): readonly string[] {
  const { names, within, anywhere } = drawing;
  const everywhere = names.of(anywhereIn(parent ?? ''));
  const first = anywhere.has(parent ?? '') ? [`${indent}${everywhere}(["anywhere"])`] : [];
  const lines = (within.get(parent) ?? []).flatMap(({ id, kind, name, label }) => {
    const text = quoted(label ?? name);
    if (within.has(id)) {
      return [`${indent}subgraph ${names.of(id)}[${text}]`, ...drawn(drawing, id, `${indent}  `), `${indent}end`];
    }
    const [left, right] = shapes[kind];
    return [`${indent}${names.of(id)}${left}${text}${right}`];
  });
  return [...first, ...lines];
}

function grouped(nodes: readonly DiagramNode[]): Drawing['within'] {
  const within = new Map<string | undefined, DiagramNode[]>();
  for (const node of nodes) {
    const group = within.get(node.parent);
    if (group === undefined) within.set(node.parent, [node]);
    else group.push(node);
  }
  return within;
}

/** What stands for all nodes of a graph. */
function anywhereIn(parent: string): string {
  return `${parent}@anywhere`;
}

/** Names that Mermaid takes for nothing else: `end`, `style` or `a-b` mean something to it. */
class Names {
  readonly #byId = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(id: string): string {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const plain = `n_${id.replaceAll(/[^A-Za-z0-9_]/gu, '_')}`;
    let name = plain;
    for (let count = 2; this.#taken.has(name); count++) name = `${plain}_${count}`;
    this.#taken.add(name);
    this.#byId.set(id, name);
    return name;
  }
}

const markup = latePattern(String.raw`[^\p{L}\p{M}\p{N} _.,()'/=+!?\u2026-]`, 'gu');
const emphasis = latePattern(String.raw`(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])`, 'gu');

/** A text in quotes, in which nothing is markup: neither Mermaid's nor HTML's nor Markdown's. */
function quoted(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const escaped = line
    .replaceAll(markup(), encoded)
    .replaceAll(emphasis(), encoded)
    .replace(/^[-+]/u, encoded)
    .replace(/^(\d+)([.)])/u, (_all, digits: string, mark: string) => digits + encoded(mark));
  return `"${escaped === '' ? ' ' : escaped}"`;
}

function encoded(character: string): string {
  return `#${character.codePointAt(0) ?? 32};`;
}
