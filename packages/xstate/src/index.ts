// A machine as a graph
export {
  fromXState,
  type ActionFacts,
  type EventsOf,
  type FromXStateOptions,
  type MachineGraph,
} from './graph/from-xstate.ts';
export { snapshotOf } from './graph/snapshot-of.ts';
export type { ActionPolicy } from './graph/actions.ts';
export type { TaskPolicy } from './graph/task.ts';
export type { MachineMigration } from './engine/v5/over/bring-over.ts';
export type { StoredChild, StoredSnapshot } from './engine/v5/over/stored-snapshot.ts';
export { hostEngine, type HostedMigration, type Hosting } from './graph/host-engine.ts';
export type { HostedState, Shown } from './graph/keys.ts';

// A graph as a machine
export {
  toXState,
  type Implementations,
  type ModelConfig,
  type ModelEventOf,
  type ToXStateOptions,
  type XStateMachine,
} from './machine/to-xstate.ts';
export type { Lost } from './machine/lost.ts';
export type { ModelContext } from './machine/model.ts';
export type { ModelEvent, Walk } from './machine/walk.ts';
export type {
  InvokeConfig,
  MachineData,
  Named,
  StateConfig,
  StateValue,
  TransitionConfig,
} from './machine/state-config.ts';

// A thread, shown to Stately's inspector
export {
  inspect,
  inspectAll,
  type InspectedSnapshot,
  type InspectionMessage,
  type InspectionSink,
  type InspectOptions,
} from './machine/inspect.ts';

// Engines of machines, and their port
export { xstateEngine, type XStateEngineOptions } from './engine/xstate-engine.ts';
export type { ActionsRecord, ActorMark, ActorRecord, MachineState, Stray, Timer } from './engine/machine-state.ts';
export { actionAt, runJob, type JobEars, type RunningJob } from './engine/v5/run-job.ts';
export type {
  Action,
  Emitted,
  Engine,
  EngineInput,
  Job,
  Logged,
  MachineEvent,
  Move,
  Standing,
  Step,
  Told,
} from './engine/engine.ts';

// A document as a graph
export { fromScxml, type FromScxmlOptions, type ScxmlGraph, type ScxmlGraphState } from './scxml/from-scxml.ts';
export {
  scxmlEngine,
  type ScxmlEngine,
  type ScxmlEngineOptions,
  type ScxmlStart,
  type ScxmlState,
} from './scxml/scxml-engine.ts';
export { trustedExpressions } from './scxml/trusted-expressions.ts';
export type { Expressions, Given, Scope, ScxmlEvent, Surroundings } from './scxml/scope.ts';
export { ScxmlRefused, type ScxmlIssue } from './scxml/refused.ts';
