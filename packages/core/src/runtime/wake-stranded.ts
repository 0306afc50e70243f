import { isProblem } from '../base/problem.ts';
import type { Runtime } from './runtime.ts';

/** So many looks apart a thread that somebody owns is tried: its owner may have died. */
const patience = 20;

/** Drives a thread that nobody drives any more; `look` counts from 1 how often it was looked at. */
export async function wakeStranded(runtime: Runtime, id: string, look: number): Promise<void> {
  const { owner } = await runtime.record(id);
  if (owner !== null && look % patience !== 0) return;
  await runtime.wake(id).catch((error: unknown) => {
    if (!isProblem(error, 'thread/busy')) throw error;
  });
}
