import type { Input } from '../advance/input.ts';
import type { Row } from '../advance/row.ts';
import type { Status } from '../advance/status.ts';
import type { Problem } from '../base/problem.ts';
import type { Origin } from './running.ts';

/** A thread's status when nothing runs. */
export type Resting = Exclude<Status, 'running'>;

/** One input on its way in, and who waits for it. */
export interface Told extends Origin {
  readonly input: Input;
  readonly taken?: () => void;
  readonly refused?: (problem: unknown) => void;
}

/** What one turn of a driver comes to. */
export interface DriveTurn {
  readonly rows: Row[];
  readonly outcomes: { readonly told: Told; readonly refused: Problem | undefined }[];
  readonly consumed: { readonly id: number; readonly outcome: string }[];
  /** Where the thread comes to rest by it. */
  status?: Resting | undefined;
}
