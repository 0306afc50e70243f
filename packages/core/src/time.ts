/** Looking at threads with nothing but their store: no graph and no code of the author's is needed. */
export { historyOf, checkpointAt, type HistoryPart } from './time/history.ts';
export { diff, type BeforeAfter, type Difference, type LaneDifference } from './time/diff.ts';
export { differencesOf, type Path, type ValueDifference } from './time/value-difference.ts';
export { whyOf, type Led, type Why } from './time/why.ts';
export type { WayOut } from './time/ways-out.ts';
export { blameOf, type Blame, type BlamedPart, type BlameOptions } from './time/blame.ts';
export { find, type FindQuery, type Found, type FoundPage } from './time/find.ts';
export { exportThread } from './time/export-thread.ts';
export { importThread, type ImportOptions } from './time/import-thread.ts';
export { goingOnWith, type GoingOnWith } from './time/going-on-with.ts';
export type { ExportSource } from './time/lines-of.ts';
export type { Checkpoint, LaneAt } from './time/checkpoint.ts';
export type { Reading } from './store/load.ts';
export { encode } from './base/encode.ts';
export { planDiagram } from './compile/plan-diagram.ts';
export type { PlanData } from './compile/plan-data.ts';
