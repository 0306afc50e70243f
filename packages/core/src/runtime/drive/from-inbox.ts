import type { Problem } from '../../base/problem/problem.ts';
import type { Message } from '../../store/contract/store.ts';
import type { Command } from '../environment/command.ts';

export type Answer = Extract<Command, { type: 'answer' }>;

/** An answer to what nobody has asked yet. */
export interface EarlyAnswer {
  readonly answer: Answer;
  readonly message: Message;
}

/** A message that was refused. */
export interface Refused {
  readonly id: number;
  readonly problem: Problem;
  /** It told how another thread ended, which nobody waits for any more: that is no news. */
  readonly isChilds: boolean;
}

/** A message and what came of it, as text. */
export interface Consumed {
  readonly id: number;
  readonly outcome: string;
}

/** What a turn has of an inbox: it comes back where the turn is not written. */
export interface FromInbox {
  readonly refused: readonly Refused[];
  /** Answers that nobody will ask for any more, as the thread comes to its end. */
  readonly early: readonly EarlyAnswer[];
}
