/** Where time comes from: the system's, or a test's. */
export interface Clock {
  /** Milliseconds since 1970: what a clock on the wall shows, which may be set forward or back at any moment. */
  now(): number;
  /** Calls `then` once, `milliseconds` from now, of any length; the function it returns calls that off. */
  after(milliseconds: number, then: () => void): () => void;
  /**
   * Calls `then` once {@link now} is `time` or later, and soon after that where the clock was set or the machine slept
   * meanwhile; never before. Without it, {@link after} is waited for and the time looked at again.
   */
  at?(time: number, then: () => void): () => void;
  /** Milliseconds since some moment, whatever the clock on the wall is set to; without it no step of that clock is noticed. */
  elapsed?(): number;
}

/** The longest wait that one timer of the platform can take. */
const longest = 2 ** 31 - 1;

/** So long is waited at most for a time on the wall before it is looked at again: timers do not know that it was set. */
const nap = 1_000;

/** The time of this machine. A pending wait does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: (milliseconds, then) => pieceByPiece(() => then(), milliseconds),
  at(time, then) {
    return repeated((wait, wake) => this.after(Math.min(wait, nap), wake), this, time, then);
  },
};

/** A clock that shows whole milliseconds, as whoever stores its times expects them. */
export function inWhole(clock: Clock): Clock {
  return {
    now: () => Math.floor(clock.now()),
    after: (milliseconds, then) => clock.after(milliseconds, then),
    at: (time, then) => whenDue(clock, time, then),
    elapsed: () => elapsedOn(clock),
    ...(showsWaits(clock) && { pending: true }),
  };
}

/** Whether a clock shows what is waited for, as one for tests does. */
export function showsWaits(clock: Clock): boolean {
  return 'pending' in clock;
}

/** Calls `then` once a clock shows `time`, or later where it was set meanwhile; what it returns calls that off. */
export function whenDue(clock: Clock, time: number, then: () => void): () => void {
  if (clock.at !== undefined) return clock.at(time, then);
  return repeated((wait, wake) => clock.after(wait, wake), clock, time, then);
}

/** What passed on a clock that nobody sets, where there is one. */
export function elapsedOn(clock: Clock): number {
  return clock.elapsed?.() ?? clock.now();
}

type Wait = (milliseconds: number, wake: () => void) => () => void;

function repeated(wait: Wait, clock: Clock, time: number, then: () => void): () => void {
  let stop = (): void => undefined;
  const look = (): void => {
    const left = time - clock.now();
    stop = wait(Math.max(0, left), () => (clock.now() < time ? look() : then()));
  };
  look();
  return () => stop();
}

function pieceByPiece(then: () => void, milliseconds: number): () => void {
  let stop = (): void => undefined;
  const wait = (left: number): void => {
    const piece = Math.min(left, longest);
    const timer = setTimeout(() => (left > piece ? wait(left - piece) : then()), piece);
    timer.unref();
    stop = () => clearTimeout(timer);
  };
  wait(milliseconds);
  return () => stop();
}
