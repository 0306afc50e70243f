/**
 * The lines between the boxes of a drawn graph.
 *
 * 1. A line goes sideways only between two rows of boxes, so it crosses no box.
 * 2. It leaves and reaches a box where no other line does.
 */

import type { Diagram } from '@cairn/core';
import { labelled } from './labels.ts';
import type { PlacedNode, Route } from './placed.ts';
import { edgeLabel, isInside, labelWidth, type Box, type Point } from './shape.ts';

/** A transition before it is drawn. */
export interface Line {
  readonly edge: Diagram['edges'][number];
  /** The box that it leaves, and the one that it reaches. */
  readonly from: string;
  readonly to: string;
  /** Where it passes rows of boxes. */
  readonly bends: readonly Point[];
  readonly label: Point | undefined;
}

type Nodes = readonly PlacedNode[];

/** An end of a line at the top or the bottom of a box, or at its side where the line comes from beside it. */
interface End {
  readonly box: Box;
  readonly y: number;
  /** The next point of the line. */
  readonly towards: Point;
  readonly port: 'top' | 'bottom' | 'side';
}

/** How far lines at one side of a box are apart, where there is room. */
const portDistance = 14;

/** How far a loop reaches out of its box. */
const loopWidth = 24;

/** Draws lines between boxes. */
export function routes(lines: readonly Line[], nodes: Nodes): readonly Route[] {
  const boxes = new Map(nodes.map(({ node, box }) => [node.id, box]));
  const boxOf = (id: string): Box => boxes.get(id) as Box;
  const rows = rowsOf(nodes);
  const prepared = lines.map((line) => {
    const [source, target] = [boxOf(line.from), boxOf(line.to)];
    const bends = bendsOutside(line, source, target);
    return { line, source, target, bends, start: endAt(source, bends[0]), end: endAt(target, bends.at(-1)) };
  });
  const ports = portsOf(prepared.filter(({ line }) => !isLoop(line)).flatMap(({ start, end }) => [start, end]));
  const drawn = prepared.map(({ line, source, target, bends, start, end }): Route => {
    const { edge, label } = line;
    if (isLoop(line)) return loopAt(edge, source);
    const isHidden = label !== undefined && (isInside(label, source) || isInside(label, target));
    const isAcross = start.port === 'side' && end.port === 'side';
    const through = isAcross ? [] : bends.flatMap((bend) => pastRow(bend, rows, end.y > start.y));
    const points = [portPoint(start, ports), ...through, portPoint(end, ports)];
    return { edge, points, label: isHidden ? undefined : label };
  });
  return labelled(drawn, nodes);
}

function isLoop({ from, to }: Line): boolean {
  return from === to;
}

/** The bends of a line that are not in the boxes which it connects; there is at least one. */
function bendsOutside({ bends }: Line, source: Box, target: Box): readonly Point[] {
  const outside = bends.filter((bend) => !isInside(bend, source) && !isInside(bend, target));
  if (outside.length > 0) return outside;
  const middle = between(source, target);
  // Lines there and back between boxes that stand side by side.
  return [{ x: middle.x, y: middle.y + (source.x < target.x ? -6 : 6) }];
}

/** The middle of the gap between two boxes. */
function between(one: Box, other: Box): Point {
  const middle = (from: number, fromHalf: number, to: number, toHalf: number): number => {
    const [low, high] = [Math.max(from - fromHalf, to - toHalf), Math.min(from + fromHalf, to + toHalf)];
    return (low + high) / 2;
  };
  return {
    x: middle(one.x, one.width / 2, other.x, other.width / 2),
    y: middle(one.y, one.height / 2, other.y, other.height / 2),
  };
}

function endAt(box: Box, towards: Point = box): End {
  const away = towards.y - box.y;
  if (Math.abs(away) < box.height / 2) return { box, y: towards.y, towards, port: 'side' };
  return { box, y: box.y + (Math.sign(away) * box.height) / 2, towards, port: away > 0 ? 'bottom' : 'top' };
}

function portPoint(end: End, ports: ReadonlyMap<End, number>): Point {
  return { x: ports.get(end) ?? end.box.x, y: end.y };
}

/** Where lines leave and reach boxes: as straight as they can, and those at one side of a box apart from each other. */
function portsOf(ends: readonly End[]): ReadonlyMap<End, number> {
  const ports = new Map<End, number>();
  const sides = new Map<Box, Map<End['port'], End[]>>();
  for (const end of ends) {
    const { box, port, towards } = end;
    if (port === 'side') {
      ports.set(end, box.x + (Math.sign(towards.x - box.x) * box.width) / 2);
      continue;
    }
    const ofBox = sides.get(box) ?? new Map<End['port'], End[]>();
    sides.set(box, ofBox.set(port, [...(ofBox.get(port) ?? []), end]));
  }
  for (const [box, ofBox] of sides) {
    for (const side of ofBox.values()) {
      const sorted = side.toSorted((left, right) => left.towards.x - right.towards.x);
      const places = apart(
        sorted.map(({ towards }) => towards.x),
        box,
      );
      for (const [at, end] of sorted.entries()) ports.set(end, places[at] ?? box.x);
    }
  }
  return ports;
}

/** The nearest places along a side of a box, in the same order and as far apart as there is room for. */
function apart(wanted: readonly number[], { x, width }: Box): readonly number[] {
  const reach = width / 2 - 18;
  const distance = Math.min(portDistance, (2 * reach) / Math.max(1, wanted.length - 1));
  const places: number[] = [];
  for (const place of wanted) {
    const least = (places.at(-1) ?? -Infinity) + distance;
    places.push(Math.max(least, Math.min(x + reach, Math.max(x - reach, place))));
  }
  let most = x + reach;
  return places
    .toReversed()
    .map((place) => {
      const moved = Math.min(place, most);
      most = moved - distance;
      return moved;
    })
    .toReversed();
}

/** Half the height of each row of boxes, by where its middle is. */
function rowsOf(nodes: Nodes): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  for (const { box, isGroup } of nodes) {
    const row = Math.round(box.y);
    if (!isGroup) rows.set(row, Math.max(rows.get(row) ?? 0, box.height / 2));
  }
  return rows;
}

/** A line is straight for as long as it is beside boxes. */
function pastRow(bend: Point, rows: ReadonlyMap<number, number>, isDown: boolean): readonly Point[] {
  const half = (rows.get(Math.round(bend.y)) ?? 0) * (isDown ? 1 : -1);
  return half === 0
    ? [bend]
    : [
        { x: bend.x, y: bend.y - half },
        { x: bend.x, y: bend.y + half },
      ];
}

function loopAt(edge: Route['edge'], { x, y, width }: Box): Route {
  const side = x + width / 2;
  const text = edgeLabel(edge);
  return {
    edge,
    isLoop: true,
    points: [
      { x: side, y: y - 7 },
      { x: side + loopWidth, y },
      { x: side, y: y + 7 },
    ],
    label: text === undefined ? undefined : { x: side + loopWidth + labelWidth(text) / 2, y },
  };
}
