import type { Given, Measured } from '../../measure/job.ts';

/** How long short conversations are held before, in milliseconds of the processor's time. */
const warmUp = 3_000;

/** Measures a conversation with code that is as warm as in a service that has been at work for a minute. */
export async function warmed(
  given: Given,
  converse: (given: Given, turns: number) => Promise<Measured>,
): Promise<Measured> {
  const began = process.cpuUsage();
  do await converse(given, 100);
  while (!given.quick && millisecondsSince(began) < warmUp);
  globalThis.gc?.();
  return converse(given, given.size);
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
