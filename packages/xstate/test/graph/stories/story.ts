import type { AnyStateMachine } from 'xstate';
import type { MachineEvent } from '../../../src/engine/engine.ts';

/** Hears what custom actions do. */
export type Note = (text: string) => void;

/** A machine, and what happens to it: events, and milliseconds that pass. */
export interface Story {
  readonly name: string;
  readonly machine: (note: Note) => AnyStateMachine;
  readonly input?: unknown;
  readonly happens: readonly (MachineEvent | number)[];
  /** The states that it is in at last. */
  readonly ends: unknown;
}
