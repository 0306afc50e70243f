import { harmless } from '../printing/harmless.ts';
import type { Diagram } from '@cairn/core';
import { anywhere, layoutOf } from './graph-layout.ts';
import type { PlacedNode, Route } from './graph-route.ts';
import { edgeLabel, isInside, labelWidth, type Box, type Point } from './graph-shape.ts';
import { moveOf, type Visits } from './visits.ts';

const style = `
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1c2733; text-anchor: middle }
  .label { font-size: 11px; fill: #51606f }
  .label-back { fill: #fff; fill-opacity: .88 }
  .label-back.inside { fill: #f4f6f8 }
  .node rect { fill: #fff; stroke: #51606f; stroke-width: 1.2 }
  .node.start rect { stroke-width: 2.6 }
  .node.wait rect { fill: #fff8e1; stroke: #b7791f }
  .node.final rect { fill: #edf7ee; stroke: #2e7d32 }
  .node.pass rect { stroke-dasharray: 4 3 }
  .group rect { fill: #f4f6f8; stroke: #a9b4bf }
  .group text { font-size: 12px; fill: #51606f; text-anchor: start }
  .visited rect { stroke: #1565c0 }
  .current rect { stroke: #e65100; stroke-width: 2.6 }
  .node.visited rect { fill: #dcecfb; stroke: #1565c0 }
  .node.current rect { fill: #ffe082; stroke: #e65100 }
  .edge { fill: none; stroke: #66727e; stroke-width: 1.3; marker-end: url(#arrow) }
  .edge.error { stroke: #c0392b; stroke-dasharray: 5 4 }
  .edge.lane { stroke: #2471a3; stroke-width: 2 }
  .edge.join { stroke: #1e8449; stroke-width: 2 }
  .edge.taken { stroke-width: 3 }`;

/** A diagram as an SVG picture; with visits, the nodes and transitions of a thread are marked. */
export function graphSvg(diagram: Diagram, visits?: Visits): string {
  const { width, height, nodes, edges } = layoutOf(diagram);
  const groups = nodes.filter(({ isGroup }) => isGroup);
  const leaves = nodes.filter(({ isGroup }) => !isGroup);
  const size = `${rounded(width)} ${rounded(height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${rounded(width)}" height="${rounded(height)}" role="img">`,
    `<title>${escaped(diagram.name)}</title>`,
    `<style>${style}\n</style>`,
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1 L9 5 L0 9 z" fill="context-stroke"/></marker></defs>',
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...groups.map((group) => groupSvg(group, visits)),
    ...edges.map((edge) => edgeSvg(edge, visits)),
    ...leaves.map((node) => nodeSvg(node, visits)),
    ...edges.map((edge) => labelSvg(edge, groups)),
    '</svg>',
    '',
  ].join('\n');
}

function groupSvg({ node, box }: PlacedNode, visits: Visits | undefined): string {
  const corner = { x: box.x - box.width / 2 + 10, y: box.y - box.height / 2 + 12 };
  return `<g class="${classes('group', node.id, visits)}">${rectangle(box, 8)}${words(node.label ?? node.name, corner)}</g>`;
}

function nodeSvg({ node, box }: PlacedNode, visits: Visits | undefined): string {
  const kind = `node ${node.kind}${node.start === true ? ' start' : ''}`;
  const corner = node.kind === 'wait' || node.kind === 'final' || node.id.endsWith(anywhere) ? box.height / 2 : 6;
  return `<g class="${classes(kind, node.id, visits)}">${rectangle(box, corner)}${words(node.label ?? node.name, box)}</g>`;
}

function classes(own: string, id: string, visits: Visits | undefined): string {
  if (visits?.current.has(id) === true) return `${own} visited current`;
  return visits?.visited.has(id) === true ? `${own} visited` : own;
}

function edgeSvg({ edge, points }: Route, visits: Visits | undefined): string {
  const taken = visits?.taken.has(moveOf(edge)) === true ? ' taken' : '';
  return `<path class="edge ${edge.kind}${taken}" d="${edge.from === edge.to ? loop(points) : curve(points)}"/>`;
}

function labelSvg({ edge, label }: Route, groups: readonly PlacedNode[]): string {
  const text = edgeLabel(edge);
  if (label === undefined || text === undefined) return '';
  const width = labelWidth(text);
  const inside = groups.some(({ box }) => isInside(label, box)) ? ' inside' : '';
  const back = `<rect class="label-back${inside}" x="${rounded(label.x - width / 2)}" y="${rounded(label.y - 8)}" width="${rounded(width)}" height="16"/>`;
  return `${back}${words(text, label, 'label')}`;
}

/** A text around a height. Where its letters stand is said in the markup: not every viewer knows the property for it. */
function words(text: string, { x, y }: Point, kind?: string): string {
  return `<text${kind === undefined ? '' : ` class="${kind}"`} x="${rounded(x)}" y="${rounded(y)}" dy=".35em">${escaped(text)}</text>`;
}

/** A line that is vertical at each of its points. */
function curve(points: readonly Point[]): string {
  return points
    .map((point, at) => {
      const before = points[at - 1];
      if (before === undefined) return `M${pair(point)}`;
      if (Math.abs(before.x - point.x) < 0.5) return `L${pair(point)}`;
      const y = (before.y + point.y) / 2;
      return `C${pair({ x: before.x, y })} ${pair({ x: point.x, y })} ${pair(point)}`;
    })
    .join(' ');
}

/** A line from a side of a box around a point and back. */
function loop([first, around, last]: readonly Point[]): string {
  if (first === undefined || around === undefined || last === undefined) return '';
  const [up, down] = [
    { x: around.x, y: first.y - 8 },
    { x: around.x, y: last.y + 8 },
  ];
  return `M${pair(first)} C${pair(up)} ${pair(down)} ${pair(last)}`;
}

function rectangle({ x, y, width, height }: Box, corner: number): string {
  return `<rect x="${rounded(x - width / 2)}" y="${rounded(y - height / 2)}" width="${rounded(width)}" height="${rounded(height)}" rx="${rounded(corner)}"/>`;
}

function pair({ x, y }: Point): string {
  return `${rounded(x)} ${rounded(y)}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return harmless(text).replaceAll(/[&<>"]/gu, (character) => names[character] ?? character);
}
