import type { Row } from '@cairn/core';
import type { ThreadRecord } from '@cairn/core/store';
import type { Cell, LaneGraph } from './lane-graph.ts';
import type { Output, Style } from '../printing/output.ts';
import { detailText, styleOf } from './row-text.ts';
import { oneLine } from '../printing/harmless.ts';
import { cut, cutMiddle, fill, widthOf } from '../printing/text-width.ts';
import { causeText, clockText, momentText, wayText } from '@cairn/drawing/words';

/** What is written of which thread. */
export interface LogOptions {
  readonly thread: string;
  readonly record?: Pick<ThreadRecord, 'head'>;
  /** Whether checkpoints are written as they come, so that columns should have their width from the first on. */
  readonly isLive?: boolean;
  /** Draws the lanes, where they are to be drawn. */
  readonly graph?: LaneGraph | undefined;
  /** The states within its node that a row left its lane in, where these are others than before. */
  readonly within?: ReadonlyMap<number, readonly string[]>;
}

/** The colours of columns, from left to right and over again. */
const colours: readonly Style[] = ['cyan', 'yellow', 'magenta', 'green', 'blue', 'red'];

/** Below this width less is said of each checkpoint, so that what it changed has room. */
const narrow = 100;

/** Below this width causes are cut, as there is little room for lanes too. */
const narrowest = 60;

/** How wide a time of day is. */
const clockWidth = 8;

/** A checkpoint as its line shows it. */
interface Drawn {
  readonly row: Row;
  readonly cells: readonly Cell[];
  readonly way: string;
  readonly cause: string;
  readonly lane: string;
}

function textOf(cells: readonly Cell[]): string {
  return cells
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

/** What an input led to is set in under it. */
const setIn = '  ';

/** The words of a checkpoint, in which nothing moves the cursor. */
function textsOf(row: Row): Pick<Drawn, 'way' | 'cause' | 'lane'> {
  const followed = row.turn === row.seq ? '' : setIn;
  return { way: followed + oneLine(wayText(row)), cause: oneLine(causeText(row)), lane: oneLine(row.lane) };
}

/** Writes checkpoints line by line; columns widen as they have to. */
export class LogWriter {
  readonly #output: Output;
  readonly #graph: LaneGraph | undefined;
  readonly #within: ReadonlyMap<number, readonly string[]>;
  readonly #widths: { seq: number; lanes: number; way: number; cause: number; lane: number };
  /** The widest that columns become. */
  readonly #most: { readonly way: number; readonly cause: number; readonly lane: number };
  readonly #colourOf = new Map<string, Style>([['', 'white']]);
  #day = '';

  constructor(output: Output, { record, graph, isLive = false, within = new Map() }: LogOptions) {
    this.#output = output;
    this.#graph = graph;
    this.#within = within;
    const seq = String(record?.head ?? 1).length;
    this.#widths = isLive
      ? { seq: Math.max(2, seq), lanes: 7, way: 24, cause: 13, lane: 0 }
      : { seq, lanes: 0, way: 8, cause: 6, lane: 0 };
    const isNarrow = output.width < narrow;
    // Where lanes are drawn, a line says by its place and its colour which lane it is of; what comes live has no room for it.
    const laneWidth = graph === undefined && !isLive ? Math.min(18, Math.max(0, output.width - 34)) : 0;
    const isEndless = output.width === Infinity;
    this.#most = isEndless
      ? { way: Infinity, cause: Infinity, lane: Infinity }
      : isNarrow
        ? { way: 28, cause: output.width < narrowest ? 6 : 14, lane: laneWidth }
        : { way: 36, cause: 24, lane: 28 };
  }

  /** Writes one checkpoint, and the day before the first of each. */
  write(row: Row): void {
    this.writeAll([row]);
  }

  /** Writes checkpoints in columns that fit all of them; `lanes` are those of rows that go back to others. */
  writeAll(rows: readonly Row[], lanes: ReadonlyMap<number, readonly string[]> = new Map()): void {
    const drawn = rows.map((row): Drawn => {
      const others = lanes.get(row.seq);
      if (others !== undefined) this.#graph?.reset(others);
      return { row, cells: this.#graph?.draw(row) ?? [], ...textsOf(row) };
    });
    for (const each of drawn) this.#measure(each);
    for (const each of drawn) this.#write(each);
  }

  #measure({ row, cells, way, cause, lane }: Drawn): void {
    const widths = this.#widths;
    const most = this.#most;
    widths.lanes = Math.max(widths.lanes, widthOf(textOf(cells)));
    widths.seq = Math.max(widths.seq, String(row.seq).length);
    widths.way = Math.max(widths.way, Math.min(most.way, widthOf(way)));
    widths.cause = Math.max(widths.cause, Math.min(most.cause, widthOf(cause)));
    widths.lane = Math.max(widths.lane, Math.min(most.lane, widthOf(lane)));
  }

  #write({ row, cells, way, cause, lane }: Drawn): void {
    this.#writeDay(row.time);
    const output = this.#output;
    const widths = this.#widths;
    const wayWidth = Math.max(8, Math.min(widths.way, output.width - this.#widthBesideWay()));
    const start = [
      fill(output.paint('bold', String(row.seq)), widths.seq, true),
      ...(this.#graph === undefined ? [] : [fill(this.#drawn(cells), widths.lanes)]),
      output.paint('dim', clockText(row.time)),
      this.#painted(styleOf(row), cut(way, wayWidth), wayWidth),
      fill(output.paint('dim', cut(cause, widths.cause)), widths.cause),
      ...(widths.lane === 0 ? [] : [this.#painted(this.#styleOf(row.lane), cutMiddle(lane, widths.lane), widths.lane)]),
    ].join('  ');
    const left = output.width - widthOf(start) - 2;
    const detail =
      left < 8 ? '' : cut(detailText(row, this.#within.get(row.seq)), left === Infinity ? left : Math.min(left, 400));
    output.line(`${start}  ${detail}`.trimEnd());
  }

  /** How wide all columns but the way are, with the gaps between them. */
  #widthBesideWay(): number {
    const { seq, lanes, cause, lane } = this.#widths;
    const others = [
      seq,
      clockWidth,
      cause,
      ...(this.#graph === undefined ? [] : [lanes]),
      ...(lane === 0 ? [] : [lane]),
    ];
    return others.reduce((sum, width) => sum + width + 2, 0);
  }

  #painted(style: Style | undefined, text: string, width: number): string {
    return fill(style === undefined ? text : this.#output.paint(style, text), width);
  }

  #drawn(cells: readonly Cell[]): string {
    const last = cells.findLastIndex(({ text }) => text.trim() !== '');
    return cells
      .slice(0, last + 1)
      .map(({ text, lane }, at) => this.#output.paint(this.#styleOf(lane), at === last ? text.trimEnd() : text))
      .join('');
  }

  #styleOf(lane: string): Style {
    let style = this.#colourOf.get(lane);
    if (style === undefined) {
      style = colours[(this.#colourOf.size - 1) % colours.length] ?? 'white';
      this.#colourOf.set(lane, style);
    }
    return style;
  }

  #writeDay(time: number): void {
    const [day = ''] = momentText(time).split(' ');
    if (day === this.#day) return;
    this.#day = day;
    this.#output.line(this.#output.paint('dim', day));
  }
}
