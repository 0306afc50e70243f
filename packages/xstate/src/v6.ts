// A machine of XState 6 as a graph
export {
  fromDurable,
  type DurableActionFacts,
  type DurableEventsOf,
  type DurableGraph,
  type FromDurableOptions,
} from './graph/from-durable.ts';
export type { HostedState, Shown } from './graph/keys.ts';
export type { ActionPolicy } from './graph/actions.ts';
export type { TaskPolicy } from './graph/task.ts';

// Its engine
export {
  durableEngine,
  type CreateDurable,
  type DurableEngineOptions,
  type DurableMachine,
} from './engine/v6/durable-engine.ts';
export type { DurableActions, DurableJob, DurableState, DurableTimer, Gone } from './engine/v6/durable-state.ts';
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
