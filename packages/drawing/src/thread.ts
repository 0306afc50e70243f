/** What a thread did, as data to draw; it loads no layout. */
export { marksOf, openedIn } from './graph/marks-of.ts';
export { moveOf, possibleMoves, Walk, type LaneThere, type Marks, type WalkedRow, type Within } from './graph/walk.ts';
export { withinOf } from './graph/within.ts';
export { LogLanes, type LoggedRow, type LogLine } from './log/log-lanes.ts';
