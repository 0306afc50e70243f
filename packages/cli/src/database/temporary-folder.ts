import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { exitCodeOfSignal } from '../exit-code.ts';

/** The signals by which a process is asked to end. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something with a folder of its own, which goes with what is in it, also where the process is asked to end. */
export async function withTemporaryFolder<Value>(
  { ending }: Context,
  use: (folder: string) => Promise<Value>,
): Promise<Value> {
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  const stop = (signal: NodeJS.Signals): void => {
    remove();
    ending.now(exitCodeOfSignal(signal));
  };
  for (const signal of endings) process.once(signal, stop);
  try {
    folder = mkdtempSync(join(tmpdir(), 'cairn-'));
    return await use(folder);
  } finally {
    for (const signal of endings) process.removeListener(signal, stop);
    remove();
  }
}
