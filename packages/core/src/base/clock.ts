/** Where time comes from: the system's, or a test's. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `then` once, `milliseconds` from now; the function it returns calls that off. */
  after(milliseconds: number, then: () => void): () => void;
}

/** The longest wait that one timer of the platform can take. */
const longest = 2 ** 31 - 1;

/** The time of this machine. A pending wait does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, then) {
    const timer = setTimeout(then, Math.min(milliseconds, longest));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
