import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does `work`, unless the user ends the process meanwhile: then `leave` is done and the process ends. */
export async function unlessInterrupted<T>(work: () => Promise<T>, leave: () => Promise<void>): Promise<T> {
  let leaving = false;
  const end = (signal: NodeJS.Signals): void => {
    if (leaving) return;
    leaving = true;
    void leave().finally(() => process.exit(128 + constants.signals[signal]));
  };
  for (const signal of signals) process.on(signal, end);
  try {
    return await work();
  } catch (error) {
    // Once the process is about to end, what the work says no longer matters.
    if (leaving) return await new Promise<never>(() => {});
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}
