import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { endingSignals } from '../ending-signals.ts';
import { exitCodeOfSignal } from '../exit-code.ts';

/**
 * Does something with a folder of its own, which goes with what is in it, also where the process is asked to end. A command that knows how
 * to stop is left to do so.
 */
export async function withTemporaryFolder<Value>(
  { ending }: Context,
  use: (folder: string) => Promise<Value>,
): Promise<Value> {
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  const stop = (signal: NodeJS.Signals): void => {
    if (ending.stop !== undefined) return;
    remove();
    ending.now(exitCodeOfSignal(signal));
  };
  for (const signal of endingSignals) process.on(signal, stop);
  try {
    folder = mkdtempSync(join(tmpdir(), 'cairn-'));
    return await use(folder);
  } finally {
    for (const signal of endingSignals) process.removeListener(signal, stop);
    remove();
  }
}
