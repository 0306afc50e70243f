import type { Diagram } from '@cairn/core';
import { layoutOf } from './layout.ts';
import { anywhere } from './nest.ts';
import { pathOf, rounded } from './path.ts';
import type { PlacedNode, Route } from './placed.ts';
import { edgeLabel, edgeWords, isInside, labelHeight, labelWidth, type Box, type Point } from './shape.ts';
import { styleOf, type Theme } from './style.ts';
import { drawnText, harmless } from './text.ts';
import { moveOf, possibleMoves, type Marks } from './walk.ts';

/** How a picture is drawn. */
export interface SvgOptions {
  /** Marks where a thread has been and is. */
  readonly marks?: Pick<Marks, 'visited' | 'current' | 'taken'> & Partial<Pick<Marks, 'failed'>>;
  /** `auto` by default: light or dark, as whoever looks at it has it. */
  readonly theme?: Theme;
}

/** A diagram as an SVG picture; with marks, the nodes and transitions of a thread are told apart. It has no scripts and needs no fonts. */
export function graphSvg(diagram: Diagram, { marks, theme = 'auto' }: SvgOptions = {}): string {
  const { width, height, nodes, edges } = layoutOf(diagram);
  const groups = nodes.filter(({ isGroup }) => isGroup);
  const leaves = nodes.filter(({ isGroup }) => !isGroup);
  const size = `${rounded(width)} ${rounded(height)}`;
  const possible = marks === undefined ? new Set<string>() : possibleMoves(diagram, marks);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="cairn-graph" viewBox="0 0 ${size}" width="${rounded(width)}" height="${rounded(height)}" role="img">`,
    `<title>${escaped(drawnText(diagram.name, 'edge'))}</title>`,
    `<style>${styleOf(theme)}\n</style>`,
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1 L9 5 L0 9 z" fill="context-stroke"/></marker></defs>',
    '<rect class="paper" width="100%" height="100%"/>',
    ...groups.map((group) => groupSvg(group, marks)),
    ...edges.map((edge) => edgeSvg(edge, marks, possible)),
    ...leaves.map((node) => nodeSvg(node, marks)),
    ...edges.map((edge) => labelSvg(edge, groups)),
    '</svg>',
    '',
  ].join('\n');
}

type Marked = SvgOptions['marks'];

function groupSvg({ node, box }: PlacedNode, marks: Marked): string {
  const corner = { x: box.x - box.width / 2 + 10, y: box.y - box.height / 2 + 12 };
  return `<g class="${classes('group', node.id, marks)}">${rectangle(box, 8)}${words(node.label ?? node.name, corner, 'node')}</g>`;
}

function nodeSvg({ node, box }: PlacedNode, marks: Marked): string {
  const kind = `node ${node.kind}${node.start === true ? ' start' : ''}`;
  const corner = node.kind === 'wait' || node.kind === 'final' || node.id.endsWith(anywhere) ? box.height / 2 : 6;
  return `<g class="${classes(kind, node.id, marks)}">${rectangle(box, corner)}${words(node.label ?? node.name, box, 'node')}</g>`;
}

function classes(own: string, id: string, marks: Marked): string {
  const failed = marks?.failed?.has(id) === true ? ' failed' : '';
  if (marks?.current.has(id) === true) return `${own} visited current${failed}`;
  return marks?.visited.has(id) === true ? `${own} visited${failed}` : own;
}

function edgeSvg(route: Route, marks: Marked, possible: ReadonlySet<string>): string {
  const move = moveOf(route.edge);
  const taken = marks?.taken.has(move) === true ? ' taken' : '';
  const next = possible.has(move) ? ' possible' : '';
  return `<path class="edge ${route.edge.kind}${taken}${next}" d="${pathOf(route)}"/>`;
}

function labelSvg({ edge, label }: Route, groups: readonly PlacedNode[]): string {
  const text = edgeLabel(edge);
  if (label === undefined || text === undefined) return '';
  const width = labelWidth(text);
  const inside = groups.some(({ box }) => isInside(label, box)) ? ' inside' : '';
  const back = `<rect class="label-back${inside}" x="${rounded(label.x - width / 2)}" y="${rounded(label.y - labelHeight / 2)}" width="${rounded(width)}" height="${labelHeight}"/>`;
  return `${back}${words(edgeWords(edge) ?? text, label, 'edge')}`;
}

/** A text around a height; where it is cut, all of it is shown to who points at it. Where its letters stand is said in the markup: not every viewer knows the property for it. */
function words(text: string, { x, y }: Point, kind: 'node' | 'edge'): string {
  const drawn = drawnText(text, kind);
  const whole = drawn.endsWith('…') ? `<title>${escaped(harmless(text))}</title>` : '';
  return `<text${kind === 'edge' ? ' class="label"' : ''} x="${rounded(x)}" y="${rounded(y)}" dy=".35em">${escaped(drawn)}${whole}</text>`;
}

function rectangle({ x, y, width, height }: Box, corner: number): string {
  return `<rect x="${rounded(x - width / 2)}" y="${rounded(y - height / 2)}" width="${rounded(width)}" height="${rounded(height)}" rx="${rounded(corner)}"/>`;
}

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/gu, (character) => names[character] ?? character);
}
