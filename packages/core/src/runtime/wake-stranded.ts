import type { Runtime } from './runtime.ts';

/** So many looks apart a thread that somebody owns is tried: its owner may have died. */
const patience = 20;

/** Drives a thread that nobody drives any more, and gives how that ends; `look` counts from 1 how often it was looked at. */
export async function wakeStranded(runtime: Runtime, id: string, look: number): ReturnType<Runtime['wake']> {
  const { owner } = await runtime.record(id);
  const isHeld = owner !== null && owner !== runtime.environment.owner;
  if (isHeld && look % patience !== 0) return undefined;
  return runtime.wakeUnlessBusy(id);
}
