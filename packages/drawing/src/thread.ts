/** What a thread did, as data to draw; it loads no layout. */
export { marksOf, openedIn } from './graph/marks-of.ts';
export { moveOf, possibleMoves, Walk, type LaneThere, type Marks, type WalkedRow } from './graph/walk.ts';
export { LogLanes, type LoggedRow, type LogLine } from './log/log-lanes.ts';
