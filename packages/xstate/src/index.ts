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
