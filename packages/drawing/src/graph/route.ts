/**
 * The lines between the boxes of a drawn graph.
 *
 * 1. A line goes sideways only between two rows of boxes, so it crosses no box.
 * 2. It leaves, reaches and crosses the border of a box where no other line does.
 */

import { grouped } from './grouped.ts';
import type { Levels } from './levels.ts';
import type { Line, Part } from './nest.ts';
import type { Way } from './layered.ts';
import type { Route } from './placed.ts';
import { portsOf, type End } from './ports.ts';
import { edgeLabel, labelHeight, labelWidth, type Box, type Point } from './shape.ts';

/** How far a loop reaches out of its box. */
const loopWidth = 24;

/** Draws lines between boxes; tells the names of these. */
export function routes(lines: readonly Line[], levels: Levels, nameOf: (id: string) => string): readonly Route[] {
  const prepared = lines.map((line) => ({ line, ends: isLoop(line) ? [] : endsOf(line, levels, nameOf) }));
  const ports = portsOf(prepared.flatMap(({ ends }) => ends));
  const loops = grouped(lines.filter(isLoop), ({ from }) => from);
  return prepared.map(({ line, ends }): Route => {
    if (isLoop(line)) return loopAt(line, levels.boxes.get(line.from) as Box, loops.get(line.from) ?? []);
    const places = ends.map((end) => ({ x: ports.get(end) ?? end.box.x, y: borderOf(end) }));
    const points = line.parts.flatMap((part, at) => {
      const { start, through, end } = levels.ways.get(part) as Way;
      const [first, last] = [places[at] as Point, places[at + 1] as Point];
      return [first, { x: first.x, y: start.y }, ...through, { x: last.x, y: end.y }, last];
    });
    const label = line.parts.map((part) => levels.ways.get(part)?.label).find((place) => place !== undefined);
    return { edge: line.edge, points: withoutNeedless(points), label };
  });
}

function isLoop({ from, to }: Line): boolean {
  return from === to;
}

function borderOf({ box, side }: End): number {
  return box.y + (side === 'top' ? -box.height / 2 : box.height / 2);
}

/** Where a line leaves and reaches boxes, and between them where it goes through borders. */
function endsOf({ from, to, parts }: Line, { boxes, ways }: Levels, nameOf: (id: string) => string): readonly End[] {
  const wayOf = (part: Part | undefined): Way => ways.get(part as Part) as Way;
  const [first, last] = [wayOf(parts[0]), wayOf(parts.at(-1))];
  const sideOf = ({ start, end }: Way, isStart: boolean): End['side'] =>
    end.y > start.y === isStart ? 'bottom' : 'top';
  const leaves: End = {
    box: boxes.get(from) as Box,
    side: sideOf(first, true),
    wanted: (first.through[0] ?? first.end).x,
    title: undefined,
  };
  const reaches: End = {
    box: boxes.get(to) as Box,
    side: sideOf(last, false),
    wanted: (last.through.at(-1) ?? last.start).x,
    title: undefined,
  };
  const borders = parts.slice(1).map((part, at): End => {
    const before = parts[at] as Part;
    const isOut = before.to === undefined;
    const way = wayOf(isOut ? before : part);
    const holder = isOut ? before.holder : part.holder;
    return {
      box: boxes.get(holder) as Box,
      side: sideOf(way, isOut),
      wanted: (isOut ? way.end : way.start).x,
      title: nameOf(holder),
    };
  });
  return [leaves, ...borders, reaches];
}

/** The points of a line without those in the middle of straight pieces. */
function withoutNeedless(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = kept.slice(-2);
    if (last !== undefined && before?.x === last.x && last.x === point.x) kept.pop();
    const same = kept.at(-1);
    if (same?.x !== point.x || same.y !== point.y) kept.push(point);
  }
  return kept;
}

/** One of the loops of a box, which are below each other to the right of it. */
function loopAt(line: Line, { x, y, width, height }: Box, loops: readonly Line[]): Route {
  const { edge } = line;
  const side = x + width / 2;
  const text = edgeLabel(edge);
  const step = loops.indexOf(line) - (loops.length - 1) / 2;
  const distance = Math.min(labelHeight, (height - 8) / loops.length);
  const [middle, half] = [y + step * distance, Math.min(7, distance * 0.35)];
  return {
    edge,
    isLoop: true,
    points: [
      { x: side, y: middle - half },
      { x: side + loopWidth, y: middle },
      { x: side, y: middle + half },
    ],
    label: text === undefined ? undefined : { x: side + loopWidth + labelWidth(text) / 2, y: y + step * labelHeight },
  };
}
