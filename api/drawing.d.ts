// index.d.ts

import { n as Marks } from "./shared/walk.js";
import { Diagram } from "@cairn/core";
/** A diagram in which some subgraphs are folded: each stands as one node, and what is in it is left out. */
declare function folded({ name, nodes, edges }: Diagram, isFolded: (id: string) => boolean): Diagram;
/** A place in a drawing, in pixels from its upper left. */
interface Point {
  readonly x: number;
  readonly y: number;
}
/** A rectangle by its middle. */
interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
/** What is written beside a transition, as it is drawn; {@link edgeWords} is all of it. */
declare function edgeLabel(edge: Diagram["edges"][number]): string | undefined;
/** What there is to say of a transition. */
declare function edgeWords({ kind, label }: Diagram["edges"][number]): string | undefined;
/** How wide a text beside a transition is, with what is around it. */
declare function labelWidth(text: string): number;
/** How high a text beside a transition is. */
declare const labelHeight = 16;
/** A transition as it is drawn: it is vertical at each of its points, or a loop at the side of a box. */
interface Route {
  readonly edge: Diagram["edges"][number];
  readonly points: readonly Point[];
  readonly label: Point | undefined;
  /** There where it leads back to the box that it leaves. */
  readonly isLoop?: true;
}
/** A node where it is drawn; a subgraph is a box around its nodes. */
interface PlacedNode {
  readonly node: Diagram["nodes"][number];
  readonly box: Box;
  readonly isGroup: boolean;
}
/** Where everything of a diagram is drawn, in pixels. */
interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly Route[];
}
/** Places the nodes and edges of a diagram; subgraphs are boxes around their nodes, and states around those within. */
declare function layoutOf(diagram: Diagram): Layout;
/** The line of a transition, as the `d` of an SVG path. */
declare function pathOf({ points, isLoop }: Pick<Route, "points" | "isLoop">): string;
/** Widths of text are taken to be this many pixels a letter: a layout needs no fonts, so that it is the same everywhere. */
declare const letter: {
  node: number;
  edge: number;
};
type TextKind = keyof typeof letter;
/** A text as it is drawn: on one line, harmless, and cut where it is long. */
declare function drawnText(text: string, kind: TextKind): string;
/** How wide a text is drawn, in pixels. */
declare function textWidth(text: string, kind: TextKind): number;
/** In which light a picture is drawn; `auto` is as whoever looks at it has it. */
type Theme = "light" | "dark" | "auto";
/** How a picture is drawn. */
interface SvgOptions {
  /** Marks where a thread has been and is. */
  readonly marks?: Pick<Marks, "visited" | "current" | "taken"> & Partial<Pick<Marks, "failed">>;
  /** `auto` by default: light or dark, as whoever looks at it has it. */
  readonly theme?: Theme;
}
/** A diagram as an SVG picture; with marks, the nodes and transitions of a thread are told apart. It has no scripts and needs no fonts. */
declare function graphSvg(diagram: Diagram, { marks, theme }?: SvgOptions): string;
export { type Box, type Layout, type PlacedNode, type Point, type Route, type SvgOptions, type TextKind, type Theme, drawnText, edgeLabel, edgeWords, folded, graphSvg, labelHeight, labelWidth, layoutOf, pathOf, textWidth };

// shared/walk.d.ts

import { Diagram, Row } from "@cairn/core";
type Edge = Diagram["edges"][number];
/** What says that two moves are one: its ends, and what it was made by; where it has an id, that. */
declare function moveOf({ from, to, kind, label, id }: Edge): string;
/** What happened within the node of a lane, where that has states: by their ids in the diagram. */
interface Within {
  readonly lane: string;
  /** The states that are active since. */
  readonly active: readonly string[];
  /** Those of them that hold no other, by what they were called within the node at that time, whatever the diagram calls them. */
  readonly innermost: readonly string[];
  /** The states that were come to, each as often as it was: also those that were left again. */
  readonly entered: readonly string[];
  /** The moves that were made between them, each as often as it was, where the node tells them. */
  readonly moves: readonly string[];
}
/** What a row tells of a thread's way: a row of its history, or one as a store keeps it, of which `opened` was read. */
interface WalkedRow {
  readonly lane: string;
  /** The node that was left; empty in a thread's first row. */
  readonly from: string;
  readonly to?: string | null | undefined;
  readonly cause: string;
  readonly label?: string | null | undefined;
  readonly opened?: Row["opened"] | undefined;
  /** What happened within nodes that have states, as `withinOf` tells it. */
  readonly within?: readonly Within[] | undefined;
}
/** Where a lane is, as a checkpoint tells it. */
interface LaneThere {
  readonly lane: string;
  /** Where its graph is: the ids of the nodes that hold it, joined by dots; empty for the first. */
  readonly graph: string;
  readonly node: string;
  readonly phase: string;
  /** The states within its node that are active, by their ids in the diagram. */
  readonly active?: readonly string[];
}
/** Where a thread has been in its graph, and is; nodes by their ids in the diagram, `investigate.think`, moves as {@link moveOf} names them. */
interface Marks {
  readonly visited: ReadonlySet<string>;
  /** Where its lanes are now. */
  readonly current: ReadonlySet<string>;
  /** Where lanes have failed and are left. */
  readonly failed: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  /** How often nodes were come to, and moves were made. */
  readonly counts: ReadonlyMap<string, number>;
}
/** Follows a thread by its rows, oldest first; it needs no graph, and no values. */
declare class Walk {
  #private;
  /** Goes on by a row. */
  take({ lane, from, to, cause, label, opened, within }: WalkedRow): void;
  /** Where it has been, and where its lanes are by a checkpoint. */
  marks(lanes: readonly LaneThere[]): Marks;
}
/** The moves that could be made next: those that leave where a thread is, or any place of a graph that it is in. */
declare function possibleMoves({ nodes, edges }: Diagram, { current }: Pick<Marks, "current">): ReadonlySet<string>;
export { Within as a, WalkedRow as i, Marks as n, moveOf as o, Walk as r, possibleMoves as s, LaneThere as t };

// thread.d.ts

import { a as Within, i as WalkedRow, n as Marks, o as moveOf, r as Walk, s as possibleMoves, t as LaneThere } from "./shared/walk.js";
import { DiagramsInTime } from "@cairn/core/inspect";
import { Checkpoint, Diagram, Row } from "@cairn/core";
import { Store } from "@cairn/core/store";
/**
 * Where a thread has been, up to a checkpoint that was read; needs no graph. With a diagram whose nodes have states, also in which of these; values are
 * decoded for that alone. The diagram is that of the checkpoint or, where it is another, that of the newest: what states of other versions are called
 * in it their migrations say. `known` are the thread's diagrams, where whoever asks has them already.
 */
declare function marksOf(store: Store, { thread, seq, lanes }: Pick<Checkpoint, "thread" | "seq" | "lanes">, diagram?: Diagram, known?: DiagramsInTime): Promise<Marks>;
/** What the detail of a stored row says that it opened. */
declare function openedIn(detail: string | null): Row["opened"];
/** Of a row, what is asked to tell what happened within a node. */
type Told = Pick<Row, "seq">;
/** Which rows are asked about, and whose diagram it is. */
interface WithinSpan {
  readonly from?: number;
  readonly to?: number;
  /** The checkpoint whose graph the diagram shows; the newest by default. */
  readonly at?: number;
  /** The thread's diagrams, where whoever asks has them already. */
  readonly diagrams?: DiagramsInTime;
}
/**
 * Gives of each row of a thread what happened within the nodes of its lanes; undefined for most, and of all where no node has states. What states of
 * other versions are called in the diagram their migrations say; what they do not say is left out.
 */
declare function withinOf(store: Store, thread: string, diagram: Diagram, { at, diagrams, ...span }?: WithinSpan): Promise<(row: Told) => readonly Within[] | undefined>;
/** What is drawn beside one row. Columns are counted from the left, from 0. */
interface LogLine {
  /** The column of the row's lane. */
  readonly column: number;
  /** The lanes in their columns, before the row; undefined where a column is free, no more of them than were asked for. */
  readonly lanes: readonly (string | undefined)[];
  /** The columns of lanes that end here, in the row's own. */
  readonly merged: readonly number[];
  /** The columns of lanes that begin here, from the row's own, and which lanes these are. */
  readonly branched: ReadonlyMap<number, string>;
  /** How many lanes there are after the row. */
  readonly count: number;
  /** What came of it: its lane went on, is at its end, stays where it is, or something failed. */
  readonly sign: "moved" | "ended" | "stayed" | "failed";
}
/** What of a row is drawn. */
type LoggedRow = Pick<Row, "lane" | "cause" | "phase" | "to" | "opened">;
/** Draws lanes line by line, oldest first. */
declare class LogLanes {
  #private;
  /** Begins with the lanes that are there before the first row; of `most` columns it is told which lanes have them. */
  constructor(lanes?: readonly string[], most?: number);
  /** Goes on with these lanes: a thread was sent back. */
  reset(lanes: readonly string[]): void;
  /** What is drawn beside the next row. */
  draw(row: LoggedRow): LogLine;
}
export { type LaneThere, LogLanes, type LogLine, type LoggedRow, type Marks, Walk, type WalkedRow, type Within, marksOf, moveOf, openedIn, possibleMoves, withinOf };

// words.d.ts

/** Bytes in their largest unit: `812 B`, `4.1 MB`. */
declare function bytesText(bytes: number): string;
/**
 * Characters that nobody sees, or that move what is around them: whatever a thread holds may come from anywhere, and is shown in a terminal, a
 * page, a picture.
 */
/** Controls, format characters (bidirectional ones and most of no width), separators of lines, halves of pairs, and what is shown as nothing; the source of a pattern. */
declare const hidden: string;
/** What joins a picture to another or shows it in colour, which stays; the source of a pattern. */
declare const joint: string;
/** A text with its hidden characters as escapes; `kept` are characters that stay. */
declare function harmless(text: string, kept?: string): string;
/** A text on one line. */
declare function oneLine(text: string): string;
/** A character as an escape: `\x1B`. */
declare function escapeOf(character: string): string;
/** The words of a row of a log, the same wherever logs are shown. Whoever shows them writes what nobody sees in them as escapes. */
interface Moved {
  readonly from: string;
  readonly to?: string | undefined;
}
/** Where a row leads: `gather → investigate`, or the node that its lane stays at. */
declare function wayText({ from, to }: Moved): string;
interface Caused {
  readonly cause: string;
  readonly label?: string | undefined;
  readonly attempt?: number | undefined;
}
/** Why a row was written: its cause with its label. */
declare function causeText({ cause, label, attempt }: Caused): string;
/** The innermost states within its node that a row left a lane in. */
interface Left {
  readonly lane: string;
  readonly states: readonly string[];
}
/** The states that a row of a lane left lanes in, those of another lane with its name before the first: `['cart', 'first lane: paid', 'off']`. */
declare function statesLeft(of: string, left: readonly Left[]): readonly string[];
/** The states that somebody is in: `in cart, off`. */
declare function statesText(states: readonly string[]): string;
/** Times and durations as people read them, in the local time zone. */
/** A moment to the second. */
declare function momentText(time: number): string;
/** The day of a moment. */
declare function dayText(time: number): string;
/** The time of day. */
declare function clockText(time: number): string;
/** How far a moment is from now: `5m ago`, `in 2h`. */
declare function distanceText(time: number, now?: number): string;
/** A duration in its largest unit, to the nearest: `240ms`, `1.5s`, `12m`, `24h`, `3d`. */
declare function durationText(milliseconds: number): string;
export { type Left, bytesText, causeText, clockText, dayText, distanceText, durationText, escapeOf, harmless, hidden, joint, momentText, oneLine, statesLeft, statesText, wayText };
