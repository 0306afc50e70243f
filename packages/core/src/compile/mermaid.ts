import type { Diagram, DiagramEdge, DiagramNode } from './diagram.ts';

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

/** A diagram as the text of a Mermaid flowchart. */
export function mermaid({ nodes, edges }: Diagram): string {
  const names = new Names();
  const lines = ['flowchart TB'];
  const anywhere = new Set(edges.filter((edge) => isAnywhere(edge, nodes)).map(({ from }) => from));
  draw(lines, names, { nodes, anywhere }, undefined, '  ');
  for (const edge of edges) {
    const from = names.of(isAnywhere(edge, nodes) ? anywhereIn(edge.from) : edge.from);
    const label = edge.label === undefined ? '' : `|${quoted(edge.label)}|`;
    lines.push(`  ${from} ${arrows[edge.kind]}${label} ${names.of(edge.to)}`);
  }
  const starts = nodes.filter(({ start }) => start === true).map(({ id }) => names.of(id));
  if (starts.length > 0) lines.push('  classDef start stroke-width:3px', `  class ${starts.join(',')} start`);
  for (const [kind, look] of Object.entries(looks)) {
    const styled = edges.flatMap((edge, index) => (edge.kind === kind ? [index] : []));
    if (styled.length > 0) lines.push(`  linkStyle ${styled.join(',')} ${look}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Adds the nodes of a graph, and inside those that hold one, its nodes. */
function draw(
  lines: string[],
  names: Names,
  all: { readonly nodes: readonly DiagramNode[]; readonly anywhere: ReadonlySet<string> },
  parent: string | undefined,
  indent: string,
): void {
  if (all.anywhere.has(parent ?? '')) lines.push(`${indent}${names.of(anywhereIn(parent ?? ''))}(["anywhere"])`);
  for (const node of all.nodes) {
    if (node.parent !== parent) continue;
    const id = names.of(node.id);
    const text = quoted(node.label ?? node.name);
    if (all.nodes.some((other) => other.parent === node.id)) {
      lines.push(`${indent}subgraph ${id}[${text}]`);
      draw(lines, names, all, node.id, `${indent}  `);
      lines.push(`${indent}end`);
    } else {
      const [left, right] = shapes[node.kind];
      lines.push(`${indent}${id}${left}${text}${right}`);
    }
  }
}

/** Whether an edge may be taken wherever in its graph a lane is. */
function isAnywhere({ from, to }: DiagramEdge, nodes: readonly DiagramNode[]): boolean {
  return from === '' || nodes.find(({ id }) => id === to)?.parent === from;
}

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

/** A text in quotes, in which nothing is markup: neither Mermaid's nor HTML's nor Markdown's. */
function quoted(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const escaped = line
    .replaceAll(/[^\p{L}\p{M}\p{N} _.,()'/=+!?…-]/gu, encoded)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, encoded)
    .replace(/^[-+]/u, encoded)
    .replace(/^(\d+)([.)])/u, (_all, digits: string, mark: string) => digits + encoded(mark));
  return `"${escaped === '' ? ' ' : escaped}"`;
}

function encoded(character: string): string {
  return `#${character.codePointAt(0) ?? 32};`;
}
