/** Looking at threads with nothing but their store: no graph and no code of the author's is needed. */
export { historyOf, checkpointAt } from './time/read/history.ts';
export type { HistoryPart } from './time/read/history-part.ts';
export { keptDiagram, keptPlan } from './time/read/kept-diagram.ts';
export { readUntil } from './time/read/read-until.ts';
export { jsonOf } from './time/read/json-of.ts';
export { recordJson } from './time/read/record-json.ts';
export { queuedIn, refusedIn, type QueuedMessage, type RefusedMessage } from './time/read/left-messages.ts';
export { sentenceOf } from './time/read/row-sentence.ts';
export { whatAnswers, whatEventsCarry } from './time/read/what-answers.ts';
export { statesOf } from './time/read/states.ts';
export { activeIn, innermostOf } from './time/read/active.ts';
export { activeOf, type ActiveSince } from './time/read/active-since.ts';
export { diagramAt, diagramsOf, type DiagramsInTime } from './time/read/diagrams-in-time.ts';
export { statesWithin, type StatesWithin } from './time/read/states-within.ts';
export { stateNamesOf, type StateNames } from './time/read/state-names.ts';
export { diff, type BeforeAfter, type Difference, type LaneDifference } from './time/read/diff.ts';
export { differencesOf, type Path, type ValueDifference } from './time/read/value-difference.ts';
export { whyOf, type Led, type Why } from './time/explain/why.ts';
export type { Took } from './time/explain/took.ts';
export type { WayOut } from './time/explain/ways-out.ts';
export { blameOf, type Blame, type BlamedPart, type BlameOptions } from './time/explain/blame.ts';
export { find, type FindQuery, type Found, type FoundPage } from './time/explain/find.ts';
export { exportThread } from './time/transfer/export-thread.ts';
export { importThread, type ImportOptions } from './time/transfer/import-thread.ts';
export {
  goingOnWith,
  type GoingOnWith,
  type GoingOnWithQuery,
  type UnfitAnswer,
  type UnfitEvent,
  type UnfitMessage,
} from './time/versions/going-on-with.ts';
export type { ExportSource } from './time/transfer/export-source.ts';
export type { Checkpoint, LaneAt } from './time/read/checkpoint.ts';
export type { Reading } from './store/load.ts';
export { decode, type DecodeOptions } from './base/value/decode.ts';
export { encode } from './base/value/encode.ts';
export { edgeEnds, entered, type EdgeEnds } from './compile/edge-ends.ts';
export { obviousTaken } from './compile/obvious-taken.ts';
export { planDiagram } from './compile/plan-diagram.ts';
export { planData } from './compile/compile.ts';
export type { PlanData } from './compile/plan-data.ts';
