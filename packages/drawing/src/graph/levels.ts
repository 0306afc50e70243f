/**
 * Boxes in boxes: what is in a box is laid out first, so that the box is a node of known size where it stands.
 *
 * 1. The rows of nodes do not depend on how large these are: they tell which end of a line is above the other.
 * 2. So it is known at which side a line leaves the boxes around one of its ends, and there it has a gate.
 */

import type { Diagram } from '@cairn/core';
import { grouped } from './grouped.ts';
import { layered, type Cell, type Layered, type Rows, type Size, type Strand, type Way } from './layered.ts';
import { isWhole, page, type Line, type Nest, type Part } from './nest.ts';
import { edgeLabel, labelHeight, labelWidth, titleWidth, type Box, type Point } from './shape.ts';
import { drawnText, textWidth } from './text.ts';

type DiagramNode = Diagram['nodes'][number];

/** What is left free in a box around what it holds: its name stands at the top. */
const padding = { side: 18, top: 30, bottom: 18 };

/** What is left free around all. */
const margin = 24;

/** So many rows gates are from nodes: as nodes are from each other, with a row for texts between them. */
const gateRows = 2;

/** So many pixels each line has at least where it enters a box beside the box's name. */
const gateWidth = 14;

/** Where all boxes are, and how each part of a line lies between them. */
export interface Levels extends Size {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly ways: ReadonlyMap<Part, Way>;
}

export function levelsOf(nest: Nest): Levels {
  const measures = new Measures(nest);
  const [boxes, ways] = [new Map<string, Box>(), new Map<Part, Way>()];
  const put = (holder: string, corner: Point): void => {
    const inner = measures.of(holder);
    const moved = ({ x, y }: Point): Point => ({ x: x + corner.x, y: y + corner.y });
    for (const part of nest.parts.get(holder) ?? []) {
      const way = inner.ways.get(part.line);
      if (way !== undefined) ways.set(part, movedWay(way, moved));
    }
    for (const { id } of nest.inside.get(holder) ?? []) {
      const box = { ...moved(inner.places.get(id) as Point), ...measures.sizeOf(id) };
      boxes.set(id, box);
      if (!nest.inside.has(id)) continue;
      put(id, { x: box.x - measures.of(id).width / 2, y: box.y - box.height / 2 + padding.top });
    }
  };
  put(page, { x: margin, y: margin });
  const { width, height } = measures.of(page);
  return { width: width + 2 * margin, height: height + 2 * margin, boxes, ways };
}

function movedWay({ start, end, through, label }: Way, moved: (point: Point) => Point): Way {
  return {
    start: moved(start),
    end: moved(end),
    through: through.map(moved),
    label: label === undefined ? undefined : moved(label),
  };
}

/** Measures boxes by what is in them, each once. */
class Measures {
  readonly #nest: Nest;
  readonly #rows = new Map<string, Rows>();
  readonly #layers = new Map<string, Layered>();
  readonly #nodes: ReadonlyMap<string, DiagramNode>;
  readonly #loops: ReadonlyMap<string, readonly Line[]>;

  constructor(nest: Nest) {
    this.#nest = nest;
    this.#nodes = new Map(nest.nodes.map((node) => [node.id, node]));
    this.#loops = grouped(
      nest.lines.filter(({ from, to }) => from === to),
      ({ from }) => from,
    );
  }

  /** What a box holds, laid out. */
  of(holder: string): Layered {
    const known = this.#layers.get(holder);
    if (known !== undefined) return known;
    const parts = this.#nest.parts.get(holder) ?? [];
    const gates = parts.filter((part) => !isWhole(part));
    const cells = (this.#nest.inside.get(holder) ?? []).map(({ id, start }): Cell => ({
      id,
      isStart: start === true,
      ...this.sizeOf(id),
      loops: this.#roomOfLoops(id),
    }));
    const made =
      gates.length === 0
        ? layered(cells, this.#strands(parts), this.#rows.get(holder))
        : layered([...cells, ...gates.map(gateCell)], this.#strands(parts), this.#rowsWithGates(holder, gates));
    this.#layers.set(holder, made);
    return made;
  }

  /** How large a node is, or a box around nodes. */
  sizeOf(id: string): Size {
    const node = this.#nodes.get(id);
    const name = node?.label ?? node?.name ?? '';
    if (!this.#nest.inside.has(id)) {
      return { width: Math.max(72, textWidth(drawnText(name, 'node'), 'node') + 28), height: 36 };
    }
    const { width, height } = this.of(id);
    const entering = this.#nest.parts.get(id)?.some((part) => !isWhole(part)) === true ? this.#touching(id) : 0;
    const least = titleWidth(name) + entering * gateWidth;
    return {
      width: Math.max(width, least) + 2 * padding.side,
      height: height + padding.top + padding.bottom,
    };
  }

  /** How many ends of lines there are at a box at most. */
  #touching(id: string): number {
    const around = this.#nest.parts.get(this.#nodes.get(id)?.parent ?? page) ?? [];
    return around.filter(({ from, to }) => from === id || to === id).length;
  }

  #roomOfLoops(id: string): Size | undefined {
    const loops = this.#loops.get(id);
    if (loops === undefined) return undefined;
    const widths = loops.map(({ edge }) => labelWidth(edgeLabel(edge) ?? ''));
    return { width: Math.max(...widths), height: loops.length * labelHeight };
  }

  #strands(parts: readonly Part[]): readonly Strand[] {
    return parts.flatMap((part): readonly Strand[] => {
      if (part.from === part.to) return [];
      const { edge } = this.#nest.lines[part.line] as Line;
      const text = isWhole(part) ? edgeLabel(edge) : undefined;
      const gate = gateOf(part);
      return [
        {
          key: part.line,
          from: part.from ?? gate,
          to: part.to ?? gate,
          text: text === undefined ? undefined : { width: labelWidth(text) + 4, height: labelHeight },
          weight: edge.kind === 'error' ? 1 : 3,
        },
      ];
    });
  }

  /** The rows of a box, above and below them those of its gates. */
  #rowsWithGates(holder: string, gates: readonly Part[]): Rows {
    const rows = this.#rowsOf(holder);
    const [above, below] = [Math.min(...rows.values()) - gateRows, Math.max(...rows.values()) + gateRows];
    return new Map([...rows, ...gates.map((gate) => [gateOf(gate), this.#isAtTop(gate) ? above : below] as const)]);
  }

  /** The rows of nodes, whatever their sizes. */
  #rowsOf(holder: string): Rows {
    const known = this.#rows.get(holder);
    if (known !== undefined) return known;
    const cells = (this.#nest.inside.get(holder) ?? []).map(({ id, start }) => {
      return { id, isStart: start === true, width: 1, height: 1, loops: undefined };
    });
    const { rows } = layered(cells, this.#strands((this.#nest.parts.get(holder) ?? []).filter(isWhole)));
    this.#rows.set(holder, rows);
    return rows;
  }

  /** Whether a line goes through the upper border of a box: its other end is above. */
  #isAtTop({ line, from }: Part): boolean {
    const whole = this.#nest.lines[line]?.parts.find(isWhole) as Part;
    const rows = this.#rowsOf(whole.holder);
    const isDown = (rows.get(whole.from as string) ?? 0) < (rows.get(whole.to as string) ?? 0);
    return (from === undefined) === isDown;
  }
}

function gateOf({ line }: Part): string {
  return `\n${line}`;
}

function gateCell(part: Part): Cell {
  return { id: gateOf(part), isStart: false, width: 0, height: 0, loops: undefined };
}
