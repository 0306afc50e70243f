import type { Context } from '../context.ts';
import { exitCodeOfSignal } from '../exit-code.ts';
import { endingSignals } from '../ending-signals.ts';

/**
 * Does something long; Ctrl-C, or another signal by which a process is asked to end, aborts its signal, and what it then throws
 * is no problem but the exit code of interrupting. Whether it was through.
 */
export async function interruptible(context: Context, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
  const interrupt = new AbortController();
  const abort = (signal: NodeJS.Signals): void => {
    context.exitCode = exitCodeOfSignal(signal);
    interrupt.abort();
  };
  for (const signal of endingSignals) process.once(signal, abort);
  try {
    await work(interrupt.signal);
    return !interrupt.signal.aborted;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    context.output.note('Interrupted; nothing was left half done.');
    return false;
  } finally {
    for (const signal of endingSignals) process.removeListener(signal, abort);
  }
}
