import type { ThreadRecord } from './contract/record.ts';

/** What a store tells of a thread at rest. */
export interface Summary {
  readonly at?: readonly { readonly lane: string; readonly node: string }[];
  readonly outcome?: string;
  readonly reason?: string;
  readonly failed?: readonly {
    readonly lane: string;
    readonly node: string;
    readonly name: string;
    readonly message: string;
    readonly code?: string;
  }[];
  readonly events?: readonly string[];
  readonly questions?: readonly {
    readonly lane: string;
    readonly node: string;
    readonly key: string;
    /** The thread whose end answers it. */
    readonly child?: string;
  }[];
}

/** A thread's summary; empty while it is at work. */
export function summaryOf({ summary }: Pick<ThreadRecord, 'summary'>): Summary {
  return summary === null ? {} : (JSON.parse(summary) as Summary);
}

/** Who drives a thread, as a store that knows processes tells it. */
export interface SeenOwner {
  /** Absent where the owner was never heard of, or is forgotten. */
  readonly process?: { readonly pid: number; readonly host: string };
  /** Until when it counts as alive, in milliseconds since 1970. */
  readonly until?: number;
  /** Whether its process is known to be gone. */
  readonly isGone: boolean;
}

/** Whether an owner counts as alive: its lease holds, and its process is not known to be gone. */
export function isAlive({ until, isGone }: SeenOwner, now: number): boolean {
  return !isGone && until !== undefined && until > now;
}

/** Who drives a thread, as JSON tells it. */
export function driverJson(
  owner: SeenOwner,
  now: number,
): { readonly pid?: number; readonly host?: string; readonly isAlive: boolean } {
  return { ...owner.process, isAlive: isAlive(owner, now) };
}
