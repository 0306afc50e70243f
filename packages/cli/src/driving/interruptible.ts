import type { Context } from '../context.ts';
import { exitCodeOfSignal } from '../exit-code.ts';

/** Does something long; Ctrl-C aborts its signal, and what it then throws is no problem but the exit code of interrupting. */
export async function interruptible(context: Context, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupt = new AbortController();
  const abort = (signal: NodeJS.Signals): void => {
    context.exitCode = exitCodeOfSignal(signal);
    interrupt.abort();
  };
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  try {
    await work(interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    context.output.note('Interrupted; nothing was left half done.');
  } finally {
    process.removeListener('SIGINT', abort);
    process.removeListener('SIGTERM', abort);
  }
}
