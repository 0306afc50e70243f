import type { Diagram } from '@cairn/core';
import { anywhere, layoutOf, type Box, type Layout, type Point } from './graph-layout.ts';
import type { Visits } from './visits.ts';

type PlacedNode = Layout['nodes'][number];
type PlacedEdge = Layout['edges'][number];

const style = `
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1c2733; text-anchor: middle; dominant-baseline: central }
  .label { font-size: 11px; fill: #51606f }
  .label-back { fill: #fff; fill-opacity: .88 }
  .node rect { fill: #fff; stroke: #51606f; stroke-width: 1.2 }
  .node.start rect { stroke-width: 2.6 }
  .node.wait rect { fill: #fff8e1; stroke: #b7791f }
  .node.final rect { fill: #edf7ee; stroke: #2e7d32 }
  .node.pass rect { stroke-dasharray: 4 3 }
  .group rect { fill: #f4f6f8; stroke: #a9b4bf }
  .group text { font-size: 12px; fill: #51606f }
  .visited rect { fill: #dcecfb; stroke: #1565c0 }
  .current rect { fill: #ffe082; stroke: #e65100; stroke-width: 2.6 }
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
    ...edges.map(labelSvg),
    '</svg>',
    '',
  ].join('\n');
}

function groupSvg({ node, box }: PlacedNode, visits: Visits | undefined): string {
  const top = rounded(box.y - box.height / 2 + 12);
  return `<g class="${classes('group', node.id, visits)}">${rectangle(box, 8)}<text x="${rounded(box.x)}" y="${top}">${escaped(node.label ?? node.name)}</text></g>`;
}

function nodeSvg({ node, box }: PlacedNode, visits: Visits | undefined): string {
  const kind = `node ${node.kind}${node.start === true ? ' start' : ''}`;
  const corner = node.kind === 'wait' || node.kind === 'final' || node.id.endsWith(anywhere) ? box.height / 2 : 6;
  return `<g class="${classes(kind, node.id, visits)}">${rectangle(box, corner)}<text x="${rounded(box.x)}" y="${rounded(box.y)}">${escaped(node.label ?? node.name)}</text></g>`;
}

function classes(own: string, id: string, visits: Visits | undefined): string {
  if (visits?.current.has(id) === true) return `${own} visited current`;
  return visits?.visited.has(id) === true ? `${own} visited` : own;
}

function edgeSvg({ edge, points }: PlacedEdge, visits: Visits | undefined): string {
  const taken = visits?.taken.has(`${edge.from} ${edge.to}`) === true ? ' taken' : '';
  return `<path class="edge ${edge.kind}${taken}" d="${curve(points)}"/>`;
}

function labelSvg({ edge, label }: PlacedEdge): string {
  if (label === undefined || edge.label === undefined) return '';
  const width = edge.label.length * 6.2 + 6;
  const { x, y } = label;
  const back = `<rect class="label-back" x="${rounded(x - width / 2)}" y="${rounded(y - 8)}" width="${rounded(width)}" height="16"/>`;
  return `${back}<text class="label" x="${rounded(x)}" y="${rounded(y)}">${escaped(edge.label)}</text>`;
}

/** A line that bends smoothly at its points. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${pair(first)}`;
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    if (next === undefined) path += ` L${pair(point)}`;
    else path += ` Q${pair(point)} ${pair({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  }
  return path;
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
  return text.replaceAll(/[&<>"]/gu, (character) => names[character] ?? character);
}
