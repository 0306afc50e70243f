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

export { fromScxml, type FromScxmlOptions, type ScxmlGraph } from './scxml/from-scxml.ts';
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
