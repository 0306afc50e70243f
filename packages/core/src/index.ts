// Declare
export { graph, type Definition } from './definition/graph.ts';
export type { Author, AuthorOf } from './definition/author.ts';
export type { Drawing, Went } from './base/drawing.ts';
export type { EventDefinitions } from './definition/event.ts';
export type { Uncaptured } from './definition/node.ts';
export type { QuestionDefinitions } from './definition/question.ts';
export type { StateDefinition } from './definition/state.ts';
export type { AnyGraph, Facts, FactsOf, Graph } from './definition/facts.ts';
export type {
  ActivityOf,
  AnswersOf,
  ContextOf,
  EventsOf,
  GuardOf,
  InputOf,
  NodeOf,
  Parts,
  StateOf,
  UpdateOf,
} from './definition/parts.ts';
export { append, local, merge, reduce, sum, transient, union, upsert } from './definition/keys.ts';
export type { KeyOptions } from './definition/keys.ts';
export type { Migration, MigrationMoment } from './definition/migration.ts';
export type { Moment } from './definition/moment.ts';
export { service, type Service, type ServiceDefinitions, type ServicesOf } from './definition/service.ts';
export type { Limits, Retry } from './definition/policy.ts';
export { checkNeeds } from './definition/check-needs.ts';
export { replace } from './definition/replace.ts';
export { fatal } from './definition/fatal.ts';
export type { Baggage } from './definition/baggage.ts';
export type { Context, Failure, SideItem, SideItemQuery, SideTable, SideWrite } from './definition/context.ts';
export type { Question } from './definition/question.ts';

// Compile
export { check } from './compile/check.ts';
export { compile } from './compile/compile.ts';
export { diagram, type Diagram } from './compile/diagram.ts';
export { mermaid } from './compile/mermaid.ts';
export type { Plan } from './compile/plan.ts';

// Run
export { open, run, type Cairn } from './runtime/open.ts';
export type { OpenOptions } from './runtime/open-options.ts';
export type { Around } from './runtime/observe/around.ts';
export type { StartOptions } from './definition/starting.ts';
export type { Broadcast, BroadcastOptions } from './runtime/broadcast.ts';
export type { Thread } from './runtime/thread.ts';
export type { EventOptions, SendOptions } from './runtime/sending.ts';
export type { WaitOptions } from './runtime/settled.ts';
export type { WatchOptions } from './runtime/wait/watch-options.ts';
export type { DriveOptions, Driven } from './runtime/drive-thread.ts';
export type { WorkOptions } from './runtime/worker.ts';
export type { Done, Now, Result, Running } from './runtime/result.ts';
export type { RuntimeEvent, ThreadEvent, ToldEvent } from './runtime/observe/event.ts';
export type { Checkpoint } from './time/read/checkpoint.ts';
export { memory } from './store/memory/memory.ts';
export type { Store } from './store/contract/store.ts';
export type { MemoryOptions } from './store/memory/memory-keeping.ts';
export { sideTable, type SideTableOptions } from './store/side-table.ts';
export { longTermMemory, type LongTermMemory, type LongTermMemoryOptions } from './store/long-term-memory.ts';
export type { Embeddings, FactSource, FoundFact, NewFact, RecallQuery } from './store/recall/recalling.ts';
export type { Fact, Saying, ValueForm } from './store/recall/fact.ts';
export type { FactFilter } from './store/recall/fact-filter.ts';
export type { FactPlace } from './store/recall/fact-place.ts';
export type { Protection } from './store/text/sealed-text.ts';

// Look back
export { replay, replayAll, type ReplayOptions, type StoredThread } from './time/replay/replay.ts';
export type { Replay } from './time/replay/replay-thread.ts';
export type { Divergence } from './time/replay/divergence.ts';
export { recorded, type RecordedTest } from './time/replay/recorded.ts';
export type { ForkOptions } from './runtime/fork.ts';
export { diff, type Difference } from './time/read/diff.ts';

// The pure core
export { advance, type Advanced, type Surroundings } from './advance/advance.ts';
export { fold } from './advance/state/fold.ts';
export { emptySnapshot, type Snapshot } from './advance/state/snapshot.ts';
export { statusOf, type Status } from './advance/status.ts';
export { activitiesOf, type DueActivity } from './advance/activities.ts';
export { timersOf, type DueTimer } from './advance/timers.ts';
export type { Lane } from './advance/state/lane.ts';
export type { Row } from './advance/state/row.ts';
export type { Input } from './advance/moves/input.ts';

// Surroundings
export { systemClock, type Clock } from './base/clock.ts';
export { codecOf, type ClassCodec } from './base/value/codec.ts';
export { codecsOf } from './compile/codecs-of.ts';
export { toMilliseconds, type Duration } from './base/duration.ts';
export { isProblem, type Problem, type ProblemCode } from './base/problem/problem.ts';

// What declarations name
export type * from './named.ts';
