export type { Engine, EngineInput, Job, MachineEvent, Move, Standing, Step } from './engine/engine.ts';
