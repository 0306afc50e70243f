import type { Surroundings } from '../../advance/advance.ts';
import { checkEvent } from '../../advance/check-event.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Draft, Snapshot } from '../../advance/state/snapshot.ts';
import type { Status } from '../../advance/status.ts';
import { isProblem, type Problem, type ProblemCode } from '../../base/problem/problem.ts';
import { decisionFailed } from '../../compile/author.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Message } from '../../store/contract/store.ts';
import { outcomeText } from '../environment/command.ts';
import type { Answer, Consumed, FromInbox } from './from-inbox.ts';
import type { Outgoing } from './outgoing.ts';
import type { Origin } from '../run/host.ts';

/** A thread's status when nothing runs. */
export type Resting = Exclude<Status, 'running'>;

/** The driver, as what comes to its thread sees it. */
export interface Driven {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Answers a question; rejects with the problem where the answer is refused. */
  answer(answer: Answer, message: Message): Promise<void>;
  /** Has it look again at what is there. */
  rouse(by?: Input['type']): void;
  /** What came of a message is written, or it waits for something to take it: whoever waits for that is told. */
  heardOf(message: number, refused: Problem | undefined | 'kept'): void;
}

/** How driving a thread ended. */
export type DriveEnd = Resting | 'yielded' | 'stale';

/** One input on its way in, and who waits for it. */
export interface Told extends Origin {
  readonly input: Input;
  /** When it came, where timers were waited for then: those that were due by then are taken before it. */
  readonly came?: number;
  readonly taken?: () => void;
  readonly refused?: (problem: unknown) => void;
}

/** What became of an input, and of the message that is consumed by it. */
export interface Outcome {
  /** Undefined where only a message was refused. */
  readonly told?: Told;
  readonly refused: Problem | undefined;
  /** The message's number. */
  readonly message?: number | undefined;
  /** The message told how another thread ended. */
  readonly isChilds?: boolean;
}

/** What one turn of a driver comes to. */
export interface DriveTurn {
  /** What it was about to take, in order. */
  readonly told: readonly Told[];
  /** Whether what is kept is to be offered, whatever the turn comes to. */
  readonly isOfferDue?: boolean;
  /** What was kept until something accepts it, and was taken, or refused for good, in this turn. */
  readonly unparked: Told[];
  /** What the inbox gave away with it. */
  fromInbox?: FromInbox;
  readonly rows: Row[];
  /** What goes to other threads with its commit. */
  outgoing?: Outgoing;
  readonly outcomes: Outcome[];
  readonly consumed: Consumed[];
  /** Where the thread comes to rest by it. */
  status?: Resting | undefined;
}

/** A turn that is about to take something. */
export function turnOf(told: readonly Told[]): DriveTurn {
  return { told, unparked: [], rows: [], outcomes: [], consumed: [] };
}

/** What an input is taken with. */
export interface Taking extends Surroundings {
  readonly turn: DriveTurn;
  readonly snapshot: Draft;
}

/** By when timers are taken before an input: none where none was waited for. A timer comes for all that are due. */
export function cameAt({ input, message, came = -Infinity }: Told, now: number): number {
  if (input.type === 'timer') return now;
  return message === undefined ? came : Math.min(now, message.at);
}

const byHand: ReadonlySet<Input['type']> = new Set(['resume', 'cancel', 'edit']);

/** Whether somebody who looked at a thread has it do something else. */
export function isByHand({ type }: Input): boolean {
  return byHand.has(type);
}

/** What is refused like this is not kept, queued or not: nothing is left to wait for, or it would go to whoever happens to be left. */
const endsWait: ReadonlySet<ProblemCode> = new Set(['thread/over', 'event/ambiguous']);

/**
 * Whether a queued message that was refused like this is kept until something takes it. An event that does not fit where it is
 * listened for is kept for a graph of the thread that it fits, if there is one.
 */
export function isKept(plan: Plan, input: Input, { code }: Problem): boolean {
  if (code === 'value/invalid' && input.type === 'event') return fitsSome(plan, input.name, input.payload);
  return !endsWait.has(code);
}

function fitsSome(plan: Plan, event: string, payload: unknown): boolean {
  try {
    checkEvent(plan, event, payload);
    return true;
  } catch {
    return false;
  }
}

/** Refuses the one input that cannot be taken: to its sender, to the run whose step it is, or as that run's failure. Gives why. */
export function refuseAlone(
  { input, activity, message, refused }: Told,
  error: unknown,
  consumeAs: (message: Message, problem: Problem) => void,
): Problem {
  const reason = isProblem(error) ? error : decisionFailed(`What input "${input.type}" led to`, error);
  if (message !== undefined) consumeAs(message, reason);
  if (refused !== undefined) refused(reason);
  else if (activity !== undefined && input.type !== 'failed') activity.refuse(reason);
  else if (message === undefined) throw error;
  return reason;
}

/** Has a message consumed by a turn, with what came of it. */
export function consume(turn: DriveTurn, id: number, refused: Problem | undefined, isChilds = false): void {
  turn.consumed.push({ id, outcome: outcomeText(refused) });
  turn.outcomes.push({ refused, message: id, isChilds });
}

/** Has what the inbox refused consumed, and the answers that wait for their question, where nobody asks any more. */
export function consumeRefused(turn: DriveTurn, { refused, early }: FromInbox, over: Problem | undefined): void {
  for (const { id, problem: reason, isChilds } of refused) consume(turn, id, reason, isChilds);
  for (const { answer, message } of early) consume(turn, message.id, over, answer.child !== undefined);
}
